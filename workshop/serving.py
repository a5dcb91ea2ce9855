"""Opening the shop: bring the database up to date, hold the door against a second one, answer requests."""

import contextlib
import importlib
import io
import logging
import os
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from qrcode.main import QRCode
from sqlalchemy import text
from waitress.server import create_server

from workshop import guarding, revisions
from workshop.app import JsonLines, create_app
from workshop.checkpoints import keep_checkpoints
from workshop.config import Settings, read_settings
from workshop.database import copy_sqlite
from workshop.errors import CannotStart
from workshop.filestore import sync_folder
from workshop.furnish import furnish
from workshop.house import rules_for
from workshop.https_papers import papers_of
from workshop.public.piece import scans
from workshop.public.scans import keep_scans
from workshop.publishing_watch import publish_by_itself
from workshop.shoproom import Shoproom, open_shoproom, utc_now
from workshop.web import LARGEST_BODY
from workshop.writer import only_one
from workshop.writing import NOBODY, Intent

CHECKPOINT_EVERY_S = 600
PUBLISH_LOOK_EVERY_S = 15


@dataclass(frozen=True)
class Door:
    """Where the shop answers: `host` and `port` to listen at, whether a browser is opened."""

    host: str
    port: int
    opens_browser: bool


def open_as_it_is(data_dir: Path | None) -> Shoproom:
    """Open the shop to look at it, whatever its guards are: for those who look for what is wrong."""
    return open_shoproom(read_settings(data_dir=data_dir))


def bring_up_to_date(data_dir: Path | None, *, now: Callable[[], datetime] = utc_now, alone: bool = False) -> Shoproom:
    """Open the shop with its migrations done, its guards compared and its furniture in place.

    A database with something to migrate is copied first. Raises CannotStart. On PostgreSQL only `migrate` (`alone`) migrates.
    """
    settings = read_settings(data_dir=data_dir)
    room = open_shoproom(settings, now=now)
    try:
        migrate_if_needed(room, alone=alone)
        with room.database.engine.connect() as connection:
            guarding.require(connection, rules_for(connection.dialect.name))
    except BaseException:
        room.close()
        raise
    return room


def migrate_if_needed(room: Shoproom, *, alone: bool) -> None:
    """Bring the database of an open shop up to date, and its furniture. Raises CannotStart."""
    engine = room.database.engine
    with engine.connect() as connection:
        before, wanted = revisions.revision_of(connection), revisions.newest()
    if before == wanted and not alone:
        return
    if not room.database.is_sqlite and not alone:
        raise CannotStart("The PostgreSQL database is not up to date. Run: python3 -m workshop migrate")
    if before is not None and before != wanted and room.database.is_sqlite:
        _copy_first(room, before)
    migrator = room if room.database.is_sqlite else _migrator(room.settings)
    # By name, because most starts have nothing to migrate and need not wait for the library that would.
    migrating = importlib.import_module("workshop.migrating")
    with room.database.writer.hold():
        migrating.migrate(migrator.database.engine, rules_for(engine.dialect.name))
    if migrator is not room:
        _let_the_app_in(migrator, room.settings)
        migrator.close()
    room.do(Intent("furnish", NOBODY, room.now()), furnish)


def _copy_first(room: Shoproom, revision: str) -> None:
    folder = room.settings.data_dir / "before-migration"
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / f"part-{uuid4().hex}"
    try:
        copy_sqlite(room.settings.database_url, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(folder / f"{room.now():%Y%m%dT%H%M%S}-{revision}.db")
        sync_folder(folder)
    finally:
        part.unlink(missing_ok=True)


def _migrator(settings: Settings) -> Shoproom:
    """The shop opened as the role that owns the tables, which the app's own role need not be."""
    return open_shoproom(Settings(**{**vars(settings), "database_url": settings.migrate_url}))


def _let_the_app_in(migrator: Shoproom, settings: Settings) -> None:
    from_url, to_url = settings.migrate_url, settings.database_url
    if from_url == to_url:
        return
    role = _role_of(settings)
    with migrator.database.engine.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote(role)
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}")


