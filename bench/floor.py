"""The floor: the least that a Flask application with the same database could do. No rules, no journal, nobody signed in."""

import sys
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, render_template_string, request
from waitress import serve

from bench.page import PAGE
from workshop.config import Settings
from workshop.database import Database
from workshop.serving import read_settings

app = Flask(__name__)
MAKE = sa.text("INSERT INTO floor_piece (serial, stage) VALUES (:serial, 'wax') RETURNING id")
EVENT = sa.text("INSERT INTO floor_event (piece_id, kind, at) VALUES (:piece_id, :kind, '2026-11-17')")
STAGE = sa.text("UPDATE floor_piece SET stage = :kind WHERE id = :piece_id")
PIECE = sa.text("SELECT serial, stage FROM floor_piece WHERE id = :piece_id")
EVENTS = sa.text("SELECT kind, at FROM floor_event WHERE piece_id = :piece_id ORDER BY id")
KEY = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"}


def open_database(settings: Settings) -> Database:
    database = Database(settings)
    with database.write_session() as session:
        key = KEY[database.engine.dialect.name]
        session.execute(sa.text(f"CREATE TABLE IF NOT EXISTS floor_piece (id {key}, serial TEXT, stage TEXT)"))
        session.execute(
            sa.text(f"CREATE TABLE IF NOT EXISTS floor_event (id {key}, piece_id INTEGER, kind TEXT, at TEXT)")
        )
        session.execute(sa.text("CREATE INDEX IF NOT EXISTS floor_event_piece ON floor_event (piece_id)"))
        session.commit()
    return database


@app.post("/pieces")
def make() -> tuple[dict[str, Any], int]:
    with database.writer.hold(), database.write_session() as session:
        piece_id = session.execute(MAKE, {"serial": request.get_json()["serial"]}).scalar_one()
        session.execute(EVENT, {"piece_id": piece_id, "kind": "made"})
        session.commit()
    return {"id": piece_id}, 201


@app.post("/pieces/<int:piece_id>/events")
def event(piece_id: int) -> tuple[dict[str, Any], int]:
    told = {"piece_id": piece_id, "kind": request.get_json()["kind"]}
    with database.writer.hold(), database.write_session() as session:
        session.execute(EVENT, told)
        session.execute(STAGE, told)
        session.commit()
    return {"id": piece_id}, 201


@app.get("/pieces/<int:piece_id>")
def page(piece_id: int) -> Response:
    with database.reading() as session:
        piece, events = (
            session.execute(PIECE, {"piece_id": piece_id}).one(),
            session.execute(EVENTS, {"piece_id": piece_id}).all(),
        )
    return Response(render_template_string(PAGE, piece=piece, events=events, lines=int(request.args["lines"])))


if __name__ == "__main__":
    database = open_database(read_settings())
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
