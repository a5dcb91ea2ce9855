"""What the gate would have refused in an old log: small logs, of which each says one thing."""

from datetime import UTC, datetime, timedelta

import pytest

from workshop.reports.replay import Entry, Replay, replay_of

DAY = datetime(2026, 11, 20, tzinfo=UTC)


def log(*rows: tuple[str, int, int] | tuple[str, int, int, str], case: str = "1") -> Replay:
    """Rows are (sort, started, finished) in hours, and who, in the order of the file."""
    return replay_of(
        Entry(
            case,
            sort,
            who[0] if who else None,
            DAY + timedelta(hours=started),
            DAY + timedelta(hours=finished),
            place,
        )
        for place, (sort, started, finished, *who) in enumerate(rows)
    )


LOOK, FINAL, OUT = "inspection", "final inspection", "release"


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        pytest.param([("work", 0, 1), (FINAL, 1, 2), (OUT, 2, 3)], [], id="in order"),
        pytest.param([(OUT, 2, 3)], ["any", "none"], id="nobody looked"),
        pytest.param([(LOOK, 0, 1), (OUT, 2, 3)], ["none"], id="no final look"),
        pytest.param([(LOOK, 1, 4), (OUT, 2, 3)], ["any", "none"], id="the look ended later"),
        pytest.param([(FINAL, 1, 4), (OUT, 2, 3)], ["any", "before"], id="the final look ended later"),
        pytest.param([(LOOK, 0, 1), (FINAL, 4, 5), (OUT, 2, 3)], ["before"], id="the final look came later"),
        pytest.param([(FINAL, 4, 5), (FINAL, 0, 1), (OUT, 2, 3)], [], id="the first final look counts"),
        pytest.param([(OUT, 8, 9), (FINAL, 4, 5), (OUT, 2, 3)], ["any", "before"], id="the first release counts"),
        pytest.param([(FINAL, 1, 2), (OUT, 2, 3)], [], id="at the same moment, looked first"),
        pytest.param([(OUT, 2, 3), (FINAL, 1, 2)], ["any", "before"], id="at the same moment, left first"),
    ],
)
def test_a_case_is_refused_for_what_was_missing(rows: list[tuple[str, int, int]], refused: list[str]) -> None:
    found = log(*rows)
    told = {"any": found.before_any, "before": found.before_final, "none": found.no_final}
    assert found.released == 1
    assert [name for name, cases in told.items() if cases] == refused


def test_a_case_without_a_release_is_not_judged() -> None:
    assert log(("work", 0, 1), (FINAL, 1, 2)) == Replay()


def test_looks_by_who_worked_are_counted() -> None:
    found = log(("work", 0, 1, "ana"), (LOOK, 1, 2, "ana"), (FINAL, 2, 3, "ines"), (FINAL, 3, 4, "ana"), (LOOK, 4, 5))
    assert found.by_who_worked == {"1": 2}


def test_nobody_named_is_nobody_twice() -> None:
    assert log(("work", 0, 1), (FINAL, 1, 2)).by_who_worked == {}
