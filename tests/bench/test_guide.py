"""The first ten minutes: the workshop, its people, the first piece, each on one page."""

from io import BytesIO
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image

from tests.pages import send, token_of
from tests.world import World
from workshop.catalogue.routing import StageChange, change_stage
from workshop.people.actions import set_password, set_standing

PIECE = {"kind": "ring", "alloy": "au750y", "stones": "no", "way": "new", "weight": "4,62"}
SHOP = {"name": "Marsh & Wren", "country": "PT", "currency": "EUR"}
HOSTILE = ["\0", "<script>alert(1)</script>", "x" * 100_000, "\ud800", "‮", "999999999", "-1", "=1+1"]


def picture(colour: str = "gold") -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "PNG")
    return BytesIO(file.getvalue())


def pieces(world: World) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in world.rows(
            "SELECT p.serial, p.kind, p.way_in, d.name, r.name FROM piece p JOIN design d ON d.id = p.design_id "
            "JOIN route r ON r.id = p.route_id ORDER BY p.id"
        )
    ]


def stages_of(world: World, serial: str) -> list[str]:
    rows = world.rows(
        "SELECT s.name FROM stage s JOIN piece p ON p.route_id = s.route_id "
        "WHERE p.serial = :serial AND s.retired_at IS NULL ORDER BY s.position",
        serial=serial,
    )
    return [row.name for row in rows]


def shown(world: World, name: str, *roles: str) -> dict[str, Any]:
    """What the page had shown of somebody."""
    return {f"was-{getattr(world, name).subject}": " ".join(roles)}


def roles_of(world: World, name: str) -> tuple[int, ...]:
    row = world.rows(
        "SELECT is_owner, is_artisan, is_inspector FROM person WHERE id = :id", id=getattr(world, name).id
    )[0]
    return tuple(int(one) for one in row)


def test_the_guide_makes_the_workshop_its_people_and_the_first_piece(world: World, app: Flask) -> None:
    world.tell(lambda w: set_password(w, world.omar.id or 0, "a hash"), world.omar)
    client = world.sign_in(app, world.omar)
    assert "The first ten minutes" in client.get("/guide").get_data(as_text=True)
    does = shown(world, "omar", "") | {
        f"does-{world.omar.subject}": ["artisan", "inspector"],
        "new_name": "Rui Castro",
        "new_does": "inspector",
    }
    answer = send(client, "/guide", "/guide", **SHOP, **does)
    assert (answer.status_code, answer.location) == (303, "/guide")
    assert tuple(world.rows("SELECT name, country, currency FROM shop")[0]) == ("Marsh & Wren", "PT", "EUR")
    roles = world.rows("SELECT name, is_owner, is_artisan, is_inspector FROM person ORDER BY id")
    assert tuple(roles[0]) == ("Omar", 1, 1, 1)
    assert tuple(roles[-1]) == ("Rui Castro", 0, 0, 1)
    answer = send(client, "/pieces/quick", "/guide", **PIECE)
    assert (answer.status_code, answer.location) == (303, "/pieces/R-0001")
    assert pieces(world) == [("R-0001", "ring", "wax", "Ring, 18k yellow", "Wax to plating, without stones")]
    assert world.rows("SELECT kind, weight_mg FROM work_event") == [("weighed", 4620)]


def test_nobody_else_is_an_answer(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.omar)
    people = world.rows("SELECT count(*) FROM person")
    assert send(client, "/guide", "/guide", **SHOP).status_code == 303
    assert world.rows("SELECT count(*) FROM person") == people


def test_a_shop_of_two_gets_the_short_route(world: World, app: Flask) -> None:
    world.tell(lambda w: set_standing(w, world.ana.id or 0, active=False, roles=()), world.omar)
    client = world.sign_in(app, world.omar)
    assert "<li>Finish</li>" in client.get("/guide").get_data(as_text=True)
    send(client, "/pieces/quick", "/guide", **PIECE)
    assert stages_of(world, "R-0001") == ["Make", "Finish"]
    send(client, "/pieces/quick", "/guide", **PIECE | {"stones": "yes"})
    assert stages_of(world, "R-0002") == ["Make", "Set", "Finish"]


