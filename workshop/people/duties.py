"""Who may do what: one list for the pages and the API."""

from typing import Any

from workshop.wording import N_

ROLES = (N_("owner"), N_("artisan"), N_("inspector"))
DONE_BY_HAND = ROLES[1:]  # what an owner may do at the bench besides
FLAGS = tuple(f"is_{role}" for role in ROLES)  # the columns that say it

MAY_WORK = ("owner", "artisan")  # work at the bench, new pieces, what a piece shall be, when it is due
MAY_INSPECT = ("inspector",)
MAY_LET_GO = ("owner",)  # what cannot be called back: a piece that leaves, a code that ends
ALL_STAFF: tuple[str, ...] = ()


def roles_of(row: Any) -> tuple[str, ...]:
    """The roles that a row's flags say, whether its person is active or not."""
    return tuple(role for role, flag in zip(ROLES, FLAGS, strict=True) if getattr(row, flag))
