"""The log of a piece from rows to facts: its steps, layers, marks, inspection and edition."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from workshop.catalogue.defaults import EVENT_KINDS
from workshop.claims.facts import EditionFact, GuaranteeFact, InspectionFact, Layer, Mark, MetalLine, Paper, Step
from workshop.claims.reading import day_of
from workshop.pieces.making_models import Hallmark
from workshop.wording import N_

WORK = frozenset(kind.key for kind in EVENT_KINDS if kind.is_work) | {"outwork_back"}
NO_STEP = frozenset({"start", "take_up"})
# How a method is typed, and what the rulebook makes of it (16 CFR 23.2); any other word is told as it is and counts as no hand.
METHODS = {N_("by hand"): "hand", N_("hand-guided machine"): "manually_controlled"}
ADDS_METAL = frozenset({"cast", "solder", "assemble", "attach", "resize", "repair", "shorten", "detach"})


def local_day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def steps_of(rows: Sequence[Row[Any]], zone: ZoneInfo, country: str | None) -> Iterable[Step]:
    """The work on a piece, without what was undone."""
    undone = {row.corrects_id for row in rows if row.kind == "undo"}
    for row in rows:
        if row.kind not in WORK or row.kind in NO_STEP or row.id in undone:
            continue
        outside = row.kind == "outwork_back"
        named = row.form not in (None, "nothing")
        yield Step(
            kind=row.stage_work or ("outwork" if outside else row.kind),
            stage=row.stage,
            method=METHODS.get((row.method or "").strip().lower(), row.method),
            person=row.place if outside else row.subject,
            name=row.shown_as if named else None,
            place=row.place,
            country=None if outside or row.subject is None else country,
            is_outside=outside,
            on=local_day(row.at, zone),
        )


def layer_of(row: Any, metals: Sequence[MetalLine]) -> Layer:
    base = max(metals, key=lambda line: line.gross_mg or 0, default=None)
    return Layer(
        metal=row.metal,
        fineness=row.fineness,
        thickness_nm=row.thickness_nm,
        method=row.method,
        base=base.metal if base else None,
        base_fineness=base.fineness if base else None,
        has_nickel=row.has_nickel,
    )


def mark_of(row: Hallmark, found: Sequence[Paper], steps: Sequence[Row[Any]]) -> Mark:
    struck = next((step.sequence for step in steps if step.id == row.event_id), 0)
    later = any(step.sequence > struck and (step.kind in ADDS_METAL or step.adds_metal) for step in steps)
    return Mark(
        metal=row.metal,
        office=row.office,
        on=day_of(row.marked_on),
        sponsor=row.sponsor,
        fineness=row.fineness,
        paper=found[0] if found else None,
        no_metal_after=not later,
    )


def look_of(row: Row[Any] | None, piece: Row[Any], zone: ZoneInfo) -> InspectionFact | None:
    if row is None or row.decided_at is None:
        return None
    return InspectionFact(
        on=row.decided_at.astimezone(zone).date(),
        level=row.level,
        checks=row.checks,
        name=row.shown_as if row.form not in (None, "nothing") else None,
        changed_since=row.last_change_id != piece.last_change_id,
    )


def edition_of(piece: Row[Any], counted: Row[Any] | None, zone: ZoneInfo) -> EditionFact:
    return EditionFact(
        size=piece.edition_size,
        number=piece.edition_number,
        fixed_on=local_day(piece.edition_at, zone),
        proofs=piece.proofs,
        first_shown_on=local_day(piece.first_shown_at, zone),
        given=counted.given if counted else 0,
        destroyed=counted.destroyed if counted else 0,
        siblings=(counted.given if counted else 1) - 1,
        mould=piece.mould,
    )


def guarantee_of(terms: Row[Any]) -> GuaranteeFact | None:
    """The terms that stand with the piece; None when there are none."""
    if terms.guarantee is None:
        return None
    return GuaranteeFact(
        version=str(terms.guarantee),
        guarantor=terms.guarantor,
        years=terms.years,
        covers=terms.covers,
        excludes=terms.excludes,
        is_free=terms.is_free,
        is_whole=terms.is_whole,
        has_eu_label=terms.has_eu_label,
        lasts=terms.lasts,
    )
