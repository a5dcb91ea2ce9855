"""Looking back at pieces: where each stands follows from its events, and its places, numbers and kinds are possible."""

from collections.abc import Iterable, Iterator
from typing import Any

from workshop.catalogue.defaults import EVENT_KINDS, KINDS
from workshop.findings import NEVER, Books, Finding
from workshop.pieces.head import Head
from workshop.pieces.places import IN_HAND, LENT, OUTSIDE

TIMED = ("work_event", "custody")
KIND = {kind.key: kind for kind in EVENT_KINDS}
_EVENT = "piece_id, sequence, id, kind, stage_id, weight_mg, by_id, at, corrects_id"
_HEAD = "piece_id, sequence, last_event_id, last_change_id, stage_id, weight_mg, state, with_id, moved_at"


def heads_follow(books: Books) -> Iterator[Finding]:
    """The head of each piece is the fold of its events, which are numbered without gaps."""
    events = books.by_piece(_EVENT, "work_event", "sequence")
    heads = books.by_piece(_HEAD, "piece_head", "piece_id")
    for piece_id, serial, created_at in books.rows("SELECT id, serial, created_at FROM piece ORDER BY id"):
        mine = events.pop(piece_id, [])
        if [event.sequence for event in mine] != list(range(1, len(mine) + 1)):
            yield Finding(
                "event-numbered", serial, "its events are not numbered without gaps: one is missing or was put in."
            )
        head = Head(created_at)
        for event in mine:
            if event.kind in KIND:
                head.after(event)
        wrong = _unlike(head, heads.pop(piece_id, []))
        if wrong:
            yield Finding("head-follows", serial, f"where it stands ({wrong}) does not follow from its events.")
    for piece_id in events.keys() | heads.keys():
        yield Finding("event-of-a-piece", books.serial(piece_id), "there are events of it, or it has a head.")


def _unlike(head: Head, stored: list[Any]) -> str | None:
    """The columns in which a stored head is not what the events say."""
    if len(stored) != 1:
        return "its head"
    names = [name for name in _HEAD.split(", ")[1:] if getattr(stored[0], name) != getattr(head, name)]
    return ", ".join(names) or None


def events_possible(books: Books) -> Iterator[Finding]:
    """Work happens at the bench, by somebody, to a piece that is not scrapped; every kind is one of this program's."""
    places = Places(books)
    scrapped: set[int] = set()
    for event in books.rows(f"SELECT {_EVENT} FROM work_event ORDER BY piece_id, sequence"):
        serial, at = books.serial(event.piece_id), books.written("work_event", event.id)
        kind = KIND.get(event.kind)
        if kind is None:
            yield Finding("event-kind", serial, f"event {event.sequence} is of a kind that this program does not know.")
        elif kind.is_work and event.piece_id in scrapped:
            yield Finding("event-after-scrap", serial, f"event {event.sequence} is work after it was scrapped.")
        elif kind.is_work and event.by_id is None and kind.key != "made_before":
            yield Finding("event-has-hands", serial, f"event {event.sequence} is work that nobody did.")
        elif kind.is_work and at != NEVER and places.of(event.piece_id, at) not in IN_HAND:
            yield Finding("event-in-hand", serial, f"event {event.sequence} is work while it was not here.")
        if event.kind == "scrap":
            scrapped.add(event.piece_id)
        elif event.kind == "undo":
            scrapped.discard(event.piece_id)


class Places:
    """Where each piece was at any position of the journal."""

    def __init__(self, books: Books) -> None:
        self.rows = books.by_piece("piece_id, sequence, id, place", "custody", "sequence")
        self._books = books

    def of(self, piece_id: int, at: int) -> str | None:
        known = (row.place for row in reversed(self.rows.get(piece_id, [])) if self.written(row) < at)
        return next(known, None)

    def written(self, row: Any) -> int:
        return self._books.written("custody", row.id)


def places_possible(books: Books) -> Iterator[Finding]:
    """Places are numbered without gaps; out for outwork and back, and home from outside, only by an event that says so."""
    changes = {
        piece_id: [
            (books.written("work_event", e.id), e.kind) for e in events if e.kind in KIND and KIND[e.kind].ends_release
        ]
        for piece_id, events in books.by_piece(_EVENT, "work_event", "sequence").items()
    }
    places = Places(books)
    for piece_id, rows in places.rows.items():
        if [row.sequence for row in rows] != list(range(1, len(rows) + 1)):
            yield Finding("custody-numbered", books.serial(piece_id), "its places are not numbered without gaps.")
        for before, row in zip([None, *rows], rows, strict=False):
            said = _newest(changes.get(piece_id, ()), places.written(row))
            asked = _asked_for(before.place if before else None, row.place)
            if asked and said not in asked:
                yield Finding(
                    "custody-said",
                    books.serial(piece_id),
                    f"place {row.sequence} ({row.place}) has no event that says so.",
                )