def test_nothing_is_set_into_a_piece_without_stones(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    assert "Set, if it has stones" in client.get("/pieces/quick").text
    world.tell(lambda w: change_stage(w, "Wax to plating", "Clean", StageChange("Wash")), world.omar)
    for stones in ("no", "yes", "no"):
        send(client, "/pieces/quick", "/pieces/quick", **PIECE | {"stones": stones})
    whole = stages_of(world, "R-0002")
    assert "Set" in whole and "Wash" in whole
    for plain in ("R-0001", "R-0003"):
        assert stages_of(world, plain) == [stage for stage in whole if stage != "Set"]
    assert world.rows("SELECT count(*) FROM route WHERE name = 'Wax to plating, without stones'")[0][0] == 1


def test_a_piece_that_is_made_already_starts_with_that(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    typed = PIECE | {"way": "made", "stones": "yes", "maker": world.ana.subject, "photo": (picture(), "ring.png")}
    assert send(client, "/pieces/quick", "/pieces/quick?way=made", **typed).status_code == 303
    assert pieces(world)[0][:4] == ("R-0001", "stone_ring", "made", "Ring with stones, 18k yellow")
    events = world.rows("SELECT kind, by_id, weight_mg FROM work_event ORDER BY sequence")
    assert [tuple(row) for row in events] == [("made_before", world.ana.id, 4620), ("photo", world.ana.id, None)]
    assert world.rows("SELECT picture IS NOT NULL FROM design ORDER BY id DESC")[0][0]


def test_a_drawing_of_a_new_piece_is_the_designs_and_no_photo_of_the_piece(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    send(client, "/pieces/quick", "/pieces/quick", **PIECE, photo=(picture(), "ring.png"))
    assert world.rows("SELECT count(*) FROM photo")[0][0] == 0
    assert world.rows("SELECT count(*) FROM design WHERE picture IS NOT NULL")[0][0] == 1


def test_another_alloy_is_chosen_by_its_name_and_designs_of_one_name_are_numbered(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    for _time in range(2):
        send(client, "/pieces/quick", "/pieces/quick", **PIECE | {"alloy": "another", "other_alloy": "brass"})
    assert [row[3] for row in pieces(world)] == ["Ring, Brass", "Ring, Brass 2"]


def test_the_same_form_with_another_photo_is_no_repetition(world: World, app: Flask) -> None:
    client, key = world.sign_in(app, world.ana), uuid4().hex
    first = send(client, "/pieces/quick", "/pieces/quick", key, **PIECE, photo=(picture(), "ring.png"))
    again = send(client, "/pieces/quick", "/pieces/quick", key, **PIECE, photo=(picture(), "ring.png"))
    assert (first.status_code, again.location) == (303, first.location)
    other = send(client, "/pieces/quick", "/pieces/quick", key, **PIECE, photo=(picture("silver"), "ring.png"))
    assert (other.status_code, len(pieces(world))) == (422, 1)


def test_the_same_form_sent_twice_makes_one_piece(world: World, app: Flask) -> None:
    client, key = world.sign_in(app, world.ana), uuid4().hex
    first = send(client, "/pieces/quick", "/pieces/quick", key, **PIECE)
    assert send(client, "/pieces/quick", "/pieces/quick", key, **PIECE).location == first.location
    assert len(pieces(world)) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "spaceship"}, "Choose what it is."),
        ({"stones": ""}, "Say whether it has stones."),
        ({"alloy": "mithril"}, "is no alloy here"),
        ({"alloy": "another"}, "Choose the metal."),
        ({"weight": "0"}, "more than zero"),
        ({"way": "made", "maker": "nobody"}, "Choose who made it"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    world: World, app: Flask, wrong: dict[str, str], said: str
) -> None:
    client = world.sign_in(app, world.ana)
    designs = world.rows("SELECT count(*) FROM design")
    answer = send(client, "/pieces/quick", "/pieces/quick", **{"weight": "4,62"} | PIECE | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code in (404, 422)
    assert said in page
    assert f'value="{wrong.get("weight", "4,62")}"' in page
    assert world.rows("SELECT count(*) FROM design") == designs


@pytest.mark.parametrize("wrong", [{"name": " "}, {"country": "XX"}, {"currency": "doubloon"}, {"new_name": "x" * 90}])
def test_a_refused_guide_keeps_what_was_typed_and_changes_nothing(
    world: World, app: Flask, wrong: dict[str, str]
) -> None:
    client = world.sign_in(app, world.omar)
    answer = send(client, "/guide", "/guide", **SHOP | {"name": "Fen & Tarn"} | wrong)
    assert answer.status_code == 422
    assert "name" in wrong or "Fen &amp; Tarn" in answer.get_data(as_text=True)
    assert world.rows("SELECT count(*) FROM shop")[0][0] == 0


def test_an_empty_click_makes_nothing(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    page = client.get("/pieces/quick").text
    assert "checked" not in page.split("Stones")[0].split("<form")[-1]
    assert "(optional)" in page and "may wait" not in page
    assert send(client, "/pieces/quick", "/pieces/quick").status_code == 422
    assert pieces(world) == []


def test_no_field_of_a_new_piece_breaks_the_page(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.ana)
    token = token_of(client, "/pieces/quick")
    for field, value in product(("kind", "alloy", "stones", "weight", "maker", "way"), HOSTILE):
        typed = PIECE | {field: value, "csrf_token": token, "request_key": uuid4().hex}
        sent = {name: text.encode("utf-8", "surrogatepass") for name, text in typed.items()}
        answer = client.post("/pieces/quick", data=sent)
        assert answer.status_code in (303, 404, 422), (field, value[:40])
        assert "<script>alert" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/guide", "/guide/list", "/pieces/quick"])
def test_strangers_write_nothing(app: Flask, address: str) -> None:
    assert app.test_client().post(address).status_code in (400, 401, 405)


def test_the_guide_is_the_owners_and_new_pieces_are_not_the_inspectors(world: World, app: Flask) -> None:
    assert world.sign_in(app, world.ana).get("/guide").status_code == 403
    assert world.sign_in(app, world.ana).get("/guide/list").status_code == 403
    assert world.sign_in(app, world.ines).get("/pieces/quick").status_code == 403


def test_the_guide_asks_an_owner_who_came_by_pin_for_the_password(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.omar, by_password=False)
    assert client.get("/guide").location.startswith("/sign-in?by=password")
    before = world.rows("SELECT count(*) FROM person")
    assert send(client, "/guide", "/pieces/quick", **SHOP, new_name="Rui", new_does="inspector").status_code == 403
    assert world.rows("SELECT count(*) FROM person") == before
    assert send(client, "/pieces/quick", "/pieces/quick", **PIECE).status_code == 303


def test_the_guide_changes_only_what_was_changed_on_it(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.omar)
    page = client.get("/guide").text
    assert f'name="was-{world.ana.subject}" value="artisan"' in page
    typed = shown(world, "ana", "artisan") | shown(world, "ines", "inspector")
    typed |= {f"does-{world.ana.subject}": "artisan", f"does-{world.ines.subject}": ["inspector", "artisan"]}
    world.tell(lambda w: set_standing(w, world.ana.id or 0, active=True, roles=("artisan", "inspector")), world.omar)
    world.tell(lambda w: set_standing(w, world.ines.id or 0, active=True, roles=("inspector", "owner")), world.omar)
    assert send(client, "/guide", "/guide", **SHOP, **typed).status_code == 303
    assert (roles_of(world, "ana"), roles_of(world, "ines")) == ((0, 1, 1), (1, 1, 1))


def test_a_role_unticked_on_the_guide_is_taken_away_and_owners_stay_owners(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.omar)
    typed = shown(world, "ines", "inspector") | shown(world, "omar", "owner") | {f"does-{world.ines.subject}": "owner"}
    assert send(client, "/guide", "/guide", **SHOP, **typed).status_code == 303
    assert (roles_of(world, "ines"), roles_of(world, "omar")) == ((0, 0, 0), (1, 0, 0))


def test_a_refused_guide_still_knows_what_it_had_shown(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.omar)
    typed = shown(world, "ana") | {f"does-{world.ana.subject}": "inspector"}
    page = send(client, "/guide", "/guide", **SHOP | {"name": " "}, **typed).text
    assert f'name="was-{world.ana.subject}" value=""' in page
    assert f'name="was-{world.ines.subject}" value="inspector"' in page
