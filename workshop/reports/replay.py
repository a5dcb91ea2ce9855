"""The gate replay: what the gate would have refused, had it stood when an old log was written. Pure: rows in, cases out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

INSPECTIONS = ("inspection", "final inspection")


@dataclass(frozen=True)
class Entry:
    """A row of a log. `place`: where it stands in the file, which decides between equal moments."""

    case: str
    sort: str
    who: str | None
    started: datetime
    finished: datetime
    place: int


@dataclass
class Replay:
    """Cases by name, in the order in which the log first names them. All but `released` are refusals.

    `before_final` had a final inspection, later; `no_final` never had one. `by_who_worked`: inspections by somebody
    who worked on that case, before or after, and in which cases.
    """

    released: int = 0
    before_any: list[str] = field(default_factory=list)
    before_final: list[str] = field(default_factory=list)
    no_final: list[str] = field(default_factory=list)
    by_who_worked: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The form that programs rely on."""
        return {
            "released": self.released,
            "before_any_inspection": self.before_any,
            "before_final_inspection": self.before_final,
            "no_final_inspection": self.no_final,
        }


def replay_of(entries: Iterable[Entry]) -> Replay:
    """The replay of entries that come case by case, each in the order of the file."""
    found = Replay()
    for case, rows in sorted(_by_case(entries), key=lambda one: one[1][0].place):
        if own := _by_who_worked(rows):
            found.by_who_worked[case] = own
        _judge(found, case, rows)
    return found


def _by_case(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    for case, rows in groupby(entries, key=attrgetter("case")):
        yield case, list(rows)


def _judge(found: Replay, case: str, rows: list[Entry]) -> None:
    releases = [row for row in rows if row.sort == "release"]
    if not releases:
        return
    found.released += 1
    first = min(releases, key=lambda row: (row.started, row.place))
    finals = [row for row in rows if row.sort == "final inspection"]
    if not _completed(first, (row for row in rows if row.sort in INSPECTIONS)):
        found.before_any.append(case)
    if not finals:
        found.no_final.append(case)
    elif not _completed(first, finals):
        found.before_final.append(case)


def _completed(release: Entry, looks: Iterable[Entry]) -> bool:
    """Whether one of them was complete when the release began; at the same moment the order of the file decides."""
    return any((look.finished, look.place) < (release.started, release.place) for look in looks)


def _by_who_worked(rows: list[Entry]) -> int:
    workers = {row.who for row in rows if row.sort == "work" and row.who is not None}
    return sum(row.sort in INSPECTIONS and row.who in workers for row in rows)
