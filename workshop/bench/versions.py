"""What differs between one version of a checklist and the next, as sentences."""

from collections.abc import Sequence

from workshop.inspection.checks import CheckSpec
from workshop.units import thousandths
from workshop.wording import _


def differences(before: Sequence[CheckSpec], after: Sequence[CheckSpec]) -> list[str]:
    """Added, removed and changed checks, by their codes."""
    old, new = ({check.code: check for check in checks} for checks in (before, after))
    told = [_("Added {code}: {text}", code=code, text=_(new[code].text)) for code in new if code not in old]
    told += [_("Removed {code}: {text}", code=code, text=_(old[code].text)) for code in old if code not in new]
    for code in new:
        if code in old and old[code] != new[code]:
            told += [f"{code}: {change}" for change in _changes(old[code], new[code])]
    return told


def _changes(old: CheckSpec, new: CheckSpec) -> list[str]:
    told = []
    if (old.low, old.high, old.unit) != (new.low, new.high, new.unit):
        told.append(_("limits {old} → {new}", old=limits(old), new=limits(new)))
    if old.text != new.text:
        told.append(_("now says “{text}”", text=_(new.text)))
    if old.required != new.required:
        told.append(_("is required now") if new.required else _("is not required any more"))
    if old.each_part != new.each_part:
        told.append(_("is asked for each part now") if new.each_part else _("is asked once now"))
    if old.how != new.how:
        told.append(_("is answered by {how} now", how=how_name(new.how)))
    if old.instrument != new.instrument:
        told.append(_("instrument is {instrument} now", instrument=_(new.instrument) if new.instrument else _("none")))
    return told


def limits(check: CheckSpec) -> str:
    """The limits of a measured check in its unit; a dash when it has none."""
    if check.low is None or check.high is None:
        return "–"
    return f"{thousandths(check.low)} – {thousandths(check.high)} {check.unit or ''}".strip()


def how_name(how: str) -> str:
    return {
        "yes_no": _("yes or no"),
        "measurement": _("a measurement"),
        "count": _("a count"),
        "photo": _("a photo"),
    }[how]
