"""The whole story of a piece, newest first: each event, each inspection with every answer, and what was corrected."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from workshop.bench.card import where
from workshop.bench.pages import Reply, Told
from workshop.days import clock, short_day
from workshop.inspection.queries import Looks
from workshop.languages import decimal_sign
from workshop.pieces.rules import KINDS
from workshop.units import grams, thousandths
from workshop.wording import N_, _, n_

CORRECTABLE = frozenset(
    kind.key for kind in KINDS.values() if kind.is_work or kind.key in ("received", "weighed", "weight_changed")
)
VERDICTS = {"passed", "send_back", "scrap"}
PURPOSES = {
    "final": N_("Final inspection"),
    "delta": N_("Inspection of what was done since"),
    "stage": N_("Stage check"),
}
VERDICT_WORDS = {"pass": N_("passed"), "rework": N_("sent back"), "scrap": N_("scrapped")}
LATE_MIN = 15


def level_sentence(level: str | None, who: str) -> str:
    """In which sense somebody looked."""
    if level == "independent":
        return _("Inspected by {who}, who had no hand in making it.", who=who)
    if level == "second":
        return _("Inspected by {who}, a second pair of eyes: every qualified person had a hand in it.", who=who)
    if level == "maker":
        return _("Inspected by its maker, {who}: nobody else here is qualified.", who=who)
    if level == "not_known":
        return _("Inspected by {who}; who made it before records is not known.", who=who)
    return ""


def story_of(events: Sequence[Any], looks: Looks, here: ZoneInfo) -> list[Told]:
    """Events (newest first) and inspections in one line of time; a verdict's event is told by its inspection."""
    oldest = events[-1].at if events else None
    inspections = [one for one in looks.inspections if oldest is None or one.decided_at >= oldest]
    told = [(e.at, 0, e.sequence, _told_event(e, events, here)) for e in events if e.kind not in VERDICTS]
    told += [(i.decided_at, 1, i.number, _told_look(i, looks, here)) for i in inspections]
    return [one[3] for one in sorted(told, key=lambda one: one[:3], reverse=True)]


def _told_event(event: Any, events: Sequence[Any], here: ZoneInfo) -> Told:
    kind = _(KINDS[event.kind].name)
    title = (
        _("{what}: {stage}", what=kind, stage=_(event.stage))
        if event.stage and event.kind in ("start", "take_up", "skipped", "outwork_back")
        else kind
    )
    return Told(
        when=_("{day}, {time}", day=short_day(event.at, here), time=clock(event.at, here)),
        title=title,
        who=_who(event),
        number=str(event.sequence),
        figure=_("{weight} g", weight=grams(event.weight_mg)) if event.weight_mg is not None else "",
        lines=[one for one in (*_details(event, here), *_corrections(event, events)) if one],
        look="failed" if event.kind == "problem" else "",
        correct=event.sequence if event.kind in CORRECTABLE else None,
        anchor=f"e-{event.sequence}",
    )


def _who(event: Any) -> str:
    if event.kind == "outwork_back" or (event.kind == "made_before" and event.by_name is None):
        maker = event.place or _("not named")
        return _("{maker}; noted by {who}", maker=maker, who=event.noted_name or _("the console"))
    if event.noted_name and event.noted_name != event.by_name:
        return _("{who}; noted by {by}", who=event.by_name or _("not named"), by=event.noted_name)
    return event.by_name or event.noted_name or _("the console")


def _details(event: Any, here: ZoneInfo) -> list[str]:
    told = [_change(event)]
    if event.kind in ("correction", "undo") and event.corrected_sequence is not None:
        told.append(_corrected(event))
    if event.method:
        told.append(_("How: {method}", method=event.method))
    if event.place and event.kind != "outwork_back":
        told.append(where(event.place) if event.kind in ("moved", "left") else event.place)
    told += [event.reason or "", event.note or ""]
    if event.device_at and abs((event.at - event.device_at).total_seconds()) > LATE_MIN * 60:
        done_at = event.device_at.astimezone(here)
        told.append(
            _(
                "Entered late: it was done at {time}, as the tablet or the person said.",
                time=f"{done_at:%Y-%m-%d %H:%M}",
            )
        )
    return told


