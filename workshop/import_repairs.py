"""Rows of a table that tell of work by others: kept with the piece as reported, never as seen by us."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workshop.aftercare.repair_models import ReportedWork
from workshop.aftercare.reported_work import Report, report_work
from workshop.errors import Invalid, NotFound
from workshop.importing import Ready
from workshop.mapping import Mapped
from workshop.pieces.models import Piece
from workshop.texts import PARAGRAPH, clean
from workshop.wording import _
from workshop.writing import Writing

YES = ("yes", "true", "1", "x")
LONGEST = {"told": PARAGRAPH}


@dataclass(frozen=True)
class Repairs:
    """Each row that tells of work becomes an entry of the piece that was imported under the same source and identity."""

    verb: str = "import repairs"

    def ready(self, mapped: Mapped) -> tuple[Report, Sequence[str]]:
        text = {
            name: clean(value, field=name, longest=LONGEST.get(name, 200))
            for name, value in mapped.section("reported").items()
        }
        told = text.get("told")
        if told is None:
            raise Invalid(_("No work on it is told."), slug="missing")
        day = (text.get("done_on") or "").split("T")[0] or None
        is_told = (text.get("is_told") or "").casefold() in YES
        return Report(told, day, text.get("by_whom"), is_told, source_key=mapped.key), ()

    def known(self, writing: Writing, batch: Sequence[Ready]) -> set[str]:
        keys = [one.key for one in batch]
        there = select(ReportedWork.source_key).where(ReportedWork.source_key.in_(keys))
        return {str(key) for key in writing.session.scalars(there)}

    def write(self, writing: Writing, new: Sequence[Report]) -> None:
        keys = [one.source_key for one in new]
        rows = writing.session.execute(select(Piece.source_key, Piece.serial).where(Piece.source_key.in_(keys)))
        serials = {str(row.source_key): row.serial for row in rows}
        for report in new:
            serial = serials.get(report.source_key or "")
            if serial is None:
                raise NotFound(_("Its piece is not here. Import the pieces first."), slug="no-such-piece")
            report_work(writing, serial, report)
