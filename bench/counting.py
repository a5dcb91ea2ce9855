"""Statements are counted exactly, in this process, BEGIN and COMMIT apart."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import event

from bench.filling import Bench
from bench.lives import ANSWERS, GROSS_MG, KINDS
from workshop.app import create_app


def count_statements(bench: Bench) -> None:
    client = create_app(bench.room).test_client()
    one, fifty = (
        counted(
            bench, lambda n=n: _post(client, "/api/v1/pieces", {"design": bench.design, "count": n}, bench.tokens.logs)
        )
        for n in (1, 50)
    )
    print(
        f"statements: whole life {counted(bench, lambda: _life(client, bench))} (at most 45); making 1 piece {one}, making 50 {fifty} (the same)"
    )


def counted(bench: Bench, work: Callable[[], Any]) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    event.listen(bench.room.database.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(bench.room.database.engine, "before_cursor_execute", note)
    return len([s for s in seen if not s.startswith(("BEGIN", "COMMIT"))])


def _life(client: FlaskClient, bench: Bench) -> None:
    serial = _post(client, "/api/v1/pieces", {"design": bench.design}, bench.tokens.logs)["serials"][0]
    seen = 0
    for kind in KINDS:
        seen = _post(
            client,
            f"/api/v1/pieces/{serial}/events",
            {"kind": kind, "seen": seen, "weight_mg": GROSS_MG},
            bench.tokens.logs,
        )["seen"]
    _post(
        client,
        f"/api/v1/pieces/{serial}/inspections",
        {"seen": seen, "verdict": "pass", "answers": ANSWERS},
        bench.tokens.inspects,
    )


def _post(client: FlaskClient, path: str, body: Any, token: str) -> Any:
    answer = client.post(path, json=body, headers={"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex})
    if answer.status_code >= 300:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.get_data(as_text=True)[:300]}")
    return answer.get_json()
