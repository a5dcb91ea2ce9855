"""The customer of an order is told of what waits for their yes, and that it is ready; who told them, when and how stays with it."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests.bench.forms import form_to, forms_of, send
from tests.sales.orders import agreed, made, ordered
from tests.world import World
from workshop.aftercare.notice_models import Notice
from workshop.aftercare.order_told import tell_order
from workshop.errors import Conflict, Invalid, NotFound
from workshop.sales.order_actions import Wish, end_order, rewrite_order
from workshop.sales.order_approving import Answered, answer_order


def told(world: World) -> list[tuple[object, ...]]:
    return [tuple(row) for row in world.rows("SELECT wish_id, order_id, how, by_id FROM notice ORDER BY id")]


def ready(world: World) -> str:
    code = ordered(world)
    agreed(world, code)
    world.released(made(world, code))
    return code


def test_who_told_of_a_version_and_how_stays_on_the_page(world: World, app: Flask) -> None:
    code = ordered(world)
    at = f"/orders/{code}"
    ana = world.sign_in(app, world.ana)
    assert "Nobody noted yet that they were told of this version." in ana.get(at).text
    assert send(ana, at, f"{at}/notices", how="phone").location == at
    page = ana.get(at).text
    assert "Told on 17 November 2026 by Ana: By phone" in page and "of version 1, to be agreed to" in page
    assert "Nobody noted yet" not in page
    (wish,) = world.rows("SELECT id FROM order_wish")
    assert told(world) == [(wish.id, None, "phone", world.ana.id)]
    world.tell(lambda w: rewrite_order(w, code, 1, Wish(world.design, size="56")), world.ana)
    page = ana.get(at).text
    assert "Nobody noted yet that they were told of this version." in page and "of version 1, to be agreed to" in page


def test_the_note_is_made_once_when_its_form_is_sent_twice(world: World, app: Flask) -> None:
    code = ordered(world)
    ana = world.sign_in(app, world.ana)
    form = form_to(ana.get(f"/orders/{code}"), f"/orders/{code}/notices")
    answers = [ana.post(form.action, data=form.values | {"how": "desk"}).status_code for _twice in range(2)]
    assert answers == [303, 303] and len(told(world)) == 1


def test_a_note_without_its_way_is_asked_for_again(world: World, app: Flask) -> None:
    code = ordered(world)
    ana = world.sign_in(app, world.ana)
    again = send(ana, f"/orders/{code}", f"/orders/{code}/notices", how="")
    assert again.status_code == 422 and told(world) == []


def test_that_it_is_ready_is_told_with_a_letter_that_names_nothing(world: World, app: Flask) -> None:
    code = ready(world)
    at = f"/orders/{code}"
    ana = world.sign_in(app, world.ana)
    page = ana.get(at)
    letter = page.text.split('id="letter"')[1].split("</textarea>")[0]
    assert f"Your order {code} is ready for you." in letter and "Bo" not in letter and "ring" not in letter
    assert f'href="mailto:ada@example.test?subject=Your%20order%20{code}&amp;body=' in page.text
    assert "Nobody noted yet that they were told that it is ready." in page.text
    assert send(ana, at, f"{at}/notices", how="mail").status_code == 303
    page = ana.get(at)
    assert "by Ana: By e-mail" in page.text and "that it is ready</span>" in page.text
    (order,) = world.rows("SELECT id FROM shop_order")
    assert told(world) == [(None, order.id, "mail", world.ana.id)]


def test_the_link_goes_with_the_letter_while_it_is_shown(world: World, app: Flask) -> None:
    world.shop(public_address="https://a.example")
    code = ordered(world)
    ana = world.sign_in(app, world.ana)
    assert 'id="letter"' not in ana.get(f"/orders/{code}").text
    page = send(ana, f"/orders/{code}", f"/orders/{code}/links").text
    assert "https://a.example/o/" in page.split('id="letter"')[1].split("</textarea>")[0]
    after = ana.get(f"/orders/{code}").text
    assert "on the page whose link you have" in after and "https://a.example/o/" not in after


def test_nothing_is_told_of_what_is_neither_asked_nor_ready(world: World, app: Flask) -> None:
    code = ordered(world)
    at = f"/orders/{code}"
    ana = world.sign_in(app, world.ana)
    late = form_to(ana.get(at), f"{at}/notices")
    agreed(world, code)
    assert not [one for one in forms_of(ana.get(at)) if one.action == late.action]
    gone_on = ana.post(late.action, data=late.values | {"how": "phone"})
    assert gone_on.status_code == 409 and "has gone on meanwhile" in gone_on.text and told(world) == []


def test_a_wished_change_is_written_anew_before_anything_is_told(world: World) -> None:
    code = ordered(world)
    world.tell(lambda w: answer_order(w, code, Answered(1, "x", "change", "desk", "wider")), world.ana)
    with pytest.raises(Conflict, match="gone on"):
        world.tell(lambda w: tell_order(w, code, "answer", 1, "phone"), world.ana)


def test_a_note_names_the_version_that_counts_and_a_known_way(world: World) -> None:
    code = ordered(world)
    for number, about, how, wrong, says in (
        (2, "answer", "phone", Conflict, "written anew"),
        (1, "ready", "phone", Conflict, "gone on"),
        (1, "gone", "phone", Invalid, "what they were told"),
        (1, "answer", "pigeon", Invalid, "how they were told"),
    ):
        with pytest.raises(wrong, match=says):
            world.tell(lambda w, n=number, a=about, h=how: tell_order(w, code, a, n, h), world.ana)
    with pytest.raises(NotFound):
        world.tell(lambda w: tell_order(w, "ORD-0099", "answer", 1, "phone"), world.ana)
    world.tell(lambda w: end_order(w, code, "cancelled"), world.omar)
    with pytest.raises(Conflict, match="has ended"):
        world.tell(lambda w: tell_order(w, code, "answer", 1, "phone"), world.ana)
    assert told(world) == []


def test_a_note_is_of_one_thing(world: World) -> None:
    code = ordered(world)
    (wish,) = world.rows("SELECT id, order_id FROM order_wish")
    for of_what in ({}, {"wish_id": wish.id, "order_id": wish.order_id}):
        with pytest.raises((IntegrityError, Conflict)):
            world.tell(
                lambda w, o=of_what: w.add(Notice, **o, how=None, at=w.at, by_id=world.ana.id),  # type: ignore[misc]
                world.ana,
            )
    world.tell(lambda w: tell_order(w, code, "answer", 1, None), world.ana)
    assert len(told(world)) == 1
