"""Reading consignments: the terms of a case, and its statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.sales.case_models import PackedCase
from workshop.sales.case_queries import CaseFound
from workshop.sales.consignment_models import Consignment
from workshop.sales.consignment_rules import Owed, Terms, owed_for_loss, owed_for_sale, total
from workshop.wording import _

_TERMS = select(Consignment.share_per_mille, Consignment.discount_by, Consignment.loss_by, Consignment.pay_days)


def terms_of(session: Session, case_id: int) -> Terms | None:
    """What was agreed; None when nothing was. One statement."""
    row = session.execute(_TERMS.where(Consignment.case_id == case_id)).one_or_none()
    return None if row is None else Terms(*row)


def last_agreed(session: Session, holder: str | None) -> Terms | None:
    """What was agreed with this gallery last, of whatever case; None when nothing was. One statement."""
    if not holder:
        return None
    theirs = func.lower(PackedCase.holder) == func.lower(holder)
    newest = _TERMS.join(PackedCase, PackedCase.id == Consignment.case_id).order_by(Consignment.id.desc())
    row = session.execute(newest.where(theirs).limit(1)).one_or_none()
    return None if row is None else Terms(*row)


@dataclass(frozen=True)
class Statement:
    """What is owed for the days asked for, and what is still there or came back. `untold`: sold, and nobody said for how much."""

    owed: Sequence[Owed]
    there: Sequence[Owed]
    back: Sequence[Owed]

    @property
    def total_minor(self) -> int:
        return total(self.owed)

    @property
    def untold(self) -> int:
        return sum(one.owed_minor is None for one in self.owed)


def statement_of(found: CaseFound, terms: Terms, first: str | None, last: str | None, zone: ZoneInfo) -> Statement:
    """Sales and losses from `first` to `last` (days as they are written; None: no bound), by the terms; a returned sale is owed nothing."""
    owed, there, back = list[Owed](), list[Owed](), list[Owed]()
    for row in found.lines:
        edition = (
            _(", no. {number} of {size}", number=row.edition_number, size=row.edition_size)
            if row.edition_number
            else ""
        )
        what, listed = f"{row.called}{edition}", row.price_minor
        if row.outcome == "sold":
            due = owed_for_sale(terms, listed, row.sold_minor)
            owed.append(Owed(row.serial, what, "sold", row.sold_on, listed, row.sold_minor, due))
        elif row.outcome == "lost":
            on = _day(row.decided_at, zone)
            owed.append(Owed(row.serial, what, "lost", on, listed, None, owed_for_loss(terms, listed)))
        elif row.outcome == "back":
            back.append(Owed(row.serial, what, "back", _day(row.decided_at, zone), listed, None, 0))
        else:
            there.append(Owed(row.serial, what, "still_there", _day(row.at, zone), listed, None, 0))
    within = [one for one in owed if (not first or one.on >= first) and (not last or one.on <= last)]
    return Statement(within, there, back)


def _day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).date().isoformat()
