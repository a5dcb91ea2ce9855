"""Looking back at tags: each came through the one door, one at a time, on its piece's current pass."""

from collections.abc import Iterator
from itertools import pairwise

from workshop.findings import MOST_ROWS, Books, Finding

TIMED = ("tag", "tag_withdrawal", "tag_check", "label_print")


def tags_departed(books: Books) -> Iterator[Finding]:
    """A tag carries a departure of its own piece that was written with it, and every such departure has its tag."""
    doors = {row.id: row for row in books.rows("SELECT id, piece_id FROM departure WHERE kind = 'tagged'")}
    for tag in books.rows("SELECT id, piece_id, departure_id, code FROM tag"):
        door = doors.pop(tag.departure_id, None)
        if door is None or door.piece_id != tag.piece_id:
            yield Finding(
                "tag-departed", books.serial(tag.piece_id), f"its tag {tag.code} did not come through the door."
            )
        elif books.written("tag", tag.id) // MOST_ROWS != books.written("departure", door.id) // MOST_ROWS:
            yield Finding(
                "tag-with-departure", books.serial(tag.piece_id), f"its tag {tag.code} was put on an older departure."
            )
    for door in doors.values():
        yield Finding("departure-tags", books.serial(door.piece_id), "it was tagged, but its tag is not there.")


def one_tag_at_a_time(books: Books) -> Iterator[Finding]:
    """A piece gets another tag only after the one before was withdrawn."""
    ended = {
        row.tag_id: books.written("tag_withdrawal", row.id)
        for row in books.rows("SELECT id, tag_id FROM tag_withdrawal")
    }
    for piece_id, tags in books.by_piece("piece_id, id", "tag").items():
        in_order = sorted(tags, key=lambda tag: books.written("tag", tag.id))
        for before, after in pairwise(in_order):
            if before.id not in ended or ended[before.id] > books.written("tag", after.id):
                yield Finding("tag-one-at-a-time", books.serial(piece_id), "it got another tag while one counted.")


RULES = (tags_departed, one_tag_at_a_time)
