"""Which pieces may go into a case, and what may be said of them afterwards: decisions over plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

from workshop.errors import Conflict, Invalid
from workshop.pieces.places import INSIDE, STILL_OURS
from workshop.wording import N_, _

PLACES = {
    "fair": N_("Fair"),
    "gallery": N_("Gallery"),
    "photographer": N_("Photographer"),
    "insurer": N_("Insurer"),
    "safe": N_("Safe"),
}
OUTCOMES = {"back": N_("Back"), "sold": N_("Sold"), "still_there": N_("Still there"), "lost": N_("Missing")}
MOST_PIECES = 200


@dataclass(frozen=True)
class Fit:
    """A piece that shall go. `case`: the code of the case it is in and of which nobody said yet what became of it; `worn_on`: the piece that it is on as a charm.

    `price_minor` is the retail price of its design, `own_wholesale_minor` the design's own wholesale price; None: it has none.
    """

    serial: str
    place: str
    state: str
    is_released: bool
    to_inspect: bool
    case: str | None = None
    design: str = ""
    kind: str = ""
    price_minor: int | None = None
    worn_on: str | None = None
    own_wholesale_minor: int | None = None


def why_not(fit: Fit, place: str) -> str | None:
    """Why this piece cannot go there, in plain words with what to do next; None when it can. Into the safe goes whatever is in the house."""
    if fit.state == "scrapped":
        return _("It was scrapped.")
    if fit.place == "outwork":
        return _("It is out for outwork. Record that it came back first.")
    if fit.case is not None:
        return _("It is in case {code}. Say there what became of it first.", code=fit.case)
    if fit.worn_on is not None:
        return _("It is on {serial} and goes with it. Take it off there first.", serial=fit.worn_on)
    if fit.place not in INSIDE:
        return _("It is not in the house. Record that it came back, then inspect it.")
    if place == "safe" and fit.place == "safe":
        return _("It is in the safe already.")
    if place == "safe" or fit.is_released:
        return None
    if fit.to_inspect:
        return _("It has not passed its own inspection as it is now. It waits for one.")
    return _("It has not passed its own inspection as it is now. It is still in work.")


def require_fit(fits: Iterable[Fit], place: str) -> None:
    """Raises Conflict naming each piece that cannot go, and why."""
    reasons = [(fit.serial, why_not(fit, place)) for fit in fits]
    told = [f"{serial}: {reason}" for serial, reason in reasons if reason]
    if told:
        raise Conflict(_("Nothing left yet. {reasons}", reasons=" ".join(told)), slug="cannot-go", field="serials")


def require_outcome(outcome: str, before: str | None, note: str | None, place: str, went_to: str) -> None:
    """Raises Invalid or Conflict when this cannot be said of a piece of a case; `place`: where the piece is now, `went_to`: its case."""
    if outcome not in OUTCOMES:
        raise Invalid(
            _("Say of each piece whether it is back, sold, still there or missing."),
            slug="outcome-unknown",
            field="outcome",
        )
    if before == "back":
        raise Conflict(_("It is back already."), slug="decided")
    if before == "sold" and outcome != "back":
        raise Conflict(_("It is sold. If it comes back, record that."), slug="decided")
    if outcome == "lost" and not (note or "").strip():
        raise Invalid(
            _("Say in a few words where it was seen last: this stays with the piece."),
            slug="reason-missing",
            field="note",
        )
    if outcome in ("still_there", "lost") and place in INSIDE and place != "safe":
        raise Conflict(_("It is in the house: it is back."), slug="is-here")
    if outcome == "sold" and place in STILL_OURS and went_to != "safe":
        raise Conflict(_("It is in the house: it is back."), slug="is-here")  # nobody there can sell it any more
