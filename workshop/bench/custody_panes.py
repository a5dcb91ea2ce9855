"""The forms by which a piece goes somewhere: to another workshop and back, home from outside, inside the house."""

from flask import url_for

from workshop.access import Present
from workshop.bench.card import Card, where
from workshop.bench.pages import Options, Pane
from workshop.wording import _


def stage_names(card: Card) -> Options:
    """The stages of a piece to choose from."""
    return [(stage.name, _(stage.name)) for stage in card.stages]


def _custody(card: Card, do: str, title: str, go: str, *fields: str, **more: object) -> Pane:
    address = url_for("custody.custody", serial=card.serial)
    return Pane(do, title, address, go, fields=fields, **more)  # type: ignore[arg-type]


def out(card: Card, who: Present) -> Pane:
    """Out to another workshop."""
    fields = ("place", "method", "weight", "division", *_counted(card), "note")
    sub = _("With the weight that goes. From there it can only come back.")
    return _custody(card, "out", _("Out to another workshop"), _("Send it out"), *fields, sub=sub)


def _counted(card: Card) -> tuple[str, ...]:
    """Parts are counted where a piece has several."""
    return ("count",) if card.row.parts > 1 else ()


def back(card: Card, who: Present) -> Pane:
    """Back from there."""
    fields = ("stage", "weight", "division", *_counted(card), "method", "place", "note")
    options: dict[str, Options] = {"stage": [("", _("No stage of its own")), *stage_names(card)]}
    values = {"stage": card.next.name if card.next else ""}
    return _custody(
        card,
        "back",
        _("Out for outwork"),
        _("It is back"),
        *fields,
        options=options,
        values=values,
        sub=_("Work of another workshop is nobody’s hand here."),
    )


def came_back(card: Card, who: Present) -> Pane:
    """Home again, after it had left."""
    options: dict[str, Options] = {"to": [("shop", _("To the bench")), ("repair", _("To the repair shelf"))]}
    sub = _("It is {where}. Once back, it is inspected again before it leaves again.", where=where(card.standing.place))
    fields = ("to", "weight", "division", "note")
    return _custody(card, "came-back", _("It has left"), _("It came back"), *fields, options=options, sub=sub)


def move(card: Card, who: Present) -> Pane:
    """Inside the house."""
    now = card.standing.place
    places = (("shop", _("Bench")), ("repair", _("Repair shelf")), ("safe", _("Safe")))
    options: dict[str, Options] = {"to": [one for one in places if one[0] != now]}
    values = {"to": "shop"} if now == "safe" else {}
    sub = _("Now it is {where}.", where=where(now))
    return _custody(
        card, "move", _("Move inside the house"), _("Move it"), "to", options=options, values=values, sub=sub
    )
