"""A lot as its page shows it: where it came from, where it went, what was made of it, in plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from workshop.bench.lot_words import NATURES, PLACES, TREATMENTS, end_of, exact, posting_named, title_of, told_amount
from workshop.days import short_day, told_day
from workshop.languages import decimal_sign
from workshop.materials.ledger import Amount, fine, fine_shown, vector
from workshop.materials.wordings import CUSTODIES, ORIGINS, worded
from workshop.materials.words import STONE_KINDS
from workshop.units import thousandths
from workshop.wording import _

UNKNOWN = (None, "unknown")
# Looks of the bars: full, hatched, grey, red, white.
LOOKS = {
    "piece": "full",
    "scrap": "own",
    "lemel": "grey",
    "sweeps": "grey",
    "melt": "own",
    "loss": "gone",
    "broken": "gone",
    "lost": "gone",
    "unexplained": "gone",
}
# A bar is about so wide on a desk and on a telephone; a part names itself where its name fits.
DESK_PX, TELEPHONE_PX, SIGN_PX, EDGES_PX = 580, 280, 9, 20


@dataclass(frozen=True)
class Part:
    """A part of a bar, in percent of it. `named`: its name fits in, "wide" on a desk only."""

    name: str
    look: str
    start: str
    width: str
    named: str


@dataclass(frozen=True)
class Paper:
    """A document that speaks of a lot: its name, what was read, and whether it counts."""

    code: str
    name: str
    note: str
    stands: bool


@dataclass(frozen=True)
class Parent:
    """A lot that went in, with its share of the fine metal in percent; empty where its fineness is not known."""

    code: str
    what: str
    note: str
    look: str
    papers: tuple[Paper, ...]
    origin: str
    through: str
    fine: str
    share: str


@dataclass(frozen=True)
class Went:
    """One line of where it went. `look` is the colour of its key."""

    name: str
    look: str
    told: str
    number: str


def bar_of(parts: Sequence[tuple[str, str, Fraction]]) -> list[Part]:
    """Parts of a whole side by side: name, look and size; what is nothing or less is left out."""
    whole = sum((size for _name, _look, size in parts if size > 0), Fraction(0))
    drawn: list[Part] = []
    start = Fraction(0)
    for name, look, size in parts:
        if size > 0:
            percent = size * 100 / whole
            drawn.append(Part(name, look, f"{float(start):.3f}%", f"{float(percent):.3f}%", _named(name, percent)))
            start += percent
    return drawn


def _named(name: str, percent: Fraction) -> str:
    needed = (len(name) * SIGN_PX + EDGES_PX) * 100
    return "always" if percent * TELEPHONE_PX >= needed else "wide" if percent * DESK_PX >= needed else ""


def paper_told(row: Any, on: str | None) -> Paper:
    """A document and whether it was in force when the lot came in, as the workshop read it."""
    name = " ".join(one for one in (row.agency or row.standard, row.number) if one)
    if row.is_false:
        return Paper(row.code, name or row.code, _("withdrawn: it never counted"), stands=False)
    if row.from_on:
        return Paper(row.code, name or row.code, _("withdrawn from {day}", day=told_day(row.from_on)), stands=False)
    if row.kind is None:
        return Paper(row.code, row.code, _("not read yet"), stands=False)
    in_force = on is None or ((row.valid_from or "") <= on <= (row.valid_until or "9999"))
    said = [_("in force when it came in") if in_force else _("not in force when it came in")]
    said += [worded(CUSTODIES, row.custody).partition(":")[0].lower()] if row.custody else []
    if row.checked_on:
        said.append(_("checked on {day}", day=told_day(row.checked_on)))
    return Paper(row.code, name or row.code, ", ".join(said), stands=in_force)


def parents_told(
    lot: Any, parents: Sequence[Any], papers: Mapping[int, list[Any]], edges: Sequence[Any], lots: Mapping[int, Any]
) -> list[Parent]:
    """The lots that went in, with what they carry of the fine metal."""
    weights = [fine(row.went_in_mg, row.fineness or 0) if row.metal == lot.metal else Fraction(0) for row in parents]
    known = all(row.fineness is not None for row in parents if row.metal == lot.metal)
    whole = sum(weights, Fraction(0))
    above = _fine_parents(edges, lots)
    told = []
    for row, weight in zip(parents, weights, strict=True):
        seen = tuple(paper_told(one, row.received_on) for one in papers.get(row.id, ()))
        origin = worded(ORIGINS, row.origin) if row.origin not in UNKNOWN else _("Origin not recorded")
        look = "own" if row.is_own else "full" if any(one.stands for one in seen) else "none"
        told.append(
            Parent(
                row.code,
                title_of(row),
                _note(row),
                look,
                seen,
                "" if row.is_own else origin,
                _through(row, above, lots) if row.is_own else "",
                exact(fine_shown(weight)) if known and weight else "–",
                percent(weight / whole) if known and whole and weight else "",
            )
        )
    return told


def parents_bar(parents: Sequence[Parent], rows: Sequence[Any], metal: str | None) -> list[Part]:
    """By fine mass of the lot's metal; by gross mass where a fineness is not known."""
    known = all(row.fineness is not None for row in rows if row.metal == metal)
    sizes = [
        (fine(row.went_in_mg, row.fineness or 0) if known else Fraction(row.went_in_mg))
        if row.metal == metal
        else Fraction(0)
        for row in rows
    ]
    return bar_of([(one.code, one.look, size) for one, size in zip(parents, sizes, strict=True)])


