"""The arithmetic of metal and stones, in whole numbers only: what is fine, what is net, what closes, and how a loss is shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

FINE_PARTS = 10_000  # fineness is in parts per ten thousand
DIVISIONS_EXPLAINED = 3  # weighed before and after, each read to a division, and one for the tray
BUTTON_TENTHS = 1  # a button of a tenth of the metal in the waxes, unless the caster says how much
FIFTHS_PER_MG = 5  # a thousandth of a carat is 0.2 mg, so grams and carats meet in fifths of a milligram


@dataclass(frozen=True)
class Amount:
    """So much: metal in milligrams, stones in thousandths of a carat, and a number of things."""

    mg: int = 0
    carat_thousandths: int = 0
    number: int = 0

    def __bool__(self) -> bool:
        return self != Amount()

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.mg + other.mg, self.carat_thousandths + other.carat_thousandths, self.number + other.number)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.mg - other.mg, self.carat_thousandths - other.carat_thousandths, self.number - other.number)

    def fits_in(self, other: "Amount") -> bool:
        """Whether so much can be taken from the other."""
        return self.mg <= other.mg and self.carat_thousandths <= other.carat_thousandths and self.number <= other.number


@dataclass(frozen=True)
class Closing:
    """Where a difference between what was there and what was weighed goes, in milligrams. Negative: more was found than there was."""

    loss: int = 0
    weighing: int = 0
    unexplained: int = 0


def close(
    missing_mg: int, *, explained_mg: int = 0, division_mg: int = 10, weighings: int = DIVISIONS_EXPLAINED
) -> Closing:
    """Book what is missing: what was explained as loss, what the scale cannot tell apart as weighing, the rest as unexplained.

    Each of the `weighings` may be wrong by a division.
    """
    rest = missing_mg - explained_mg
    if abs(rest) <= weighings * division_mg:
        return Closing(loss=explained_mg, weighing=rest)
    return Closing(loss=explained_mg, unexplained=rest)


def fine(mg: int, fineness: int) -> Fraction:
    """Fine milligrams in so many milligrams gross, exactly."""
    return Fraction(mg * fineness, FINE_PARTS)


def fine_shown(fine_mg: Fraction) -> int:
    """Whole fine milligrams, never rounded up."""
    return floor(fine_mg)


def net_fifths(gross_mg: int, carat_thousandths: int, non_metal_mg: int = 0) -> int:
    """Net metal of a piece in fifths of a milligram: gross less stones less what is no metal."""
    return (gross_mg - non_metal_mg) * FIFTHS_PER_MG - carat_thousandths


def net_mg(gross_mg: int, carat_thousandths: int, non_metal_mg: int = 0) -> int:
    """Net metal of a piece in whole milligrams, rounded down: metal is never said to be more than it is."""
    return net_fifths(gross_mg, carat_thousandths, non_metal_mg) // FIFTHS_PER_MG


def metal_needed(
    wax_mg: int, base_mg: int, *, alloy_density: int, wax_density: int, button_mg: int | None = None
) -> int:
    """Milligrams of metal that a tree takes: (wax - sprue base) x alloy density / pattern density, and the button.

    Rounded up, so that the pour is never short. Source: Rio Grande's wax factors are the two densities' ratio (read
    2026-11-22); a button of a tenth of the metal is trade practice.
    """
    metal = Fraction((wax_mg - base_mg) * alloy_density, wax_density)
    button = metal * BUTTON_TENTHS / 10 if button_mg is None else Fraction(button_mg)
    return -floor(-(metal + button))


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """A whole number shared out in proportion, to the last unit: what dividing leaves over goes to the largest remainders.

    With weights of nothing at all, the first takes it.
    """
    whole = sum(weights)
    if whole == 0:
        return [total, *([0] * (len(weights) - 1))]
    sign = -1 if total < 0 else 1
    parts = [divmod(abs(total) * weight, whole) for weight in weights]
    left = abs(total) - sum(quotient for quotient, _rest in parts)
    first = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))[:left]
    return [sign * (quotient + (i in first)) for i, (quotient, _rest) in enumerate(parts)]


def fineness_of(parts: Sequence[tuple[int, int]], whole_mg: int) -> int:
    """Fineness of a melt in parts per ten thousand, rounded down: of milligrams and fineness of what holds the metal, and all milligrams."""
    return sum(mg * fineness for mg, fineness in parts) // whole_mg


Vector = Mapping[int, Fraction]


def vector(
    lot_id: int,
    parents: Mapping[int, Sequence[tuple[int, Fraction]]],
    known: dict[int, dict[int, Fraction]] | None = None,
) -> dict[int, Fraction]:
    """Of which bought lots a lot's fine metal comes: their shares, which add up to one.

    `parents`: for each lot that was made here, what went in: a lot and its fine weight. A melt into which nothing fine went
    is its own source, since nothing tells where it comes from.
    """
    known = {} if known is None else known
    if lot_id in known:
        return known[lot_id]
    went_in = parents.get(lot_id, ())
    whole = sum((weight for _parent, weight in went_in), Fraction(0))
    if whole == 0:
        known[lot_id] = {lot_id: Fraction(1)}
        return known[lot_id]
    shares: dict[int, Fraction] = {}
    for parent, weight in went_in:
        for source, share in vector(parent, parents, known).items():
            shares[source] = shares.get(source, Fraction(0)) + share * weight / whole
    known[lot_id] = shares
    return shares
