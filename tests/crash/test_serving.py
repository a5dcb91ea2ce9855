"""One server at one data folder, and commands beside it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

from tests.world import World
from workshop.house import journalled
from workshop.people.tokens import create_token
from workshop.shoproom import Shoproom
from workshop.verifying import verify

ROOT = Path(__file__).resolve().parents[2]
MAP = 'source = "list"\nidentity = ["no"]\n[design]\nname = "title"\nkind = { column = "kind", default = "ring" }\nmaterial = { column = "metal", default = "other" }\n'
ROWS = 300


def command(room: Shoproom, *words: str, stderr: int = subprocess.PIPE) -> "subprocess.Popen[str]":
    """As somebody types it who keeps this shop."""
    settings = {"WORKSHOP_ENV_READY": "1", "WORKSHOP_DATABASE_URL": room.settings.database_url}
    return subprocess.Popen(
        [sys.executable, "-m", "workshop", *words, "--data-dir", str(room.settings.data_dir), "--json"],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextmanager
def running(room: Shoproom) -> Iterator[str]:
    """The address of an open server. What it says of each request goes nowhere: a pipe that nobody reads would stop it once full."""
    server = command(room, "serve", "--port", free_port(), stderr=subprocess.DEVNULL)
    assert server.stdout
    try:
        yield str(json.loads(server.stdout.readline())["address"])
    finally:
        server.kill()
        server.communicate()


def refused(server: "subprocess.Popen[str]") -> tuple[int, str]:
    """How a server ended that did not open, and what it said; one that opens fails here and is stopped."""
    assert server.stdout
    said = server.stdout.readline()
    if said:
        server.kill()
    _out, err = server.communicate()
    assert said == ""
    return server.returncode, err


def test_a_second_server_at_the_same_folder_is_refused(world: World) -> None:
    """On PostgreSQL there may be several: the database is what they share."""
    with running(world.room) as address:
        if not world.room.settings.is_sqlite:
            with running(world.room) as other:
                assert other != address
            return
        second = command(world.room, "serve", "--port", free_port())
        status, err = refused(second)
        assert status == 3
        assert err.splitlines()[-1] == (
            f"Workshop is already running on {world.room.settings.data_dir}. "
            "Use that one, or name another folder with --data-dir."
        )
        with urlopen(f"{address}readyz") as answer:
            assert answer.status == 200


def test_after_a_server_was_killed_the_next_one_opens(world: World) -> None:
    for _time in range(2):
        with running(world.room) as address, urlopen(f"{address}readyz") as answer:
            assert answer.status == 200


def test_a_taken_port_is_told(world: World) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = command(world.room, "serve", "--port", str(port))
        status, err = refused(server)
    assert status == 3
    assert err.splitlines()[-1].startswith(f"Port {port} on 127.0.0.1 cannot be used:")


def test_an_import_beside_a_running_server(world: World, tmp_path: Path) -> None:
    """Rows come in while pieces are made over HTTP: both get through, and no serial is given twice."""
    (tmp_path / "map.toml").write_text(MAP)
    (tmp_path / "list.csv").write_text("no,title,kind,metal\n" + "".join(f"{n},Ring {n},ring,\n" for n in range(ROWS)))
    key, ana = world.room.settings.secret_key, world.ana.id or 0
    token = world.tell(lambda w: create_token(w, ana, ["log"], label="test", secret_key=key), world.omar)
    with running(world.room) as address:
        words = ("import", "pieces", str(tmp_path / "list.csv"), "--map", str(tmp_path / "map.toml"))
        importing = command(world.room, *words)
        made = []
        while importing.poll() is None or len(made) < 5:
            made.append(_make(address, token, world.design))
        out, _err = importing.communicate()
    assert importing.returncode == 0 and json.loads(out)["imported"] == ROWS
    (row,) = world.rows("SELECT count(*) AS pieces, count(DISTINCT serial) AS serials FROM piece")
    assert (row.pieces, row.serials) == (ROWS + len(made), ROWS + len(made))
    assert verify(world.room, journalled()).problems == []


def _make(address: str, token: str, design: str) -> str:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
    asked = Request(f"{address}api/v1/pieces", json.dumps({"design": design}).encode(), headers)
    with urlopen(asked) as answer:
        assert answer.status == 201
        return str(json.load(answer)["serials"][0])
