"""One piece as every page about it needs it: read once, told at the left side."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import Row
from sqlalchemy.orm import Session

from workshop.aftercare.others import NAME, is_of_others
from workshop.bench.beads import Bead, Mark, beads_of, next_of
from workshop.bench.pages import BeadLine, MarkLine, PhotoLine, Piece
from workshop.catalogue.drawn import drawing_of
from workshop.days import clock, due, short_day
from workshop.errors import NotFound
from workshop.inspection.queries import pass_now
from workshop.people.shop_web import today, zone
from workshop.pieces.places import IN_HAND
from workshop.pieces.queries import piece_standing, stages_of
from workshop.pieces.rules import Stage, Standing
from workshop.pieces.story import bead_marks, card_of, engraving_of, photos_of
from workshop.units import grams, moment
from workshop.web import shoproom
from workshop.wording import N_, _, n_

LONGEST_SERIAL = 60
PLACES = {
    "shop": N_("at the bench"),
    "repair": N_("on the repair shelf"),
    "safe": N_("in the safe"),
    "outwork": N_("out for outwork"),
    "customer": N_("with its customer"),
    "gallery": N_("at a gallery"),
    "fair": N_("at a fair"),
    "photographer": N_("at the photographer’s"),
    "insurer": N_("at the insurer’s"),
}


@dataclass(frozen=True)
class Card:
    """A piece as it stands, with its stages. `passed` is the inspection that releases it now, or None."""

    standing: Standing
    row: Row[Any]
    stages: list[Stage]
    beads: list[Bead]
    passed: Any
    photos: list[Row[Any]]
    engraving: str | None
    engraving_place: str | None
    was_finished: bool
    here: ZoneInfo
    typed_for: Stage | None = None

    @property
    def at(self) -> Stage | None:
        """The stage that a form is about: the one it was typed for when it was refused, else the next."""
        return self.typed_for or self.next

    @cached_property
    def next(self) -> Stage | None:
        return next_of(self.beads, was_finished=self.was_finished)

    @property
    def serial(self) -> str:
        return self.standing.serial

    @property
    def is_here(self) -> bool:
        return self.standing.place in IN_HAND

    @property
    def waits_for_inspection(self) -> bool:
        return (
            self.is_here
            and self.passed is None
            and self.standing.state == "waiting"
            and self.next is None
            and self.standing.last_change_id is not None
        )

    @property
    def came_without_story(self) -> bool:
        """Imported as made already, and nothing was done to it since: that it was made is still to be said."""
        return self.row.way_in == "made" and self.standing.last_change_id is None


def known_serial(serial: str) -> str:
    """The serial as the database can be asked for it. Raises NotFound for what is none."""
    if len(serial) > LONGEST_SERIAL or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in serial):
        raise NotFound(_("There is no such piece here. Look at the number on the slip or the tag again."))
    return serial


def load_card(session: Session, serial: str) -> Card:
    """Seven statements, however long its story is. Raises NotFound."""
    standing = piece_standing(session, known_serial(serial))
    row = card_of(session, standing.piece_id)
    stages = stages_of(session, standing.route_id)
    here = zone()
    found = bead_marks(session, standing.piece_id)
    marks = {(one.stage_id, one.what): _mark(one, here) for one in found}
    last_back = max((one for one in found if one.what == "sent_back"), key=lambda one: one.sequence, default=None)
    also = (last_back.note or "").split(", ") if last_back else []
    working_on = standing.stage_id if standing.state in ("working", "paused") else None
    beads = beads_of(stages, marks, way_in=row.way_in, working_on=working_on, also=also)
    engraving, place = engraving_of(session, standing.piece_id)
    passed = pass_now(session, standing.piece_id)
    photos = photos_of(session, standing.piece_id)
    was_finished = last_back is not None or any(one.what == "passed" for one in found)
    return Card(standing, row, stages, beads, passed, photos, engraving, place, was_finished, here)


def _mark(one: Row[Any], here: ZoneInfo) -> Mark:
    at = moment(one.at)
    is_outwork = one.kind == "outwork_back"
    who = (one.place or _("another workshop")) if is_outwork else one.by_name or ""
    return Mark(
        one.sequence,
        who=who,
        when=clock(at, here) if one.what == "begun" else short_day(at, here, shoproom().now()),
        weight=_("{weight} g", weight=grams(one.weight_mg)) if one.weight_mg is not None else "",
        note=one.reason or "",
        is_outwork=is_outwork,
    )


def told_piece(card: Card) -> Piece:
    """The left side of every page about the piece."""
    row = card.row
    parts = n_("{count} part", "{count} parts", row.parts) if row.parts > 1 else ""
    size = _("size {size}", size=row.size) if row.size else ""
    return Piece(
        serial=row.serial,
        design=row.design,
        edition=edition_of(row),
        spec=", ".join(one for one in (_(row.material), size, parts) if one),
        drawing=drawing_of(row.kind, row.metal, row.material),
        photo=photo_lines(card)[-1].small if card.photos else "",
        beads=[*_made(card), _inspection_bead(card)],
        marks=_marks(card),
        order=_order(card),
    )


def _made(card: Card) -> list[BeadLine]:
    """Its stages; what was made elsewhere went through none of ours."""
    if is_of_others(card.row.design_code):
        return [BeadLine(_(NAME), "done", _("not in this workshop"))]
    return [_bead_line(bead) for bead in card.beads]


def edition_of(row: Row[Any]) -> str:
    return (
        _("no. {number} of {size}", number=row.edition_number, size=row.edition_size)
        if row.edition_number is not None
        else ""
    )


def _order(card: Card) -> list[str]:
    row = card.row
    engraved = _("Engraving: “{text}”", text=card.engraving) if card.engraving else ""
    if engraved and card.engraving_place:
        engraved = _("{what}, {where}", what=engraved, where=card.engraving_place)
    told = [_("Rush") if row.is_rush else "", _capital(due(row.due_on, today())), row.order_note or "", engraved]
    return [one for one in told if one]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bead_line(bead: Bead) -> BeadLine:
    mark = bead.mark
    if mark is None:
        note = _("not recorded") if bead.state == "skipped" else ""
        return BeadLine(_(bead.stage.name), bead.state, note)
    if bead.state == "now":
        return BeadLine(_(bead.stage.name), "now", _("{who}, from {time}", who=mark.who, time=mark.when))
    if bead.state == "skipped":
        return BeadLine(_(bead.stage.name), "skipped", _("not needed"), sub=mark.note)
    told = _("{who}, {day}", who=mark.who, day=mark.when) if mark.who else mark.when
    if bead.state == "failed":
        return BeadLine(_(bead.stage.name), "failed", _("to do again"), sub=mark.note)
    return BeadLine(_(bead.stage.name), "done", told, mark.weight)


def _inspection_bead(card: Card) -> BeadLine:
    if card.passed is not None:
        return BeadLine(_("Inspection"), "done", _("passed"))
    if card.waits_for_inspection:
        return BeadLine(_("Inspection"), "now", _("this piece alone"))
    return BeadLine(_("Inspection"), "locked", _("this piece alone"))


def _marks(card: Card) -> list[MarkLine]:
    row = card.row
    marks = []
    if row.edition_number is not None:
        marks.append(MarkLine("edition", _("Edition"), edition_of(row), f"{row.edition_number}/{row.edition_size}"))
    if row.fineness:
        marks.append(MarkLine("fineness", _(row.material), _("by the design"), str(row.fineness // 10)))
    note = _("passed") if card.passed else _("not yet")
    marks.append(MarkLine("inspected", _("Inspected"), note, solid=card.passed is not None))
    return marks


def photo_lines(card: Card) -> list[PhotoLine]:
    return [_photo_line(card.serial, number, photo) for number, photo in enumerate(card.photos, 1)]


def _photo_line(serial: str, number: int, photo: Row[Any]) -> PhotoLine:
    address = url_for("photos.photo", serial=serial, number=number)
    small = url_for("photos.photo", serial=serial, number=number, small=1)
    return PhotoLine(number, address, small, photo.caption or "", photo.is_public)


def where(place: str) -> str:
    return _(PLACES.get(place, place))
