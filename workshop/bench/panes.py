"""What is to be done with a piece now: one main action, and the ways to everything else."""

from flask import url_for

from workshop.access import Present
from workshop.aftercare.repair_queries import open_repair_of
from workshop.bench.card import Card
from workshop.bench.codes import has_tag
from workshop.bench.doings import PANES
from workshop.bench.pages import Button, Pane
from workshop.errors import NotFound
from workshop.people.duties import MAY_LET_GO, MAY_WORK
from workshop.pieces.places import INSIDE, STILL_OURS
from workshop.sales.sale_queries import standing_sale
from workshop.web import reading
from workshop.wording import N_, _

NOT_YOURS = N_("Work, dates and sizes are for artisans and the owner. You can look, weigh, note and photograph.")
NEEDS = dict.fromkeys(
    ("start", "made", "finish", "take-up", "stage", "work", "replace", "specify", "plan"), MAY_WORK
) | {"leave": MAY_LET_GO, "sale": MAY_LET_GO}


def may(who: Present, do: str) -> bool:
    """Whether this person may send that form."""
    return bool(who.roles & set(NEEDS.get(do, who.roles)))


def main_pane(card: Card, who: Present) -> Pane:
    """The one main action for a piece as it stands."""
    state, place = card.standing.state, card.standing.place
    if state == "scrapped":
        return _words(_("Scrapped"), _("Nothing more is done to it. Its story stays."))
    if place == "outwork":
        return PANES["back"](card, who)
    if place not in INSIDE:
        return PANES["came-back"](card, who)
    if place == "safe" and card.passed is None:
        return PANES["move"](card, who)
    if state == "working":
        return _form("finish", card, who)
    if state == "paused":
        return _form("take-up", card, who)
    if card.passed is not None:
        return _passed(card, who)
    if card.waits_for_inspection:
        return _inspect(card, who)
    return _form("made" if card.came_without_story else "start", card, who)


def _form(do: str, card: Card, who: Present) -> Pane:
    """The form; for who may not send it, what it is about and whose it is."""
    pane = PANES[do](card, who)
    if may(who, do):
        return pane
    whose = _("Only the owner lets it leave.") if NEEDS[do] == MAY_LET_GO else NOT_YOURS
    return Pane(pane.do, pane.title, "", "", sub=_(whose))


def pane_for(card: Card, who: Present, do: str | None) -> Pane:
    """The form that was asked for, else the main one. Raises NotFound for a form that is none."""
    if not do:
        return main_pane(card, who)
    if do not in PANES:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    return _form(do, card, who)


def ways(card: Card, who: Present, shown: str) -> list[Button]:
    """Everything else that can be done now beside the main action, which is `shown`; most usual first."""
    standing = card.standing
    here, outside = card.is_here, standing.place not in STILL_OURS
    released = card.passed is not None and not outside
    can_inspect = "inspector" in who.roles and here and standing.last_change_id is not None
    lines = [
        (here and standing.state != "scrapped" and card.next is not None, "finish", _("Record it as done")),
        (here and standing.state == "working", "stage", _("Go to another stage")),
        (here and standing.state not in ("working", "scrapped"), "stage", _("Go back to a stage")),
        (here and card.next is not None and standing.state != "scrapped", "skip", _("Stage not needed")),
        (here and standing.state != "scrapped", "work", _("Other work")),
        (True, "problem", _("Problem")),
        (True, "note", _("Note")),
        (True, "photo", _("Photo")),
        (standing.place in INSIDE, "weigh", _("Weigh")),
        (here and standing.state != "scrapped", "out", _("Out to another workshop")),
        (standing.place in INSIDE, "move", _("Move inside the house")),
        (standing.place != "outwork" and standing.state != "scrapped", "specify", _("Change what it shall be")),
        (True, "plan", _("Due date and order")),
        (released, "leave", _("It leaves")),
    ]
    page = url_for("piece.card", serial=card.serial)
    buttons = [Button(f"{page}?do={do}", label) for ok, do, label in lines if ok and do != shown and may(who, do)]
    if here and card.next is not None and card.next.work == "cast" and may(who, "work"):
        buttons.append(Button(url_for("planting.new", serial=card.serial), _("On a casting tree")))
    if standing.place in STILL_OURS and may(who, "sale") and standing_sale(reading(), standing.piece_id):
        buttons.insert(0, Button(f"{page}?do=sale", _("End its sale")))
    if can_inspect:
        buttons.insert(0, Button(url_for("inspecting.inspections", serial=card.serial), _("Inspect")))
    if card.passed is None and standing.place in INSIDE and standing.state != "scrapped":
        buttons.append(Button(url_for("slips.slip", serial=card.serial), _("Job slip")))
    repair = open_repair_of(reading(), standing.piece_id)
    if repair:
        buttons.insert(0, Button(url_for("repairs.one", code=repair), _("Repair {code}", code=repair)))
    elif outside and may(who, "work"):
        buttons.insert(0, Button(url_for("repairs.new", serial=card.serial), _("Take it in for a repair")))
    buttons.append(Button(url_for("repair_papers.dossier", serial=card.serial), _("Dossier")))
    buttons.append(Button(url_for("claims.piece", serial=card.serial), _("What may be said")))
    buttons.insert(0 if released else len(buttons), Button(url_for("tags.tag", serial=card.serial), _("Tag")))
    return buttons


def _words(title: str, sub: str, locked: str = "") -> Pane:
    return Pane("", title, "", "", sub=sub, locked=locked)


def _inspect(card: Card, who: Present) -> Pane:
    if "inspector" not in who.roles:
        sub = _("Every stage is over. An inspector looks at this piece alone; nothing else opens the door.")
        return _words(_("Waits for its inspection"), sub, _("Opens when it has passed its own inspection"))
    return Pane(
        "",
        _("Waits for its inspection"),
        "",
        _("Inspect it"),
        sub=_("Every stage is over."),
        go_note=_("This piece alone"),
        href=url_for("inspecting.inspections", serial=card.serial),
    )


def _passed(card: Card, who: Present) -> Pane:
    """Its tag comes first; then the owner lets it leave."""
    if has_tag(reading(), card.standing.piece_id):
        if may(who, "leave"):
            return PANES["leave"](card, who)
        return _words(_("Passed"), _("It has its tag and may leave as it is. Only the owner lets it leave."))
    return Pane(
        "",
        _("Passed"),
        "",
        _("Give it its tag"),
        sub=_("It may leave as it is. Work, or coming back from outside, ends that."),
        href=url_for("tags.tag", serial=card.serial),
    )
