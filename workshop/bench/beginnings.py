"""With which terms a case at a gallery begins: those that were agreed with that gallery last, else those of the house."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workshop.reports.reckoning import terms_now
from workshop.sales.consignment_queries import last_agreed
from workshop.sales.consignment_rules import Terms
from workshop.sales.consignment_shown import share_in_percent
from workshop.wording import _


@dataclass(frozen=True)
class Beginning:
    """What stands in the form before anybody types; `whose` says where it is from."""

    terms: Terms
    whose: str

    @property
    def share(self) -> str:
        return share_in_percent(self.terms)


def terms_to_begin_with(session: Session, holder: str | None) -> Beginning:
    """Two statements at most."""
    theirs = last_agreed(session, holder)
    if theirs is not None:
        return Beginning(theirs, _("It begins with what you agreed with {holder} last.", holder=holder))
    return Beginning(terms_now(session).for_gallery, _("It begins with the terms of your house."))
