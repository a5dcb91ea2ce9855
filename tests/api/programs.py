"""Programs at the API's door: each has a token of one person."""

import json
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests.world import World
from workshop.people.models import ApiToken
from workshop.people.secrets import token_digest
from workshop.writing import NOBODY, Actor

NAMES = {"serial": "R-0001", "code": "D-0001", "number": "1", "subject": "0" * 32, "tray": "lemel", "name": "stock"}


class Program:
    """One token, and how to call with it."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self.client = app.test_client()
        self.token = token

    def headers(self, key: str | None = None) -> dict[str, str]:
        told = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        return told if key is None else told | {"Idempotency-Key": key}

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self.headers())

    def send(self, path: str, body: Any = None, *, key: str | None = None, method: str = "POST") -> TestResponse:
        """The body as JSON (bytes go as they are), under a key of its own unless one is given."""
        raw = body if isinstance(body, bytes) else json.dumps(body)
        picture = isinstance(body, bytes) and body[:1] != b"{" and body[:1] != b"["
        return self.client.open(
            f"/api/v1{path}",
            method=method,
            data=raw,
            headers=self.headers(key or uuid4().hex),
            content_type="image/png" if picture else "application/json",
        )


class Programs:
    """Ana's program logs, Ines's inspects, Omar's does the office's work."""

    def __init__(self, world: World, app: Flask) -> None:
        self.world = world
        self.app = app
        self.ana = self.program(world.ana, "read log")
        self.ines = self.program(world.ines, "read inspect")
        self.omar = self.program(world.omar, "read office")
        self.nobody = Program(app, None)

    def program(self, who: Actor, scopes: str) -> Program:
        return Program(self.app, self.token(who, scopes))

    def token(self, who: Actor, scopes: str) -> str:
        secret = uuid4().hex
        row = {"person_id": who.id, "scopes": scopes, "label": "test", "created_at": self.world.room.now()}
        self.world.tell(
            lambda w: w.add(ApiToken, digest=token_digest(secret, self.world.room.settings.secret_key), **row), NOBODY
        )
        return secret

    def answers(self, serial: str) -> list[dict[str, Any]]:
        """Every question of the next inspection, answered well, as its own description says."""
        asked = self.ines.get(f"/pieces/{serial}/inspections/next").get_json()
        return [_well(check, part) for check in asked["checks"] for part in check["parts"]]


def _well(check: dict[str, Any], part: int) -> dict[str, Any]:
    if check["how"] == "measurement":
        weight = check["role"] == "gross_weight"
        return {
            "code": check["code"],
            "part": part,
            "measured": 4_000 if weight else (check["low"] + check["high"]) // 2,
        }
    return {"code": check["code"], "part": part, "passes": True} | ({"measured": 1} if check["how"] == "count" else {})
