"""The public photos of a piece, in the sizes that its page names."""

from collections.abc import Callable
from pathlib import Path

from flask import Response, request
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all
from workshop.errors import NotFound
from workshop.filestore import FileStore
from workshop.pictures import MEDIA_TYPE
from workshop.provenance.codes import is_code
from workshop.provenance.queries import find_photo
from workshop.public.answers import FOR_EVER_S, KEPT_S, kept_for, with_policy
from workshop.public.door import missed, public_blueprint
from workshop.renditions import MEDIA_TYPE as WEBP
from workshop.renditions import SIDES, Renditions
from workshop.web import done_reading, reading, shoproom

bp = public_blueprint("public_photos")

MOST_PHOTOS = 10_000


@bp.get("/p/<code>/<int:number>.jpg")
@bp.get("/p/<code>/<int:number>-<any(small):size>.jpg")
@open_to_all
def photo(code: str, number: int, size: str = "large") -> ResponseReturnValue:
    """A public photo of the piece. Its address may name its content, then it may be kept for ever."""
    names = _names(code, number)
    if names is None:
        return missed()
    sha = names[1] if size == "small" else names[0]
    return _sent(sha, names[0], MEDIA_TYPE, lambda: FileStore(_folder()).open_file(sha))


@bp.get("/p/<code>/<int:number>-<int:side>.webp")
@open_to_all
def rendition(code: str, number: int, side: int) -> ResponseReturnValue:
    """The same photo in one of the widths that browsers choose from."""
    names = _names(code, number) if side in SIDES else None
    if names is None:
        return missed()
    return _sent(f"{names[0]}-{side}", names[0], WEBP, lambda: Renditions(_folder()).webp(names[0], side))


def _names(code: str, number: int) -> tuple[str, str] | None:
    names = find_photo(reading(), code, number) if is_code(code) and number < MOST_PHOTOS else None
    done_reading()
    return names


def _folder() -> Path:
    return shoproom().settings.data_dir


def _sent(tag: str, version: str, mimetype: str, read: Callable[[], bytes]) -> Response:
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        try:
            response = Response(read(), content_type=mimetype)
        except NotFound:
            return missed()
    response.set_etag(tag)
    is_this = request.args.get("v") == version[:16]
    kept_for(response, FOR_EVER_S if is_this else KEPT_S).cache_control.immutable = is_this
    return with_policy(response)
