"""The lines of the navigation that a person sees: by role, grouped by what belongs together."""

from dataclasses import dataclass
from functools import cache

from workshop.people.duties import MAY_LET_GO, MAY_WORK, ROLES
from workshop.wording import N_


@dataclass(frozen=True)
class Line:
    """An address with its label in English; a page names the line it belongs to by one of the keys."""

    address: str
    keys: tuple[str, ...]
    label: str
    roles: tuple[str, ...] = ROLES


OWNER = MAY_LET_GO
STAFF = ROLES[1:]  # whoever is no owner sees another door to the same room
GROUPS = (
    (
        Line("/reports/week", ("week",), N_("This week"), OWNER),
        Line("/bench", ("bench",), N_("Bench")),
        Line("/bench/day-end", ("day-end",), N_("End of the day"), MAY_WORK),
        Line("/find", ("find",), N_("Find")),
        Line("/pieces", ("pieces", "new", "trees", "labels", "slips"), N_("Pieces")),
        Line("/orders", ("orders",), N_("Orders")),
        Line("/repairs", ("repairs",), N_("Repairs")),
        Line("/cases", ("cases",), N_("Cases")),
    ),
    (
        Line("/materials", ("materials",), N_("Materials")),
        Line("/catalogue/designs", ("catalogue",), N_("Catalogue"), OWNER),
        Line("/claims", ("claims",), N_("Claims"), OWNER),
        Line("/recalls", ("claims",), N_("Recalls"), STAFF),
        Line("/owners", ("owners", "copies", "scans"), N_("Customers"), OWNER),
        Line("/copies", ("owners", "copies", "scans"), N_("Customers"), STAFF),
    ),
    (
        Line("/reports", ("reports",), N_("Reports"), OWNER),
        Line("/people", ("people",), N_("People"), OWNER),
        Line("/settings", ("settings",), N_("Settings"), OWNER),
    ),
)


@cache
def navigation(roles: frozenset[str]) -> tuple[tuple[Line, ...], ...]:
    """The lines for somebody with these roles, group by group; no group is empty."""
    own = roles - set(STAFF) if "owner" in roles else roles
    groups = (tuple(line for line in group if own & set(line.roles)) for group in GROUPS)
    return tuple(group for group in groups if group)
