"""The loss at a stage as the bench reads it: the sum, what was lost, whether that is usual. The page's script says the same live."""

from dataclasses import dataclass

from workshop import forms
from workshop.bench.card import Card
from workshop.bench.offering import Offer
from workshop.bench.using_forms import NO_LOT
from workshop.errors import Invalid
from workshop.pieces.losing import WHOLE, Brought, Loss, inside_mg, stones_mg
from workshop.pieces.rules import MAY_GAIN
from workshop.units import grams
from workshop.wording import _

SCALE = 300  # width of the drawn scale; what is usual ends at two thirds of it


@dataclass(frozen=True)
class LossWords:
    """Sentences with their `{names}`, for Python and for the script alike."""

    stones: str
    added: str
    of: str
    lost: str
    more: str
    plain: str
    within: str
    about: str
    over: str
    gained: str
    sign: str


@dataclass(frozen=True)
class LossTold:
    """One weighing, told. `look`: within, about, over, or empty where nothing is usual; `reach`: how far on the scale."""

    sum: str
    of: str
    lost: str
    verdict: str
    look: str
    reach: int

    @property
    def sentence(self) -> str:
        told = ", ".join(one for one in (self.lost, self.verdict) if one)
        return f"{self.sum} = {told}"


@dataclass(frozen=True)
class LossPane:
    """What the page knows before anything is typed; weights in milligrams, `usual` in parts per 10,000 of the metal before."""

    before_mg: int
    inside_mg: int
    usual: int | None
    may_gain: bool
    words: dict[str, str]
    told: LossTold | None
    usual_said: str


def loss_words() -> LossWords:
    return LossWords(
        stones=_("{figure} stones"),
        added=_("{figure} added"),
        of=_("of {metal} g of metal"),
        lost=_("{figure} g lost"),
        more=_("{figure} g more"),
        plain=_("{percent} %"),
        within=_("{percent} %, within {usual} %"),
        about=_("{percent} %, about the usual {usual} %"),
        over=_("{percent} %, over {usual} %: say why"),
        gained=_("more than stones or the scale explain"),
        sign=grams(0)[1],
    )


def loss_pane(card: Card, offer: Offer | None, kind: str, typed: Loss | None) -> LossPane | None:
    """For a form that weighs a piece that was weighed before; None for another."""
    before = card.standing.weight_mg
    if before is None:
        return None
    usual = card.at.loss_asked if card.at else None
    inside = inside_mg(before, offer.carats_inside if offer else 0)
    known = Loss(before, before, Brought(inside_mg=inside), usual)
    return LossPane(
        before_mg=before,
        inside_mg=inside,
        usual=usual,
        may_gain=kind in MAY_GAIN,
        words=vars(loss_words()),
        told=loss_told(typed, kind) if typed else None,
        usual_said=_usual(known),
    )


def typed_loss(card: Card, offer: Offer | None) -> Loss | None:
    """What a refused form says, to be told with it; None where its weight cannot be read."""
    before = card.standing.weight_mg
    try:
        now, division = forms.weight("weight"), forms.figure("division") or 10
        metal = forms.figure("added") or 0
        carats = _carats_typed(offer) if offer else 0
    except Invalid:
        return None
    if before is None or now is None:
        return None
    stones = stones_mg(carats)
    is_measured = forms.text("lot") not in NO_LOT and not metal
    added = max(0, now - before - stones) if is_measured else metal
    inside = inside_mg(before, offer.carats_inside if offer else 0)
    usual = card.at.loss_asked if card.at else None
    return Loss(before, now, Brought(stones, added, inside), usual, division)


def _carats_typed(offer: Offer) -> int:
    """Thousandths of the stones that were said to be set: as weighed, else their part of what is at hand."""
    told = sum(one.carat_thousandths for one in offer.singles if one.code in forms.texts("single"))
    for row in offer.parcels:
        number, weighed = forms.whole(f"set-{row.code}") or 0, forms.figure(f"set-{row.code}-ct")
        share = row.carat_thousandths * number // row.number if row.number >= number > 0 else 0
        told += weighed or share
    return told


def _usual(known: Loss) -> str:
    before = _("{before} g before.", before=grams(known.before_mg))
    if known.usual is None:
        return before
    share = _percent(known.usual * 1000 // WHOLE)
    return f"{before} " + _("Usual: up to {grams} g, {percent} %.", grams=grams(known.usual_mg), percent=share)


def loss_told(loss: Loss, kind: str) -> LossTold:
    """The weighing in words and on the scale."""
    words = loss_words()
    figure = grams(abs(loss.lost_mg))
    return LossTold(
        sum=_sum(loss, words),
        of=words.of.format(metal=grams(loss.metal_mg)),
        lost=(words.lost if loss.lost_mg >= 0 else words.more).format(figure=figure),
        verdict=_verdict(loss, kind, words),
        look=_look(loss, kind),
        reach=_reach(loss),
    )


def _sum(loss: Loss, words: LossWords) -> str:
    came = ((words.stones, loss.brought.stones_mg), (words.added, loss.brought.metal_mg))
    parts = [grams(loss.before_mg), *(word.format(figure=grams(mg)) for word, mg in came if mg)]
    return f"{' + '.join(parts)} − {grams(loss.now_mg)}"


def _verdict(loss: Loss, kind: str, words: LossWords) -> str:
    if loss.lost_mg < 0:
        return words.gained if _is_unexplained(loss, kind) else ""
    percent = _percent(loss.per_mille)
    if loss.usual is None:
        return words.plain.format(percent=percent)
    said = {"within": words.within, "about": words.about, "over": words.over}[_look(loss, kind)]
    return said.format(percent=percent, usual=_percent(loss.usual * 1000 // WHOLE))


def _is_unexplained(loss: Loss, kind: str) -> bool:
    return loss.is_gain and kind not in MAY_GAIN


def _look(loss: Loss, kind: str) -> str:
    if _is_unexplained(loss, kind):
        return "over"
    if loss.usual is None:
        return ""
    if loss.is_within:
        return "within"
    return "over" if loss.asks_why else "about"


def _reach(loss: Loss) -> int:
    """How far the bar goes, in units of SCALE."""
    usual = loss.usual_mg or 0
    return min(SCALE, SCALE * 2 * max(0, loss.lost_mg) // (3 * usual)) if usual else 0


def _percent(per_mille: int) -> str:
    """1.4, and 2 rather than 2.0, with the sign of the weights."""
    whole, tenth = divmod(per_mille, 10)
    return f"{whole}{grams(0)[1]}{tenth}" if tenth else str(whole)
