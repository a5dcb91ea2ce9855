"""Everything that can be done with a piece, each as one form."""

from collections.abc import Callable

from flask import url_for

from workshop.access import Present
from workshop.bench import custody_panes
from workshop.bench.card import Card
from workshop.bench.custody_panes import stage_names
from workshop.bench.earlier import made_pane
from workshop.bench.pages import Pane
from workshop.bench.quick_words import words_for
from workshop.catalogue.defaults import WORK
from workshop.people.duties import MAY_WORK
from workshop.wording import _

ROUTED = ("start", "take_up", "finish", "made_before")
OTHER_WORK = tuple(kind for kind in WORK if kind.key not in ROUTED)


def _event(card: Card, do: str, title: str, go: str, kind: str, *fields: str, **more: object) -> Pane:
    hidden = {"kind": kind} if kind else {}
    stage = str(more.pop("stage", ""))
    if stage:
        hidden["stage"] = stage
    return Pane(do, title, _events(card), go, fields=fields, hidden=hidden, **more)  # type: ignore[arg-type]


def _events(card: Card) -> str:
    return url_for("piece.events", serial=card.serial)


def _start(card: Card, who: Present) -> Pane:
    stage = card.at
    if stage is None:
        return _stage(card, who)
    return _event(
        card,
        "start",
        _(stage.name),
        _("Start {stage}", stage=_(stage.name)),
        "start",
        stage=stage.name,
        sub=_numbered(card, stage.name),
    )


def _numbered(card: Card, name: str) -> str:
    names = [stage.name for stage in card.stages]
    return _("Stage {number} of {count}.", number=names.index(name) + 1, count=len(names))


def _finish(card: Card, who: Present) -> Pane:
    stage = card.at
    if stage is None:
        return _work(card, who)
    after = [one.name for one in card.stages if one.position > stage.position]
    working = card.standing.state == "working"
    return _event(
        card,
        "finish",
        _(stage.name),
        _("Finish {stage}", stage=_(stage.name)),
        stage.work,
        *("weight", "photo", "note", "division", "method", "done_at", "reason"),
        stage=stage.name,
        sub=" ".join((_numbered(card, stage.name), _in_hand(card, who))).strip(),
        go_note=_("Next: {stage}", stage=_(after[0])) if after else _("Next: its inspection"),
        buttons=_hand_over(card, who) if working else (),
        words=tuple(words_for(stage.work)),
    )


def _hand_over(card: Card, who: Present) -> tuple[tuple[str, str], ...]:
    """Whoever has it puts it down; somebody else takes it over."""
    is_mine = card.standing.with_id == who.id
    return (("put_down", _("Put down")),) if is_mine else (("take_up", _("Take it over")), ("put_down", _("Put down")))


def _in_hand(card: Card, who: Present) -> str:
    if card.standing.state != "working":
        return _("It was not started on record: its beginning stays unknown.")
    return _("In your hand.") if card.standing.with_id == who.id else _("{who} has it.", who=card.row.with_name)


def _take_up(card: Card, who: Present) -> Pane:
    name = card.at.name if card.at else _("Work")
    return _event(
        card,
        "take-up",
        name,
        _("Take it up"),
        "take_up",
        stage=card.at.name if card.at else "",
        sub=_("It was put down."),
    )


def _stage(card: Card, who: Present) -> Pane:
    return _event(
        card,
        "stage",
        _("Go to a stage"),
        _("Start there"),
        "start",
        "stage",
        options={"stage": stage_names(card)},
        sub=_("Going back, or putting a stage in, is always possible."),
    )


def _skip(card: Card, who: Present) -> Pane:
    return _event(
        card,
        "skip",
        _("Stage not needed"),
        _("Leave it out"),
        "skipped",
        "stage",
        "why",
        options={"stage": stage_names(card)},
        values={"stage": card.next.name if card.next else ""},
        sub=_("It stays in the story, with your reason."),
    )


def _work(card: Card, who: Present) -> Pane:
    kinds = [(kind.key, _(kind.name)) for kind in OTHER_WORK]
    return _event(
        card,
        "work",
        _("Other work"),
        _("Record it"),
        "",
        *("kind", "weight", "division", "method", "note", "reason"),
        options={"kind": [("", _("Choose")), *kinds]},
        sub=_("What was done, besides its stages. It is inspected again before it leaves."),
    )


def _replace(card: Card, who: Present) -> Pane:
    return _event(
        card,
        "replace",
        _("Replace a broken stone"),
        _("Set another"),
        "set",
        *("weight", "division", "note", "reason"),
        sub=_("The broken one leaves the piece, another of the same lot is set."),
    )


def _problem(card: Card, who: Present) -> Pane:
    return _event(
        card,
        "problem",
        _("Problem"),
        _("Note the problem"),
        "problem",
        "why",
        sub=_("Whoever takes it up next reads this."),
    )


def _note(card: Card, who: Present) -> Pane:
    return _event(card, "note", _("Note"), _("Keep the note"), "note", "note")


def _weigh(card: Card, who: Present) -> Pane:
    sub = _("A weight away from that of its pass, by more than the scale, asks for a new look.")
    fields = ("weight", "division", "note", "reason")
    return _event(card, "weigh", _("Weigh"), _("Keep the weight"), "weighed", *fields, sub=sub)


def _correct(card: Card, who: Present) -> Pane:
    return _event(
        card,
        "correct",
        _("Correct an entry"),
        _("Record the correction"),
        "correction",
        *("corrects", "weight", "division", "why"),
        sub=_("Both stay in the story, what was wrong and what is right. It is inspected again before it leaves."),
    )


def _specify(card: Card, who: Present) -> Pane:
    row = card.row
    return Pane(
        "specify",
        _("Change what it shall be"),
        url_for("piece.specification", serial=card.serial),
        _("Change it"),
        fields=("size", "parts", "engraving", "engraving_place", "reason"),
        values={
            "size": row.size or "",
            "parts": str(row.parts),
            "engraving": card.engraving or "",
            "engraving_place": card.engraving_place or "",
        },
        sub=_("It ends a pass: the whole final list is asked anew."),
    )


def _plan(card: Card, who: Present) -> Pane:
    row = card.row
    return Pane(
        "plan",
        _("Due date and order"),
        url_for("piece.plan", serial=card.serial),
        _("Keep it"),
        fields=("due_on", "is_rush", "order_note"),
        values={
            "due_on": row.due_on or "",
            "is_rush": "yes" if row.is_rush else "",
            "order_note": row.order_note or "",
        },
    )


def _photo(card: Card, who: Present) -> Pane:
    return Pane(
        "photo",
        _("Photo"),
        url_for("photos.photos", serial=card.serial),
        _("Keep the photo"),
        fields=("photo", "caption", "is_public") if who.roles & set(MAY_WORK) else ("photo", "caption"),
        sub=_("Of this very piece."),
    )


PANES: dict[str, Callable[[Card, Present], Pane]] = {
    "start": _start,
    "made": made_pane,
    "finish": _finish,
    "take-up": _take_up,
    "stage": _stage,
    "skip": _skip,
    "work": _work,
    "replace": _replace,
    "problem": _problem,
    "note": _note,
    "weigh": _weigh,
    "correct": _correct,
    "out": custody_panes.out,
    "back": custody_panes.back,
    "came-back": custody_panes.came_back,
    "move": custody_panes.move,
    "specify": _specify,
    "plan": _plan,
    "leave": custody_panes.leave,
    "sale": custody_panes.sale,
    "photo": _photo,
}
