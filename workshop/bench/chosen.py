"""Pictures that were chosen in a form that was refused: kept with the form, so that nobody chooses them twice."""

from base64 import b64encode
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from workshop.errors import Invalid, Refusal
from workshop.filestore import FileStore
from workshop.pictures import MEDIA_TYPE, Kept, keep_picture
from workshop.pieces.actions import NewPhoto
from workshop.web import done_reading, shoproom
from workshop.wording import _


@dataclass(frozen=True)
class Chosen:
    """A picture that stays chosen: its mark for the form to carry, and what it looks like."""

    mark: str
    preview: str


def chosen_picture(name: str) -> Kept | None:
    """The picture that is sent under this name, or stayed chosen from the form before; None for neither. Raises Invalid."""
    read: dict[str, Kept] = g.setdefault("pictures", {})
    if name not in read:
        found = _sent(name) or _stayed(name)
        if found is None:
            return None
        read[name] = found
    return read[name]


def kept_photo(name: str, *, caption: str | None = None, is_public: bool = False) -> NewPhoto | None:
    """The chosen picture as a photo of a piece, stored before anything is written; None when none was chosen. Raises Invalid."""
    kept = chosen_picture(name)
    return NewPhoto(**vars(kept), caption=caption, is_public=is_public) if kept else None


def _sent(name: str) -> Kept | None:
    file = request.files.get(name)
    if file is None or not file.filename:
        return None
    done_reading()
    return keep_picture(_store(), file.read(), field=name)


def _stayed(name: str) -> Kept | None:
    mark = request.form.get(f"chosen-{name}")
    if not mark:
        return None
    try:
        return Kept(*_marks().loads(mark))
    except BadSignature as error:
        raise Invalid(_("Choose the picture once more."), slug="picture-missing", field=name) from error


def chosen_again() -> dict[str, Chosen]:
    """Every picture of this request that could be read, by the name of its field, for the form to show once more."""
    return {name: Chosen(_mark_of(one), _preview(one)) for name, one in _readable(_names())}


def _names() -> Iterable[str]:
    marked = (name.removeprefix("chosen-") for name in request.form if name.startswith("chosen-"))
    return dict.fromkeys([*request.files, *marked])


def _readable(names: Iterable[str]) -> Iterable[tuple[str, Kept]]:
    for name in names:
        with suppress(Refusal):
            found = chosen_picture(name)
            if found is not None:
                yield name, found


def _mark_of(kept: Kept) -> str:
    return str(_marks().dumps(list(vars(kept).values())))


def _preview(kept: Kept) -> str:
    return f"data:{MEDIA_TYPE};base64,{b64encode(_store().open_file(kept.small)).decode()}"


def _marks() -> URLSafeSerializer:
    """Signed, so that a form can carry no other file of the store."""
    return URLSafeSerializer(current_app.secret_key or "", salt="chosen picture")


def _store() -> FileStore:
    return FileStore(shoproom().settings.data_dir)
