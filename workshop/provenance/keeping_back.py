"""Typed words on the public page: what outruns the facts is kept back, and something plain stands in its place.

What keeps people safe always stands: the risk note, the words of a recall, and in the address who made it, as the law asks.
"""

from dataclasses import replace

from workshop.catalogue.defaults import KINDS
from workshop.provenance.facts import Event, Facts, Head, Reply
from workshop.wordguard import LetStand, shown
from workshop.wording import _


def keep_back(facts: Facts) -> Facts:
    """The same facts, as they may be told."""
    let_stand = facts.let_stand
    return replace(
        facts,
        head=head_shown(facts.head, let_stand),
        events=tuple(_event(one, let_stand) for one in facts.events),
        replies=tuple(_reply(one, let_stand) for one in facts.replies),
        traits=tuple(one for one in facts.traits if shown(one, let_stand)),
        names={person: name for person, name in facts.names.items() if shown(name, let_stand)},
        shots=tuple(replace(one, shows=shown(one.shows, let_stand)) for one in facts.shots),
    )


def head_shown(head: Head, let_stand: LetStand) -> Head:
    """Design and shop as they may be called. Of what it is made of the page says that it is kept back, since a word was expected there."""
    made_of = shown(head.made_of, let_stand)
    if head.made_of and not made_of:
        made_of = _("Not shown: its description speaks of things for which no document is recorded.")
    return replace(
        head,
        design=design_shown(head.design, head.kind, let_stand),
        size=shown(head.size, let_stand),
        story=shown(head.story, let_stand),
        care=shown(head.care, let_stand),
        dated=shown(head.dated, let_stand),
        made_of=made_of,
        kept_by=shown(head.kept_by, let_stand),
        about=shown(head.about, let_stand),
        returns=shown(head.returns, let_stand),
    )


def design_shown(name: str, kind: str, let_stand: LetStand) -> str:
    """The design's name, or what kind of piece it is."""
    return shown(name, let_stand) or kind_called(kind)


def kind_called(kind: str) -> str:
    return _(next((one.name for one in KINDS if one.key == kind), kind))


def shop_shown(name: str | None, let_stand: LetStand) -> str:
    """How the shop is called over a page; in its address its name stands as it is."""
    return shown(name, let_stand) or _("Workshop")


def _event(event: Event, let_stand: LetStand) -> Event:
    return replace(event, stage=shown(event.stage, let_stand))


def _reply(reply: Reply, let_stand: LetStand) -> Reply:
    return replace(
        reply,
        text=shown(reply.text, let_stand) or _("A check in the workshop’s own words."),
        unit=shown(reply.unit, let_stand),
        instrument=shown(reply.instrument, let_stand),
    )
