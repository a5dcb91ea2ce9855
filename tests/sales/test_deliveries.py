"""Wholesale: every piece by its own departure, what is given back, what is paid, and what stands on paper."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.pages import send
from tests.sales.deliveries import delivered
from tests.sales.test_cases import departures
from tests.sales.test_sales import told
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design
from workshop.errors import Conflict, Invalid
from workshop.reports.book import span_of
from workshop.reports.waiting import waiting_for_owner
from workshop.sales.delivery_actions import note_entry, take_back
from workshop.sales.delivery_queries import DeliveryFound, find_delivery
from workshop.sales.delivery_rules import Entry, Terms


@pytest.fixture
def shop(world: World) -> World:
    world.shop(currency="EUR")
    return world


def found(world: World, code: str) -> DeliveryFound:
    with world.room.database.reading() as session:
        return find_delivery(session, code)


def noted(world: World, code: str, kind: str, amount_minor: int) -> None:
    entry = Entry(kind, amount_minor, world.room.now().date().isoformat())
    world.tell(lambda w: note_entry(w, code, entry), world.omar)


def given_back(world: World, code: str, serial: str) -> bool:
    return world.tell(lambda w: take_back(w, code, serial, world.standing(serial).seen), world.omar)


def test_each_piece_leaves_by_its_own_departure_at_its_wholesale_price(shop: World) -> None:
    new = NewDesign("Reed ring", "ring", "ag925", price_minor=12_001)
    design = shop.tell(lambda w: add_design(w, new), shop.omar)
    first, second = shop.released(shop.piece(design)), shop.released()
    code = delivered(shop, first, second, prices={second: 4_000})
    assert code == "DN-0001"
    assert [departures(shop, one) for one in (first, second)] == [["shipped"], ["shipped"]]
    assert told(shop) == [("wholesale", 6_001), ("wholesale", 4_000)]
    assert found(shop, code).open_minor == 10_001


def test_a_design_goes_for_its_own_wholesale_price_where_it_has_one(shop: World) -> None:
    shop.design_of("ring", code="OWN", name="Reed ring", price_minor=12_000)
    shop.design_of("ring", code="BARE", name="Bare ring", price_minor=None)
    shop.price(7_000, "OWN", "wholesale")
    shop.price(3_000, "BARE", "wholesale")
    own, bare, typed = (shop.released(shop.piece(code)) for code in ("OWN", "BARE", "OWN"))
    delivered(shop, own, bare, typed, prices={typed: 6_500}, percent=40)
    assert sorted(told(shop)) == [("wholesale", 3_000), ("wholesale", 6_500), ("wholesale", 7_000)]
    shop.price(None, "OWN", "wholesale")
    delivered(shop, shop.released(shop.piece("OWN")), prices={}, percent=40)
    assert told(shop)[-1] == ("wholesale", 4_800)


def test_all_go_or_none(shop: World) -> None:
    good, raw = shop.released(), shop.worked()
    with pytest.raises(Conflict, match=f"{raw}: It has not passed"):
        delivered(shop, good, raw)
    with pytest.raises(Invalid, match="its design has none"):
        delivered(shop, good, prices={})
    with pytest.raises(Invalid, match="today or later"):
        delivered(shop, good, terms=Terms("2020-01-01"))
    assert shop.standing(good).place == "shop" and not shop.rows("SELECT 1 FROM packed_case")


def test_what_is_given_back_is_not_owed_and_is_inspected_again(shop: World) -> None:
    kept, back = shop.released(), shop.released()
    code = delivered(shop, kept, back)
    assert given_back(shop, code, back)
    assert not given_back(shop, code, back)
    assert found(shop, code).open_minor == 6_000
    assert shop.standing(back).place == "shop" and shop.standing(back).state != "released"
    shop.inspect(back)
    assert delivered(shop, back) == "DN-0002"


def test_payments_losses_and_carriage_change_what_is_owed(shop: World) -> None:
    code = delivered(shop, shop.released(), shop.released(), terms=Terms("2031-12-24", carriage_by="buyer"))
    noted(shop, code, "carriage", 500)
    noted(shop, code, "lost", 6_000)
    noted(shop, code, "paid", 7_000)
    noted(shop, code, "paid", -1_000)
    assert found(shop, code).open_minor == 500
    with pytest.raises(Conflict, match="taken back"):
        noted(shop, code, "paid", -6_001)


def test_what_is_to_be_paid_stands_in_the_week_until_it_is(shop: World) -> None:
    today = shop.room.now().date()
    soon, late = (delivered(shop, shop.released(), terms=Terms(f"{today + timedelta(days=n)}")) for n in (2, 20))

    def waiting() -> list[str]:
        with shop.room.database.reading() as session:
            span = span_of(session, today, today, shop.room.now())
            return [one.href for one in waiting_for_owner(session, span, ()) if "/deliveries" in one.href]

    assert waiting() == [f"/deliveries/{soon}"] and late
    noted(shop, soon, "paid", 6_000)
    assert waiting() == []


def test_the_list_is_searched_and_taken_away(shop: World, app: Flask) -> None:
    serial = shop.released()
    paid = delivered(shop, serial)
    noted(shop, paid, "paid", 6_000)
    owner = shop.sign_in(app, shop.omar)
    assert paid not in owner.get("/deliveries").text
    for asked in ("state=settled", f"state=all&q={serial}", "state=all&q=loja", f"state=all&q={paid.lower()}"):
        assert paid in owner.get(f"/deliveries?{asked}").text
    assert paid not in owner.get("/deliveries?state=all&q=elsewhere").text
    rows = owner.get("/deliveries.csv?state=all").text.splitlines()
    assert rows[1].startswith(f"{paid},Loja do Mar,") and rows[1].endswith("1,0,EUR,60.00,0.00,0.00")
    assert shop.sign_in(app, shop.ana).get("/deliveries").status_code == 403
    assert paid not in owner.get("/cases?state=closed").text


def test_find_leads_to_a_delivery_by_its_code_and_by_who_bought(shop: World, app: Flask) -> None:
    code = delivered(shop, shop.released())
    owner, ana = shop.sign_in(app, shop.omar), shop.sign_in(app, shop.ana)
    assert owner.get("/find?q=dn+1").location == f"/deliveries/{code}"
    assert f'href="/deliveries/{code}"' in owner.get("/find?q=loja").text
    for typed in ("loja", code):
        assert (answer := ana.get(f"/find?q={typed}")).status_code == 200 and code not in answer.text.replace(typed, "")


def test_note_and_statement_say_the_same_on_page_as_csv_and_as_pdf(shop: World, app: Flask) -> None:
    kept, back = shop.released(), shop.released()
    code = delivered(shop, kept, back, terms=Terms("2031-12-24", "2031-12-01", loss_by="buyer"))
    given_back(shop, code, back)
    noted(shop, code, "paid", 2_000)
    owner = shop.sign_in(app, shop.omar)
    page = owner.get(f"/deliveries/{code}").text
    assert "40.00 €" in page and "24 December 2031" in page and "Loja do Mar" in page
    assert owner.get(f"/cases/{code}").status_code == 302
    rows = owner.get(f"/deliveries/{code}/statement.csv").text.splitlines()[1:]
    assert [row.split(",")[-2:] for row in rows] == [["60.00", "0.00"], ["0.00", "0.00"], ["0.00", "20.00"]]
    note, statement = (
        PdfReader(BytesIO(owner.get(f"/deliveries/{code}/{name}.pdf").data)).pages[0].extract_text()
        for name in ("note", "statement")
    )
    assert kept in note and back in note and "120.00" in note and "Rua 4, Porto" in note
    assert "40.00" in statement and "no invoice" in statement
    assert shop.sign_in(app, shop.ana).get(f"/deliveries/{code}").status_code == 403


def test_the_page_shows_prices_before_anything_goes(shop: World, app: Flask) -> None:
    new = NewDesign("Reed ring", "ring", "ag925", price_minor=12_000)
    design = shop.tell(lambda w: add_design(w, new), shop.omar)
    serial, raw = shop.released(shop.piece(design)), shop.worked()
    owner = shop.sign_in(app, shop.omar)
    page = owner.get("/deliveries/new").text
    typed = {"csrf_token": _token(page), "request_key": "a" * 32, "holder": "Loja", "percent": "45"}
    typed |= {"pay_on": "2031-12-24", "carriage_by": "maker", "loss_by": "buyer"}
    looked = owner.post("/deliveries", data=typed | {"serials": f"{serial}\n{raw}", "do": "look"})
    assert looked.status_code == 200 and 'value="54.00"' in looked.text and "It is still in work" in looked.text
    again = {"serials": serial, f"price-{serial}": "54.00", "shown_percent": "45", "percent": "50"}
    assert 'value="60.00"' in owner.post("/deliveries", data=typed | again | {"do": "look"}).text
    unseen = owner.post("/deliveries", data=typed | again | {"do": "go"})
    assert unseen.status_code == 422 and "look at the prices again" in unseen.text
    sent = typed | {"serials": serial, "do": "go", f"price-{serial}": "50,00"}
    gone = owner.post("/deliveries", data=sent)
    assert gone.status_code == 303 and gone.location.endswith("/deliveries/DN-0001")
    assert owner.post("/deliveries", data=sent).location == gone.location
    assert told(shop) == [("wholesale", 5_000)]


def test_the_page_says_where_each_price_is_from(shop: World, app: Flask) -> None:
    shop.design_of("ring", code="OWN", name="Reed ring", price_minor=12_000)
    shop.price(7_000, "OWN", "wholesale")
    shop.design_of("ring", code="SHARE", name="Clover ring", price_minor=10_000)
    shop.design_of("ring", code="BARE", name="Bare ring", price_minor=None)
    own, share, bare, typed = (shop.released(shop.piece(code)) for code in ("OWN", "SHARE", "BARE", "OWN"))
    owner = shop.sign_in(app, shop.omar)
    sent = {"serials": f"{own}\n{share}\n{bare}\n{typed}", "percent": "45", "pay_on": "2031-12-24", "holder": "Loja"}
    looked = send(owner, "/deliveries", "/deliveries/new", do="look", **sent, **{f"price-{typed}": "66"}).text
    assert {one: _said_of(looked, one) for one in (own, share, bare, typed)} == {
        own: ("70.00", "The wholesale price of its design."),
        share: ("45.00", "45% of 100.00 €, the retail price."),
        bare: ("", "Its design has no price: type one."),
        typed: ("66", "Typed. By the list it is 70.00 €."),
    }
    prices = {f"price-{own}": "70.00", f"price-{share}": "45.00", f"price-{bare}": "9", f"price-{typed}": "66"}
    shop.price(7_200, "OWN", "wholesale")
    gone = send(owner, "/deliveries", "/deliveries/new", do="go", shown_percent="45", **sent, **prices)
    assert gone.status_code == 303
    assert sorted(told(shop)) == [("wholesale", one) for one in (900, 4_500, 6_600, 7_000)]


def _said_of(page: str, serial: str) -> tuple[str, str]:
    """The price in the field of this piece, and where it is from."""
    told = page.partition('class="priced"')[2].partition(f'<b class="code">{serial}</b>')[2].partition("</li>")[0]
    return told.partition(' value="')[2].partition('"')[0], told.partition("<small>")[2].partition("</small>")[0]


def _token(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"')[0]
