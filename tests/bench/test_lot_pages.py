"""The pages of materials: a lot in a minute, what is done with it, and a sentence for everything that cannot be."""

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.bench.test_lists import counted
from tests.materials.test_issuing import GRAIN, MELEE, lot, now, supplier
from tests.pages import send
from tests.world import World
from workshop.materials.filing import add_document
from workshop.materials.issuing import issue, set_aside
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.readings import Read
from workshop.materials.receiving import NewLot
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.using import Added, Using

NEW = "/materials/lots/new"
SOUND = {"kind": "metal", "alloy": "au750y", "amount": "66,66", "says": "later", "received_on": "2026-10-12"}
STONE = {"kind": "stone", "carats": "0.5", "species": "Diamond", "nature": "natural", "treatment": "none"}


@pytest.fixture
def omar(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.omar)


def photo() -> tuple[BytesIO, str]:
    file = BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "JPEG")
    file.seek(0)
    return file, "invoice.jpg"


def tell(client: FlaskClient, code: str, what: str, /, **typed: Any) -> TestResponse:
    """Send one form of a lot's page."""
    return send(client, f"/materials/lots/{code}/{what}", f"/materials/lots/{code}?do=issue", **typed)


def written(world: World) -> tuple[int, ...]:
    """How much is in the books."""
    tables = ("lot", "movement", "supplier", "document", "sourcing", "settlement")
    return tuple(world.rows(f"SELECT count(*) AS n FROM {table}")[0].n for table in tables)


def test_a_lot_comes_in_within_a_minute(world: World, omar: FlaskClient) -> None:
    key = uuid4().hex
    for _time in range(2):
        typed = SOUND | {"says": "recycled", "supplier_name": "Lobelha Refining", "note": "INV-7", "invoice": photo()}
        told = send(omar, "/materials/lots", NEW, key=key, **typed)
        assert (told.status_code, told.location) == (303, "/materials/lots/G-0001")
    page = omar.get("/materials/lots/G-0001").text
    assert "Lobelha Refining" in page and "Recycled, not said from what" in page and "DOC-0001" in page
    assert "closes to the milligram" in page and "66.660" in page
    assert written(world) == (1, 1, 1, 1, 1, 0)


@pytest.mark.parametrize(
    ("says", "told"),
    [("recycled", "Recycled, not"), ("mined", "Mined"), ("nothing", ">Unknown<"), ("later", "Origin not recorded")],
)
def test_four_answers_say_where_it_comes_from(omar: FlaskClient, says: str, told: str) -> None:
    assert send(omar, "/materials/lots", NEW, **SOUND | {"says": says, "source": "Sotrami"}).status_code == 303
    page = omar.get("/materials/lots/G-0001").text
    assert told in page
    assert ("Sotrami" in page) == (says != "later")


def test_stones_and_castings_come_in_as_what_they_are(world: World, omar: FlaskClient) -> None:
    report = {"report_number": "2141438171", "laboratory": "GIA", "colour": "D", "clarity": "VS1", "x": "5.1"}
    assert send(omar, "/materials/lots", NEW, **STONE | report).location == "/materials/lots/S-0001"
    assert send(omar, "/materials/lots", NEW, **STONE | {"kind": "stones", "number": "50"}).status_code == 303
    castings = SOUND | {"kind": "castings", "number": "12"}
    assert send(omar, "/materials/lots", NEW, **castings).location == "/materials/lots/K-0001"
    page = omar.get("/materials/lots/S-0001").text
    assert "GIA 2141438171" in page and "Natural" in page and "0.5 ct" in page
    assert now(world, "lot:K-0001", "K-0001") == Amount(66_660, 0, 12)
    stones = omar.get("/materials/stones?least=0,4&colour=d&report=yes").text
    assert "S-0001" in stones and "S-0002" not in stones


