"""Looking back at who could have signed: whoever sets a PIN or makes a token for somebody else can act under their name."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from workshop.findings import Books
from workshop.inspection.hindsight import Hindsight
from workshop.units import SECOND_US, moment
from workshop.wording import _, n_

WEEK_US = 7 * 24 * 3600 * SECOND_US
GIVING = {"set pin": "person", "set password": "person", "create token": "api_token"}  # verb: the table of its row


@dataclass(frozen=True)
class Giving:
    """Somebody else held what this person signs with, from a moment on."""

    person_id: int
    at: int
    what: str


def passes_after_a_giving(books: Books) -> Iterator[str]:
    """Passes signed by somebody within a week after another person set their PIN or password, or made their token to inspect."""
    passes = list(Hindsight(books).releasing())
    names = {row.id: row.name for row in books.rows("SELECT id, name FROM person")}
    for one in _givings(books):
        near = [p for p in passes if p.by_id == one.person_id and 0 <= (p.decided_at or 0) - one.at <= WEEK_US]
        if near:
            serials = ", ".join(dict.fromkeys(books.serial(p.piece_id) for p in near))
            yield n_(
                "{count} pass in the name of {name} within a week after somebody else {what} on {day}: {serials}.",
                "{count} passes in the name of {name} within a week after somebody else {what} on {day}: {serials}.",
                len(near),
                name=names[one.person_id],
                what=_told()[one.what],
                day=moment(one.at).date().isoformat(),
                serials=serials,
            )


def _told() -> dict[str, str]:
    return {
        "set pin": _("set their PIN"),
        "set password": _("set their password"),
        "create token": _("made a token for them"),
    }


def _givings(books: Books) -> Iterator[Giving]:
    """What was given by another than the person themselves, in the order of the journal."""
    people = {row.id: row.subject for row in books.rows("SELECT id, subject FROM person")}
    tokens = {row.id: row for row in books.rows("SELECT id, person_id, scopes FROM api_token")}
    for verb, by, at, row_id in _entries(books):
        token = tokens.get(row_id) if GIVING[verb] == "api_token" else None
        person_id = token.person_id if token else row_id
        signs = token is None or "inspect" in token.scopes.split()
        if signs and person_id in people and people[person_id] != by:
            yield Giving(person_id, at, verb)


def _entries(books: Books) -> Iterator[tuple[str, str, int, int]]:
    """Verb, subject of who did it, time and row of each giving; a spoilt entry is for `verify` to tell."""
    for (body,) in books.rows(_ENTRIES):
        with suppress(ValueError, KeyError, TypeError):
            page = json.loads(body)
            row_ids = [row_id for table, row_id, _how, _digest in page["rows"] if table == GIVING[page["verb"]]]
            yield from ((page["verb"], page["by"], page["at"], row_id) for row_id in row_ids)


# Only the few entries that could be meant: a page is canonical JSON, and no typed text stands in it.
_ENTRIES = (
    "SELECT body FROM journal_entry WHERE "
    + " OR ".join(f"""body LIKE '%"verb"\\:"{verb}"%'""" for verb in GIVING)
    + " ORDER BY sequence"
)
