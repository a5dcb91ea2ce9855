"""How the words of materials are told to people, for forms and pages."""

from workshop.materials.words import COUNTRY_UNKNOWN, STANDARDS
from workshop.people.regions import countries
from workshop.wording import N_, _

Options = list[tuple[str, str]]

ROLES = {
    "refiner": N_("Refiner"),
    "caster": N_("Caster"),
    "dealer": N_("Dealer"),
    "cutter": N_("Cutter"),
    "mine": N_("Mine"),
    "customer": N_("Customer"),
}
KINDS = {
    "certificate": N_("Certificate"),
    "transfer": N_("Transfer document"),
    "invoice": N_("Invoice or delivery note"),
    "declaration": N_("Supplier’s declaration"),
    "report": N_("Laboratory report"),
    "assay": N_("Assay"),
    "hallmark": N_("Hallmarking paper"),
    "pay": N_("Paper about pay"),
    "licence": N_("Licence or registration of ours"),
    "settlement": N_("Refiner’s settlement"),
    "nickel": N_("Nickel test"),
    "statement": N_("Statement"),
}
CUSTODIES = {
    "identity_preserved": N_("Identity preserved: one source, never mixed"),
    "segregated": N_("Segregated: mixed with its like only"),
    "mass_balance": N_("Mass balance: mixed, counted in books"),
    "book_and_claim": N_("Book and claim: bought apart from the material"),
}
ASSESSORS = {
    "self": N_("The holder itself"),
    "commercial": N_("A commercial partner"),
    "buyer": N_("The buyer"),
    "membership": N_("A membership body"),
    "third_party": N_("An independent third party"),
    "hybrid": N_("Several together"),
}
ORIGINS = {
    "mined_asm": N_("Mined by artisans or small mines"),
    "mined": N_("Mined"),
    "mined_byproduct": N_("By-product of other mining"),
    "recycled_post_consumer": N_("Recycled, from consumers"),
    "recycled_pre_consumer": N_("Recycled, from manufacturing"),
    "recycled_unspecified": N_("Recycled, not said from what"),
    "grandfathered": N_("Stock from before records"),
    "lab_grown": N_("Laboratory-grown"),
    "natural": N_("Natural"),
    "customer_supplied": N_("Brought by the customer"),
    "unknown": N_("Unknown"),
}
FORMS_TOLD = {
    "grain": N_("Grain"),
    "sheet": N_("Sheet"),
    "wire": N_("Wire"),
    "tube": N_("Tube"),
    "bar": N_("Bar"),
    "coin": N_("Coin"),
    "casting": N_("Castings"),
    "finding": N_("Findings"),
    "ingot": N_("Ingot"),
    "button": N_("Button"),
    "scrap": N_("Scrap"),
    "lemel": N_("Lemel"),
    "sweeps": N_("Sweeps"),
    "skull": N_("Crucible skull"),
    "old_metal": N_("Old metal"),
}
READ_FORMS_TOLD = FORMS_TOLD | {"coated": N_("Coated part, worn first (EN 12472)")}
METALS = {
    "gold": N_("Gold"),
    "silver": N_("Silver"),
    "platinum": N_("Platinum"),
    "palladium": N_("Palladium"),
    "base": N_("Base metal"),
}
STATES = {
    "": N_("All documents"),
    "30": N_("Run out in 30 days"),
    "60": N_("Run out in 60 days"),
    "90": N_("Run out in 90 days"),
    "ended": N_("Ended"),
    "recheck": N_("To be checked again"),
    "unread": N_("Not read or not checked"),
    "withdrawn": N_("Withdrawn or false"),
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
