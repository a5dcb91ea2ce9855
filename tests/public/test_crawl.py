"""Generated shops with random consents, then withdrawals: no name without consent in any page, file, picture, paper or cache."""

import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from tests.public.published import bring, files
from tests.public.test_privacy import stored_photo
from tests.public.test_publishing import readable
from tests.world import World
from workshop.people.models import Consent
from workshop.pieces.actions import add_photo, show_photo
from workshop.writing import Actor

FORMS = ("full_name", "initials", "nothing", None)
FEW, MANY = 3, 300


class House:
    """A shop of some people with names that occur nowhere else, each with or without a consent, and pieces by them."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self.world, self.chance = world, chance
        self.people: dict[str, Actor] = {}
        for number in range(chance.randint(2, 4)):
            name = f"Zq{chance.getrandbits(40):010x} Person{number}"
            self.people[name] = world.person(name, "artisan")
        self.shown: dict[str, str | None] = dict.fromkeys(self.people)
        for name in self.people:
            self.consent(name, chance.choice(FORMS))
        self.codes = [self._piece() for _piece in range(chance.randint(1, 2))]

    def consent(self, name: str, form: str | None) -> None:
        """Agreed to this from now on; None: never asked."""
        if form is None:
            return
        shown = {"full_name": name, "initials": f"{name[:12]}."}.get(form)
        who = self.people[name]
        row = {"person_id": who.id, "subject": who.subject, "form": form, "shown_as": shown}
        self.world.tell(lambda w: w.add(Consent, at=w.at, **row), who)
        self.shown[name] = shown

    def _piece(self) -> str:
        serial = self.world.piece()
        for kind in ("wax", "cast", "file"):
            self.world.event(serial, kind, by=self.chance.choice(list(self.people.values())), note=self.private())
        if self.chance.random() < 0.5:
            photo = stored_photo(self.world)
            number = self.world.tell(lambda w: add_photo(w, serial, photo), self.world.ana)
            self.world.tell(lambda w: show_photo(w, serial, number, is_public=True), self.world.ana)
        self.world.inspect(serial)
        return self.world.tag(serial).code

    def private(self) -> str:
        return f"said by {self.chance.choice(list(self.people))}"

    def take_back(self) -> None:
        for name, shown in self.shown.items():
            if shown is not None and self.chance.random() < 0.6:
                self.consent(name, "nothing")


def told(app: Flask, house: House, site: Path) -> Iterator[tuple[str, str]]:
    """Everything that a stranger can read: addresses, published files, kept versions; pictures with their hidden data."""
    stranger = app.test_client()
    for code in house.codes:
        for path in ("", ".json", "/signed.json", "/certificate.pdf", "/card.png", "/1.jpg", "/1-480.webp"):
            answer = stranger.get(f"/p/{code}{path}")
            yield f"/p/{code}{path}", readable(path, answer.get_data()) + str(answer.headers)
    for path, content in files(site).items():
        yield path, readable(path, content)
        if path.endswith((".jpg", ".png")):
            yield (
                f"{path} inside",
                str(Image.open(BytesIO(content)).info) + str(dict(Image.open(BytesIO(content)).getexif())),
            )
    for row in house.world.rows("SELECT told FROM passport"):
        yield "a kept version", row.told


def check(app: Flask, house: House, site: Path) -> set[str]:
    """Nobody is named beyond what they agreed to; returns who is named somewhere."""
    named = set()
    for where, text in told(app, house, site):
        for name, shown in house.shown.items():
            if shown is None:
                assert name[:12] not in text, f"{name} in {where}"
            elif shown != name:
                assert name not in text, f"{name} in {where}"
            if shown and shown in text:
                named.add(name)
    return named


def crawl(world: World, app: Flask, site: Path, seed: int) -> set[str]:
    app.extensions.pop("public_papers", None)  # the certificates that the shop before was asked for
    house = House(world, random.Random(seed))
    bring(world, site)
    named = check(app, house, site)
    house.take_back()
    bring(world, site)
    check(app, house, site)
    return named


def test_no_name_without_consent_is_anywhere(world: World, app: Flask, tmp_path: Path) -> None:
    world.shop(public_address="A.EXAMPLE")
    named = [crawl(world, app, tmp_path / f"site{seed}", seed) for seed in range(FEW)]
    assert any(named), "somebody who agreed is named, or this looks in the wrong places"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FEW, FEW + MANY))
def test_no_name_without_consent_is_anywhere_in_300_shops(world: World, app: Flask, tmp_path: Path, seed: int) -> None:
    world.shop(public_address="A.EXAMPLE")
    crawl(world, app, tmp_path / "site", seed)
