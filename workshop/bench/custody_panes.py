"""The forms by which a piece goes somewhere: to another workshop and back, away for good and home again, inside the house."""

from flask import url_for

from workshop.access import Present
from workshop.bench.card import Card, where
from workshop.bench.pages import Options, Pane
from workshop.people.shop_web import the_shop
from workshop.sales.sale_actions import ENDS
from workshop.wording import N_, _

LEAVINGS = {"sold": N_("Sold"), "shipped": N_("Shipped"), "lent": N_("Lent"), "handed_back": N_("Handed back")}


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


def leave(card: Card, who: Present) -> Pane:
    """Away, through the one door. What goes to a customer is sold, for so much when it is told."""
    shop, passed = the_shop(), card.passed is not None
    opens = _("Opens when it has passed its own inspection")
    options: dict[str, Options] = {
        "kind": [(key, _(name)) for key, name in LEAVINGS.items()],
        "currency": [(shop.currency, "")] if shop and shop.currency else [],
    }
    return Pane(
        "leave",
        _("It leaves"),
        url_for("custody.departures", serial=card.serial),
        _("It leaves"),
        fields=("leaving", *(("price",) if options["currency"] else ()), "holder"),
        options=options,
        sub=_("It may leave as it is.") if passed else _("Opens when it has passed its own inspection."),
        locked="" if passed else opens,
    )


def sale(card: Card, who: Present) -> Pane:
    """The end of its sale, once it is home."""
    return Pane(
        "sale",
        _("Its sale"),
        url_for("custody.sale", serial=card.serial),
        _("End the sale"),
        fields=("how",),
        options={"how": [(key, _(name)) for key, name in ENDS.items()]},
        sub=_(
            "It stays its customer’s until you say otherwise. What was given back or written down by a slip is the shop’s own again."
        ),
    )
