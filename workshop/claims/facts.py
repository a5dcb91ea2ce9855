"""What the rules read about one piece: frozen values, put together from rows once and never looked up again.

Weights are milligrams, fineness parts per 10,000, stones thousandths of a carat. None is "not recorded", which is never "no".
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

RECYCLED = frozenset({"recycled_post_consumer", "recycled_pre_consumer", "recycled_unspecified"})
PRECIOUS = ("gold", "platinum", "palladium", "silver")
PHYSICAL = frozenset({"identity_preserved", "segregated"})


@dataclass(frozen=True)
class Paper:
    """A document as it was read.

    `reference` is the workshop's own code; `holder_code` the supplier who holds it; `materials` empty is "not stated";
    `origin` the class that the paper itself states; `share` the whole percent that it states; `withdrawn_from` the day
    from which it no longer holds; `limit_mg` the quantity it covers; `used_mg` what was used under it from all lots.
    `benchmark` and `covers` (keys of people and outside workshops) belong to papers about pay.
    """

    reference: str
    kind: str
    standard: str | None = None
    number: str | None = None
    agency: str | None = None
    holder: str | None = None
    holder_code: str | None = None
    site: str | None = None
    materials: frozenset[str] = frozenset()
    form: str | None = None
    custody: str | None = None
    assessor: str | None = None
    origin: str | None = None
    country: str | None = None
    share: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    issued_on: date | None = None
    checked_by: str | None = None
    checked_on: date | None = None
    checked_where: str | None = None
    withdrawn_from: date | None = None
    is_false: bool = False
    digest: str | None = None
    limit_mg: int | None = None
    used_mg: int | None = None
    fineness: int | None = None
    benchmark: str | None = None
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """One lot as it was bought, or `unknown_source`. `country` may be `NOT_TRACEABLE`.

    `produced_on`: when it was made; `used_mg` everything ever taken from the lot, for the quantity guard; `is_settled` that
    a customer's metal was weighed in and out and closes.
    """

    code: str
    metal: str
    fineness: int | None = None
    form: str | None = None
    origin: str = "unknown"
    country: str | None = None
    received_on: date | None = None
    produced_on: date | None = None
    supplier_code: str | None = None
    supplier_name: str | None = None
    papers: tuple[Paper, ...] = ()
    received_mg: int | None = None
    used_mg: int | None = None
    is_customers: bool = False
    is_settled: bool | None = None
    fineness_paper: Paper | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether it is a lot at all; otherwise it stands for metal whose lot nobody can name."""
        return self.code != NO_LOT


@dataclass(frozen=True)
class MetalLine:
    """Metal of one lot in the piece. `parts` are the shares of its fine mass by bought lot and sum to exactly 1.

    `has_nickel` is what the alloy's recipe says. Raises ValueError when the parts do not sum to 1.
    """

    lot: str
    role: str
    metal: str
    fineness: int | None
    gross_mg: int | None
    parts: tuple[tuple[Source, Fraction], ...]
    is_incidental: bool = False
    bought_shape: bool = False
    has_nickel: bool | None = None

    def __post_init__(self) -> None:
        if sum(share for _source, share in self.parts) != 1 or any(share < 0 for _source, share in self.parts):
            raise ValueError(f"the parts of {self.lot} do not sum to 1")


@dataclass(frozen=True)
class StoneLine:
    """Stones of one lot in the piece. `tested_by`: who tested them in the workshop."""

    lot: str
    species: str
    nature: str = "unknown"
    treatment: str = "unknown"
    treatment_text: str = ""
    count: int = 1
    carat_thousandths: int | None = None
    report_number: str | None = None
    laboratory: str | None = None
    papers: tuple[Paper, ...] = ()
    received_on: date | None = None
    supplier_code: str | None = None
    supplier_name: str | None = None
    is_polished: bool | None = None
    is_customers: bool = False
    tested_by: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Step:
    """Work on the piece (observations are left out). `kind` is the kind of work of its stage; `name` only with the person's consent; `person` the key of a person or of an outside workshop."""

    kind: str
    stage: str | None = None
    method: str | None = None
    person: str | None = None
    name: str | None = None
    place: str | None = None
    country: str | None = None
    is_outside: bool = False
    on: date | None = None


