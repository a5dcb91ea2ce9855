"""Find anything: exact numbers open at once, words are found by their beginning on every shelf that a person may see."""

import pytest
from flask import Flask

from tests.pages import send
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design, change_design
from workshop.folding import fold, words_kept, words_of
from workshop.forgetting import forget
from workshop.materials.filing import add_document
from workshop.materials.ledger import Amount
from workshop.materials.readings import Read
from workshop.materials.receiving import NewLot, receive_lot
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.pieces.actions import plan_piece
from workshop.pieces.models import Personalisation
from workshop.pieces.respecifying import Respecification, respecify
from workshop.sought import SoughtWord, fill_words


@pytest.fixture
def filled(world: World) -> World:
    """One of everything that can be found."""
    world.shop()
    world.piece()
    return world


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Émaillé", "emaille"),
        ("GRÖSSE", "grosse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("ﬁn", "fin"),
        ("Ø", "o"),
        ("Ἀθηνᾶ", "αθηνα"),
    ],
)
def test_words_lose_case_and_accents(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Müller", "mueller"),
        ("Müller", "Muller"),
        ("GIA 2141-438171", "2141438171"),
        ("57.1234", "571234"),
        ("金の指輪", "指輪"),
        ("o'brien", "brien"),
    ],
)
def test_a_row_is_found_by_what_people_type(kept: str, typed: str) -> None:
    (wanted,) = words_of(typed)
    assert any(word.startswith(wanted) for word in words_kept([kept]))


def test_an_exact_number_is_opened_at_once(filled: World, app: Flask) -> None:
    code = filled.tag(filled.released("R-0001")).code
    lot = filled.tell(
        lambda w: receive_lot(w, NewLot("stones", Amount(carat_thousandths=5_000, number=9), name="Peridots")),
        filled.omar,
    )
    client = filled.sign_in(app, filled.omar)
    for typed, address in (
        ("R-0001", "/pieces/R-0001"),
        ("r1", "/pieces/R-0001"),
        (code.lower(), "/pieces/R-0001"),
        (lot, f"/materials/lots/{lot}"),
        (filled.design.lower(), f"/catalogue/designs/{filled.design}"),
    ):
        answer = client.get("/find", query_string={"q": typed})
        assert (answer.status_code, answer.location) == (303, address), typed


def test_a_bare_number_stands_first_and_is_not_jumped_to(filled: World, app: Flask) -> None:
    page = filled.sign_in(app, filled.ana).get("/find?q=1").text
    assert page.index("/pieces/R-0001") < page.index("Exactly this")


def test_words_are_found_on_every_shelf(filled: World, app: Flask) -> None:
    filled.tell(
        lambda w: add_design(w, NewDesign("Lilás émaillé", "ring", "au750y", code="LILA", dated="ca. 1900")),
        filled.omar,
    )
    filled.tell(
        lambda w: plan_piece(w, "R-0001", due_on=None, is_rush=False, order_note="Lilas for Marta"), filled.omar
    )
    filled.tell(lambda w: add_supplier(w, NewSupplier("Lilas Refining", roles=("refiner",))), filled.omar)
    filled.tell(lambda w: add_document(w, None, read=Read("certificate", number="LILAS-77")), filled.omar)
    page = filled.sign_in(app, filled.omar).get("/find?q=LILAS").text
    for shelf in ("on-pieces", "on-designs", "on-papers", "on-suppliers"):
        assert shelf in page
    assert "on-people" not in page


def test_an_artisan_finds_no_people_and_no_suppliers(filled: World, app: Flask) -> None:
    filled.tell(lambda w: add_supplier(w, NewSupplier("Omar Refining", roles=("refiner",))), filled.omar)
    for who, by_password, finds in (("ana", True, False), ("omar", True, True), ("omar", False, False)):
        client = filled.sign_in(app, getattr(filled, who), by_password=by_password)
        for address in ("/find?q=omar", "/find?q=omar&in=people", "/find?q=omar&in=suppliers", "/find.csv?q=omar"):
            assert ("Refining" in client.get(address).text or "/people/" in client.get(address).text) == finds, address


