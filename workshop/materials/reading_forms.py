"""The form of what was read in a document: from typed fields to a reading, and back."""

from collections.abc import Callable
from typing import Any

from workshop import forms
from workshop.errors import Invalid
from workshop.materials.readings import Read
from workshop.materials.typed import fineness_shown, read_fineness, read_grams
from workshop.materials.words import METALS
from workshop.texts import PARAGRAPH
from workshop.units import grams, thousandths
from workshop.wording import _

PLAIN = (
    "standard",
    "number",
    "agency",
    "holder",
    "holder_code",
    "site",
    "form",
    "custody",
    "assessor",
    "origin",
    "country",
    "benchmark",
    "issued_on",
    "valid_from",
    "valid_until",
    "checked_by",
    "checked_on",
    "checked_where",
    "recheck_on",
)


def typed_reading() -> Read:
    """What was typed. Raises Invalid with the name of the field."""
    kind = forms.text("kind")
    if kind is None:
        raise Invalid(_("Say what kind of paper it is."), slug="kind-missing", field="kind")
    said = {name: forms.text(name) for name in PLAIN}
    stones = (forms.text("stones") or "").split(",")
    return Read(
        kind=kind,
        **said,
        materials=(*forms.texts("metals"), *(stone for stone in stones if stone.strip())),
        share=forms.whole("share"),
        limit_mg=_figure("limit", read_grams),
        fineness=_figure("fineness", read_fineness),
        nickel_release=forms.figure("nickel_release"),
        covers=tuple(forms.texts("covers")),
        statement=forms.text("statement", longest=PARAGRAPH),
    )


def _figure(name: str, read: Callable[..., int]) -> int | None:
    typed = forms.text(name)
    return None if typed is None else read(typed, field=name)


def as_typed(row: Any) -> dict[str, Any]:
    """The fields of a reading as they would be typed, empty where nothing was read; `row` None for the first reading."""
    if row is None or row.kind is None:
        return {"metals": [], "covers": []}
    materials = (row.materials or "").split(",")
    return {name: getattr(row, name) or "" for name in (*PLAIN, "kind", "statement")} | {
        "metals": [one for one in materials if one in METALS],
        "stones": ", ".join(one for one in materials if one not in METALS),
        "covers": (row.covers or "").split(","),
        "share": row.share or "",
        "limit": grams(row.limit_mg) if row.limit_mg else "",
        "fineness": fineness_shown(row.fineness) if row.fineness else "",
        "nickel_release": "" if row.nickel_release is None else thousandths(row.nickel_release),
    }