def test_a_refused_form_keeps_the_photo_of_the_invoice(world: World, omar: FlaskClient) -> None:
    refused = send(omar, "/materials/lots", NEW, **SOUND | {"amount": "18 k", "invoice": photo()})
    assert refused.status_code == 422 and "stays chosen" in refused.text and written(world)[3] == 0
    (mark,) = re.findall(r'name="chosen-invoice" value="([^"]+)"', refused.text)
    assert send(omar, "/materials/lots", NEW, **SOUND | {"chosen-invoice": mark}).status_code == 303
    assert "DOC-0001" in omar.get("/materials/lots/G-0001").text and written(world)[3] == 1
    forged = send(omar, "/materials/lots", NEW, **SOUND | {"chosen-invoice": mark[:-2]})
    assert forged.status_code == 422 and "once more" in forged.text and "stays chosen" not in forged.text


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("alloy", {"amount": "18 k"}, "Karat is the fineness"),
    ("amount", {"amount": "1,5 ct"}, "carat the weight"),
    ("amount", {"amount": "1.23456"}, "three decimals"),
    ("amount", {"amount": "-1"}, "more than zero"),
    ("amount", {"amount": ""}, "what the scale shows"),
    ("fineness", {"fineness": "1000.1"}, "at most 1000"),
    ("fineness", {"fineness": "10001"}, "at most 1000"),
    ("fineness", {"fineness": "18k"}, "parts per thousand"),
    ("received_on", {"received_on": "2026-11-18"}, "still to come"),
    ("received_on", {"received_on": "yesterday"}, "no day"),
    ("alloy", {"alloy": "unobtainium"}, "no alloy"),
    ("supplier", {"supplier": "SUP-9999"}, "not both"),
    ("supplier", {"supplier": "SUP-9999", "supplier_name": ""}, "no supplier"),
    ("papers", {"papers": "DOC-9999"}, "no document"),
    ("country", {"country": "Atlantis"}, "of the list"),
    ("division", {"division": "-1"}, "division is between"),
    ("says", {"says": "rumour"}, "what the paper says"),
    ("kind", {"kind": "gravel"}, "no kind"),
    ("invoice", {"invoice": b"not a picture"}, ""),
    ("carats", STONE | {"carats": "18 karat"}, "Stones are weighed in carats"),
    ("number", STONE | {"kind": "stones", "number": "0"}, "in a number"),
    ("x", STONE | {"x": "0"}, "has a size"),
]


def test_what_cannot_come_in_is_said_in_a_sentence(world: World, omar: FlaskClient) -> None:
    for field, typed, sentence in BAD:
        sent = {name: (BytesIO(one), "a.jpg") if isinstance(one, bytes) else one for name, one in typed.items()}
        told = send(omar, "/materials/lots", NEW, **SOUND | {"supplier_name": "Somebody new"} | sent)
        assert told.status_code in (404, 422), (field, sentence)
        assert "Not saved" in told.text and sentence in told.text, (field, sentence)
    assert written(world) == (0, 0, 0, 0, 0, 0)


def test_material_goes_from_hand_to_hand_by_the_page(world: World, omar: FlaskClient) -> None:
    code, refiner, ana = lot(world), supplier(world, is_refiner=True), world.ana.subject
    steps: list[tuple[dict[str, str], int]] = [
        ({"do": "issue", "amount": "20", "person": ana}, 46_660),
        ({"do": "back", "amount": "5", "person": ana}, 51_660),
        ({"do": "out", "amount": "1,66", "supplier": refiner}, 50_000),
        ({"do": "in", "amount": "0.66", "supplier": refiner}, 50_660),
        ({"do": "aside", "amount": "0.66", "where": "lemel"}, 50_000),
        ({"do": "found", "amount": "0.1", "where": "lemel"}, 50_100),
        ({"do": "count", "amount": "50"}, 50_000),
    ]
    for typed, left in steps:
        key = uuid4().hex
        for _time in range(2):
            assert tell(omar, code, "moves", key=key, **typed).status_code == 303, typed
        assert now(world, f"lot:{code}", code).mg == left
    page = omar.get("/materials/people").text
    assert "Ana" in page and "15.000 g" in page and "Lobelha Refining" in page
    assert "15.000 g" not in omar.get("/materials/people?on=2026-11-16").text
    csv = omar.get(f"/materials/lots/{code}/movements.csv").text
    assert csv.count("\n") == 9 and "Lobelha Refining" in csv


