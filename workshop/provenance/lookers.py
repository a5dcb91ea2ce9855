"""Who looked at a piece, in the fixed wording of its level, and with what result."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workshop.days import day_at
from workshop.provenance.facts import Facts, Look
from workshop.wording import _, n_


@dataclass(frozen=True)
class Lead:
    """Who looked, in its fixed wording, and when with what result."""

    title: str
    sentence: str


def lead_of(facts: Facts, passed: Look | None, zone: ZoneInfo) -> Lead | None:
    if passed is None or passed.level is None:
        return None
    name = facts.names.get(passed.by_id)
    return Lead(level_told(passed.level, name), _lead_sentence(facts, passed, zone, name))


def level_told(level: str, name: str | None) -> str:
    """Who looked, in the fixed wording of each level."""
    if level == "independent":
        if name:
            return _("Inspected on its own by {name}, who had no hand in making it", name=name)
        return _("Inspected on its own by somebody with no hand in making it")
    if level == "second":
        return _(
            "Inspected on its own by a second pair of eyes: somebody who had a hand in it, but did not do the last work"
        )
    if level == "maker":
        return _("Inspected on its own by its maker: nobody else here is qualified to look")
    return _(
        "Inspected on its own; its maker before our records is not known, so whether the inspector had a hand in it is not known either"
    )


def _lead_sentence(facts: Facts, passed: Look, zone: ZoneInfo, name: str | None) -> str:
    sent_back = sum(
        1
        for look in facts.looks
        if look.verdict == "rework" and _earlier_pass(facts, passed) < look.number < passed.number
    )
    codes = {reply.code for reply in facts.replies if reply.look == passed.number}
    then = day_at(passed.decided_at, zone)
    told = [
        _("{day}.", day=then) if facts.head.is_released else _("As it was on {day}.", day=then),
        n_("Its one check passed.", "All {count} checks passed.", len(codes)) if codes else "",
        n_("It had been sent back once before.", "It had been sent back {count} times before.", sent_back)
        if sent_back
        else "",
        _("By {name}.", name=name) if name and passed.level != "independent" else "",
        "" if name else _("The inspector’s name is not given."),
        n_(
            "One person was qualified to inspect here then.",
            "{count} people were qualified to inspect here then.",
            passed.qualified,
        )
        if passed.qualified
        else "",
    ]
    return " ".join(part for part in told if part)


def _earlier_pass(facts: Facts, passed: Look) -> int:
    """The number of the pass before this one; 0 when it is the first."""
    return max(
        (
            look.number
            for look in facts.looks
            if look.number < passed.number and look.verdict == "pass" and look.purpose != "stage"
        ),
        default=0,
    )
