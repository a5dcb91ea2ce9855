"""The row of struck marks: edition, maker, fineness, inspected, and nothing else. Solid when so, dashed when not."""

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workshop.claims.struck import is_struck
from workshop.claims.struck import mark_of as struck_of
from workshop.days import short_date
from workshop.provenance.facts import Facts, Look
from workshop.provenance.making import counted, hands, outside_of_repairs
from workshop.wording import _, n_

PARTS_PER_KARAT = 10_000 / 24
METALS = ("gold", "silver", "platinum", "palladium")


@dataclass(frozen=True)
class Mark:
    """One struck mark, as the template's mark takes it."""

    kind: str
    title: str
    note: str
    text: str
    solid: bool


def marks_of(facts: Facts, passed: Look | None, zone: ZoneInfo) -> tuple[Mark, ...]:
    head = facts.head
    numbered = head.edition_number is not None
    edition = Mark(
        "edition",
        _("No. {number}", number=head.edition_number) if numbered else _("Edition"),
        _("of {size}", size=head.edition_size) if numbered else _("not numbered"),
        f"{head.edition_number}/{head.edition_size}" if numbered else "",
        solid=numbered,
    )
    so = head.is_released and passed is not None
    when = short_date(passed.decided_at, zone) if so and passed else _("not now")
    return (edition, _maker_mark(facts), _fineness_mark(facts), Mark("inspected", _("Inspected"), when, "", solid=so))


def _maker_mark(facts: Facts) -> Mark:
    """The one who did most of the work, when they agreed to be named; of equals the one who came last."""
    did = hands(outside_of_repairs(counted(facts.events)))
    if None in did:
        return Mark("maker", _("Maker"), _("not known"), "", solid=False)
    if not did:
        return Mark("maker", _("Maker"), _("not recorded"), "", solid=False)
    times = Counter(reversed(did))
    named = [one for one, _count in times.most_common() if one in facts.names]
    if not named:
        return Mark("maker", _("Maker"), _("name not given"), "", solid=False)
    others = len(times) - 1
    note = n_("and one more", "and {count} more", others) if others else _("maker")
    return Mark("maker", facts.names[named[0] or 0], note, "", solid=True)


def _fineness_mark(facts: Facts) -> Mark:
    """What an assay office struck, as long as its mark stands; else what papers say."""
    head = facts.head
    mark = struck_of(facts.piece, head.metal) if is_struck(facts.piece, head.metal) else None
    fineness = (mark.fineness if mark else None) or head.fineness
    if fineness is None or head.metal not in METALS:
        return Mark("fineness", _("Fineness"), _("not stated"), "", solid=False)
    gold = head.metal == "gold"
    struck = f"{round(fineness / PARTS_PER_KARAT)}k" if gold else str(fineness // 10)
    title = _("{karat} gold", karat=struck) if gold else _("{parts} {metal}", parts=struck, metal=_(head.metal))
    return Mark("fineness", title, _("hallmarked") if mark else _("by paper"), struck, solid=True)