def _role_of(settings: Settings) -> str:
    app = open_shoproom(settings)
    try:
        with app.database.engine.connect() as connection:
            return str(connection.scalar(text("SELECT current_user")))
    finally:
        app.close()


@contextlib.contextmanager
def the_only_server(settings: Settings) -> Iterator[None]:
    """Hold the data folder against a second server; several may serve one PostgreSQL database. Raises CannotStart."""
    if not settings.is_sqlite:
        yield
        return
    sentence = (
        f"Workshop is already running on {settings.data_dir}. Use that one, or name another folder with --data-dir."
    )
    with only_one(settings.data_dir / "serve.lock", sentence):
        yield


def serve(room: Shoproom, door: Door, *, opened: Callable[[str], None]) -> None:
    """Answer requests until interrupted; `opened` is told the address once the port is held. Raises CannotStart for a taken one.

    The caller is the only server (`the_only_server`).
    """
    plain = f"http://{reachable_host(door.host)}:{door.port}/"
    app = create_app(room, address=plain)
    with (
        keep_checkpoints(room, CHECKPOINT_EVERY_S),
        publish_by_itself(room, PUBLISH_LOOK_EVERY_S),
        keep_scans(room, scans(app)),
        contextlib.closing(_listen(room, door, app)) as server,
        _encrypted(room, door, app) as secure,
        contextlib.suppress(KeyboardInterrupt),
    ):
        address = secure or plain
        app.config.update(ADDRESS=address, PLAIN_ADDRESS=plain)
        opened(address)
        if door.opens_browser:
            webbrowser.open(address)
        server.run()


def _encrypted(room: Shoproom, door: Door, app: Any) -> contextlib.AbstractContextManager[str]:
    """The same shop over HTTPS, where `https NAME` was run; tells its address, else nothing."""
    papers = papers_of(room.settings.data_dir)
    if not papers.is_there:
        return contextlib.nullcontext("")
    # By name, because most shops answer plainly and need not load what encrypts.
    encrypting = importlib.import_module("workshop.encrypting")
    addresses = {reachable_host(door.host), _address_by_name()}
    opened: contextlib.AbstractContextManager[str] = encrypting.encrypted(app, papers, door.host, addresses)
    return opened


def _listen(room: Shoproom, door: Door, app: Any):  # type: ignore[no-untyped-def]
    try:
        return create_server(
            app,
            host=door.host,
            port=door.port,
            threads=room.settings.threads,
            ident=None,
            clear_untrusted_proxy_headers=False,
            max_request_body_size=LARGEST_BODY,
        )
    except OSError as error:
        raise CannotStart(
            f"Port {door.port} on {door.host} cannot be used: {error.strerror}. Stop what runs there, or choose another with --port {door.port + 1}."
        ) from error


def reachable_host(host: str) -> str:
    """The address that other devices in the shop can use when it listens everywhere; else the host itself."""
    if host not in ("0.0.0.0", "::", ""):  # noqa: S104
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way out (RFC 5737 address)
            return str(probe.getsockname()[0])
        except OSError:
            return _address_by_name()


def _address_by_name() -> str:
    """The address of the machine's own name, for a network without a way out."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, family=socket.AF_INET)
    except socket.gaierror:
        return "127.0.0.1"
    return next((str(one[4][0]) for one in found if not is_own(str(one[4][0]))), "127.0.0.1")


def is_own(host: str) -> bool:
    """Whether only this machine itself reaches that host."""
    return host.startswith("127.") or host in ("localhost", "::1")


def qr_of(address: str) -> str:
    """The address as a QR code of half blocks, for a terminal; nothing for one that no other device can open."""
    if is_own(urlsplit(address).hostname or ""):
        return ""
    code = QRCode(border=2)
    code.add_data(address)
    code.make()
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=True)
    return drawn.getvalue()


def log_as_json() -> None:
    """What is logged goes to standard error, one JSON object a line; to somebody who looks at it, only what is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING if sys.stderr.isatty() else logging.INFO, handlers=[handler], force=True)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.WARNING)
