"""What a form of a piece offers of material: lots at hand, what may be said of stones, a layer, a hallmark."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from workshop.access import Present
from workshop.bench.card import Card
from workshop.bench.pages import Options, Pane
from workshop.bench.using_forms import GIVES_OFF, NO_METAL, NOT_RECORDED, SETS, TAKES
from workshop.materials.booking import spoken
from workshop.materials.typed import fineness_shown
from workshop.materials.words import METAL_ROLES, PRECIOUS
from workshop.pieces.contents import Offered, Recorded, carats_in, metal_at_hand, stones_at_hand
from workshop.pieces.surfaces import LAYER_METALS, PUTS_LAYER, PUTS_MARK
from workshop.units import grams
from workshop.wording import N_, _

ALWAYS_METAL = frozenset({"cast", "make", "assemble", "solder", "attach"})
USUAL_ROLE = {"solder": "solder", "attach": "finding", "set": "finding"}
ROLE_NAMES = {
    "structure": N_("The piece itself"),
    "solder": N_("Solder"),
    "finding": N_("A finding"),
    "layer": N_("A layer"),
}
ANY_WORK = "work"
MOST_ROWS = 4


@dataclass(frozen=True)
class StoneRow:
    """A parcel at hand."""

    code: str
    label: str
    is_mine: bool
    number: int
    carat_thousandths: int


@dataclass(frozen=True)
class Single:
    """A single stone at hand."""

    code: str
    label: str
    is_mine: bool
    carat_thousandths: int


@dataclass(frozen=True)
class Offer:
    """What the form asks besides. Empty where it does not ask: `lots` (with `lot` chosen, `must` when one has to be),
    `parcels` and `singles` where `sets`, `off` (with what is `usual`), `layers`, `marks`. `carats_inside`: thousandths of
    the stones that sit in the piece.
    """

    lots: Options
    lot: str
    must: bool
    roles: Options
    role: str
    off: bool
    usual: str
    sets: bool
    parcels: list[StoneRow]
    singles: list[Single]
    layers: Options
    marks: Options
    metal: str
    fineness: str
    replaced: str
    carats_inside: int = 0

    @property
    def with_me(self) -> int:
        """Stones that were issued to whoever works."""
        return sum(one.number for one in self.parcels if one.is_mine) + sum(one.is_mine for one in self.singles)


def offer_for(session: Session, card: Card, pane: Pane, recorded: Recorded, who: Present) -> Offer | None:
    """What this form asks of material; None for nothing. At most five statements, and none in a shop without lots."""
    kinds = _kinds(pane)
    replaced = request.values.get("replaced_lot", "")[:40] if pane.do == "replace" else ""
    takes = recorded.lots and bool(kinds & (TAKES | {"outwork_back"})) and not replaced
    sets = recorded.lots and bool(kinds & SETS) and not replaced
    off = recorded.lots and card.standing.account_id is not None and bool(kinds & GIVES_OFF)
    layer, mark = bool(kinds & PUTS_LAYER and pane.do != ANY_WORK), bool(kinds & PUTS_MARK)
    if not (takes or sets or off or layer or mark or replaced):
        return None
    metal = metal_at_hand(session, card.row.material_id, who.subject) if takes else []
    stones = stones_at_hand(session, who.subject) if sets else []
    return Offer(
        lots=_lots(metal) if takes else [],
        lot=_lot(metal, kinds),
        must=takes and kinds <= TAKES,
        roles=[(role, _(ROLE_NAMES[role])) for role in METAL_ROLES],
        role=next((USUAL_ROLE[kind] for kind in kinds if kind in USUAL_ROLE and len(kinds) == 1), METAL_ROLES[0]),
        off=off,
        usual=_usual(card) if off else "",
        sets=sets,
        parcels=[_parcel(one) for one in stones if one.kind == "stones"][:MOST_ROWS],
        singles=[_single(one) for one in stones if one.kind == "stone"],
        layers=[("", _("None, or not known yet")), *((one, _(one)) for one in LAYER_METALS)] if layer else [],
        marks=[(one, _(one)) for one in PRECIOUS] if mark else [],
        metal=card.row.metal,
        fineness=fineness_shown(card.row.fineness) if card.row.fineness else "",
        replaced=replaced,
        carats_inside=carats_in(session, card.standing.account_id) if card.standing.account_id else 0,
    )


def _kinds(pane: Pane) -> frozenset[str]:
    """The events that the form may record."""
    if pane.do == ANY_WORK:
        return TAKES | GIVES_OFF | SETS - {"outwork_back"} | PUTS_MARK - {"outwork_back"}
    if pane.do == "back":
        return frozenset({"outwork_back"})
    return frozenset({pane.hidden["kind"]} if pane.hidden.get("kind") else ())


def _lots(metal: Sequence[Offered]) -> Options:
    last = [(NO_METAL, _("No metal was added")), (NOT_RECORDED, _("Not recorded: claims stay unknown"))]
    return [("", _("Choose")), *((one.code, label_of(one)) for one in metal), *last]


def _lot(metal: Sequence[Offered], kinds: frozenset[str]) -> str:
    """What is chosen at first: the newest lot where metal always goes in, nothing added at setting and from outside, else no answer."""
    if kinds <= ALWAYS_METAL:
        return next((one.code for one in metal if not one.is_anothers), "")
    return NO_METAL if kinds in ({"set"}, {"outwork_back"}) else ""


def label_of(one: Offered) -> str:
    """A lot as a choice tells it."""
    told = _("{code}, {what}, {there}", code=one.code, what=_(one.what), there=spoken(one.there))
    if one.is_mine:
        told = _("{lot}, issued to you", lot=told)
    return _("{lot}, a customer’s own", lot=told) if one.is_anothers else told


def _parcel(one: Offered) -> StoneRow:
    return StoneRow(one.code, _stones(one), one.is_mine, one.there.number, one.there.carat_thousandths)


def _single(one: Offered) -> Single:
    return Single(one.code, _stones(one), one.is_mine, one.there.carat_thousandths)


def _stones(one: Offered) -> str:
    return _("{what}, {there}", what=_(one.what), there=spoken(one.there))


def _usual(card: Card) -> str:
    """What is usual to go at this stage, of the weight before."""
    stage, before = card.at, card.standing.weight_mg
    if stage is None or stage.loss_asked is None or before is None:
        return ""
    return _(
        "Usual at {stage}: up to {grams} g ({percent}%).",
        stage=_(stage.name),
        grams=grams(before * stage.loss_asked // 10_000),
        percent=f"{stage.loss_asked / 100:g}",
    )
