"""Pages beside the floor's page of the same size."""

import statistics
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import insert

from bench.filling import Bench
from bench.lives import Client, floor_life
from bench.page import BYTES_A_LINE
from bench.servers import Server
from workshop.app import create_app
from workshop.people.models import SignIn
from workshop.people.secrets import digest_of


def signed_in_cookie(bench: Bench) -> str:
    """The session cookie of a browser in which the maker is signed in, as the shop itself would set it."""
    name, now = uuid4().hex, datetime.now(UTC)
    row = {
        "digest": digest_of(name),
        "person_id": bench.maker.id,
        "by_password": True,
        "started_at": now,
        "seen_at": now,
    }
    with bench.room.database.engine.execution_options(writing=True).begin() as connection:
        connection.execute(insert(SignIn), row)
    client = create_app(bench.room).test_client()
    with client.session_transaction() as session:
        session["_user_id"] = name
        session["_fresh"] = True
    cookie = client.get_cookie("workshop")
    if cookie is None:
        raise RuntimeError("no session cookie was set")
    return f"workshop={cookie.value}"


def compare_pages(us: Server, them: Server, bench: Bench, times: int) -> None:
    serial, code = bench.tagged_piece()
    mine, theirs = Client(us.port), Client(them.port)
    floor_piece = floor_life(theirs, 0)
    cookie = signed_in_cookie(bench)
    for name, path, headers, ceiling in (
        ("piece page", f"/pieces/{serial}", {"Cookie": cookie}, 2.5),
        ("public page", f"/p/{code}", {}, 2.0),
    ):
        status, body, answered = mine.send("GET", path, **headers)
        lines = max((len(body) - 300) // BYTES_A_LINE, 0)
        floor_path = f"/pieces/{floor_piece}?lines={lines}"
        a, b = _medians(
            us,
            them,
            times,
            lambda p=path, h=headers: mine.send("GET", p, **h),
            lambda p=floor_path: theirs.send("GET", p),
        )
        print(
            f"{name} ({status}, {len(body)} bytes): ours {a:.2f} ms CPU, floor {b:.2f} ms, ratio {a / b:.2f} (at most {ceiling})"
        )
    tag = answered.get("etag", "")
    status = mine.send("GET", f"/p/{code}", **{"If-None-Match": tag})[0]
    a, b = _medians(
        us,
        them,
        times,
        lambda: mine.send("GET", f"/p/{code}", **{"If-None-Match": tag}),
        lambda: theirs.send("GET", floor_path),
    )
    print(
        f"unchanged public page ({status}): ours {a:.2f} ms CPU, floor's page {b:.2f} ms, ratio {a / b:.2f} (at most 1)"
    )


def _medians(
    us: Server, them: Server, times: int, mine: Callable[[], object], theirs: Callable[[], object]
) -> tuple[float, float]:
    rounds = [(_cpu_ms(us, times * 3, mine), _cpu_ms(them, times * 3, theirs)) for _ in range(5)]
    a, b = zip(*rounds, strict=True)
    return statistics.median(a), statistics.median(b)


def _cpu_ms(server: Server, times: int, work: Callable[[], object]) -> float:
    before = server.cpu_s()
    for _ in range(times):
        work()
    return (server.cpu_s() - before) * 1000 / times
