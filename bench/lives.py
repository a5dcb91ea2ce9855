"""The work that is measured: the whole life of a piece over HTTP, ours with token, gate, journal and request key, the floor's without."""

import json
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

KINDS = ("wax", "cast", "file")
GROSS_MG = 4_000


@dataclass
class Client:
    """One keep-alive connection that keeps how long each answer took (seconds) and which were no success."""

    port: int
    took_s: list[float] = field(default_factory=list)
    errors: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def send(
        self, method: str, path: str, body: Any = None, token: str | None = None, **more: str
    ) -> tuple[int, bytes, dict[str, str]]:
        headers = {"Content-Type": "application/json", **more}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if method != "GET":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        began = time.perf_counter()
        self._connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self.took_s.append(time.perf_counter() - began)
        if answer.status >= 400:
            self.errors.append((answer.status, content[:200]))
        return answer.status, content, {name.lower(): value for name, value in answer.getheaders()}

    def post(self, path: str, body: Any, token: str | None = None) -> Any:
        return json.loads(self.send("POST", path, body, token)[1])


@dataclass(frozen=True)
class Tokens:
    """Keys of somebody who works and of somebody else who inspects, and the design they work after."""

    logs: str
    inspects: str
    design: str


def our_life(client: Client, tokens: Tokens) -> str:
    """Create, three stages, an inspection with its checks, release: five requests. Returns the serial."""
    serial = str(client.post("/api/v1/pieces", {"design": tokens.design}, tokens.logs)["serials"][0])
    seen = 0
    for kind in KINDS:
        seen = client.post(
            f"/api/v1/pieces/{serial}/events", {"kind": kind, "seen": seen, "weight_mg": GROSS_MG}, tokens.logs
        )["seen"]
    verdict = {"seen": seen, "verdict": "pass", "answers": ANSWERS}
    client.post(f"/api/v1/pieces/{serial}/inspections", verdict, tokens.inspects)
    return serial


def floor_life(client: Client, number: int) -> int:
    """The same five writes on the floor."""
    piece_id = int(client.post("/pieces", {"serial": f"F-{number}"})["id"])
    for kind in (*KINDS, "inspection"):
        client.post(f"/pieces/{piece_id}/events", {"kind": kind})
    return piece_id


CHECKS = ("C1", "C3", "C4", "C5", "C7")
ANSWERS = [{"code": "C6", "measured": GROSS_MG}, *({"code": code, "passes": True} for code in CHECKS)]
