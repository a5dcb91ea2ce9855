"""What the public page tells of a piece after it was handed over: reported lost or stolen, its guarantee, its repairs.

Rooms to the left cannot know this; the page puts it beside the passport. Every text is ready to show.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from workshop.aftercare.guarantee_queries import newest_given
from workshop.aftercare.guarantee_told import promise_of
from workshop.aftercare.repairs_told import RepairTold, repairs_of, repairs_seen
from workshop.aftercare.reported import ReportedTold, reported_of, reports_seen
from workshop.catalogue.guarantee_models import Guarantee
from workshop.database import fetch
from workshop.wording import _


@dataclass(frozen=True)
class GuaranteeTold:
    """The guarantee as it was frozen for this piece: a heading and its sentences."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Aftercare:
    """All of it; an empty one for a piece of which there is nothing to tell."""

    reported: ReportedTold | None = None
    guarantee: GuaranteeTold | None = None
    repairs: tuple[RepairTold, ...] = ()

    @property
    def told(self) -> frozenset[int]:
        """The events with which the repairs began that may be told."""
        return frozenset(one.intake for one in self.repairs if one.intake is not None)


def aftercare_of(session: Session, piece_id: int, on: date) -> Aftercare:
    """What is to be told of the piece on a day."""
    return Aftercare(
        reported=reported_of(session, piece_id, on),
        guarantee=_guarantee(session, piece_id, on),
        repairs=repairs_of(session, piece_id),
    )


def _guarantee(session: Session, piece_id: int, on: date) -> GuaranteeTold | None:
    promise = promise_of(session, piece_id, on)
    return GuaranteeTold(_("Guarantee"), promise.sentences) if promise else None


def revision_of(session: Session, piece_id: int) -> str:
    """A short text that changes with anything that `aftercare_of` reads, for the page's ETag."""
    return ",".join(str(one) for one in fetch(session, _terms(), {"piece_id": piece_id}).one())


@cache
def _terms() -> Select[Any]:
    """Put together once: every scan asks for it."""
    piece_id = bindparam("piece_id", type_=Integer)
    return select(
        select(func.max(Guarantee.id)).scalar_subquery(),
        newest_given(piece_id),
        reports_seen(piece_id),
        repairs_seen(piece_id),
    )
