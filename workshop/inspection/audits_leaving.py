"""Looking back at the door: every release, departure and move out of the house is judged once more."""

from collections.abc import Iterator
from typing import Any

from workshop.findings import NEVER, Finding
from workshop.inspection.hindsight import Hindsight
from workshop.pieces.places import INSIDE, LENT, OUTSIDE

FOR_EVER = 2**62
TELLS_A_PASS = ("passed", "tagged", "left")


def releases_hold(past: Hindsight) -> Iterator[Finding]:
    """A release is on the piece's own pass since its last change, and a current pass has its release."""
    by_id = {look.id: look for look in past.releasing()}
    there = set()
    for row in past.books.rows("SELECT piece_id, inspection_id, purpose, verdict, last_change_id FROM release"):
        look = by_id.get(row.inspection_id)
        there.add(row.inspection_id)
        own = look is not None and (look.piece_id, look.purpose, look.verdict, look.last_change_id) == (
            row.piece_id,
            row.purpose,
            row.verdict,
            row.last_change_id,
        )
        if not own or _change_now(past, row.piece_id) != row.last_change_id:
            yield Finding(
                "release-on-own-pass", past.books.serial(row.piece_id), "its release has no pass since its last change."
            )
    for look in by_id.values():
        if look.id not in there and _change_now(past, look.piece_id) == look.last_change_id:
            yield Finding(
                "pass-has-release",
                past.books.serial(look.piece_id),
                f"the release of its inspection {look.number} is gone though nothing ended it.",
            )


def _change_now(past: Hindsight, piece_id: int) -> int | None:
    return past.last_change(piece_id, FOR_EVER)


def departures_hold(past: Hindsight) -> Iterator[Finding]:
    """A departure is on the piece's own pass, current at that moment, from inside the house; what is lent is also sold where it is."""
    by_id = {look.id: look for look in past.releasing()}
    for row in past.books.rows("SELECT id, piece_id, inspection_id, purpose, verdict, kind FROM departure"):
        at, look = past.books.written("departure", row.id), by_id.get(row.inspection_id)
        serial, left = past.books.serial(row.piece_id), f"it left ({row.kind})"
        if look is None or (look.piece_id, look.purpose, look.verdict) != (row.piece_id, row.purpose, row.verdict):
            yield Finding("departure-own-pass", serial, f"{left} without a pass of its own.")
        elif at == NEVER:
            yield Finding("departure-in-journal", serial, f"{left}, but the journal knows nothing of it.")
        elif past.pass_at(row.piece_id, at) is None or past.last_change(row.piece_id, at) != look.last_change_id:
            yield Finding(
                "departure-after-pass",
                serial,
                f"{left} before it had passed, or after something that asked for a new inspection.",
            )
        elif past.places.of(row.piece_id, at) not in (INSIDE + LENT if row.kind == "sold" else INSIDE):
            yield Finding("departure-from-here", serial, f"{left} while it was not here.")


def moves_out_departed(past: Hindsight) -> Iterator[Finding]:
    """Whatever is outside went through the one door, and what went through it is written as outside."""
    doors = {
        (r.piece_id, r.custody_sequence): r
        for r in past.books.rows("SELECT id, piece_id, custody_sequence, kind FROM departure")
    }
    for piece_id, rows in past.places.rows.items():
        for row in rows:
            door = doors.pop((piece_id, row.sequence), None)
            if row.place in OUTSIDE and (
                door is None or past.books.written("departure", door.id) > past.places.written(row)
            ):
                yield Finding(
                    "custody-through-the-door",
                    past.books.serial(piece_id),
                    f"it is written as {row.place} without a departure.",
                )
    for (piece_id, _sequence), door in doors.items():
        if door.kind != "tagged":
            yield Finding(
                "departure-moves", past.books.serial(piece_id), f"it left ({door.kind}), but no place says where to."
            )


def events_tell_passes(past: Hindsight) -> Iterator[Finding]:
    """A piece is told as passed, tagged or gone only on a pass, and weighed only within what its pass explains."""
    for piece_id, events in past.events.items():
        for event in events:
            if event.kind not in (*TELLS_A_PASS, "weighed"):
                continue
            look = past.pass_at(piece_id, past.books.written("work_event", event.id))
            serial = past.books.serial(piece_id)
            if event.kind in TELLS_A_PASS and look is None:
                yield Finding(
                    "event-passed", serial, f"event {event.sequence} tells it as {event.kind} without a pass."
                )
            elif event.kind == "weighed" and look is not None and _weighs_otherwise(event, look):
                yield Finding("event-weighed", serial, f"event {event.sequence} is another weight than it passed with.")


def _weighs_otherwise(event: Any, look: Any) -> bool:
    figures = (event.weight_mg, look.gross_mg, look.tolerance_mg)
    return None in figures or abs(event.weight_mg - look.gross_mg) > look.tolerance_mg
