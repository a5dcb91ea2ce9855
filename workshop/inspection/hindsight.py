"""Looking back: who was qualified, who had worked, which lists counted and where a piece was, at any position of the journal."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from typing import Any

from workshop.findings import Books
from workshop.pieces.audits import KIND, Places

MINUTE_US = 60_000_000
# Read from the beginning only: what a person typed as a size stands after it.
_DESIGN_WAS = re.compile(r"(?:parts: \d+ → \d+; )?design: (?P<before>[^;→]+) → ")
_PARTS_WERE = re.compile(r"parts: (?P<before>\d+) → \d+(?:; |$)")


class Hindsight:
    """The facts of the gate, read once."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.places = Places(books)
        self.events = books.by_piece(
            "piece_id, id, sequence, kind, by_id, at, corrects_id, note, weight_mg", "work_event", "sequence"
        )
        self.inspections = books.by_piece(
            "piece_id, id, number, last_change_id, purpose, by_id, verdict, level, qualified, gross_mg, tolerance_mg, decided_at",
            "inspection",
            "number",
        )
        self.lists = _grouped(books, "SELECT inspection_id, checklist_id FROM inspection_list ORDER BY inspection_id")
        self.checks = {
            c.id: c
            for c in books.rows(
                "SELECT id, checklist_id, code, how, required, each_part, low, high, role FROM inspection_check"
            )
        }
        given = (
            "SELECT inspection_id, id, check_id, part, result, measured, photo_id FROM answer ORDER BY inspection_id"
        )
        self.answers = {
            look: [answer for answer in answers if answer.check_id in self.checks]
            for look, answers in _grouped(books, given).items()
        }

    def decided(self, inspection: Any) -> int:
        """When the verdict was written; NEVER when the journal has none."""
        return self.books.written("inspection", inspection.id, "changed")

    def before(self, piece_id: int, at: int) -> list[Any]:
        """The piece's events until then."""
        return [e for e in self.events.get(piece_id, []) if self.books.written("work_event", e.id) < at]

    def changes(self, piece_id: int, at: int) -> list[Any]:
        """Those of them that end a release."""
        return [e for e in self.before(piece_id, at) if e.kind in KIND and KIND[e.kind].ends_release]

    def last_change(self, piece_id: int, at: int) -> int | None:
        return next((e.id for e in reversed(self.changes(piece_id, at))), None)

    def work(self, piece_id: int, at: int) -> list[Any]:
        """Those of them that are work, without what the same person undid at once."""
        events = self.before(piece_id, at)
        following = [*events[1:], None]
        return [
            e
            for e, after in zip(events, following, strict=True)
            if e.kind in KIND and KIND[e.kind].is_work and not _undone(e, after)
        ]

    @cached_property
    def _rights(self) -> tuple[list[int], list[frozenset[int]]]:
        positions, rights, now = [], [], frozenset[int]()
        written = [
            (self.books.written("standing", s.id), s)
            for s in self.books.rows("SELECT id, person_id, active, is_inspector FROM standing")
        ]
        for at, standing in sorted(written, key=lambda one: one[0]):
            now = (
                now | {standing.person_id} if standing.active and standing.is_inspector else now - {standing.person_id}
            )
            positions.append(at)
            rights.append(now)
        return positions, rights

    def qualified(self, at: int) -> frozenset[int]:
        """Who could inspect then, by the standings written until then."""
        positions, rights = self._rights
        place = bisect_left(positions, at)
        return rights[place - 1] if place else frozenset()

    @cached_property
    def _published(self) -> dict[tuple[str, str], list[tuple[int, int, int]]]:
        published: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
        for row in self.books.rows(
            "SELECT id, purpose, serves, number FROM checklist WHERE published = 1 ORDER BY number"
        ):
            at = self.books.written("checklist", row.id, "changed")
            published.setdefault((row.purpose, row.serves), []).append((at, row.number, row.id))
        return published

    def newest_list(self, purpose: str, serves: str, at: int) -> int | None:
        return next(
            (i for written, _n, i in reversed(self._published.get((purpose, serves), [])) if written < at), None
        )

    def final_list(self, piece_id: int, at: int) -> int | None:
        """The list that a final inspection had to answer."""
        design_id, kind, _parts = self.specification(piece_id, at)
        return self.newest_list("final", f"design:{design_id}", at) or self.newest_list("final", f"kind:{kind}", at)

    def delta_list(self, piece_id: int, event_kind: str, at: int) -> int | None:
        """The list that an event of this kind asked for after an earlier pass."""
        own = None if event_kind == "respecified" else self.newest_list("delta", f"work:{event_kind}", at)
        return own or self.final_list(piece_id, at)

    @cached_property
    def _specifications(self) -> dict[int, tuple[int, str, int]]:
        return {i: (d, k, p) for i, d, k, p in self.books.rows("SELECT id, design_id, kind, parts FROM piece")}

    @cached_property
    def _designs(self) -> dict[str, tuple[int, str]]:
        return {code: (i, kind) for i, code, kind in self.books.rows("SELECT id, code, kind FROM design")}

    def specification(self, piece_id: int, at: int) -> tuple[int, str, int]:
        """Design, kind and parts of the piece as they were then: later changes taken back, as their notes tell."""
        design_id, kind, parts = self._specifications[piece_id]
        for event in reversed(self.events.get(piece_id, [])):
            if event.kind != "respecified" or self.books.written("work_event", event.id) < at:
                continue
            was_design, had_parts = _DESIGN_WAS.match(event.note or ""), _PARTS_WERE.match(event.note or "")
            if was_design and was_design["before"] in self._designs:
                design_id, kind = self._designs[was_design["before"]]
            parts = int(had_parts["before"]) if had_parts else parts
        return design_id, kind, parts

    def releasing(self) -> Iterator[Any]:
        """Every pass that released a piece."""
        for piece_id, inspections in self.inspections.items():
            if piece_id in self._specifications:
                yield from (one for one in inspections if one.verdict == "pass" and one.purpose != "stage")

    def earlier_pass(self, inspection: Any) -> Any:
        """The releasing pass before this inspection; None when there was none."""
        earlier = (
            one
            for one in reversed(self.inspections[inspection.piece_id])
            if one.number < inspection.number and one.verdict == "pass" and one.purpose != "stage"
        )
        return next(earlier, None)

    def pass_at(self, piece_id: int, at: int) -> Any:
        """The pass on which the piece could leave then; None when there was none."""
        change = self.last_change(piece_id, at)
        current = (
            one
            for one in self.inspections.get(piece_id, [])
            if one.verdict == "pass"
            and one.purpose != "stage"
            and one.last_change_id == change
            and 0 <= self.decided(one) < at
        )
        return next(current, None)


def _undone(event: Any, after: Any) -> bool:
    return (
        after is not None
        and after.kind == "undo"
        and after.corrects_id == event.id
        and after.by_id == event.by_id
        and after.by_id is not None
        and after.sequence == event.sequence + 1
        and after.at <= event.at + MINUTE_US
    )


def _grouped(books: Books, statement: str) -> dict[int, list[Any]]:
    return {key: list(rows) for key, rows in groupby(books.rows(statement), key=lambda row: row[0])}
