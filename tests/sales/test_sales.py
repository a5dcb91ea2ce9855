"""Sales from a piece's own page: each departure to a customer is one, a slip is none, and what was sold before counts as it did."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.sales.deliveries import delivered
from tests.sales.test_cases import pack, say
from tests.world import World
from workshop.errors import Conflict, Invalid
from workshop.inspection.actions import Leaving
from workshop.reports.book import make_report, span_of
from workshop.reports.came_back import sales
from workshop.reports.ours import ours_at
from workshop.sales.sale_actions import Sold, end_sale, let_leave
from workshop.sales.sale_models import Sale
from workshop.sales.sale_queries import PLACE_SOLD, with_places


@pytest.fixture
def shop(world: World) -> World:
    world.shop(currency="EUR")
    return world


def leaves(world: World, serial: str, kind: str = "sold", price_minor: int | None = None, **more: str) -> None:
    leaving = Leaving(world.standing(serial).seen, kind, **more)
    world.tell(lambda w: let_leave(w, serial, leaving, price_minor), world.omar)


def ends(world: World, serial: str, how: str) -> None:
    world.tell(lambda w: end_sale(w, serial, how), world.omar)


def home(world: World, serial: str) -> None:
    world.come_back(serial)
    world.inspect(serial)


def told(world: World) -> list[tuple[str, int | None]]:
    """Where and for how much pieces were sold, as reports count it."""
    with world.room.database.reading() as session:
        span = span_of(session, None, None, world.room.now())
        asked = with_places(sales(span, PLACE_SOLD.label("place"), Sale.price_minor))
        return [tuple(row) for row in session.execute(asked.order_by(Sale.id))]


def ours(world: World) -> int:
    with world.room.database.reading() as session:
        return len(session.execute(ours_at(span_of(session, None, None, world.room.now())).select()).all())


def test_what_goes_to_a_customer_is_a_sale_in_the_shop(shop: World) -> None:
    leaves(shop, shop.released(), "sold", 12_000)
    leaves(shop, shop.released(), "shipped")
    leaves(shop, shop.released(), "lent")
    leaves(shop, shop.released(), "shipped", place="gallery")
    rows = shop.rows("SELECT kind, price_minor, currency, packed_id FROM sale ORDER BY id")
    assert [tuple(row) for row in rows] == [("sold", 12_000, "EUR", None), ("shipped", None, None, None)]
    assert told(shop) == [("shop", 12_000), ("shop", None)]


def test_a_price_is_only_for_what_is_sold_and_nothing_leaves_with_it(shop: World) -> None:
    serial = shop.released()
    with pytest.raises(Invalid, match="only sent, lent or handed back"):
        leaves(shop, serial, "lent", 12_000)
    assert shop.standing(serial).place == "shop" and not shop.rows("SELECT 1 FROM departure")


def test_sent_again_to_whose_it_is_it_is_no_second_sale_unless_it_was_given_back(shop: World) -> None:
    serial = shop.released()
    leaves(shop, serial, "sold", 12_000)
    home(shop, serial)
    leaves(shop, serial, "shipped")
    assert told(shop) == [("shop", 12_000)]
    home(shop, serial)
    ends(shop, serial, "returned")
    leaves(shop, serial, "shipped", 9_000)
    assert told(shop) == [("shop", 12_000), ("shop", 9_000)]


def test_what_left_before_sales_were_written_counts_as_sold_in_the_shop_for_an_untold_price(shop: World) -> None:
    serial = shop.released()
    shop.leave(serial, "shipped")
    assert told(shop) == [("shop", None)]
    home(shop, serial)
    leaves(shop, serial, "shipped")
    assert told(shop) == [("shop", None)] and not shop.rows("SELECT 1 FROM sale")


def test_a_slip_is_no_sale_and_what_came_of_it_is_the_shops_own_again(shop: World) -> None:
    slip, returned, mended = shop.released(), shop.released(), shop.released()
    for serial in (slip, returned, mended):
        leaves(shop, serial, "sold", 12_000)
    with pytest.raises(Conflict, match="is not here"):
        ends(shop, slip, "slip")
    for serial in (slip, returned, mended):
        home(shop, serial)
    assert ours(shop) == 0
    ends(shop, slip, "slip")
    ends(shop, returned, "returned")
    assert len(told(shop)) == 2 and ours(shop) == 2
    with pytest.raises(Conflict, match="No sale of"):
        ends(shop, slip, "slip")
    with pytest.raises(Invalid):
        ends(shop, mended, "otherwise")


def test_sold_from_its_page_it_is_sold_from_the_safes_list_too(shop: World) -> None:
    serial = shop.released()
    pack(shop, serial, place="safe", holder=None)
    leaves(shop, serial, "sold", 12_000)
    outcome = "SELECT l.outcome FROM packed_piece l"
    assert shop.rows(outcome)[0].outcome == "sold" and told(shop) == [("shop", 12_000)]
    home(shop, serial)
    ends(shop, serial, "returned")
    assert shop.rows(outcome)[0].outcome == "back"


def test_a_list_that_did_not_know_yet_that_it_was_back_learns_it(shop: World) -> None:
    serial = shop.released()
    pack(shop, serial)
    home(shop, serial)
    leaves(shop, serial, "sold")
    assert shop.rows("SELECT outcome FROM packed_piece")[0].outcome == "back"
    assert told(shop) == [("shop", None)]


def test_the_aftercare_report_lists_where_each_was_sold_and_for_how_much(shop: World, app: Flask) -> None:
    serial = shop.released()
    leaves(shop, serial, "sold", 12_345)
    page = shop.sign_in(app, shop.omar).get("/reports/aftercare/pieces?of=sold.&first=all").text
    assert serial in page and "The shop" in page and "123.45" in page
    with shop.room.database.reading() as session:
        report = make_report(session, "aftercare", first=None, last=None, now=shop.room.now())
    assert report.totals["sold"] == 1


def test_the_owner_types_the_price_at_the_door_and_ends_the_sale_at_home(shop: World, app: Flask) -> None:
    serial = shop.released()
    owner = shop.sign_in(app, shop.omar)
    page = owner.get(f"/pieces/{serial}?do=leave").text
    assert 'name="price"' in page and "EUR" in page
    form = {"csrf_token": _token(page), "request_key": "a" * 32, "last_change": str(shop.standing(serial).seen)}
    refused = owner.post(f"/pieces/{serial}/departures", data=form | {"leaving": "sold", "price": "a lot"})
    assert refused.status_code == 422 and "a lot" in refused.text
    sold = owner.post(
        f"/pieces/{serial}/departures", data=form | {"request_key": "b" * 32, "leaving": "sold", "price": "120,50"}
    )
    assert sold.status_code == 303
    assert shop.rows("SELECT price_minor FROM sale")[0].price_minor == 12_050
    home(shop, serial)
    page = owner.get(f"/pieces/{serial}").text
    assert "?do=sale" in page and "?do=sale" not in shop.sign_in(app, shop.ana).get(f"/pieces/{serial}").text
    page = owner.get(f"/pieces/{serial}?do=sale").text
    form = {"csrf_token": _token(page), "request_key": "c" * 32, "how": "slip"}
    assert owner.post(f"/pieces/{serial}/sale", data=form).status_code == 303
    assert "?do=sale" not in owner.get(f"/pieces/{serial}").text


def _token(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def test_the_page_of_a_piece_tells_the_owner_alone_where_and_for_how_much_it_was_sold(shop: World, app: Flask) -> None:
    counter, gallery, bought, unsold = (shop.released() for _one in range(4))
    leaves(shop, counter, "sold", 12_345)
    home(shop, counter)
    ends(shop, counter, "returned")
    leaves(shop, counter, "sold")
    case = pack(shop, gallery, place="gallery", holder="Galeria Rua")
    say(shop, case, gallery, "sold", sold=Sold(9_876, "2020-01-05"))
    delivery = delivered(shop, bought)
    owner, ana = shop.sign_in(app, shop.omar), shop.sign_in(app, shop.ana)
    again, first = _told(owner, counter)
    assert "The shop" in first and "123.45 €" in first and "Given back on" in first
    assert "not told" in again and "Given back" not in again
    (told_of,) = _told(owner, gallery)
    assert all(one in told_of for one in ("5 January 2020", "Gallery, Galeria Rua", f"/cases/{case}", "98.76 €"))
    (told_of,) = _told(owner, bought)
    assert all(one in told_of for one in ("Another shop, Loja do Mar", f"/deliveries/{delivery}", "60.00 €"))
    assert _told(owner, unsold) == []
    assert [_told(ana, one) for one in (counter, gallery, bought)] == [[], [], []]
    assert "98.76" not in ana.get(f"/pieces/{gallery}").text


def test_a_slip_is_told_on_the_page_of_its_piece(shop: World, app: Flask) -> None:
    serial = shop.released()
    leaves(shop, serial, "sold", 12_000)
    home(shop, serial)
    ends(shop, serial, "slip")
    (told_of,) = _told(shop.sign_in(app, shop.omar), serial)
    assert "counted nowhere" in told_of


def _told(client: FlaskClient, serial: str) -> list[str]:
    """The lines about its sales on the page of a piece."""
    section = client.get(f"/pieces/{serial}").text.partition('id="sold"')[2].partition("</section>")[0]
    return section.split("<dt>")[1:]
