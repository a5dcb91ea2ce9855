"""Rules 16 and 25: that this very piece was inspected, and who looked."""

from workshop.claims.facts import InspectionFact, PieceFacts
from workshop.claims.results import Outcome, does_not_apply, must_be_said, not_supported, supported
from workshop.days import day
from workshop.wording import _, n_


def individually_inspected(facts: PieceFacts) -> Outcome:
    """A pass of its own, with every check answered, after the last work.

    Source: the workshop's own record; Directive 2005/29/EC, article 6. "Tested" is no word for it.
    """
    look = facts.inspection
    reason = _inspection_fault(look)
    if reason or look is None:
        return not_supported(reason, missing=_("an inspection of this piece"))
    checks = n_("{count} check.", "{count} checks.", look.checks)
    limit = "" if look.level == "independent" else _who_looked(look)
    return supported(
        f"{_looked(look)} {checks}", limit=limit, day=look.on.isoformat(), checks=look.checks, level=look.level
    )


def _inspection_fault(look: InspectionFact | None) -> str:
    if look is None:
        return _("No inspection of this piece is recorded.")
    if look.checks < 1:
        return _("Nothing was checked.")
    if look.changed_since:
        return _("It was worked on or changed after its inspection on {day}.", day=day(look.on))
    return ""


def _looked(look: InspectionFact) -> str:
    on = day(look.on)
    if look.level != "independent":
        return _("Inspected on its own on {day}.", day=on)
    if look.name:
        return _("Inspected on its own on {day} by {name}, who had no hand in making it.", day=on, name=look.name)
    return _("Inspected on its own on {day} by somebody with no hand in making it.", day=on)


def _who_looked(look: InspectionFact) -> str:
    if look.level == "maker":
        return _("Inspected by its maker.")
    if look.level == "second":
        return _("Inspected by a second pair of eyes: somebody who had a hand in it, but did not do the last work.")
    return _("Whether the inspector had a hand in it is not known.")


def self_inspected(facts: PieceFacts) -> Outcome:
    """Must be said whenever the one who looked had a hand in the piece, or that is not known. Source: design rule "who looked is told", 2026."""
    look = facts.inspection
    if look is None or look.level == "independent":
        return does_not_apply()
    return must_be_said(_who_looked(look), known=look.level in ("maker", "second"), level=look.level)
