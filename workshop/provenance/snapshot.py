"""What is kept of a page when it is published: the facts of the piece as the page says them, in canonical JSON.

In English, so that a version does not depend on who reads it, and without people's names, so that consent can be taken
back from all that was ever published. Only text, whole numbers, lists and objects: sorted keys without spaces are then
the canonical form of RFC 8785.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from workshop.journal import canonical_json
from workshop.provenance.facts import Facts, Head
from workshop.provenance.passport import Ended, Passport, passport_of

FORM = "workshop-passport/1"


@dataclass(frozen=True)
class Reported:
    """That the piece is reported lost or stolen, ready to show. Rooms to the right know it and hand it in."""

    title: str
    since: str
    sentence: str


def nameless(facts: Facts) -> Facts:
    """The same facts without anybody's name."""
    return replace(facts, names={})


def snapshot_of(facts: Facts, on: date, reported: Reported | None) -> dict[str, Any]:
    """What the page of a tag that counts says of the piece on that day, in the language spoken now."""
    told = passport_of(nameless(facts), on)
    return _about(facts, told) | {
        "state": _state(told),
        "said": told.said,
        "released": told.is_released,
        "now": told.now,
        "story": told.story,
        "facts": _rows(told.rows),
        "materials": _rows(told.materials),
        "parts": [
            [part.title, part.figure, _rows(part.rows), [one.told for one in part.evidence]] for part in told.parts
        ],
        "struck": _rows(told.stamps),
        "claims": [[one.sentence, one.limit] for one in told.said_of_it],
        "making": [[bead.name, bead.note, bead.sub] for bead in told.making.beads],
        "inspections": [
            {"title": look.title, "checks": [[one.text, one.told, one.how] for one in look.checks]}
            for look in told.looks
        ],
        "traits": list(told.traits),
        "compare": list(told.comparing.lines),
        "care": told.own_care,
        "care_of_its_kind": list(told.care),
        "risk": told.risk_note,
        **_joined(told),
        **_reported(reported),
    }


def ended_snapshot_of(head: Head, told: Ended, reported: Reported | None) -> dict[str, Any]:
    """What the page of a withdrawn tag says."""
    state = {"title": told.recall.title, "sentence": told.recall.sentence} if told.recall else None
    return {
        "form": FORM,
        "code": head.code,
        "design": told.design,
        "workshop": told.keeper.title,
        "withdrawn": True,
        "number": told.stood_for,
        "used_from": told.used_from,
        "used_until": told.used_until,
        "state": state,
        **_reported(reported),
    }


def digest_of(told: str) -> str:
    return sha256(told.encode()).hexdigest()


def canonical(snapshot: dict[str, Any]) -> str:
    """The text of which the digest is taken."""
    return canonical_json(snapshot)


def _about(facts: Facts, told: Passport) -> dict[str, Any]:
    return {
        "form": FORM,
        "code": told.code,
        "address": told.address,
        "design": told.design,
        "serial": told.serial,
        "number": told.number,
        "workshop": told.keeper.title,
        "practice": facts.head.is_practice,
        "photos": [shot.picture for shot in facts.shots],
    }


def _reported(reported: Reported | None) -> dict[str, Any]:
    """Nothing at all for a piece that is not, so that versions kept before say the same."""
    return {"reported": asdict(reported)} if reported else {}


def _joined(told: Passport) -> dict[str, Any]:
    """As with a report: nothing at all for a piece that is joined to none."""
    on_it = [[one.design, one.serial, one.code, one.inspected] for one in told.charms]
    carrier = told.carrier
    worn = [carrier.sentence, carrier.design, carrier.serial, carrier.code] if carrier else None
    return ({"on_it": on_it} if on_it else {}) | ({"worn_on": worn} if worn else {})


def _state(told: Passport) -> dict[str, Any] | None:
    if told.state is None:
        return None
    state = told.state
    return {"title": state.title, "since": state.since, "sentence": state.sentence, "facts": _rows(state.rows)}


def _rows(rows: tuple[tuple[str, str], ...]) -> list[list[str]]:
    return [list(row) for row in rows]
