"""Decisions about repairs over plain values: what a weight at intake says, what a repair waits for, what a yes agrees to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from workshop.days import day
from workshop.journal import canonical_json
from workshop.money import priced
from workshop.units import grams
from workshop.wording import _, n_

WEAR_PER_YEAR = 400  # one part in so many of its weight each year: our choice, a ring worn daily loses less
SCALES = 3  # divisions of the scale, as the gate counts them
STEPS = ("estimate", "answer", "work", "inspection", "ready", "ended")


@dataclass(frozen=True)
class Compared:
    """What the scale said at intake beside what it said when the piece left. `kind` is first, same, wear, lighter or heavier."""

    kind: str
    now_mg: int
    before_mg: int | None = None
    before_on: date | None = None
    years: int = 0

    @property
    def asks(self) -> bool:
        """Whether somebody has to look why."""
        return self.kind in ("lighter", "heavier")

    @property
    def sentence(self) -> str:
        if self.before_mg is None or self.before_on is None:
            return _("Weighed here for the first time: there is no earlier weight to hold it against.")
        told = {"grams": grams(abs(self.now_mg - self.before_mg)), "day": day(self.before_on)}
        if self.kind == "same":
            return _("As much as when it left us on {day}, as far as the scale tells.", **told)
        if self.kind == "wear":
            worn = (
                n_("{count} year of wear", "{count} years of wear", self.years)
                if self.years
                else _("some months of wear")
            )
            return _("{grams} g less than when it left us on {day}: that fits {worn}.", worn=worn, **told)
        if self.kind == "lighter":
            return _(
                "{grams} g less than when it left us on {day}, more than wear explains. Look for a stone or a part that is missing, for filing, or for another piece.",
                **told,
            )
        return _(
            "{grams} g more than when it left us on {day}. Look for dirt, solder or a part that was added, or for another piece.",
            **told,
        )


def compare(
    now_mg: int, division_mg: int, before_mg: int | None, tolerance_mg: int | None, before_on: date | None, on: date
) -> Compared:
    """The weight at intake beside the one of its last hand-over. Wear only ever takes away; both scales may be off."""
    if before_mg is None or before_on is None:
        return Compared("first", now_mg)
    off = (tolerance_mg or 0) + SCALES * division_mg
    years = max(0, (on - before_on).days) / 365.25
    worn = int(before_mg * years / WEAR_PER_YEAR)
    lost = before_mg - now_mg
    if abs(lost) <= off:
        kind = "same"
    elif lost < 0:
        kind = "heavier"
    else:
        kind = "wear" if lost <= off + worn else "lighter"
    return Compared(kind, now_mg, before_mg, before_on, int(years))


def stones_told(now: int | None, before: int | None) -> str:
    """What the count of stones at intake says; nothing when nobody counted."""
    if now is None:
        return ""
    told = n_("{count} stone counted.", "{count} stones counted.", now)
    if before is None or before == now:
        return told + (" " + _("As many as we set.") if before is not None else "")
    missing = n_("We set {count}: look which one differs.", "We set {count}: look which ones differ.", before)
    return f"{told} {missing}"


@dataclass(frozen=True)
class Line:
    """One thing to be done; `price_minor` in the currency of the estimate."""

    title: str
    price_minor: int
    note: str | None = None
    is_guarantee: bool = False


def digest_of_offer(
    number: int, lines: Sequence[Line], currency: str | None, valid_until: str, days: int | None
) -> str:
    """What an estimate looked like when it was shown: a yes sends it back, so that it is a yes to that and nothing else."""
    shown = [[line.title, line.price_minor, line.note or "", int(line.is_guarantee)] for line in lines]
    total = sum(line.price_minor for line in lines)
    told = [number, shown, total, currency or "", valid_until, -1 if days is None else days]
    return sha256(canonical_json(told).encode()).hexdigest()


@dataclass(frozen=True)
class Agreed:
    """What a customer said yes to. `lines` are positions from 1."""

    answer: str
    lines: tuple[int, ...]
    price_minor: int
    told: str


def agree(number: int, lines: Sequence[Line], chosen: Sequence[int], currency: str | None) -> Agreed:
    """The text that is agreed to, line by line, with what it costs in all; without any line it is a no."""
    wanted = tuple(sorted({one for one in chosen if 1 <= one <= len(lines)}))
    total = sum(lines[one - 1].price_minor for one in wanted)
    answer = "no" if not wanted else "all" if len(wanted) == len(lines) else "some"
    said = [_("Estimate {number}.", number=number)]
    said += [
        f"{'[x]' if at in wanted else '[ ]'} {at}. {line.title}{f' ({line.note})' if line.note else ''}: {priced(line.price_minor, currency)}"
        for at, line in enumerate(lines, 1)
    ]
    said.append(_("In all, with tax: {price}.", price=priced(total, currency)))
    return Agreed(answer, wanted, total, "\n".join(said))


def step_of(*, ended: bool, has_estimate: bool, answer: str | None, released: bool, awaits_inspection: bool) -> str:
    """What the repair waits for next. A piece that passed is ready only when everything was agreed or declined."""
    if ended:
        return "ended"
    if not has_estimate:
        return "estimate"
    if answer is None:
        return "answer"
    if released:
        return "ready"
    return "inspection" if answer == "no" or awaits_inspection else "work"
