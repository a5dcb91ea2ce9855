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


RULES = (flags_as_written,)