WRONG = [
    ({"do": "issue", "amount": "66.661"}, "beyond what was received"),
    ({"do": "issue", "amount": "20 ct"}, "carat the weight"),
    ({"do": "issue", "amount": ""}, "Say how much"),
    ({"do": "back", "amount": "1"}, "beyond what was received"),
    ({"do": "aside", "amount": "1", "where": "pocket"}, "of the list"),
    ({"do": "steal", "amount": "1"}, "Choose what is done"),
]


def test_what_cannot_be_done_changes_nothing(world: World, omar: FlaskClient) -> None:
    code = lot(world)
    for typed, sentence in WRONG:
        told = tell(omar, code, "moves", **{"person": world.ana.subject} | typed)
        assert told.status_code in (409, 422) and sentence in told.text, sentence
    assert written(world)[1] == 1


def test_a_lot_is_held_back_and_let_go(world: World, omar: FlaskClient) -> None:
    code = lot(world)
    assert tell(omar, code, "hold", held="yes").status_code == 422
    assert tell(omar, code, "hold", held="yes", reason="paper in doubt").status_code == 303
    page = omar.get(f"/materials/lots/{code}").text
    assert "Held back since 17 Nov, by Omar" in page and "paper in doubt" in page
    assert "Let it go again" in page.partition("</header>")[2].partition("</header>")[0]
    refused = tell(omar, code, "moves", do="issue", amount="1", person=world.ana.subject)
    assert refused.status_code == 409 and "held back" in refused.text
    assert tell(omar, code, "hold", held="no").status_code == 303
    assert tell(omar, code, "moves", do="issue", amount="1", person=world.ana.subject).status_code == 303


def test_an_origin_and_a_paper_are_told_anew(world: World, omar: FlaskClient) -> None:
    code = lot(world)
    paper = world.tell(lambda w: add_document(w, None, read=Read("certificate")), world.omar).code
    assert tell(omar, code, "origin", origin="mined_asm", country="PE", note="Sotrami").status_code == 303
    assert tell(omar, code, "papers", document=paper.lower()).status_code == 303
    page = omar.get(f"/materials/lots/{code}").text
    assert "Mined by artisans" in page and "Peru" in page and paper in page
    assert tell(omar, code, "papers", document=paper, stands="no").status_code == 303
    assert f"documents/{paper}" not in omar.get(f"/materials/lots/{code}").text
    assert tell(omar, code, "papers", document="DOC-9999").status_code == 404
    assert tell(omar, code, "origin", origin="heaven").status_code == 422


def test_a_tray_becomes_a_lot_goes_to_the_refiner_and_is_settled_once(world: World, omar: FlaskClient) -> None:
    code, refiner = lot(world), supplier(world, is_refiner=True)
    world.tell(lambda w: set_aside(w, code, Amount(2_080), "lemel"), world.ana)
    assert "2.080 g" in omar.get("/materials/trays").text
    empty = send(omar, "/materials/trays/sweeps", "/materials/trays", metal="gold", poured="1")
    assert empty.status_code == 409 and "hold no gold" in empty.text
    made = send(omar, "/materials/trays/lemel", "/materials/trays", metal="gold", poured="2")
    assert made.location == "/materials/lots/G-0002"
    assert "Send to the refiner" in omar.get("/materials/trays").text
    typed = {"supplier": refiner, "settled_on": "2026-11-17", "gross": "2", "assay": "748", "fine": "1.4"}
    early = tell(omar, "G-0002", "settlement", **typed)
    assert early.status_code == 409 and "Send it there first" in early.text
    assert tell(omar, "G-0002", "moves", do="out", amount="2", supplier=refiner).status_code == 303
    key = uuid4().hex
    returned = typed | {"returned": "1.4", "alloy": "au999"}
    for _time in range(2):
        assert tell(omar, "G-0002", "settlement", key=key, **returned).status_code == 303
    page = omar.get("/materials/lots/G-0002").text
    assert "Settled by Lobelha Refining" in page and "G-0003" in page
    again = tell(omar, "G-0002", "settlement", **typed)
    assert again.status_code == 409 and "settled already" in again.text
    assert written(world)[5] == 1


