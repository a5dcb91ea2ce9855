"""Every weight that was kept of a piece: when it passed, and when it came in for a repair."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from workshop.aftercare.repair_models import RepairJob
from workshop.aftercare.repair_rules import SCALES
from workshop.days import day_at
from workshop.inspection.models import Inspection
from workshop.units import grams
from workshop.wording import N_, _

MOST = 50
KINDS = {"inspected": N_("Inspection"), "taken_in": N_("Intake for a repair")}


@dataclass(frozen=True)
class Weighed:
    """One weight; `kind` says at what."""

    at: datetime
    kind: str
    weight_mg: int


def weights_of(session: Session, piece_id: int, told: Collection[int] | None = None) -> list[Weighed]:
    """Oldest first, the newest fifty; of intakes only those that began with these events, None: all. One statement."""
    passed = select(
        Inspection.decided_at.label("at"), literal("inspected").label("kind"), Inspection.gross_mg.label("mg")
    ).where(Inspection.piece_id == piece_id, Inspection.gross_mg.is_not(None))
    taken = select(RepairJob.received_at, literal("taken_in"), RepairJob.weight_mg).where(
        RepairJob.piece_id == piece_id
    )
    if told is not None:
        taken = taken.where(RepairJob.intake_sequence.in_(told))
    both = union_all(passed, taken).subquery()
    newest = select(both).order_by(both.c.at.desc()).limit(MOST)
    return [Weighed(row.at, row.kind, row.mg) for row in session.execute(newest)][::-1]


def shown_weights(weighed: Sequence[Weighed], zone: ZoneInfo) -> list[dict[str, str]]:
    """The same, ready for a table."""
    return [
        {"day": day_at(one.at, zone), "what": _(KINDS[one.kind]), "weight": _("{grams} g", grams=grams(one.weight_mg))}
        for one in weighed
    ]


def after_repair(now_mg: int, intake_mg: int, *, division_mg: int) -> str:
    """What the weight of the inspection after a repair says beside the one at intake."""
    off = now_mg - intake_mg
    if abs(off) <= SCALES * division_mg:
        return _("As much as at intake, as far as the scale tells.")
    told = grams(abs(off))
    if off > 0:
        return _("{grams} g more than at intake: metal that was added, or dirt that came back.", grams=told)
    return _("{grams} g less than at intake: look whether what was done explains it.", grams=told)
