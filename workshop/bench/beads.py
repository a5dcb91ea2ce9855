"""The stages of one piece as beads on a line, and which comes next: decisions over plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.pieces.rules import Stage


@dataclass(frozen=True)
class Mark:
    """The newest thing of one sort (begun, done, skipped, sent_back) at a stage: its place in the story, and what is told of it."""

    sequence: int
    who: str = ""
    when: str = ""
    weight: str = ""
    note: str = ""
    is_outwork: bool = False


Marks = Mapping[tuple[int | None, str], Mark]


@dataclass(frozen=True)
class Bead:
    """A stage as it stands: done, now, open, failed (sent back, to do again) or skipped."""

    stage: Stage
    state: str
    mark: Mark | None = None


def beads_of(
    stages: Sequence[Stage], marks: Marks, *, way_in: str, working_on: int | None, also: Sequence[str]
) -> list[Bead]:
    """One bead a stage, in order. `also`: names of further stages that the newest send-back asks for."""
    newest_back = max((mark.sequence for (_id, what), mark in marks.items() if what == "sent_back"), default=0)
    given = _given(stages, way_in)
    return [_bead(stage, marks, working_on, newest_back if stage.name in also else 0, given) for stage in stages]


def _bead(stage: Stage, marks: Marks, working_on: int | None, also_since: int, given: Sequence[Stage]) -> Bead:
    done, skipped = marks.get((stage.id, "done")), marks.get((stage.id, "skipped"))
    back = marks.get((stage.id, "sent_back"))
    last = max((m for m in (done, skipped) if m), key=lambda m: m.sequence, default=None)
    again_since = max(back.sequence if back else 0, also_since)
    if working_on == stage.id:
        return Bead(stage, "now", marks.get((stage.id, "begun")))
    if again_since > (last.sequence if last else 0):
        return Bead(stage, "failed", back or last)
    if last is not None:
        return Bead(stage, "skipped" if last is skipped else "done", last)
    return Bead(stage, "skipped" if stage in given else "open")


def _given(stages: Sequence[Stage], way_in: str) -> Sequence[Stage]:
    """The stages that were over before the piece came here."""
    if way_in == "made":
        return stages
    if way_in == "castings":
        cast = [number for number, stage in enumerate(stages) if stage.work == "cast"]
        return stages[: cast[0] + 1] if cast else ()
    return ()


def next_of(beads: Sequence[Bead], *, was_finished: bool = False) -> Stage | None:
    """The stage in hand; else the first one sent back; else the one after the last that is over; None: it waits for inspection.

    A piece that `was_finished` once, and inspected, goes back to its inspection after what was asked for.
    """
    for state in ("now", "failed"):
        for bead in beads:
            if bead.state == state:
                return bead.stage
    if was_finished:
        return None
    over = [number for number, bead in enumerate(beads) if bead.state in ("done", "skipped")]
    after = over[-1] + 1 if over else 0
    return beads[after].stage if after < len(beads) else None
