"""How the words of materials are told to people, for forms and pages."""

from workshop.materials.words import COUNTRY_UNKNOWN, STANDARDS
from workshop.people.regions import countries
from workshop.wording import _

Options = list[tuple[str, str]]

ROLES = {
    "refiner": "Refiner",
    "caster": "Caster",
    "dealer": "Dealer",
    "cutter": "Cutter",
    "mine": "Mine",
    "customer": "Customer",
}
KINDS = {
    "certificate": "Certificate",
    "transfer": "Transfer document",
    "invoice": "Invoice or delivery note",
    "declaration": "Supplier’s declaration",
    "report": "Laboratory report",
    "assay": "Assay",
    "hallmark": "Hallmarking paper",
    "pay": "Paper about pay",
    "licence": "Licence or registration of ours",
    "settlement": "Refiner’s settlement",
    "nickel": "Nickel test",
    "statement": "Statement",
}
CUSTODIES = {
    "identity_preserved": "Identity preserved: one source, never mixed",
    "segregated": "Segregated: mixed with its like only",
    "mass_balance": "Mass balance: mixed, counted in books",
    "book_and_claim": "Book and claim: bought apart from the material",
}
ASSESSORS = {
    "self": "The holder itself",
    "commercial": "A commercial partner",
    "buyer": "The buyer",
    "membership": "A membership body",
    "third_party": "An independent third party",
    "hybrid": "Several together",
}
ORIGINS = {
    "mined_asm": "Mined by artisans or small mines",
    "mined": "Mined",
    "mined_byproduct": "By-product of other mining",
    "recycled_post_consumer": "Recycled, from consumers",
    "recycled_pre_consumer": "Recycled, from manufacturing",
    "recycled_unspecified": "Recycled, not said from what",
    "grandfathered": "Stock from before records",
    "lab_grown": "Laboratory-grown",
    "natural": "Natural",
    "customer_supplied": "Brought by the customer",
    "unknown": "Unknown",
}
FORMS_TOLD = {
    "grain": "Grain",
    "sheet": "Sheet",
    "wire": "Wire",
    "tube": "Tube",
    "bar": "Bar",
    "coin": "Coin",
    "casting": "Castings",
    "finding": "Findings",
    "ingot": "Ingot",
    "button": "Button",
    "scrap": "Scrap",
    "lemel": "Lemel",
    "sweeps": "Sweeps",
    "skull": "Crucible skull",
    "old_metal": "Old metal",
}
READ_FORMS_TOLD = FORMS_TOLD | {"coated": "Coated part, worn first (EN 12472)"}
METALS = {"gold": "Gold", "silver": "Silver", "platinum": "Platinum", "palladium": "Palladium", "base": "Base metal"}
STATES = {
    "": "All documents",
    "30": "Run out in 30 days",
    "60": "Run out in 60 days",
    "90": "Run out in 90 days",
    "ended": "Ended",
    "recheck": "To be checked again",
    "unread": "Not read or not checked",
    "withdrawn": "Withdrawn or false",
}


def options(words: dict[str, str], *, first: str | None = None) -> Options:
    """The words to choose from, with an empty choice of that name before them."""
    return [*([("", first)] if first is not None else []), *((key, _(name)) for key, name in words.items())]


def standard_options(first: str) -> Options:
    return [("", first), *((key, _(name)) for key, name in STANDARDS)]


def country_options(first: str, *, with_unknown: bool = False) -> Options:
    unknown = [(COUNTRY_UNKNOWN, _("Not traceable"))] if with_unknown else []
    return [("", first), *unknown, *countries()]


def country_named(code: str | None) -> str:
    """The country's name; nothing for none."""
    if code == COUNTRY_UNKNOWN:
        return _("not traceable")
    return dict(countries()).get(code or "", "")


def worded(words: dict[str, str], key: str | None) -> str:
    """The word as people read it; nothing for none."""
    return _(words[key]) if key in words else (key or "")


STANDARD_NAMES = dict(STANDARDS)
