"""What was checked on one piece, told for strangers: every check with its figure, its limits and the instrument, what failed once too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workshop.days import day_at
from workshop.inspection.ordered import MANDREL, RULE
from workshop.provenance.facts import Facts, Look, Reply
from workshop.units import grams, thousandths
from workshop.wording import _

UNITS = {"um": "µm", "degree": "°"}


@dataclass(frozen=True)
class CheckTold:
    """One check: `state` is passed or failed, `told` what was found, `how` limits and instrument, `earlier` how it failed before."""

    state: str
    text: str
    told: str
    how: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class LookTold:
    """One inspection that passed, with all its checks."""

    title: str
    checks: tuple[CheckTold, ...]


def looks_told(facts: Facts, zone: ZoneInfo) -> tuple[LookTold, ...]:
    """The newest pass first, then the last one that went through a whole list, when that is another."""
    told: list[LookTold] = []
    for number in dict.fromkeys((facts.head.passed, facts.head.whole)):
        look = next((one for one in facts.looks if one.number == number), None)
        if look is not None:
            told.append(
                _told(facts, look, zone, since=facts.head.whole if told == [] and look.purpose == "delta" else None)
            )
    return tuple(told)


def _told(facts: Facts, look: Look, zone: ZoneInfo, since: int | None) -> LookTold:
    """With what failed at the looks before it, back to the pass `since` (None: to the first)."""
    own = _by_check(reply for reply in facts.replies if reply.look == look.number)
    if not own:  # of a repair that is not told
        return LookTold(_("Inspected again, {day}", day=day_at(look.decided_at, zone)), ())
    before = [r for r in facts.replies if not r.passes and (since or 0) < r.look < look.number]
    checks = [_check(replies, [r for r in before if r.code == code], facts, zone) for code, replies in own.items()]
    lost = _by_check(reply for reply in before if reply.code not in own)
    checks += [_check(replies, [], facts, zone) for replies in lost.values()]
    return LookTold(_("{purpose}, {day}", purpose=purpose_told(look), day=day_at(look.decided_at, zone)), tuple(checks))


def purpose_told(look: Look) -> str:
    return _("What was checked again") if look.purpose == "delta" else _("What was checked")


def _by_check(replies: Iterable[Reply]) -> dict[str, list[Reply]]:
    """The answers of each check, one a part: two lists may ask the same."""
    by_code: dict[str, dict[tuple[int, int], Reply]] = {}
    for reply in replies:
        by_code.setdefault(reply.code, {}).setdefault((reply.look, reply.part), reply)
    return {code: list(parts.values()) for code, parts in by_code.items()}


def _check(replies: Sequence[Reply], failed: Sequence[Reply], facts: Facts, zone: ZoneInfo) -> CheckTold:
    first = replies[0]
    days = {look.number: day_at(look.decided_at, zone) for look in facts.looks}
    return CheckTold(
        state="passed" if all(reply.passes for reply in replies) else "failed",
        text=_(first.text),
        told=facts.head.serial if first.role == "identity" and first.passes else _parts(replies),
        how=_how(first),
        earlier=tuple(
            dict.fromkeys(
                _("Failed on {day}: {figure}.", day=days.get(reply.look, ""), figure=_part(reply)) for reply in failed
            )
        ),
    )


def _parts(replies: Sequence[Reply]) -> str:
    if len({figure_told(reply) for reply in replies}) == 1:
        return figure_told(replies[0])
    return "; ".join(_part(reply) for reply in replies)


def _part(reply: Reply) -> str:
    return _("part {part}: {figure}", part=reply.part, figure=figure_told(reply)) if reply.part else figure_told(reply)


def figure_told(reply: Reply) -> str:
    """What was found, in words or with its unit."""
    if reply.how == "measurement" and reply.unit == "g":
        return _("{grams} g", grams=grams(reply.measured))
    if reply.how == "measurement":
        return _("{figure} {unit}", figure=thousandths(reply.measured), unit=unit_told(reply.unit))
    if reply.how == "count" and reply.measured is not None:
        return str(reply.measured)
    return _("Yes") if reply.passes else _("No")


def unit_told(unit: str | None) -> str:
    return UNITS.get(unit or "", unit or "")


def _how(reply: Reply) -> str:
    return "; ".join(part for part in (limits_told(reply), _(reply.instrument) if reply.instrument else "") if part)


def limits_told(reply: Reply) -> str:
    """The limits, where they say something: those of weight and size only keep out slips of the finger; the order's are in the check's words."""
    if reply.how != "measurement" or reply.low is None or reply.high is None:
        return ""
    if (reply.role == "gross_weight" and reply.high - reply.low > 1_000_000) or reply.instrument in (MANDREL, RULE):
        return ""
    unit = unit_told(reply.unit)
    if reply.low == 0:
        return _("Allowed: at most {high} {unit}", high=thousandths(reply.high), unit=unit)
    return _("Allowed: {low} to {high} {unit}", low=thousandths(reply.low), high=thousandths(reply.high), unit=unit)