def test_what_was_melted_here_waits_for_no_refiner(world: World, omar: FlaskClient) -> None:
    code, refiner = lot(world), supplier(world, is_refiner=True)
    world.tell(lambda w: set_aside(w, code, Amount(2_000), "lemel"), world.ana)
    send(omar, "/materials/trays/lemel", "/materials/trays", metal="gold", poured="2")
    world.tell(lambda w: melt(w, [("G-0002", 2_000)], Poured(mg=2_000, metal="gold")), world.ana)
    assert "G-0002" not in omar.get("/materials/trays").text.partition("For the refiner")[2]
    world.tell(lambda w: set_aside(w, code, Amount(3_000), "scrap"), world.ana)
    send(omar, "/materials/trays/scrap", "/materials/trays", metal="gold", poured="3")
    tell(omar, "G-0004", "moves", do="out", amount="3", supplier=refiner)
    assert re.search(r"G-0004</a>.*sent out.*Settle", omar.get("/materials/trays").text, re.DOTALL)
    page = omar.get("/materials/lots/G-0004").text
    assert "Sent out" in page and "Refiner’s settlement" in page.partition("<h2")[0]


def test_each_tray_has_fields_of_its_own(world: World, omar: FlaskClient) -> None:
    code = lot(world)
    for tray in ("scrap", "lemel"):
        world.tell(lambda w, tray=tray: set_aside(w, code, Amount(2_000), tray), world.ana)
    refused = send(omar, "/materials/trays/lemel", "/materials/trays", metal="gold", poured="two")
    for page in (omar.get("/materials/trays").text, refused.text):
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
    assert refused.text.count('value="two"') == 1 and 'id="f-poured"' in refused.text


def test_what_is_in_hand_is_looked_for_and_taken_away(world: World, omar: FlaskClient) -> None:
    code = lot(world)
    world.tell(lambda w: issue(w, code, Amount(2_000), world.ana.subject), world.omar)
    world.tell(lambda w: set_aside(w, code, Amount(1_000), "scrap"), world.ana)
    assert code in omar.get("/materials/people?q=ana").text and code not in omar.get("/materials/people?q=ines").text
    table = omar.get("/materials/people.csv").text
    assert "person,Ana" in table and "2.000" in table and "scrap" in table
    assert "scrap" not in omar.get("/materials/people.csv?q=ana").text
    assert "scrap" not in omar.get("/materials/people.csv?on=2026-01-01").text
    assert omar.get("/materials/people.csv?on=never").status_code == 422


MELT = {"lot_1": "G-0001", "grams_1": "10", "metal": "gold", "poured": "9.9", "skull": "0.05", "loss": "0.02"}
BAD_MELTS = [
    ({"lot_1": "G-0003"}, "no lot"),  # the code that the melt itself would get: a circle cannot be typed
    ({"grams_1": "66.661", "poured": "66"}, "beyond what was received"),
    ({"grams_1": ""}, "needs a lot and its grams"),
    ({"poured": "12"}, "More came out"),
    ({"metal": "silver"}, "no silver"),
    ({"lot_2": "G-0002", "grams_2": "1"}, "own metal is never melted"),
    ({"poured": "9 k"}, "Karat"),
]


