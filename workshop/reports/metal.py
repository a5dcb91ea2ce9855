"""Where metal went in a span of time, by alloy: gross and fine apart, gold and silver never added."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy.orm import Session

from workshop.materials.ledger import fine_shown
from workshop.materials.waterfall import Metal, Waterfall, fine_waterfall
from workshop.materials.words import METALS, PRECIOUS
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.metal_behind import behind_metal
from workshop.reports.naming import beginning
from workshop.reports.told import Column, Kind, Note, Report, Row, Span, grams_of
from workshop.units import grams
from workshop.wording import N_, _

STEPS = tuple(one.name for one in fields(Waterfall) if one.type == "Metal" or one.type is Metal)
WAYS = (("fine", N_("Fine")), ("gross", N_("Gross")))
NAMES = {
    "opening": N_("Before"),
    "received": N_("Came in"),
    "in_pieces": N_("Into pieces"),
    "settled": N_("Refined"),
    "melted": N_("Melted"),
    "loss": N_("Lost"),
    "unexplained": N_("Unexplained"),
    "weighing": N_("Weighing"),
    "closing": N_("At the end"),
    "trays": N_("of it lemel and scrap"),
}
WENT_OUT = ("in_pieces", "settled", "melted", "loss", "unexplained", "weighing")
STANDS = ("opening", "closing", "trays")


def metal_report(session: Session, span: Span, _currency: str | None) -> Report:
    """One statement."""
    found = fine_waterfall(session, span.since, span.until)
    return Report("metal", _definitions(), [_row(one) for one in found], _totals(found), (), _notes(found))


def _notes(found: Sequence[Waterfall]) -> list[Note]:
    """Precious metal whose fineness nobody wrote down counts for nothing in fine grams: that is said."""
    unknown = sum(one.unknown_mg for one in found if one.metal in PRECIOUS)
    if not unknown:
        return []
    told = _("Of {grams} g the fineness is not known: write it on the page of the lot.", grams=grams(unknown))
    return [Note(told, _("Materials"), "/materials")]


def _row(one: Waterfall) -> dict[str, Any]:
    told: dict[str, Any] = {"metal": one.metal, "alloy": one.alloy, "key": one.key or f"of:{one.metal}"}
    told["group"] = _(one.alloy) if one.alloy else beginning(_("{metal}, alloy not said", metal=_(one.metal)))
    for step in STEPS:
        metal = getattr(one, step)
        told[f"{step}_grams"] = grams_of(metal.mg)
        told[f"{step}_fine_grams"] = grams_of(fine_shown(metal.fine))
    return told | {"unknown_fineness_grams": grams_of(one.unknown_mg)}


def _totals(found: Sequence[Waterfall]) -> dict[str, Any]:
    """Fine grams by metal; gross ones of different alloys say nothing together."""
    sums: dict[str, Any] = defaultdict(int)
    for one in found:
        for step in STEPS:
            sums[f"{step}_{one.metal}_fine_grams"] += getattr(one, step).fine
        sums[f"lost_{one.metal}_fine_grams"] += one.loss.fine + one.unexplained.fine
    return {name: grams_of(fine_shown(fine)) for name, fine in sums.items()}


def _pictures(report: Report, span: Span) -> list[Picture | None]:
    return [_picture(row, span) for row in report.rows]


def _picture(row: Row, span: Span) -> Picture | None:
    """From what was there, up by what came in, down by where it went, to what is there."""
    ending, level, points = _ending(span), 0.0, list[Point]()
    for step in ("opening", "received", *WENT_OUT, "closing"):
        there = row[f"{step}{ending}"]
        if not there and step not in STANDS:
            continue
        base = 0.0 if step in STANDS else level
        level = there if step in STANDS else level + (there if step == "received" else -there)
        address = None if step in STANDS or not there else (f"{step}{ending}", row["key"])
        points.append(Point(_(NAMES[step]), level, address, f"{there:g}", max(base, 0)))
    told = ", ".join(f"{one.label} {one.told} g" for one in points)
    if not any(one.value for one in points):
        return None
    return draw("bars", points, words=f"{row['group']}: {told}", title=row["group"])


def _ending(span: Span) -> str:
    return "_grams" if span.by == "gross" else "_fine_grams"


def _definitions() -> dict[str, str]:
    return {
        "opening": _(
            "What the workshop had before the first day: in stock, on trees, with people and suppliers, in the trays."
        ),
        "received": _("What came in from outside, less what went back there."),
        "in_pieces": _("What went into pieces, less what came out of them."),
        "settled": _("What refiners settled."),
        "melted": _("What went into melts, less what came out of them as this alloy."),
        "loss": _("Losses that somebody explained."),
        "weighing": _("Differences that the scale cannot tell apart."),
        "unexplained": _("What did not close and nobody explained."),
        "closing": _("What the workshop had at the end of the last day."),
        "trays": _("What of it lay in the trays of lemel, scrap and sweeps, not yet gathered into a lot."),
        "fine": _("Grams x fineness, rounded down to the milligram; metal of unknown fineness counts as nothing."),
    }


def _columns(span: Span) -> tuple[Column, ...]:
    ending = _ending(span)
    steps = (Column(f"{step}{ending}", NAMES[step], "grams", step not in STANDS) for step in NAMES)
    return (Column("group", N_("Alloy, g")), *steps)


LOST = {
    "gold": N_("g fine gold lost"),
    "silver": N_("g fine silver lost"),
    "platinum": N_("g fine platinum lost"),
    "palladium": N_("g fine palladium lost"),
}

METAL = Kind(
    "metal",
    N_("Metal"),
    N_("Where each alloy went, gross and fine: came in, into pieces, lemel, refined, melted, lost."),
    metal_report,
    _columns,
    tuple(Column(f"lost_{metal}_fine_grams", LOST[metal], "grams", True) for metal in METALS if metal in LOST),
    behind_metal,
    _pictures,
    WAYS,
    adds_up=False,
)
