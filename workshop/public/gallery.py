"""The public gallery: the pieces that the owner put there, each by its tag."""

from dataclasses import dataclass
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop.access import open_to_all
from workshop.catalogue.drawn import drawing_of
from workshop.catalogue.wording import let_stand
from workshop.provenance.keeping_back import design_shown
from workshop.provenance.looking import gallery_of
from workshop.provenance.photos import PhotoTold, photo_told
from workshop.provenance.queries import find_keeper
from workshop.public.answers import KEPT_S, kept_for, with_policy
from workshop.public.door import public_blueprint, ways
from workshop.public.telling import render
from workshop.web import done_reading, reading
from workshop.wording import _

bp = public_blueprint("gallery")


@dataclass(frozen=True)
class Shown:
    """One piece: the code that leads to its page, its name and number, its photo or else its drawing."""

    code: str
    design: str
    serial: str
    drawing: str
    photo: PhotoTold | None


@bp.get("/gallery")
@open_to_all
def gallery() -> ResponseReturnValue:
    session = reading()
    keeper, pieces = find_keeper(session, _("Workshop")), shown_pieces(session)
    done_reading()
    response = Response(render("gallery", ways(), shop=keeper, pieces=pieces))
    return with_policy(kept_for(response, KEPT_S), may_be_listed=bool(pieces))


def shown_pieces(session: Session) -> list[Shown]:
    """What the gallery shows now. Two statements."""
    allowed = let_stand(session)
    return [_shown(row, allowed) for row in gallery_of(session)]


def _shown(row: Any, allowed: frozenset[tuple[str, str]]) -> Shown:
    name = design_shown(row.name, row.kind, allowed)
    photo = photo_told(row.number, row.picture, row.width, row.height) if row.picture else None
    return Shown(row.code, name, row.serial, drawing_of(row.kind, row.metal, row.material), photo)