def test_what_was_changed_is_found_by_what_it_says_now(filled: World, app: Flask) -> None:
    client = filled.sign_in(app, filled.omar)
    assert "on-designs" in client.get("/find?q=alder").text
    filled.tell(lambda w: change_design(w, filled.design, NewDesign("Rowan signet", "ring", "au750y")), filled.omar)
    assert "on-designs" not in client.get("/find?q=alder").text
    assert "on-designs" in client.get("/find?q=sig+row").text


def test_only_the_newest_engraving_is_found_and_a_forgotten_one_is_not(filled: World, app: Flask) -> None:
    for engraving in ("Für Zoë", "Für Anaïs"):
        spec = Respecification(seen=filled.standing("R-0001").seen, engraving=engraving)
        filled.tell(lambda w, spec=spec: respecify(w, "R-0001", spec), filled.omar)
    client = filled.sign_in(app, filled.ana)
    assert "Für Anaïs" in client.get("/find?q=fuer+anais").text
    assert "on-engravings" not in client.get("/find?q=zoe").text
    subjects = [row.subject for row in filled.rows("SELECT subject FROM personalisation")]
    filled.tell(lambda w: forget(w, [Personalisation], subjects), filled.omar)
    assert filled.rows("SELECT word FROM sought_word WHERE source = 'personalisation'") == []


def test_words_made_anew_are_the_words_that_were_kept(filled: World) -> None:
    kept = sorted(filled.rows("SELECT source, word, row_id FROM sought_word"))
    with filled.raw() as connection, connection.begin():
        connection.execute(SoughtWord.__table__.delete())
        fill_words(connection)
    assert sorted(filled.rows("SELECT source, word, row_id FROM sought_word")) == kept
    assert kept


def test_too_many_are_said_to_be_too_many(filled: World, app: Flask) -> None:
    """A shelf of thousands says that there is more than was looked at."""
    rows = [{"source": "piece", "word": "signet", "row_id": 10_000 + number} for number in range(2_100)]
    with filled.raw() as connection, connection.begin():
        connection.execute(SoughtWord.__table__.insert(), rows)
    for address in ("/find?q=sig", "/find?q=sig&in=pieces"):
        assert "More than 2000 fit" in filled.sign_in(app, filled.ana).get(address).text


def test_whatever_is_typed_is_answered(filled: World, app: Flask) -> None:
    client = filled.sign_in(app, filled.omar)
    for typed in ("%", "'", "\x00", "a" * 300, "🜚", "---", "  ", "ﷺ" * 90, "a b c d e f g h i j"):
        for address in ("/find", "/find.csv"):
            assert client.get(address, query_string={"q": typed}).status_code == 200, typed
    assert client.get("/find?q=%ed%a0%80").status_code == 200


def test_a_list_is_kept_and_taken_away_by_its_person_alone(filled: World, app: Flask) -> None:
    ana, omar = filled.sign_in(app, filled.ana), filled.sign_in(app, filled.omar)
    address = "/pieces?state=to_inspect"
    for name in ("Waiting", "Waiting"):
        sent = send(ana, "/find/saved", f"/find/saved/new?at={address}", name=name, address=address)
        assert sent.location == address
    assert ana.get("/find").text.count(">Waiting<") == 1
    assert "Waiting" not in omar.get("/find").text
    number = filled.rows("SELECT number FROM saved_view")[0].number
    assert send(omar, f"/find/saved/{number}/removal", "/find").status_code == 404
    assert send(ana, f"/find/saved/{number}/removal", "/find").status_code == 303
    assert "Waiting" not in ana.get("/find").text


def test_no_address_of_others_is_kept(filled: World, app: Flask) -> None:
    ana = filled.sign_in(app, filled.ana)
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert send(ana, "/find/saved", "/find/saved/new", name="x", address=address).status_code == 422
    assert filled.rows("SELECT * FROM saved_view") == []
