"""What the shop does for owners: the card as it is printed, a neutral letter, and each step when it is due."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from tests.aftercare.forms import forms_on
from tests.aftercare.owners import Owners
from tests.conftest import Clock
from tests.world import World
from workshop.aftercare.losses import dispute_report
from workshop.aftercare.owner_secrets import CHARACTERS, understand_secret
from workshop.forgetting import erased_in
from workshop.writing import NOBODY


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(public_address="https://example.test", postal_address="Rua 12, Porto", email="bench@example.test")
    return Owners(world)


@pytest.fixture
def omar(owners: Owners, app: Flask) -> FlaskClient:
    return owners.world.sign_in(app, owners.world.omar)


def at(owners: Owners) -> str:
    return f"/pieces/{owners.serial}/owner"


def printed(omar: FlaskClient, owners: Owners, **typed: str) -> tuple[TestResponse, str]:
    """The card, and the secret on it."""
    hidden = forms_on(omar.get(at(owners)))[f"{at(owners)}/card"]
    card = omar.post(f"{at(owners)}/card", data=hidden | typed)
    assert card.content_type == "application/pdf", card.text
    told = PdfReader(BytesIO(card.data)).pages[0].extract_text()
    groups = re.findall(r"^((?:[0-9A-HJKMNP-TV-Z]{2,4} +)+[0-9A-HJKMNP-TV-Z]{2,4})$", told, re.MULTILINE)
    return card, "".join(groups).replace(" ", "")[:CHARACTERS]


def test_the_card_holds_what_it_must(omar: FlaskClient, owners: Owners) -> None:
    card, secret = printed(omar, owners, message="With love", giver="Mo")
    told = PdfReader(BytesIO(card.data)).pages[0].extract_text()
    for words in ("Rua 12, Porto", "bench@example.test", f"https://example.test/p/{owners.code}/own", "It is a gift"):
        assert words in told
    assert "With love" not in told and "Mo" not in told.split()
    assert owners.opens(understand_secret(secret)) == "claim"
    _again, other = printed(omar, owners)
    assert owners.opens(understand_secret(secret)) is None and owners.opens(understand_secret(other)) == "claim"


def test_before_it_is_printed_the_page_says_what_the_card_will_lack(omar: FlaskClient, owners: Owners) -> None:
    whole = omar.get(at(owners)).text
    assert "Not all letters" not in whole and "lacks an address" not in whole
    world = owners.world
    design = world.design_of("ring", name="Wren \U0001f426")
    serial = world.released(world.piece(design))
    world.tag(serial)
    told = omar.get(f"/pieces/{serial}/owner").text
    assert "Not all letters can be printed" in told and f"<li>{serial}: <bdi>Wren \U0001f426</bdi></li>" in told


def test_without_an_address_the_page_says_that_the_card_lacks_it(world: World, app: Flask) -> None:
    world.shop(public_address="https://example.test", postal_address="Rua 12, Porto")
    owners = Owners(world)
    assert "The card lacks an address" in world.sign_in(app, world.omar).get(at(owners)).text


def test_a_double_tap_prints_one_card(omar: FlaskClient, owners: Owners) -> None:
    hidden = forms_on(omar.get(at(owners)))[f"{at(owners)}/card"]
    first, second = (omar.post(f"{at(owners)}/card", data=hidden) for _tap in range(2))
    assert first.data == second.data and len(owners.world.rows("SELECT id FROM owner_secret")) == 1


def test_each_step_is_offered_when_it_is_due(omar: FlaskClient, owners: Owners, clock: Clock) -> None:
    owners.card()
    owners.claim()
    owners.ask()
    assert owners.serial in omar.get("/owners").text
    for step, said in (("proof", "The proof was seen"), ("notice", "can be granted from 17 December 2026")):
        hidden = forms_on(omar.get(at(owners)))[f"{at(owners)}/requests/1"] | {"step": step, "how": "phone"}
        page = omar.post(f"{at(owners)}/requests/1", data=hidden, follow_redirects=True)
        assert said in page.text and "Grant it" not in page.text
    early = omar.post(f"{at(owners)}/requests/1", data=hidden | {"step": "grant", "request_key": "k" * 20})
    assert early.status_code == 409 and "thirty days" in early.text
    clock.forward(days=30)
    omar = owners.world.sign_in(omar.application, owners.world.omar)
    page = omar.get(at(owners))
    assert "Grant it" in page.text
    hidden = forms_on(page)[f"{at(owners)}/requests/1"] | {"step": "grant"}
    assert (
        "granted on 17 December 2026" in omar.post(f"{at(owners)}/requests/1", data=hidden, follow_redirects=True).text
    )
    assert "Nothing waits for you" in omar.get("/owners").text


def test_the_letter_to_the_recorded_contact_names_nobody(omar: FlaskClient, owners: Owners) -> None:
    owners.card()
    owners.claim()
    owners.ask()
    hidden = forms_on(omar.get(at(owners)))[f"{at(owners)}/requests/1"] | {"step": "proof"}
    page = omar.post(f"{at(owners)}/requests/1", data=hidden, follow_redirects=True).text
    letter = page.split('id="letter-1"')[1].split("</textarea>")[0]
    assert owners.serial in letter and not [
        one for one in ("Bo", "bo@", "will", "inherit", "heir") if f" {one}" in letter.lower()
    ]


def test_somebody_is_forgotten(omar: FlaskClient, owners: Owners) -> None:
    owners.card()
    owners.claim(name="Ada Løve")
    page = omar.get(at(owners))
    assert "Ada Løve" in page.text
    done = omar.post(f"{at(owners)}/erasure", data=forms_on(page)[f"{at(owners)}/erasure"], follow_redirects=True)
    assert "Erased" in done.text and "Ada Løve" not in done.text
    assert erased_in(owners.world.room.settings.data_dir)


def test_words_corrected_after_printing_are_kept_and_printed_with_the_next_tap(
    omar: FlaskClient, owners: Owners
) -> None:
    hidden = forms_on(omar.get(at(owners)))[f"{at(owners)}/card"]
    omar.post(f"{at(owners)}/card", data=hidden | {"message": "Hapy birthday"})
    refused = omar.post(f"{at(owners)}/card", data=hidden | {"message": "Happy birthday"})
    assert refused.status_code == 409 and "Print it again" in refused.text and "Happy birthday" in refused.text
    again = forms_on(refused)[f"{at(owners)}/card"] | {"message": "Happy birthday"}
    assert omar.post(f"{at(owners)}/card", data=again).content_type == "application/pdf"
    assert owners.world.rows("SELECT gift_message FROM owner_secret WHERE ended_at IS NULL") == [("Happy birthday",)]


def test_a_dispute_set_aside_without_a_reason_is_refused_beside_its_own_words(
    omar: FlaskClient, owners: Owners
) -> None:
    owners.card()
    owners.claim()
    owners.ask()
    owners.reported()
    owners.world.tell(lambda w: dispute_report(w, owners.serial, "carla@example.test", "I bought it."), NOBODY)
    page = omar.get(at(owners))
    names = re.findall(r' id="([^"]+)"', page.text)
    assert len(names) == len(set(names)) and "Speak with both" in page.text
    typed = forms_on(page)[f"{at(owners)}/reports/1"] | {"step": "aside", "note": " "}
    refused = omar.post(f"{at(owners)}/reports/1", data=typed)
    wrong = re.findall(r'<textarea[^>]* aria-invalid="true"[^>]*>', refused.text)
    assert refused.status_code == 422 and 'href="#f-note"' in refused.text
    assert len(wrong) == 1 and 'id="f-note"' in wrong[0]
    assert "f-note-requests-1-proof" in refused.text and "f-note-desk" in refused.text
