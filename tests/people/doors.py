"""People with PINs and passwords, enrolled tablets, and coming in as they do."""

from functools import cache
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import send
from tests.world import World
from workshop.people.actions import set_password, set_pin
from workshop.people.secrets import hash_secret
from workshop.people.tablets import enrol_device
from workshop.writing import Actor

PIN, OTHER_PIN, WRONG_PIN = "836159", "472905", "905472"
PASSWORD, WRONG_PASSWORD = "three odd words", "four other words"
hashed = cache(hash_secret)


def give_pin(world: World, who: Actor, pin: str = PIN) -> None:
    world.tell(lambda w: set_pin(w, who.id or 0, hashed(pin, world.room.settings.secret_key)), world.omar)


def give_password(world: World, who: Actor, password: str = PASSWORD) -> None:
    world.tell(lambda w: set_password(w, who.id or 0, hashed(password, world.room.settings.secret_key)), world.omar)


def tablet(world: World, app: Flask, name: str = "Bench 1") -> FlaskClient:
    """A browser that is one of the shop's tablets, nobody signed in."""
    key = uuid4().hex
    world.tell(lambda w: enrol_device(w, name=name, key=key), world.omar)
    client = app.test_client()
    client.set_cookie("workshop-tablet", key)
    return client


def mark_of_only_tablet(world: World) -> str:
    (row,) = world.rows("SELECT key_digest FROM device")
    return str(row.key_digest)[:16]


def by_pin(client: FlaskClient, who: Actor, pin: str = PIN, **more: str) -> TestResponse:
    return send(client, "/switch", f"/switch?person={who.subject}", person=who.subject, pin=pin, **more)


def by_password(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return send(client, "/sign-in", "/sign-in?by=password", name=name, password=password, **more)


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with a copy of this one's session cookie."""
    thief = app.test_client()
    cookie = client.get_cookie("workshop")
    assert cookie is not None
    thief.set_cookie("workshop", cookie.value)
    return thief


def is_in(client: FlaskClient) -> bool:
    """Whether somebody is signed in there."""
    return client.get("/people/me").status_code == 200
