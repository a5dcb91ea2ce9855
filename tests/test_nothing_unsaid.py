"""Pages of the bench and the public, spoken in a language that marks what it says: whatever is not marked was never translated."""

import re
from gettext import NullTranslations
from html import unescape

import pytest
from flask import Flask

from tests.people.doors import tablet
from tests.world import World
from workshop import web
from workshop.languages import LANGUAGES
from workshop.wording import use_translations

OPEN, CLOSE = "⟦", "⟧"
SAID = re.compile(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
NOT_READ = re.compile(r"<!--.*?-->|<(style|script|svg)\b.*?</\1>", re.S)
CODE = re.compile(r"<b class=\"code\">.*?</b>|<span class=\"address\">.*?</span>", re.S)
READ_ALOUD = re.compile(r"\b(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{3,}")


class Marked(NullTranslations):
    """Every sentence stays as it is, between brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"{OPEN}{one if count == 1 else many}{CLOSE}"


def unsaid(page: str) -> set[str]:
    """Words that a reader sees or hears although no catalogue was asked for them."""
    seen = CODE.sub(" ", NOT_READ.sub(" ", page))
    left = unescape(re.sub(r"<[^>]*>", " ", seen) + " ".join(READ_ALOUD.findall(seen)))
    while SAID.search(left):
        left = SAID.sub(" ", left)
    return set(WORD.findall(left))


def own_words(world: World) -> set[str]:
    """What the shop itself wrote: names of people, designs, the shop; languages by their own names, the month."""
    rows = world.rows("SELECT name FROM person UNION SELECT name FROM design UNION SELECT name FROM shop")
    return {word for row in rows for word in WORD.findall(row.name)} | {*LANGUAGES.values(), "November", "Nov"}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "speak", lambda _language: use_translations(Marked(), "de"))


def test_a_bare_word_is_found() -> None:
    assert unsaid(f'<p>{OPEN}Hello {OPEN}you{CLOSE}{CLOSE} there</p><img alt="Ring">') == {"there", "Ring"}


def test_the_bench_says_everything_through_its_catalogue(world: World, app: Flask, marked: None) -> None:
    world.shop()
    serial = world.worked()
    ana, ines = world.sign_in(app, world.ana), world.sign_in(app, world.ines)
    own = own_words(world)
    for bench, address in ((ana, "/bench"), (ana, f"/pieces/{serial}"), (ines, f"/pieces/{serial}/inspections")):
        answer = bench.get(address)
        assert answer.status_code == 200
        assert sorted(unsaid(answer.text) - own) == [], address


def test_the_doors_say_everything_through_their_catalogue(world: World, app: Flask, marked: None) -> None:
    world.shop()
    own = own_words(world)
    assert unsaid(app.test_client().get("/sign-in").text) - own == set()
    bench = tablet(world, app)
    assert unsaid(bench.get("/switch").text) - own == set()


def test_a_public_page_says_everything_through_its_catalogue(world: World, app: Flask, marked: None) -> None:
    world.shop(public_address="https://marshandwren.example")
    code = world.tag(world.released()).code
    own = own_words(world)
    for address in (f"/p/{code}", "/p/", "/p/XX"):
        assert unsaid(app.test_client().get(address).text) - own == set(), address
