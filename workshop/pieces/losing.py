"""How much metal went at a stage: metal before, what came in, what the scale shows now. Whole milligrams, no reading."""

from dataclasses import dataclass

from workshop.materials.ledger import DIVISIONS_EXPLAINED, net_mg

WHOLE = 10_000
CARATS_PER_2_MG = 10  # a thousandth of a carat is 0.2 mg


@dataclass(frozen=True)
class Brought:
    """What goes into a piece with an event, and the stones that sat in it before, in milligrams."""

    stones_mg: int = 0
    metal_mg: int = 0
    inside_mg: int = 0


NOTHING_BROUGHT = Brought()


@dataclass(frozen=True)
class Loss:
    """Loss = before + stones set + metal added - gross after, told of the metal before. `usual`: parts per 10,000 that go unasked; None: never asked."""

    before_mg: int
    now_mg: int
    brought: Brought = NOTHING_BROUGHT
    usual: int | None = None
    division_mg: int = 10

    @property
    def metal_mg(self) -> int:
        return self.before_mg - self.brought.inside_mg

    @property
    def lost_mg(self) -> int:
        """Below nothing: more came than is told."""
        return self.before_mg + self.brought.stones_mg + self.brought.metal_mg - self.now_mg

    @property
    def usual_mg(self) -> int | None:
        return None if self.usual is None else self.metal_mg * self.usual // WHOLE

    @property
    def per_mille(self) -> int:
        """Of the metal before, rounded to the nearest."""
        return (2 * abs(self.lost_mg) * 1000 + self.metal_mg) // (2 * self.metal_mg) if self.metal_mg > 0 else 0

    @property
    def is_within(self) -> bool:
        return self.usual_mg is None or self.lost_mg <= self.usual_mg

    @property
    def asks_why(self) -> bool:
        """More than is usual, and more than the scale can be wrong by."""
        return self.usual_mg is not None and self.lost_mg > self.usual_mg + DIVISIONS_EXPLAINED * self.division_mg

    @property
    def is_gain(self) -> bool:
        """More than the scale can be wrong by."""
        return -self.lost_mg > DIVISIONS_EXPLAINED * self.division_mg


def stones_mg(carat_thousandths: int) -> int:
    """What stones weigh, rounded to the nearest milligram."""
    return (2 * carat_thousandths + CARATS_PER_2_MG // 2) // CARATS_PER_2_MG


def inside_mg(before_mg: int, carat_thousandths: int) -> int:
    """What the stones in a piece take of its weight: the rest is its net metal, as the ledger rounds it."""
    return before_mg - net_mg(before_mg, carat_thousandths)