def test_a_melt_is_made_by_the_page_and_tells_where_it_came_from(world: World, omar: FlaskClient) -> None:
    lot(world)
    told = send(omar, "/materials/melt", "/materials/melt", **MELT)
    assert told.location == "/materials/lots/G-0002"
    page = omar.get("/materials/lots/G-0002").text
    assert "100.0%" in page and "Made here by Omar" in page and "Origin not recorded" in page
    assert "G-0003" in omar.get("/materials/lots/G-0002").text


def test_a_melt_that_cannot_be_changes_nothing(world: World, omar: FlaskClient) -> None:
    lot(world)
    customer = supplier(world, is_customer=True)
    lot(world, NewLot("metal", Amount(5_000), alloy="au750y", owner=customer))
    for typed, sentence in BAD_MELTS:
        told = send(omar, "/materials/melt", "/materials/melt", **MELT | typed)
        assert told.status_code in (404, 409, 422) and sentence in told.text, sentence
    assert written(world)[:2] == (2, 2)


def test_an_alloy_of_another_metal_is_melted_when_it_is_meant(world: World, omar: FlaskClient) -> None:
    lot(world)
    other = lot(world, NewLot("metal", Amount(5_000), alloy="ag925"))
    both, page = MELT | {"lot_2": other, "grams_2": "1"}, "/materials/melt"
    assert 'name="are_mixed"' not in omar.get(page).text
    asked = send(omar, page, page, **both)
    assert asked.status_code == 409 and 'name="are_mixed"' in asked.text and "Take it out" in asked.text
    assert send(omar, page, page, **both | {"poured": "10.9"}, are_mixed="yes").status_code == 303


def test_pieces_of_a_lot_are_shown_as_dots(world: World, omar: FlaskClient) -> None:
    code, serial = lot(world), world.piece()
    using = Using(added=(Added(code, 4_000),))
    world.tell(
        lambda w: record_event(
            w, serial, Happening("cast", seen=world.standing(serial).seen, weight_mg=4_000, using=using)
        ),
        world.ana,
    )
    page = omar.get(f"/materials/lots/{code}").text
    assert f'href="/pieces/{serial}"' in page and "1 in all" in page


def test_what_a_lot_cost_is_the_owners_to_see(world: World, app: Flask, omar: FlaskClient) -> None:
    world.shop(currency="EUR")
    assert send(omar, "/materials/lots", NEW, **SOUND | {"cost": "5420.50"}).status_code == 303
    assert "5420.50 EUR" in omar.get("/materials/lots/G-0001").text
    assert "5420.50" not in world.sign_in(app, world.ana).get("/materials/lots/G-0001").text


PAGES = (
    "/materials",
    "/materials/lots.csv",
    "/materials/lots/G-0001",
    "/materials/lots/G-0001/slip",
    "/materials/melt",
    "/materials/trays",
    "/materials/people",
    "/materials/stones",
)


def test_a_page_asks_as_much_for_one_lot_as_for_twenty(world: World, omar: FlaskClient) -> None:
    first, ana = lot(world), world.ana.subject

    def use() -> None:
        world.tell(lambda w: issue(w, first, Amount(100), ana), world.omar)
        world.tell(lambda w: set_aside(w, first, Amount(100), "lemel"), world.omar)
        world.tell(lambda w: melt(w, [(first, 100)], Poured(100, "gold")), world.ana)

    def asked(page: str) -> int:
        with counted(world) as statements:
            assert omar.get(page).status_code == 200
        return len(statements)

    use()
    lot(world, MELEE)
    for_one = {page: asked(page) for page in PAGES}
    for _number in range(20):
        lot(world, GRAIN)
        lot(world, MELEE)
        use()
    assert {page: asked(page) for page in PAGES} == for_one
