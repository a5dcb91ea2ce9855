"""The report "gate-replay": what the gate would have refused in the imported old logs, case by case."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from workshop.reports.logs import replay_log, sources
from workshop.reports.replay import Replay
from workshop.reports.told import Report, Row, Span
from workshop.wording import _


def gate_replay_report(session: Session, span: Span, currency: str | None) -> Report:
    """One row for each case and each thing the gate would have refused; always over the whole of each log. One statement a log."""
    replays = {source: replay_log(session, source) for source in sources(session)}
    rows = [row for source, replay in replays.items() for row in _rows(source, replay)]
    return Report("gate-replay", _definitions(), rows, {source: _totals(replay) for source, replay in replays.items()})


def _rows(source: str, replay: Replay) -> Iterator[Row]:
    for why, cases in (
        ("before any inspection", replay.before_any),
        ("before the final inspection", replay.before_final),
        ("without a final inspection", replay.no_final),
    ):
        yield from ({"log": source, "case": case, "refused": why, "times": 1} for case in cases)
    for case, times in replay.by_who_worked.items():
        yield {"log": source, "case": case, "refused": "inspected by who worked on it", "times": times}


def _totals(replay: Replay) -> dict[str, int]:
    return {
        "released": replay.released,
        "before_any_inspection": len(replay.before_any),
        "before_final_inspection": len(replay.before_final),
        "no_final_inspection": len(replay.no_final),
        "inspections_by_who_worked": sum(replay.by_who_worked.values()),
    }


def _definitions() -> dict[str, str]:
    return {
        "case": _("What the log follows: an order, a batch, a piece."),
        "refused": _("What the gate would have refused, by the start of the case’s first release."),
        "before any inspection": _("Released before any inspection had been completed."),
        "before the final inspection": _(
            "It had a final inspection, but released before the first of them was complete."
        ),
        "without a final inspection": _("Released, and never had a final inspection."),
        "inspected by who worked on it": _("Inspections by somebody who also worked on the case; “times” counts them."),
    }
