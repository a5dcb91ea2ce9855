"""The floor: the least that a Flask application with the same database could do. No rules, no journal, nobody signed in."""

import sys

import sqlalchemy as sa
from flask import Flask, render_template_string, request
from waitress import serve

from bench.page import PAGE
from bench.tables import open_database
from workshop.config import read_settings

app = Flask(__name__)
MAKE = sa.text("INSERT INTO floor_piece (serial, stage) VALUES (:serial, 'wax') RETURNING id")
EVENT = sa.text("INSERT INTO floor_event (piece_id, kind, at) VALUES (:piece_id, :kind, '2026-11-17')")
STAGE = sa.text("UPDATE floor_piece SET stage = :kind WHERE id = :piece_id")
PIECE = sa.text("SELECT serial, stage FROM floor_piece WHERE id = :piece_id")
EVENTS = sa.text("SELECT kind, at FROM floor_event WHERE piece_id = :piece_id ORDER BY id")


@app.post("/pieces")
def make() -> tuple[dict[str, int], int]:
    with database.writer.hold(), database.write_session() as session:
        piece_id = session.execute(MAKE, {"serial": request.get_json()["serial"]}).scalar_one()
        session.execute(EVENT, {"piece_id": piece_id, "kind": "made"})
        session.commit()
    return {"id": piece_id}, 201


@app.post("/pieces/<int:piece_id>/events")
def event(piece_id: int) -> tuple[dict[str, int], int]:
    told = {"piece_id": piece_id, **request.get_json()}
    with database.writer.hold(), database.write_session() as session:
        session.execute(EVENT, told)
        session.execute(STAGE, told)
        session.commit()
    return {"id": piece_id}, 201


@app.get("/pieces/<int:piece_id>")
def page(piece_id: int) -> str:
    with database.reading() as session:
        piece = session.execute(PIECE, {"piece_id": piece_id}).one()
        events = session.execute(EVENTS, {"piece_id": piece_id}).all()
    return render_template_string(PAGE, piece=piece, events=events, lines=int(request.args["lines"]))


if __name__ == "__main__":
    database = open_database(read_settings())
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=4)
