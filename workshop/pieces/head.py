"""Where a piece stands, folded from its events just as the database does it."""

from dataclasses import dataclass, field
from typing import Any

from workshop.pieces.rules import KINDS


@dataclass
class Head:
    """Where a piece stands, as its events say."""

    moved_at: int
    sequence: int = 0
    last_event_id: int | None = None
    last_change_id: int | None = None
    stage_id: int | None = None
    weight_mg: int | None = None
    state: str = "waiting"
    with_id: int | None = None
    _weighed: int = 0
    _numbers: dict[int, int] = field(default_factory=dict)

    def after(self, event: Any) -> None:
        """Move on by one event, the way the database does."""
        kind = KINDS[event.kind]
        before = self.state
        self.sequence, self.last_event_id = event.sequence, event.id
        if event.stage_id is not None or event.kind == "undo":
            self.stage_id = event.stage_id
        self._weigh(event)
        if kind.ends_release:
            self.last_change_id = event.id
            self.state = "waiting" if before == "released" else before
        if kind.leads_to is None:
            return
        self.state, self.moved_at = kind.leads_to, event.at
        if kind.leads_to == "working":
            self.with_id = event.by_id
        elif kind.leads_to != before:
            self.with_id = None

    def _weigh(self, event: Any) -> None:
        """An undo tells the weight before what it undoes; a correction counts now only when nothing was weighed since."""
        self._numbers[event.id] = event.sequence
        is_old = event.kind == "correction" and self._numbers.get(event.corrects_id, 0) < self._weighed
        if event.kind == "undo" or (event.weight_mg is not None and not is_old):
            self.weight_mg = event.weight_mg
        if event.weight_mg is not None:
            self._weighed = event.sequence
