"""Forms without an account: none comes from another site, and none leaves a digest of what a person wrote."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.aftercare.forms import send
from tests.aftercare.owners import Owners
from tests.public.test_repair_links import TOKEN
from tests.public.test_repair_links import offered as offered
from tests.world import World

KEY = "key-of-a-form-number-one"


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(public_address="https://example.test", email="bench@example.test")
    return Owners(world)


def test_a_report_of_a_copy_comes_from_this_site_alone(owners: Owners, stranger: FlaskClient) -> None:
    address, typed = f"/p/{owners.code}/copy", {"request_key": KEY, "told": "It is heavier."}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert stranger.post(address, data=typed, headers=headers).status_code == 403
    assert stranger.post(address, data=typed, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


@pytest.mark.parametrize("form", ["request", "dispute"])
def test_who_asks_too_often_is_told_when_to_come_back(owners: Owners, stranger: FlaskClient, form: str) -> None:
    owners.card()
    owners.claim()
    owners.reported("stolen")
    address = f"/p/{owners.code}/own/{form}"
    typed = {"why": "heir", "contact": "x@example.test", "story": "It was hers."}
    answers = [send(stranger, stranger.get(address), f"/own/{form}", **typed) for _time in range(6)]
    assert answers[0].status_code != 429 and answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_words_about_a_copy_leave_no_digest(owners: Owners, stranger: FlaskClient) -> None:
    typed = [{"told": told, "seen_where": told, "contact": told} for told in ("Ada, at hers.", "Bo, at his.")]
    for one in typed:
        assert stranger.post(f"/p/{owners.code}/copy", data=one | {"request_key": KEY}).status_code == 303


def test_words_about_a_repair_leave_no_digest(offered: str, stranger: FlaskClient) -> None:
    for words in ("My name is Ada.", "My name is Bo."):
        assert stranger.post(f"/r/{TOKEN}/words", data={"request_key": KEY, "words": words}).status_code == 303
    changed = {"request_key": KEY, "number": "1", "answer": "all", "words": ""}
    assert stranger.post(f"/r/{TOKEN}/answers", data=changed).status_code != 303
