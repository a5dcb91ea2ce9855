"""What somebody should look at in a paper: pure questions over what was read, what else is filed, and the day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workshop.days import told_day
from workshop.wording import _, n_

RUNS_OUT_IN = (30, 60, 90)
# Kinds whose number is the issuer's own and given once; an invoice's number may well be another firm's too.
NUMBERED = ("certificate", "transfer", "report", "licence", "hallmark", "assay", "nickel")


@dataclass(frozen=True)
class Flag:
    """`is_grave`: something does not fit; otherwise something is to be done."""

    slug: str
    told: str
    is_grave: bool = True


@dataclass(frozen=True)
class Twin:
    """Another document with the same file or number, from somebody else. `supplier` is a name."""

    document: str
    supplier: str
    is_same_file: bool


@dataclass(frozen=True)
class Asked:
    """What the questions are asked of. `kind` None: nothing was read yet. `withdrawn_from` and days are ISO dates."""

    kind: str | None
    supplier_code: str | None = None
    supplier_name: str | None = None
    holder: str | None = None
    holder_code: str | None = None
    is_checked: bool = False
    valid_until: str | None = None
    recheck_on: str | None = None
    withdrawn_from: str | None = None
    is_false: bool = False


def paper_flags(paper: Asked, today: date, twins: Iterable[Twin] = ()) -> tuple[Flag, ...]:
    """The gravest first."""
    found = [*_fallen(paper), *(_twin(twin) for twin in twins), *_holder(paper), *_unread(paper), *_days(paper, today)]
    return tuple(sorted(found, key=lambda flag: not flag.is_grave))


def scope_flag(materials: Collection[str], material: str | None, lot: str) -> Flag | None:
    """Whether the paper speaks of what the lot is; `material` is its metal or the species of its stones, as far as known."""
    if not materials or material is None or material.lower() in materials:
        return None
    scope = ", ".join(_(one) for one in materials)
    told = _("{lot} is {material}; this paper speaks of {scope} only.", lot=lot, material=_(material), scope=scope)
    return Flag("scope-not-the-material", told)


def _fallen(paper: Asked) -> Iterable[Flag]:
    if paper.is_false:
        yield Flag("false", _("Found to be false. No claim rests on it."))
    elif paper.withdrawn_from:
        yield Flag("withdrawn", _("Withdrawn from {day}.", day=told_day(paper.withdrawn_from)))


def _twin(twin: Twin) -> Flag:
    if twin.is_same_file:
        told = _("The same file came from {supplier}, as {document}.", supplier=twin.supplier, document=twin.document)
        return Flag("same-file", told)
    told = _("{document} from {supplier} has the same number.", supplier=twin.supplier, document=twin.document)
    return Flag("same-number", told)


def _holder(paper: Asked) -> Iterable[Flag]:
    if paper.supplier_code is None or paper.holder_code == paper.supplier_code:
        return
    if not paper.holder and paper.holder_code is None:
        return
    if paper.holder_code is None and _same_name(paper.holder, paper.supplier_name):
        return
    told = _("Held by {holder}, not by {supplier}.", holder=paper.holder, supplier=paper.supplier_name)
    yield Flag("holder-not-the-supplier", told)


def _same_name(one: str | None, other: str | None) -> bool:
    return (one or "").casefold().split() == (other or "").casefold().split()


def _unread(paper: Asked) -> Iterable[Flag]:
    if paper.kind is None:
        yield Flag("unread", _("Nobody has read it yet."), is_grave=False)
    elif not paper.is_checked:
        yield Flag("unchecked", _("Who checked it, when and where is not noted."), is_grave=False)


def _days(paper: Asked, today: date) -> Iterable[Flag]:
    if paper.is_false or paper.withdrawn_from:
        return
    if paper.valid_until:
        yield from _end(date.fromisoformat(paper.valid_until), today)
    if paper.recheck_on and date.fromisoformat(paper.recheck_on) <= today:
        yield Flag("recheck-due", _("To be checked again since {day}.", day=told_day(paper.recheck_on)), is_grave=False)


def _end(ends: date, today: date) -> Iterable[Flag]:
    left = (ends - today).days
    if left < 0:
        yield Flag("ended", _("Ended on {day}.", day=told_day(ends.isoformat())), is_grave=False)
    elif left <= RUNS_OUT_IN[-1]:
        within = next(days for days in RUNS_OUT_IN if left <= days)
        told = n_("Runs out in {count} day.", "Runs out in {count} days.", left) if left else _("Runs out today.")
        yield Flag(f"runs-out-{within}", told, is_grave=False)


def last_day(today: date, days: int) -> str:
    """The ISO day in so many days."""
    return (today + timedelta(days=days)).isoformat()