def _change(event: Any) -> str:
    """Loss or gain against the weight before."""
    if event.weight_mg is None or event.weight_before_mg is None or event.kind == "correction":
        return ""
    lost = event.weight_before_mg - event.weight_mg
    if lost == 0:
        return _("As before.")
    whole, tenth = divmod(abs(lost) * 1000 // event.weight_before_mg, 10)
    if lost > 0:
        return _(
            "{lost} g less than the {before} g before ({share}%).",
            lost=grams(lost),
            before=grams(event.weight_before_mg),
            share=f"{whole}{decimal_sign()}{tenth}",
        )
    return _("{more} g more than the {before} g before.", more=grams(-lost), before=grams(event.weight_before_mg))


def _corrected(event: Any) -> str:
    what = _(KINDS[event.corrected_kind].name)
    if event.corrected_weight_mg is None:
        return _("Entry {number}, {what}.", number=event.corrected_sequence, what=what)
    return _(
        "Entry {number}, {what}: it said {old} g.",
        number=event.corrected_sequence,
        what=what,
        old=grams(event.corrected_weight_mg),
    )


def _corrections(event: Any, events: Sequence[Any]) -> list[str]:
    """What later entries say about this one."""
    later = [one for one in events if one.corrected_sequence == event.sequence]
    return [
        _("Undone by {who}.", who=one.by_name or "")
        if one.kind == "undo"
        else _(
            "Corrected by {who}{figure}.",
            who=one.by_name or "",
            figure=_(" to {weight} g", weight=grams(one.weight_mg)) if one.weight_mg is not None else "",
        )
        for one in later
    ]


def _told_look(look: Any, looks: Looks, here: ZoneInfo) -> Told:
    replies = [_reply(one) for one in looks.replies if one.inspection_id == look.id]
    failed = [one for one in replies if not one.holds]
    lines = [level_sentence(look.level, look.by_name), look.note or ""]
    lines += [
        _("{code} did not hold: {text} {told}", code=one.code, text=one.text, told=one.told).strip() for one in failed
    ]
    lines += [_("Character, no fault: {told}", told=one.told) for one in looks.traits if one.inspection_id == look.id]
    if look.qualified:
        lines.append(
            n_("{count} person was qualified that day.", "{count} people were qualified that day.", look.qualified)
        )
    return Told(
        when=_("{day}, {time}", day=short_day(look.decided_at, here), time=clock(look.decided_at, here)),
        title=_(
            "{what} {number}: {verdict}",
            what=_(PURPOSES[look.purpose]),
            number=look.number,
            verdict=_(VERDICT_WORDS[look.verdict]),
        ),
        who=look.by_name,
        figure=_("{weight} g", weight=grams(look.gross_mg)) if look.gross_mg is not None else "",
        lines=[one for one in lines if one],
        look="pass" if look.verdict == "pass" else "failed",
        replies=replies,
        anchor=f"inspection-{look.number}",
    )


def _reply(one: Any) -> Reply:
    return Reply(
        code=one.code,
        text=_(one.text),
        told=_figure(one),
        holds=one.result == "pass",
        note=one.note or "",
        part=_("part {number}", number=one.part) if one.part else "",
    )


def _figure(one: Any) -> str:
    if one.how == "measurement":
        told = _("{figure} {unit}", figure=thousandths(one.measured), unit=one.unit)
        return _("{told}, by {instrument}", told=told, instrument=_(one.instrument)) if one.instrument else told
    if one.how == "count":
        return str(one.measured)
    if one.how == "photo":
        return _("photo taken") if one.photo_id else ""
    return _("yes") if one.result == "pass" else ""