@dataclass(frozen=True)
class Layer:
    """A surface layer; `thickness_nm` in nanometres, since plating is thinner than a micrometre."""

    metal: str
    fineness: int | None = None
    thickness_nm: int | None = None
    method: str | None = None
    base: str | None = None
    base_fineness: int | None = None
    has_nickel: bool | None = None


@dataclass(frozen=True)
class Mark:
    """A hallmark struck by an office (None: the maker's own stamp)."""

    metal: str
    office: str | None
    on: date | None = None
    sponsor: str | None = None
    fineness: int | None = None
    paper: Paper | None = None
    no_metal_after: bool | None = None


@dataclass(frozen=True)
class InspectionFact:
    """The newest inspection that this very piece passed; the database lets none pass with a check left open."""

    on: date
    level: str
    checks: int
    name: str | None = None
    changed_since: bool = False


@dataclass(frozen=True)
class EditionFact:
    """`given` counts all numbers ever given, also to pieces since destroyed; `proofs` artist's proofs and prototypes.

    The database gives no number twice and fixes the size with the first number.
    """

    size: int | None
    number: int | None = None
    fixed_on: date | None = None
    first_shown_on: date | None = None
    given: int = 0
    destroyed: int = 0
    proofs: int | None = None
    siblings: int = 0
    mould: str | None = None


@dataclass(frozen=True)
class GuaranteeFact:
    """A version of the repair policy as it stands with the piece; `lasts` says in words what is no number of years. Neither: "lifetime", undefined."""

    version: str
    guarantor: str | None
    years: int | None
    covers: str | None
    excludes: str | None
    is_free: bool | None
    is_whole: bool | None
    has_eu_label: bool = False
    lasts: str | None = None


@dataclass(frozen=True)
class NickelTest:
    """A release test. `release` in thousandths of µg/cm²/week; `lots` what was tested; `is_coated` after EN 12472."""

    paper: Paper
    release: int
    lots: frozenset[str]
    is_coated: bool = False


@dataclass(frozen=True)
class WorkshopFact:
    """The workshop itself. `registered`: what was bought under a goldsmith's registration, as (year, metal, milligrams); a year of None counts in each."""

    country: str | None = None
    owners: frozenset[str] = frozenset()
    licences: tuple[Paper, ...] = ()
    countries_of_sale: tuple[str, ...] = ()
    pay: tuple[Paper, ...] = ()
    registered: tuple[tuple[int | None, str, int], ...] = ()


@dataclass(frozen=True)
class PieceFacts:
    """Everything the rulebook reads. `counts_casting` is the owner's decision for the design: casting its own wax is by hand.

    `came_as_casting`: the piece began as a bought casting, whether a lot of it is booked or not. `sold_on`: the day of its
    sale, as long as it is away.
    """

    serial: str
    kind: str
    shop: WorkshopFact
    metals: tuple[MetalLine, ...] = ()
    stones: tuple[StoneLine, ...] = ()
    steps: tuple[Step, ...] = ()
    layers: tuple[Layer, ...] = ()
    marks: tuple[Mark, ...] = ()
    nickel_tests: tuple[NickelTest, ...] = ()
    inspection: InspectionFact | None = None
    edition: EditionFact | None = None
    guarantee: GuaranteeFact | None = None
    construction: str | None = None
    is_pierced: bool = False
    counts_casting: bool | None = None
    came_as_casting: bool = False
    sold_on: date | None = None


NOT_TRACEABLE = "not_traceable"
NO_LOT = "unknown"


def unknown_source(metal: str) -> Source:
    """What stands for metal whose lot nobody can name."""
    return Source(NO_LOT, metal)
