"""The terms of the house: a page that shows and changes them, and what begins with them from then on."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pages import send
from tests.sales.deliveries import delivered
from tests.sales.test_cases import pack
from tests.sales.test_consignments import agree
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design
from workshop.reports.reckoning import Reckoning, Terms, change_terms, keep_terms, terms_now
from workshop.sales.consignment_rules import Terms as Agreed

PAGE = "/settings/terms"
TYPED = {
    "consignment_percent": "65",
    "discount_by": "maker",
    "gallery_loss_by": "maker",
    "gallery_pay_days": "14",
    "due_days": "90",
    "wholesale_percent": "45",
    "carriage_by": "buyer",
    "shop_loss_by": "buyer",
    "shop_pay_days": "60",
    "return_days": "20",
}
HOUSE = Terms(None, 45, 65, False, "maker", "maker", 14, 90, "buyer", "buyer", 60, 20)


@pytest.fixture
def owner(world: World, app: Flask) -> FlaskClient:
    world.shop(currency="EUR")
    return world.sign_in(app, world.omar)


def kept(world: World) -> Terms:
    with world.room.database.reading() as session:
        return terms_now(session)


def times(world: World) -> int:
    return len(world.rows("SELECT id FROM reckoning"))


def seen(world: World) -> str:
    return str(times(world))


def in_days(world: World, days: int) -> str:
    return (world.room.now().date() + timedelta(days=days)).isoformat()


def test_the_page_keeps_all_terms_at_once_and_says_what_they_were(world: World, owner: FlaskClient) -> None:
    first = owner.get(PAGE).text
    assert "<title>Terms – Marsh &amp; Wren</title>" in first
    assert "Never changed" in first and begun(first, "consignment_percent") == {"consignment_percent": "60"}
    key = "k" * 32
    for _again in range(2):
        assert send(owner, PAGE, PAGE, key=key, seen="0", **TYPED).status_code == 303
    assert (kept(world), times(world)) == (HOUSE, 1)
    page = owner.get(PAGE).text
    assert page.count('<td data-label="On"') == len(TYPED)
    assert "60%" in page and "65%" in page and "Omar" in page and "90 days" in page


def test_saying_the_same_again_is_no_change(world: World, owner: FlaskClient) -> None:
    for _again in range(2):
        assert send(owner, PAGE, PAGE, seen=seen(world), **TYPED).status_code == 303
    assert times(world) == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("consignment_percent", "0", "1 to 100 percent"),
        ("wholesale_percent", "101", "1 to 100 percent"),
        ("discount_by", "nobody", "who bears a discount"),
        ("gallery_loss_by", "", "who bears a loss"),
        ("carriage_by", "gallery", "who bears the carriage"),
        ("shop_loss_by", "both", "who bears a loss on the way"),
        ("gallery_pay_days", "", "0 to 365"),
        ("shop_pay_days", "366", "0 to 365"),
        ("due_days", "0", "1 to 730"),
        ("return_days", "731", "1 to 730"),
        ("return_days", "soon", "not a whole number"),
    ],
)
def test_what_is_no_term_is_refused_beside_its_field_and_stays_typed(
    world: World, owner: FlaskClient, field: str, typed: str, said: str
) -> None:
    refused = send(owner, PAGE, PAGE, seen="0", **(TYPED | {field: typed}))
    assert refused.status_code == 422 and said in refused.text
    others = {name: told for name, told in TYPED.items() if name != field}
    assert begun(refused.text, *others) == others and times(world) == 0


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world: World, owner: FlaskClient) -> None:
    world.tell(lambda w: change_terms(w, {"wholesale_percent": 48}), world.omar)
    refused = send(owner, PAGE, PAGE, seen="0", **TYPED)
    assert refused.status_code == 409 and "changed meanwhile" in refused.text and "48%" in refused.text
    assert 'name="seen" value="1"' in refused.text and kept(world) == Terms(wholesale_percent=48)
    assert send(owner, PAGE, PAGE, seen="1", **TYPED).status_code == 303


def test_an_hour_said_anew_leaves_the_terms_and_is_no_line_of_theirs(world: World, owner: FlaskClient) -> None:
    world.tell(lambda w: keep_terms(w, HOUSE), world.omar)
    assert send(owner, "/settings/reckoning", "/settings/reckoning", hour="36.00").status_code == 303
    assert kept(world).hour_minor == 3_600 and kept(world).for_gallery == HOUSE.for_gallery
    assert owner.get(PAGE).text.count('<td data-label="On"') == len(TYPED)


def test_rows_from_before_there_were_terms_say_what_is_usual(world: World) -> None:
    said = {"hour_minor": 3_600, "wholesale_percent": 40, "consignment_percent": 65, "is_announced": False}
    world.tell(lambda w: w.add(Reckoning, **said, at=w.at, by_id=w.by.id), world.omar)
    assert kept(world) == Terms(3_600, 40, 65)


def test_many_changes_are_shown_a_page_at_a_time(world: World, owner: FlaskClient) -> None:
    for percent in range(31, 60):
        world.tell(lambda w, share=percent: change_terms(w, {"wholesale_percent": share}), world.omar)
    pages = [owner.get(f"{PAGE}?page={number}").text for number in (1, 2, "x")]
    assert [page.count('<td data-label="On"') for page in pages] == [20, 9, 20]
    assert "59%" in pages[0] and "31%" in pages[1]


def test_a_case_at_a_gallery_begins_with_the_terms_of_the_house(world: World, owner: FlaskClient) -> None:
    world.tell(lambda w: keep_terms(w, HOUSE), world.omar)
    code = pack(world, world.released(), place="gallery", holder="Galeria Rua")
    page = owner.get(f"/cases/{code}").text
    assert begun(page) == {"share": "65", "discount_by": "maker", "loss_by": "maker", "pay_days": "14"}
    assert "the terms of your house" in page
    assert send(owner, f"/cases/{code}/terms", f"/cases/{code}").status_code == 303
    assert agreed(world) == [(650, "maker", "maker", 14)]


def test_a_gallery_begins_with_what_was_agreed_with_it_last(world: World, owner: FlaskClient) -> None:
    for holder, share in (("Galeria Rua", 550), ("GALERIA RUA", 700), ("Other", 400)):
        agree(
            world, pack(world, world.released(), place="gallery", holder=holder), Agreed(share, "gallery", "maker", 7)
        )
    code = pack(world, world.released(), place="gallery", holder="Galeria Rua")
    page = owner.get(f"/cases/{code}").text
    assert begun(page) == {"share": "70", "discount_by": "gallery", "loss_by": "maker", "pay_days": "7"}
    assert "agreed with Galeria Rua last" in page


def test_what_was_agreed_stays_when_the_house_changes_its_terms(world: World, owner: FlaskClient) -> None:
    code = pack(world, world.released(), place="gallery", holder="Galeria Rua")
    agree(world, code)
    sent = delivered(world, world.released())
    world.tell(lambda w: keep_terms(w, HOUSE), world.omar)
    assert agreed(world) == [(600, "both", "gallery", 30)]
    page = owner.get(f"/cases/{code}").text
    assert "Our share of the price is 60%." in page and "the terms of your house" not in page
    assert "The maker bears the carriage." in owner.get(f"/deliveries/{sent}").text


def test_a_case_to_a_gallery_is_awaited_by_the_terms_unless_a_day_is_typed(world: World, owner: FlaskClient) -> None:
    def packed(place: str, due_on: str = "") -> Any:
        serial = world.released()
        typed = {"place": place, "serials": serial, "holder": "Galeria Rua", "due_on": due_on, "do": "go"}
        assert send(owner, "/cases", "/cases/new", **typed).status_code == 303
        return world.rows("SELECT due_on FROM packed_case ORDER BY id DESC")[0][0]

    assert packed("gallery") is None
    world.tell(lambda w: keep_terms(w, HOUSE), world.omar)
    assert "by your terms" in owner.get("/cases/new").text
    assert [packed("gallery"), packed("fair")] == [in_days(world, 90), None]
    assert packed("gallery", in_days(world, 10)) == in_days(world, 10)


def test_a_delivery_begins_with_the_terms_of_the_house(world: World, owner: FlaskClient) -> None:
    world.tell(lambda w: keep_terms(w, HOUSE), world.omar)
    new = NewDesign("Reed ring", "ring", "ag925", price_minor=12_000)
    serial = world.released(world.piece(world.tell(lambda w: add_design(w, new), world.omar)))
    page = owner.get("/deliveries/new").text
    begins = begun(page, "percent", "pay_on", "carriage_by", "loss_by", "returns_until")
    dated = {"pay_on": in_days(world, 60), "returns_until": in_days(world, 20)}
    assert begins == {"percent": "45", "carriage_by": "buyer", "loss_by": "buyer", **dated}
    typed = {"holder": "Loja", "serials": serial, "pay_on": dated["pay_on"], "do": "go"}
    assert send(owner, "/deliveries", "/deliveries/new", **typed).status_code == 303
    told = world.rows("SELECT pay_on, returns_until, carriage_by, loss_by FROM delivery")
    assert told == [(dated["pay_on"], None, "buyer", "buyer")]
    assert world.rows("SELECT price_minor FROM sale") == [(5_400,)]


def agreed(world: World) -> list[Any]:
    return world.rows("SELECT share_per_mille, discount_by, loss_by, pay_days FROM consignment")


def begun(page: str, *names: str) -> dict[str, str]:
    """What stands in these fields, or is chosen among their tiles."""
    return {name: _standing(page, name) for name in names or ("share", "discount_by", "loss_by", "pay_days")}


def _standing(page: str, name: str) -> str:
    inputs = [one.partition(">")[0] for one in page.split("<input")[1:] if f'name="{name}"' in one.partition(">")[0]]
    said = [one for one in inputs if 'type="radio"' not in one or "checked" in one.split()]
    assert len(said) == 1, inputs
    return said[0].partition('value="')[2].partition('"')[0]
