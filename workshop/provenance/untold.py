"""Repairs that their owner does not let be told: that the piece was inspected again stays on its page, and when; nothing of the repair."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workshop.provenance.facts import Event, Facts, Look


def without_untold(facts: Facts) -> Facts:
    """The same facts without the answers of inspections during such a repair, and without those that it did not pass."""
    stays = [one for one in stays_of(facts.events) if one[0] not in facts.told]
    hidden = {look.number for look in facts.looks if any(_is_in(look, stay) for stay in stays)}
    return replace(
        facts,
        looks=tuple(one for one in facts.looks if one.number not in hidden or one.verdict == "pass"),
        replies=tuple(one for one in facts.replies if one.look not in hidden),
    )


def stays_of(events: Iterable[Event]) -> Iterator[tuple[int, float]]:
    """From which event to which the piece was in for a repair; one that is in still has no end."""
    came: int | None = None
    for event in events:
        if event.kind == "taken_in":
            came = event.sequence
        elif came is not None and event.kind in ("left", "traded_in"):
            yield came, event.sequence
            came = None
    if came is not None:
        yield came, float("inf")


def _is_in(look: Look, stay: tuple[int, float]) -> bool:
    return stay[0] <= look.since < stay[1]
