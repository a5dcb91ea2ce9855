"""What programs send and are told about suppliers."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from workshop.api.amounts import NextPage, OneOf, PageWanted, Sought
from workshop.api.answers import Told
from workshop.api.bodies import Body, Day, Line, Named, Paragraph, kept
from workshop.materials.words import SUPPLIER_ROLES
from workshop.texts import LINE

_PART = r"[^@\x00-\x20\x7f\s\ufffe\uffff]+"
Email = Annotated[str, StringConstraints(max_length=LINE, pattern=rf"^{_PART}@{_PART}\.{_PART}$"), AfterValidator(kept)]
CountryCode = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$"), Field(description="ISO 3166: PT.")]
Role = Annotated[str, OneOf(SUPPLIER_ROLES)]


class TellSupplier(Body):
    """Who material comes from or goes to, and everything that they are to you; `recheck_on`: when to look at them again."""

    name: Named
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=len(SUPPLIER_ROLES))]
    country: CountryCode | None = None
    address: Paragraph | None = None
    email: Email | None = None
    note: Paragraph | None = None
    recheck_on: Day | None = None


class TellSupplierAnew(TellSupplier):
    """All details as they are from now on; what is left out is empty. `seen`: as it was when you read the supplier."""

    seen: Annotated[Line, Field(description="The supplier's `seen` when you read it.")]


class Retire(Body):
    """True: offered no more, lots and papers stay. False: offered again."""

    is_retired: bool


class SuppliersWanted(PageWanted):
    """`q` is part of a name or code."""

    q: Sought | None = None


class SupplierRow(Told):
    """`lots` and `documents` are how many there are."""

    code: str
    name: str | None
    roles: list[str]
    country: str | None
    recheck_on: date | None
    retired_at: AwareDatetime | None
    lots: int
    documents: int


class SupplierPage(Told):
    suppliers: list[SupplierRow]
    total: int
    next: NextPage


class SupplierCard(Told):
    """One supplier; `seen` is what to send when you change it."""

    code: str
    name: str | None
    roles: list[str]
    country: str | None
    address: str | None
    email: str | None
    note: str | None
    recheck_on: date | None
    retired_at: AwareDatetime | None
    seen: str


class SupplierKept(Told):
    code: str
    seen: str
