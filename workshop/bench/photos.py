"""Photos of a piece: kept, shown to staff, put on its public page or taken off."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, require_role
from workshop.bench.card import known_serial
from workshop.bench.chosen import kept_photo
from workshop.bench.piece import say_saved
from workshop.bench.showing import show
from workshop.errors import Invalid, Refusal
from workshop.filestore import FileStore
from workshop.people.duties import MAY_WORK
from workshop.pictures import MEDIA_TYPE
from workshop.pieces.actions import add_photo, show_photo
from workshop.pieces.rules import KINDS
from workshop.pieces.story import photo_of
from workshop.web import do, done_reading, reading, shoproom
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("photos", __name__)


@bp.post("/pieces/<serial>/photos")
@open_to()
def photos(serial: str) -> ResponseReturnValue:
    """A photo of this very piece."""
    try:
        if is_public := forms.ticked("is_public"):
            require_role(*MAY_WORK)
        kept = kept_photo("photo", caption=forms.text("caption"), is_public=is_public)
        if kept is None:
            raise Invalid(_("Choose a picture, or take one."), slug="picture-missing", field="photo")
        photo = kept

        def act(writing: Writing) -> dict[str, object]:
            add_photo(writing, known_serial(serial), photo)
            return {}

        answer = do("photo", act)
    except Refusal as refusal:
        return show(serial, do="photo", refusal=refusal)
    say_saved(_(KINDS["photo"].name), repeated=answer.repeated)
    return redirect(url_for("piece.card", serial=serial, _anchor="photos"), 303)


@bp.get("/pieces/<serial>/photos/<int:number>.jpg")
@open_to()
def photo(serial: str, number: int) -> ResponseReturnValue:
    """The photo for staff; `?small=1` the small one."""
    row = photo_of(reading(), known_serial(serial), number)
    done_reading()
    content = FileStore(shoproom().settings.data_dir).open_file(row.small if request.args.get("small") else row.picture)
    answer = Response(content, mimetype=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


@bp.post("/pieces/<serial>/photos/<int:number>")
@open_to(*MAY_WORK)
def publicity(serial: str, number: int) -> ResponseReturnValue:
    """On the public page, or off it."""
    try:
        row = photo_of(reading(), known_serial(serial), number)
        is_public = forms.ticked("is_public")

        def act(writing: Writing) -> dict[str, object]:
            show_photo(writing, serial, row.id, is_public=is_public)
            return {}

        do("photo publicity", act)
    except Refusal as refusal:
        return show(serial, refusal=refusal)
    return redirect(url_for("piece.card", serial=serial, _anchor="photos"), 303)
