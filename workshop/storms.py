"""What the database says when it refuses or fails, as a sentence for people."""

import re
import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from workshop.errors import Conflict, Refusal, Unavailable
from workshop.guarding import TAKEN
from workshop.wording import _

MOVED_ON = ("23503", "23505", "40001", "40P01")
TROUBLE = {"53100": "disk full", "25006": "readonly", "55P03": "locked"}
RETRIED = ("40001", "40P01")


MISTAKEN = re.compile("no such|syntax error|ambiguous")


def is_worth_retrying(error: DBAPIError) -> bool:
    """Two transactions met and one was turned away; a second look decides."""
    return _sqlstate(error) in RETRIED


def is_key_error(error: DBAPIError) -> bool:
    """A unique key was taken meanwhile: perhaps by the same request, whose answer can then be read."""
    if _sqlstate(error) == "23505":
        return True
    return isinstance(error.orig, sqlite3.IntegrityError) and (
        "UNIQUE" in str(error.orig) or str(error.orig).startswith(TAKEN)
    )


def refusal_of(error: DBAPIError) -> Refusal:
    """The refusal that the database's answer means: a guard's own sentence, a lost race, or a database that cannot write now.

    Anything else is a mistake of this program, and raised as it is.
    """
    sentence = _guard_sentence(error)
    if sentence:
        return Conflict(_(sentence), slug="guard-" + re.sub(r"[^a-z]+", "-", sentence.lower()).strip("-")[:60])
    if _sqlstate(error) in MOVED_ON or isinstance(error.orig, sqlite3.IntegrityError):
        return Conflict(
            _("Somebody else changed this at the same moment. Look at it again, then decide."), slug="moved-on"
        )
    if isinstance(error.orig, sqlite3.OperationalError) and not MISTAKEN.search(str(error.orig)):
        return _trouble(str(error.orig))
    if _sqlstate(error) in TROUBLE:
        return _trouble(TROUBLE[_sqlstate(error) or ""])
    if isinstance(error.orig, sqlite3.Error) or not isinstance(error, OperationalError | InterfaceError):
        raise error
    return Unavailable(
        _("The database cannot be reached. Nothing was saved: try again in a moment."), slug="database-away"
    )


def _trouble(message: str) -> Unavailable:
    """What a database that cannot go on means for people, in SQLite's words."""
    if "full" in message:
        return Unavailable(_("The disk is full. Nothing was saved: free some space, then try again."), slug="disk-full")
    if "readonly" in message:
        return Unavailable(
            _("The database can only be read. Nothing was saved: look at the rights of the data folder."),
            slug="read-only",
        )
    return Unavailable(
        _("The workshop's book is being written elsewhere. Nothing was saved: try again in a moment."), slug="busy"
    )


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _guard_sentence(error: DBAPIError) -> str | None:
    message = str(error.orig).split("\n")[0]
    if _sqlstate(error) == "P0001":
        return message
    if (
        isinstance(error.orig, sqlite3.IntegrityError)
        and " constraint failed" not in message
        and not message.startswith(TAKEN)
    ):
        return message
    return None
