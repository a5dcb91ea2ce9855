"""Where metal went in a span of time, by alloy: gross and fine apart, gold and silver never added."""

from dataclasses import fields
from typing import Any

from sqlalchemy.orm import Session

from workshop.materials.ledger import fine_shown
from workshop.materials.waterfall import Metal, Waterfall, fine_waterfall
from workshop.reports.told import Report, Span, grams_of
from workshop.wording import _

STEPS = tuple(one.name for one in fields(Waterfall) if one.type == "Metal" or one.type is Metal)


def metal_report(session: Session, span: Span, _currency: str | None) -> Report:
    """One statement."""
    rows = [_row(one) for one in fine_waterfall(session, span.since, span.until)]
    return Report("metal", _definitions(), rows, {})


def _row(one: Waterfall) -> dict[str, Any]:
    told: dict[str, Any] = {"metal": one.metal, "alloy": one.alloy, "key": one.key}
    for step in STEPS:
        metal = getattr(one, step)
        told[f"{step}_grams"] = grams_of(metal.mg)
        told[f"{step}_fine_grams"] = grams_of(fine_shown(metal.fine))
    return told | {"unknown_fineness_grams": grams_of(one.unknown_mg)}


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
        "fine": _("Grams x fineness, rounded down to the milligram; metal of unknown fineness counts as nothing."),
    }
