"""What is typed about material with an event: which lot went in, what came off, which stones were set, what was put on.

A workshop that records no lots is asked nothing of them.
"""

from collections.abc import Callable

from workshop import forms
from workshop.days import read_day
from workshop.errors import Invalid
from workshop.materials.booking import spoken
from workshop.materials.ledger import Amount
from workshop.materials.typed import read_carats, read_fineness, read_grams
from workshop.materials.words import METAL_ROLES
from workshop.pieces.contents import has_lots, stones_at_hand
from workshop.pieces.surfaces import PUTS_LAYER, PUTS_MARK, NewHallmark, NewLayer, Surface
from workshop.pieces.using import NONE, Added, Stones, Using
from workshop.web import reading
from workshop.wording import _

TAKES = frozenset({"cast", "make", "assemble", "solder", "attach", "resize", "repair", "set"})
GIVES_OFF = frozenset(
    {"cut", "file", "pre_polish", "polish", "clean", "finish", "shorten", "detach", "resize", "repair"}
)
SETS = frozenset({"set", "repair", "outwork_back"})
TOUCHES = TAKES | GIVES_OFF | SETS
NO_METAL, NOT_RECORDED = "none", "unknown"
NO_LOT = (None, NO_METAL, NOT_RECORDED)
SET = "set"
SET_NOW, BACK, BROKEN, LOST = "set", "back", "broken", "lost"


def require_lot_said(kind: str) -> None:
    """Raises Invalid when a stage takes metal and nobody says of which lot. “Not recorded” is an answer. One statement."""
    is_said = forms.text("lot") or forms.text("other_lot") or forms.text("replaced_lot")
    if kind in TAKES and not is_said and has_lots(reading()):
        raise Invalid(
            _("Say which lot the metal is of. “Not recorded” is an answer too: claims then stay unknown."),
            slug="lot-missing",
            field="lot",
        )


def require_stones_told(kind: str, using: Using, subject: str) -> None:
    """Asks once, when a setting tells of no stone though this person was issued some. Raises Invalid. At most two statements."""
    if kind != SET or using.stones or forms.ticked("stones_asked") or not forms.text("stage"):
        return
    mine = [one for one in stones_at_hand(reading(), subject) if one.is_mine]
    if mine:
        raise Invalid(
            _(
                "No stone is told of, and you have {stones}. Tap what became of them. Or finish again: they stay with you.",
                stones=", ".join(f"{one.code} ({spoken(one.there)})" for one in mine[:3]),
            ),
            slug="stones-open",
            field="stones",
        )


def typed_using(kind: str) -> Using:
    """What the form tells of material; nothing for an event that touches none. Raises Invalid."""
    if kind not in TOUCHES:
        return Using()
    loss_mg = _grams("loss")
    if loss_mg and forms.text("reason") is None:
        raise Invalid(_("Say in a few words where it was lost."), slug="reason-missing", field="reason")
    return Using(_added(), _stones(), scrap_mg=_grams("scrap"), lemel_mg=_grams("lemel"), loss_mg=loss_mg)


def _added() -> tuple[Added, ...]:
    lot = forms.text("other_lot") or forms.text("lot")
    if lot in NO_LOT:
        return ()
    role = forms.text("role") or METAL_ROLES[0]
    if role not in METAL_ROLES:
        raise Invalid(_("Choose what the metal is for."), slug="role-unknown", field="role")
    number = forms.whole("added_number", default=0) or 0
    return (Added(str(lot), _grams("added") or None, number, role, is_incidental=forms.ticked("is_small")),)


def _stones() -> tuple[Stones, ...]:
    """Parcels by their rows, single stones by a tap, and one lot that was scanned."""
    parcels = [_row(code, code) for code in dict.fromkeys(forms.texts("stone_row"))]
    scanned = forms.text("stone_lot")
    if scanned:
        row = _row(scanned, "scanned")
        parcels.append(row if row.issued_now else Stones(scanned, Amount(number=1)))
    singles = [Stones(code, Amount(number=1)) for code in dict.fromkeys(forms.texts("single"))]
    return (*(one for one in parcels if one.issued_now), *singles, *_replaced())


def _row(code: str, key: str) -> Stones:
    set_now, back, broken, lost = (_counted(f"{what}-{key}") for what in (SET_NOW, BACK, BROKEN, LOST))
    return Stones(code, set_now, back, broken, lost, issued=forms.whole(f"issued-{key}"))


def _counted(name: str) -> Amount:
    """A number of stones, and their carats when they were weighed."""
    carats = forms.text(f"{name}-ct")
    number = forms.whole(name, default=0) or 0
    return Amount(carat_thousandths=read_carats(carats, field=f"{name}-ct") if carats else 0, number=number)


def _replaced() -> tuple[Stones, ...]:
    """Stones that broke in the piece, and as many of the same lot set in their place."""
    lot = forms.text("replaced_lot")
    if lot is None:
        return ()
    stones = _counted("replaced")
    if stones == NONE:
        raise Invalid(_("Say how many broke."), slug="stones-not-counted", field="replaced")
    return (Stones(lot, stones, broken_out=Amount(number=stones.number)),)


def _grams(name: str) -> int:
    """Milligrams of typed grams; nothing typed is nothing."""
    typed = forms.text(name)
    if typed is None or not typed.strip(" 0.,"):
        return 0
    return read_grams(typed, field=name)


def typed_surfaces(kind: str) -> list[Surface]:
    """The layer and the hallmark that the form tells of; none where it tells of none. Raises Invalid."""
    put_on: list[Surface] = []
    layer_metal, office = forms.text("layer_metal"), forms.text("office")
    if kind in PUTS_LAYER and layer_metal:
        put_on.append(_layer(layer_metal))
    if kind in PUTS_MARK and office:
        put_on.append(_hallmark(office))
    return put_on


def _layer(metal: str) -> NewLayer:
    nickel = forms.text("has_nickel")
    return NewLayer(
        metal,
        fineness=_read("layer_fineness", read_fineness),
        thickness_nm=forms.figure("thickness"),  # thousandths of a micrometre
        method=forms.text("method"),
        has_nickel=None if nickel is None else nickel == "yes",
        document=forms.text("layer_document"),
    )


def _hallmark(office: str) -> NewHallmark:
    fineness = _read("mark_fineness", read_fineness)
    if fineness is None:
        raise Invalid(_("Say which fineness was struck."), slug="fineness-missing", field="mark_fineness")
    return NewHallmark(
        office,
        forms.needed_text("mark_metal"),
        fineness,
        str(read_day(forms.needed_text("marked_on"), field="marked_on")),
        sponsor=forms.text("sponsor"),
        document=forms.text("mark_document"),
    )


def _read(name: str, read: Callable[..., int]) -> int | None:
    typed = forms.text(name)
    return None if typed is None else read(typed, field=name)