def _note(row: Any) -> str:
    came = row.supplier or (_("made here") if row.is_own else "")
    parts = (came, told_day(row.received_on), _("{grams} g", grams=exact(row.went_in_mg)))
    return ", ".join(one for one in parts if one)


def percent(share: Fraction) -> str:
    """A share with one decimal, rounded down."""
    tenths = int(share * 1000)
    return f"{tenths // 10}{decimal_sign()}{tenths % 10}%"


def _fine_parents(edges: Sequence[Any], lots: Mapping[int, Any]) -> dict[int, list[tuple[int, Fraction]]]:
    above: dict[int, list[tuple[int, Fraction]]] = {}
    for edge in edges:
        parent, child = lots[edge.parent_id], lots.get(edge.lot_id)
        if child is not None and parent.metal == child.metal and parent.fineness is not None:
            above.setdefault(edge.lot_id, []).append((parent.id, fine(edge.mg, parent.fineness)))
    return above


def shares_of(lot_id: int, edges: Sequence[Any], lots: Mapping[int, Any]) -> dict[int, Fraction]:
    """Of which bought lots, by primary key, the fine metal of a lot comes."""
    return vector(lot_id, _fine_parents(edges, lots))


def _through(row: Any, above: Mapping[int, Sequence[tuple[int, Fraction]]], lots: Mapping[int, Any]) -> str:
    """Of which bought lots an own lot comes, the largest three, in the words of its page."""
    shares = sorted(vector(row.id, above).items(), key=lambda one: -one[1])
    named = [_("{code} {share}", code=lots[lot].code, share=percent(share)) for lot, share in shares[:3] if lot in lots]
    unknown = sum((share for lot, share in shares if lot in lots and lots[lot].origin in UNKNOWN), Fraction(0))
    if unknown:
        named.append(_("{share} of it not recorded", share=percent(unknown)))
    return _("of {lots}", lots=", ".join(named))


def went_told(lot: Any, went: Mapping[str, Amount]) -> tuple[list[Went], list[Part], Amount, Amount]:
    """The lines of where a lot went, their bar, what came in, and what the lines leave open: nothing, where the books are whole."""
    is_stones = lot.kind in STONE_KINDS
    into_lots = went.get("melt", Amount()) + Amount(lot.received_mg + went.get("outside", Amount()).mg)
    amounts = {**went, "melt": into_lots}
    came = Amount(lot.received_mg, lot.received_carats, lot.received_number)
    lines, parts = [], []
    for kind, name in PLACES.items():
        amount = amounts.get(kind, Amount())
        if amount or kind == "lot":
            said = thousandths(amount.carat_thousandths) if is_stones else exact(amount.mg)
            size = amount.carat_thousandths if is_stones else amount.mg
            lines.append(Went(_(name), LOOKS.get(kind, "none"), said, str(amount.number) if came.number else ""))
            parts.append((_(name), LOOKS.get(kind, "none"), Fraction(size)))
    return lines, bar_of(parts), came, came - sum((amounts.get(kind, Amount()) for kind in PLACES), Amount())


def movement_told(row: Any, kind: str, here: ZoneInfo) -> dict[str, str]:
    """One movement: when, what, from where to where, how much, by whom."""
    return {
        "on": short_day(row.at, here, None),
        "year": str(row.at.astimezone(here).year),
        "what": posting_named(row.kind),
        "ends": _(
            "{source} → {to}",
            source=end_of(row.from_kind, row.from_key, row.from_name),
            to=end_of(row.to_kind, row.to_key, row.to_name),
        ),
        "amount": told_amount(Amount(row.mg, row.carat_thousandths, row.number), kind),
        "by": row.by_name or "",
        "note": row.note or "",
    }


def stone_told(row: Any) -> tuple[str, list[tuple[str, str]]]:
    """A stone's name, and its facts as far as they are known."""
    name = " ".join(one for one in (row.shape, row.species) if one).capitalize()
    sizes = " × ".join(thousandths(size) for size in (row.x_um, row.y_um, row.z_um) if size)
    facts = (
        (_("Natural or grown"), worded(NATURES, row.nature)),
        (_("Treatment"), ", ".join(one for one in (worded(TREATMENTS, row.treatment), row.treatment_note) if one)),
        (_("Colour"), row.colour),
        (_("Clarity"), row.clarity),
        (_("Cut"), row.cut),
        (_("Size in mm"), sizes),
        (_("Report"), " ".join(one for one in (row.laboratory, row.report_number) if one)),
        (_("Shy of"), row.sensitivities),
    )
    return name, [(label, text) for label, text in facts if text]


def subtitle(lot: Any) -> str:
    """One sentence under the title: what it is, made or bought, by whom, when."""
    if lot.is_own:
        return _("Made here by {who} on {day}.", who=lot.by_name or _("nobody named"), day=told_day(lot.received_on))
    came = _("Received on {day}", day=told_day(lot.received_on)) if lot.received_on else _("There before records")
    return _("{came}, from {supplier}.", came=came, supplier=lot.supplier) if lot.supplier else came + "."
