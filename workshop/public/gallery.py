"""The public gallery: the pieces that the owner put there, each by its tag."""

from dataclasses import dataclass
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop.access import open_to_all
from workshop.catalogue.drawn import drawing_of
from workshop.catalogue.guarantees import SHOP, of_design
from workshop.catalogue.own_texts import first_language, shown_in
from workshop.catalogue.wording import let_stand
from workshop.people.queries import find_shop
from workshop.provenance.keeping_back import kind_called
from workshop.provenance.looking import gallery_of
from workshop.provenance.photos import PhotoTold, photo_told
from workshop.provenance.queries import find_keeper
from workshop.provenance.spoken import Spoken, spoken_of
from workshop.public.answers import KEPT_S, kept_for, with_policy
from workshop.public.door import public_blueprint, unknown, ways
from workshop.public.telling import render
from workshop.web import done_reading, reading
from workshop.wording import _

MOST_PAGES = 100_000
bp = public_blueprint("gallery")


@dataclass(frozen=True)
class Shown:
    """One piece: the code that leads to its page, its name and number, its photo or else its drawing."""

    code: str
    design: Spoken
    serial: str
    drawing: str
    photo: PhotoTold | None


@dataclass(frozen=True)
class GalleryPage:
    """One page of the gallery, with the addresses of the pages before and after it, empty at the ends; the first with what the workshop says of itself."""

    pieces: tuple[Shown, ...]
    previous: str
    next: str
    about: Spoken | None


@bp.get("/gallery")
@bp.get("/gallery/<int:number>")
@open_to_all
def gallery(number: int | None = None) -> ResponseReturnValue:
    page = 1 if number is None else min(number, MOST_PAGES)
    session = reading()
    keeper, shown = find_keeper(session, _("Workshop")), gallery_page(session, max(page, 1))
    done_reading()
    if number is not None and (page < 2 or not shown.pieces):
        return unknown()
    response = Response(render("gallery", ways(), shop=keeper, gallery=shown))
    return with_policy(kept_for(response, KEPT_S), may_be_listed=bool(shown.pieces))


def gallery_page(session: Session, page: int) -> GalleryPage:
    """What a page of the gallery shows now, counted from 1. Four statements."""
    allowed, shop = let_stand(session), find_shop(session)
    rows, more = gallery_of(session, page)
    written = shown_in(session, [of_design(row.design_id) for row in rows])
    own = first_language(shop)
    about = spoken_of(shop.about, written.get((SHOP, "about")), own, allowed) if shop else None
    return GalleryPage(
        tuple(
            _shown(row, spoken_of(row.name, written.get((of_design(row.design_id), "name")), own, allowed))
            for row in rows
        ),
        gallery_address(page - 1) if page > 1 else "",
        gallery_address(page + 1) if more else "",
        about if page == 1 else None,
    )


def gallery_address(page: int) -> str:
    return "/gallery" if page == 1 else f"/gallery/{page}"


def _shown(row: Any, named: Spoken | None) -> Shown:
    """A name that may not be shown gives way to what kind of piece it is."""
    name = named or Spoken(kind_called(row.kind))
    photo = photo_told(row.number, row.picture, row.width, row.height) if row.picture else None
    return Shown(row.code, name, row.serial, drawing_of(row.kind, row.metal, row.material), photo)
