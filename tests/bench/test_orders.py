"""Orders on screen: what was typed is kept, the list is searched and taken away, the page leads on step by step."""

from flask import Flask

from tests.bench.forms import form_to, forms_of, send
from tests.conftest import Clock
from tests.sales.orders import agreed, made, ordered
from tests.world import World
from workshop.sales.order_actions import end_order


def test_an_order_that_is_refused_keeps_what_was_typed(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    typed = {"customer": "Ada Marsh", "engraving": "For Bo 💍", "due_on": "soon"}
    again = send(client, "/orders/new", "/orders", **typed)
    assert again.status_code == 422
    assert "Ada Marsh" in again.text and "For Bo 💍" in again.text and "is no day" in again.text
    assert world.rows("SELECT 1 FROM shop_order") == []


def test_an_order_is_taken_and_led_on_to_its_end(world: World, app: Flask) -> None:
    world.shop(currency="EUR")
    ana, omar = world.sign_in(app, world.ana), world.sign_in(app, world.omar)
    typed = {"customer": "Ada", "design": world.design, "engraving": "Zoë", "due_on": "2026-11-27", "price": "1240"}
    assert send(ana, "/orders/new", "/orders", **typed).location == "/orders/ORD-0001"
    page, at = "/orders/ORD-0001", "/orders/ORD-0001"
    assert "3 letters" in ana.get(page).text and "1240.00 €" in ana.get(page).text
    assert "The customer’s yes" in ana.get(page).text and "Your yes" not in ana.get(page).text
    assert send(ana, page, f"{at}/answers", answer="yes", how="phone").status_code == 303
    assert "The text that was agreed to" in ana.get(page).text
    assert send(ana, page, f"{at}/deposits", amount="400").status_code == 303
    assert "840.00 €" in ana.get(page).text
    assert send(ana, page, f"{at}/pieces").status_code == 303
    (serial,) = (row.serial for row in world.rows("SELECT serial FROM piece"))
    world.released(serial)
    assert f"/pieces/{serial}?do=leave" in ana.get(page).text
    world.leave(serial)
    assert send(omar, page, f"{at}/end").status_code == 303
    assert "Delivered" in omar.get(page).text and not form_there(omar.get(page), f"{at}/wishes")
    assert "Ada" in omar.get(page).text
    assert send(omar, page, f"{at}/erasure").status_code == 303
    assert "Ada" not in omar.get(page).text and "Zoë" not in omar.get(page).text


def form_there(page: object, action: str) -> bool:
    return any(one.action == action for one in forms_of(page))  # type: ignore[arg-type]


def test_the_list_is_searched_and_taken_away_without_its_customers(world: World, app: Flask) -> None:
    code = ordered(world, engraving="=1+1")
    agreed(world, code)
    serial = made(world, code)
    client = world.sign_in(app, world.omar)
    for sought in (code, "ada", "alder", "1+1", serial):
        assert f'href="/orders/{code}"' in client.get("/orders", query_string={"q": sought}).text, sought
    for address in ("/orders?q=somebody", "/orders?state=ended"):
        assert f'href="/orders/{code}"' not in client.get(address).text
    table = client.get("/orders.csv").text
    assert f"{code},planned" in table and serial in table and "Ada" not in table and "=1+1" not in table
    assert world.sign_in(app, world.ana).get("/orders.csv").status_code == 403


def test_the_list_is_paged_and_asks_as_much_for_many(world: World, app: Flask) -> None:
    for day in range(52):
        ordered(world, due_on=f"2026-12-{1 + day % 28:02d}")
    client = world.sign_in(app, world.ana)
    first, second = client.get("/orders").text, client.get("/orders?page=2").text
    assert first.count('href="/orders/ORD-') == 50 and second.count('href="/orders/ORD-') == 2
    assert first.index("ORD-0001") < first.index("ORD-0029") < first.index("ORD-0002")


def test_what_was_written_anew_meanwhile_is_not_overwritten(world: World, app: Flask) -> None:
    code = ordered(world)
    client = world.sign_in(app, world.ana)
    old = form_to(client.get(f"/orders/{code}"), f"/orders/{code}/wishes").values
    assert send(client, f"/orders/{code}", f"/orders/{code}/wishes", size="56").status_code == 303
    late = client.post(f"/orders/{code}/wishes", data=old | {"size": "58"})
    assert late.status_code == 409 and "written anew meanwhile" in late.text and 'value="58"' in late.text


def test_the_link_is_shown_once_and_the_same_when_the_form_is_sent_again(world: World, app: Flask) -> None:
    code = ordered(world)
    client = world.sign_in(app, world.ana)
    form = form_to(client.get(f"/orders/{code}"), f"/orders/{code}/links")
    first, second = (client.post(form.action, data=form.values).text for _twice in range(2))
    address = first.split("/o/")[1][:64]
    assert address in second and address not in client.get(f"/orders/{code}").text
    world.tell(lambda w: end_order(w, code, "cancelled"), world.omar)
    assert not form_there(client.get(f"/orders/{code}"), form.action)


def test_an_order_is_found_by_its_code_and_by_its_customer_for_the_owner_alone(world: World, app: Flask) -> None:
    code = ordered(world)
    omar, ana = world.sign_in(app, world.omar), world.sign_in(app, world.ana)
    assert f"/orders/{code}" in omar.get("/find?q=marsh").text
    assert f"/orders/{code}" not in ana.get("/find?q=marsh").text
    found = ana.get(f"/find?q={code}")
    assert f"/orders/{code}" in (found.location or "") + found.text


def test_a_day_that_has_gone_by_is_asked_again_unless_it_stood_there(world: World, clock: Clock, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    again = send(client, "/orders/new", "/orders", customer="Ada", due_on="2025-12-19")
    assert again.status_code == 422 and "19 December 2025 has gone by" in again.text
    code = ordered(world)
    page = f"/orders/{code}"
    assert send(client, page, f"{page}/wishes", due_on="2025-12-19").status_code == 422
    clock.forward(days=60)
    client = world.sign_in(app, world.ana)
    assert send(client, page, f"{page}/wishes", size="56").status_code == 303
    assert world.rows("SELECT due_on FROM order_wish ORDER BY number")[-1].due_on == "2026-11-27"


def test_that_a_design_is_of_another_alloy_is_told_before_the_yes(world: World, app: Flask) -> None:
    code = ordered(world, material="ag925")
    page, client = f"/orders/{code}", world.sign_in(app, world.ana)
    told = "is made in 18k yellow gold, this order says Sterling silver"
    assert "No piece can be made for it yet" in client.get(page).text and told in client.get(page).text
    agreed(world, code)
    assert told in client.get(page).text
    actions = [one.values for one in forms_of(client.get(page)) if one.action == f"{page}/pieces"]
    assert all("serial" in one for one in actions)
    other = world.design_of("ring", material="ag925")
    assert send(client, page, f"{page}/wishes", design=other).status_code == 303
    assert "No piece can be made" not in client.get(page).text
