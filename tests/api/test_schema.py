"""Every operation called from its own description, signed in, on a filled shop: successes, refusals, and whatever a machine thinks of.

Each operation has one example that succeeds, made ready in the shop; schemathesis adds what is allowed, what just is
not, and what is plainly wrong, and follows the links. At the end each operation has succeeded and has refused.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from flask import Flask, Response, request, request_finished
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.generation import GenerationMode

from tests.api.filled import Filled, picture
from tests.conftest import Clock
from workshop.api.openapi import problems_of
from workshop.api.views import OPERATIONS
from workshop.app import create_app
from workshop.config import read_settings
from workshop.furnish import furnish
from workshop.house import rules_for
from workshop.migrating import migrate
from workshop.shoproom import open_shoproom
from workshop.writing import NOBODY, Intent

ADDRESS = "/api/v1/openapi.json"
USABLE_KEY = re.compile(r"[!-~]{1,200}")
LISTED = {f"api.{one.name}": {f"/problems/{slug}" for slug in problems_of(one)} for one in OPERATIONS}
ACCEPTED = ["2xx", "401", "403", "404", "409", "422"]  # 422 only for what no schema can say: see `_complaints`
CONFIG = {
    "seed": 7,
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ACCEPTED},
        "ignored_auth": {
            "enabled": False
        },  # cannot reach an application in its own process; test_doors.py asks it of each operation
    },
    "generation": {"max-examples": 10, "deterministic": True, "no-shrink": True},
    "phases": {"stateful": {"generation": {"max-examples": 10}}},
}

for _kind in ("application/pdf", "image/png", "image/jpeg", "image/webp"):
    schemathesis.openapi.media_type(_kind, st.just(picture()))


class Reached:
    """What each operation has answered, and the problems that its description does not list."""

    def __init__(self) -> None:
        self.statuses: dict[str, set[int]] = defaultdict(set)
        self.strangers: set[str] = set()
        self.calls = 0

    def note(self, _app: Flask, response: Response) -> None:
        self.calls += 1
        self.statuses[request.endpoint or "nowhere"].add(response.status_code)
        if response.mimetype == "application/problem+json" and request.endpoint in LISTED:
            kind = json.loads(response.get_data())["type"]
            if kind not in LISTED[request.endpoint] and not kind.startswith("/problems/guard-"):
                self.strangers.add(f"{request.endpoint} {kind}")

    def without(self, low: int, high: int) -> list[str]:
        return [name for name in LISTED if not any(low <= status < high for status in self.statuses[name])]


@pytest.fixture
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("described")
    clock = Clock()
    room = open_shoproom(read_settings({}, data_dir=folder), now=clock)
    migrate(room.database.engine, rules_for("sqlite"))
    room.do(Intent("furnish", NOBODY, clock.at), furnish)
    yield Filled(room, create_app(room))
    room.close()


def described(filled: Filled) -> Callable[..., Iterable[bytes]]:
    """The application, with the examples in its description; each call has a key of its own where it has a usable one."""
    served = json.dumps(filled.document()).encode()

    def wsgi(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == ADDRESS:
            start("200 OK", [("Content-Type", "application/json")])
            return [served]
        if USABLE_KEY.fullmatch(environ.get("HTTP_IDEMPOTENCY_KEY", "")):
            environ["HTTP_IDEMPOTENCY_KEY"] = uuid4().hex
        return filled.app(environ, start)

    return wsgi


def test_the_api_is_as_it_describes_itself(filled: Filled) -> None:
    wsgi = described(filled)
    reached = Reached()
    config = SchemathesisConfig.from_dict(CONFIG | {"headers": {"Authorization": f"Bearer {filled.token}"}})
    schema = schemathesis.openapi.from_wsgi(ADDRESS, wsgi, config=config)
    with request_finished.connected_to(reached.note, filled.app):
        found = [line for event in from_schema(schema).execute() for line in _complaints(event)]
    print(f"{reached.calls} calls of {len(LISTED)} operations")
    assert not found, "\n\n".join(dict.fromkeys(found))
    assert reached.without(200, 300) == [], "these never succeeded"
    assert reached.without(400, 500) == [], "these never refused"
    assert not reached.strangers, "these problems are not listed"


def _complaints(event: Any) -> Iterator[str]:
    if isinstance(event, events.FatalError):
        yield f"{event.exception!r}"
    elif isinstance(event, events.NonFatalError):
        yield f"{event.label}: {event.value!r}"
    elif isinstance(event, events.ScenarioFinished):
        for case_id, checks in event.recorder.checks.items():
            case = event.recorder.cases[case_id].value
            yield from (
                f"{c.name}: {case.as_curl_command()}\n{c.failure_info.failure}" for c in checks if c.failure_info
            )
            yield from _misfits(case, event.recorder.interactions.get(case_id))


def _misfits(case: Any, interaction: Any) -> Iterator[str]:
    """What the description allows must not be refused for its shape, only for what it means."""
    fits = case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE
    if fits and interaction is not None and interaction.response is not None:
        # How many decimals a price may have is a matter of the shop's currency: no pattern can say it.
        told = (interaction.response.content or b"").replace(b"price-not-understood", b"")
        if b"-not-understood" in told or b"not-json" in told:
            yield f"refused for its shape: {case.as_curl_command()}\n{told!r}"
