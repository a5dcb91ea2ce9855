"""What anybody may ask about the shop's health: yes or no, never what is wrong with it."""

import logging

import pytest
from flask import Flask
from sqlalchemy import create_engine

from workshop.shoproom import Shoproom

WELL = {"database": True, "migrations": True, "guards": True}


def test_a_shop_in_order_says_yes_to_everything(app: Flask) -> None:
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, **WELL})


def test_a_missing_guard_is_told_to_the_log_and_not_to_strangers(
    app: Flask, room: Shoproom, caplog: pytest.LogCaptureFixture
) -> None:
    on = "" if room.database.is_sqlite else " ON departure"
    with room.database.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER departure_on_release{on}")
    with caplog.at_level(logging.WARNING, "workshop"):
        answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, **WELL, "guards": False})
    assert "departure_on_release is missing" in caplog.text


def test_pending_migrations_are_told_as_such(app: Flask, room: Shoproom) -> None:
    with room.database.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    answer = app.test_client().get("/readyz")
    assert answer.json == {"ready": False, **WELL, "migrations": False}


def test_a_database_that_does_not_answer_is_ready_for_nothing(
    app: Flask, room: Shoproom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room.database, "engine", create_engine("sqlite:////nowhere/workshop.db"))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": False, "migrations": False, "guards": False}
