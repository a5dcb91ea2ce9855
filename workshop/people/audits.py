"""Looking back at people: what anybody may do is what was last written of them."""

from collections.abc import Iterator

from workshop.findings import Books, Finding
from workshop.people.duties import FLAGS

TIMED = ("standing",)
_FLAGS = ", ".join(("active", *FLAGS))


def flags_as_written(books: Books) -> Iterator[Finding]:
    """A person's rights are those of the newest standing, and standings have no gaps."""
    newest: dict[int, tuple[int, tuple[int, ...]]] = {}
    for person_id, sequence, *flags in books.rows(
        f"SELECT person_id, sequence, {_FLAGS} FROM standing ORDER BY person_id, sequence"
    ):
        if sequence != newest.get(person_id, (0, ()))[0] + 1:
            yield Finding(
                "standing-numbered", f"person {person_id}", f"standing {sequence} does not follow the one before."
            )
        newest[person_id] = (sequence, tuple(flags))
    for person_id, subject, *flags in books.rows(f"SELECT id, subject, {_FLAGS} FROM person"):
        if newest.get(person_id, (0, (0, 0, 0, 0)))[1] != tuple(flags):
            yield Finding(
                "person-as-written", f"person {subject}", "what they may do is not what was last written of them."
            )


SWITCHED = {"confirm second factor": True, "end second factor": False, "forget second factor": False}


def factors_as_written(books: Books) -> Iterator[Finding]:
    """Whether a code is asked from somebody is what the journal last told of it; of what it never told of, nothing is said."""
    told = {
        row_id: SWITCHED[verb]
        for verb, rows in books.entries("second factor")
        if verb in SWITCHED
        for table, row_id, _how, _digest in rows
        if table == "person"
    }
    asked = "SELECT person_id FROM second_factor WHERE confirmed_at IS NOT NULL AND ended_at IS NULL"
    on = {person_id for (person_id,) in books.rows(asked)} if told else set()
    for person_id, is_on in told.items():
        if is_on != (person_id in on):
            last = "on" if is_on else "off"
            yield Finding("factor-as-written", f"person {person_id}", f"their second factor was last switched {last}.")


RULES = (flags_as_written, factors_as_written)