def _newest(changes: Iterable[tuple[int, str]], at: int) -> str | None:
    return next((kind for written, kind in reversed(list(changes)) if written < at), None)


def _asked_for(before: str | None, place: str) -> tuple[str, ...]:
    """The kinds of event of which this move needs one; none when it needs none."""
    if before == "outwork":
        return ("outwork_back",)
    if before in LENT and place == "customer":
        return ()
    if before in OUTSIDE:
        return ("came_back", "taken_in")
    return ("outwork_out",) if place == "outwork" else ()


def numbers_within(books: Books) -> Iterator[Finding]:
    """Numbers of an edition lie within it, and no counter stands below a serial that was given."""
    outside = "SELECT p.serial, p.edition_number FROM piece p LEFT JOIN edition e ON e.id = p.edition_id AND e.design_id = p.design_id WHERE p.edition_id IS NOT NULL AND (e.id IS NULL OR p.edition_number IS NULL OR p.edition_number NOT BETWEEN 1 AND e.size)"
    for serial, number in books.rows(outside):
        yield Finding("edition-number", serial, f"its number {number} is none of its edition.")
    counters = {letter: last for letter, last in books.rows("SELECT letter, last FROM serial_counter")}
    for serial in books.serials.values():
        letter, _dash, number = serial.partition("-")
        if not number.isdigit() or int(number) > counters.get(letter, 0):
            yield Finding("serial-counted", serial, "its serial was never counted.")


def specifications_said(books: Books) -> Iterator[Finding]:
    """What a piece shall be, and what is engraved, was changed by an event of that piece that says so."""
    unsaid = "LEFT JOIN work_event e ON e.id = s.{event} AND e.piece_id = s.{piece} AND e.kind = 'respecified' WHERE s.{event} IS NOT NULL AND e.id IS NULL"
    changed = "SELECT s.id FROM piece s " + unsaid.format(event="spec_event_id", piece="id")
    engraved = "SELECT s.piece_id FROM personalisation s " + unsaid.format(event="event_id", piece="piece_id")
    for (piece_id,) in [*books.rows(changed), *books.rows(engraved)]:
        yield Finding(
            "respecified-said", books.serial(piece_id), "what it shall be was changed without an event that says so."
        )


def kinds_as_published(books: Books) -> Iterator[Finding]:
    """The kinds of event and of piece, which decide the gate, are this program's own."""
    events = {(k.key, k.name, int(k.is_work), int(k.ends_release), k.leads_to) for k in EVENT_KINDS}
    pieces = {(k.key, k.name, k.base, int(k.has_stones), k.parts) for k in KINDS}
    found_events = {tuple(r) for r in books.rows("SELECT key, name, is_work, ends_release, leads_to FROM event_kind")}
    found_pieces = {tuple(r) for r in books.rows("SELECT key, name, base, has_stones, parts FROM piece_kind")}
    for key in sorted({row[0] for row in events ^ found_events}):
        yield Finding("event-kind-frozen", "", f"The kind of event {key} is not as this program made it.")
    for key in sorted({row[0] for row in pieces ^ found_pieces}):
        yield Finding("piece-kind-frozen", "", f"The kind of piece {key} is not as this program made it.")


def books_their_own(books: Books) -> Iterator[Finding]:
    """The account of a piece, and of a casting tree, is the one that is named after it."""
    for table, kind, name in (("piece", "piece", "serial"), ("casting_tree", "tree", "code")):
        others = f"SELECT o.{name} FROM {table} o LEFT JOIN account a ON a.id = o.account_id WHERE o.account_id IS NOT NULL AND a.key IS DISTINCT FROM '{kind}:' || o.{name} ORDER BY o.id"
        for (whose,) in books.rows(others):
            yield Finding("account-own", whose, "its account in the books is not its own.")
    lost = "SELECT a.key FROM account a WHERE a.kind = 'piece' AND a.key <> 'piece' AND NOT EXISTS(SELECT 1 FROM piece p WHERE p.account_id = a.id) ORDER BY a.id"
    for (key,) in books.rows(lost):
        yield Finding("account-own", key.partition(":")[2], "it no longer knows its account in the books.")


RULES = (
    heads_follow,
    events_possible,
    places_possible,
    numbers_within,
    specifications_said,
    kinds_as_published,
    books_their_own,
)
