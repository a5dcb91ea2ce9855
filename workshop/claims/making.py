"""Rules 15 and 19: by whose hands and in which country it was made, from the log of its stages."""

from typing import Any

from workshop.claims.facts import PieceFacts, Step
from workshop.claims.results import Outcome, not_supported, supported, unknown
from workshop.claims.shares import incidentals
from workshop.claims.wordings import country_name, country_told, ended, listed, opening
from workshop.wording import N_, _

BY_HAND = ("hand", "manually_controlled")
# What gives the piece its shape or its state, and how it reads when it was done by hand.
SHAPING = {
    "wax": N_("carved in wax"),
    "cast": N_("cast"),
    "make": N_("made"),
    "cut": N_("finished"),
    "file": N_("finished"),
    "pre_polish": N_("finished"),
    "polish": N_("finished"),
    "solder": N_("assembled"),
    "assemble": N_("assembled"),
    "attach": N_("assembled"),
    "engrave": N_("engraved"),
    "set": N_("set"),
    "resize": N_("resized"),
    "shorten": N_("shortened"),
    "detach": N_("altered"),
    "repair": N_("repaired"),
    "plate": N_("plated"),
    "outwork": N_("worked on"),
    "made_before": N_("made"),
}
NOT_SHAPING = ("plate", "polish", "pre_polish", "engrave")


def handmade(facts: PieceFacts) -> Outcome:
    """All shaping from raw material by hand or by hand-controlled tools; else what was done by hand is told, without the word.

    Source: 16 CFR 23.2 (2018). Whether casting an own wax counts is disputed: the owner decides for the design, the text says how.
    """
    steps = _shaping(facts)
    if not steps:
        return unknown(_("No stage of its making is recorded."), missing=_("the log of its stages"))
    open_reason = _not_recorded(steps)
    if open_reason:
        return unknown(open_reason, missing=_("method and maker of every stage"))
    against = _against(facts, steps)
    if not against:
        return supported(_by_whom(steps), **_figures(steps))
    return _part_by_hand(steps, against)


def _shaping(facts: PieceFacts) -> list[Step]:
    return [step for step in facts.steps if step.kind in SHAPING]


def _not_recorded(steps: list[Step]) -> str:
    missing = [step for step in steps if step.method is None or (step.person is None and not step.is_outside)]
    if not missing:
        return ""
    names = listed(_(step.stage or step.kind) for step in missing)
    return _("Method or maker is not recorded for: {stages}.", stages=names)


def _against(facts: PieceFacts, steps: list[Step]) -> list[str]:
    """Why the word "handmade" is not for this piece."""
    found = []
    if _bought_shapes(facts) or facts.came_as_casting:
        found.append(_("a part was bought in its shape"))
    machine = [step for step in steps if step.kind not in NOT_SHAPING and step.method not in BY_HAND]
    if machine:
        found.append(_("{stages} was not by hand", stages=listed(_(step.stage or step.kind) for step in machine)))
    if any(step.kind == "cast" for step in steps) and facts.counts_casting is not True:
        found.append(_("the shape was cast"))
    return found


def _bought_shapes(facts: PieceFacts) -> list[str]:
    """The lots bought in their shape that are more than small parts."""
    small = incidentals(facts)
    return [line.lot for line in facts.metals if line.bought_shape and line not in small]


def _by_whom(steps: list[Step]) -> str:
    """The makers with consent by name; where some kept theirs back, none is told as the only one."""
    named = all(step.name for step in steps)
    places = listed(step.place for step in steps if step.place)
    cast = _(" The wax was made and cast by hand.") if any(step.kind == "cast" for step in steps) else ""
    who = listed(step.name or "" for step in steps) if named else ""
    if who and places:
        return _("Hand-made by {who} in {places}.", who=who, places=places) + cast
    if places:
        return _("Hand-made in {places}.", places=places) + cast
    return (ended(_("Hand-made by {who}.", who=who)) if who else _("Hand-made.")) + cast


def _part_by_hand(steps: list[Step], against: list[str]) -> Outcome:
    own = [step for step in steps if step.method in BY_HAND and not step.is_outside]
    reason = _("Not “handmade”: {reasons}.", reasons="; ".join(against))
    if not own:
        return not_supported(reason, missing=_("nothing; it was not made by hand"), **_figures(steps))
    done = opening(listed(_(SHAPING[step.kind]) for step in own))
    places = listed(step.place for step in own if step.place)
    said = (
        _("{done} by hand in {places}.", done=done, places=places)
        if places
        else _("{done} by hand in our workshop.", done=done)
    )
    return supported(said, limit=reason, **_figures(steps))


def made_in(facts: PieceFacts) -> Outcome:
    """Every shaping stage in one country, told by what was done there; material from elsewhere is said.

    Source: 16 CFR 323 (2021): an unqualified "Made in" asks for all of the material too, so it is never offered. EU: last
    substantial transformation.
    """
    steps = _shaping(facts)
    if not steps:
        return unknown(_("No stage of its making is recorded."), missing=_("the log of its stages"))
    nowhere = [step for step in steps if step.country is None]
    if nowhere:
        told = _(
            "Where it was worked on is not recorded for: {stages}.",
            stages=listed(_(s.stage or s.kind) for s in nowhere),
        )
        return unknown(told, missing=_("the place of every stage"))
    countries = list(dict.fromkeys(step.country or "" for step in steps))
    bought = bool(_bought_shapes(facts)) or facts.came_as_casting
    if len(countries) > 1:
        told = _("It was worked on in {countries}.", countries=listed(map(country_told, countries)))
        return not_supported(told, missing=_("nothing; it was made in several countries"), countries=countries)
    return _made_there(facts, steps, countries[0], bought)


def _made_there(facts: PieceFacts, steps: list[Step], country: str, bought: bool) -> Outcome:
    done = opening(listed(_(SHAPING[step.kind]) for step in steps))
    towns = listed(step.place for step in steps if step.place)
    where = f"{towns}, {country_name(country)}" if towns else country_told(country)
    said = _("{done} in {where}.", done=done, where=where)
    limits = []
    if bought:
        limits.append(_("A part was bought in its shape."))
    if not _all_from(facts, country):
        limits.append(_("Metal and stones from elsewhere, or from where is not recorded."))
    return supported(said, limit=" ".join(limits), country=country, **_figures(steps))


def _all_from(facts: PieceFacts, country: str) -> bool:
    if not facts.metals:
        return False
    metals = [source.country for line in facts.metals for source, share in line.parts if share]
    return {*metals, *(line.country for line in facts.stones)} <= {country}


def _figures(steps: list[Step]) -> dict[str, Any]:
    return {"stages": [[step.kind, step.method or "", step.country or "", int(step.is_outside)] for step in steps]}
