"""Pages of the catalogue: designs, editions, routes, checklists."""

import csv
import io
import re
from itertools import product
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.pages import send, token_of
from tests.world import World
from workshop.catalogue.actions import open_edition

DESIGN = {"name": "Reed band", "kind": "ring", "material": "ag925", "target_weight": "5,10", "price": "125.50"}
HOSTILE = ["\0", "<script>alert(1)</script>", "x" * 100_000, "\ud800", "‮", "-1", "=1+1", "9" * 30, "1e5"]
PAGES = [
    "/catalogue/designs",
    "/catalogue/designs.csv",
    "/catalogue/designs/new",
    "/catalogue/designs/D-0001",
    "/catalogue/routes",
    "/catalogue/checklists",
    "/catalogue/checklists/kind/ring",
    "/catalogue/checklists/design/D-0001",
    "/catalogue/checklists/design/D-0001/new",
    "/catalogue/checklists/work/resize",
    "/catalogue/checklists/stage/wax",
]
FORMS = [
    ("/catalogue/designs", "/catalogue/designs/new"),
    ("/catalogue/designs/D-0001", "/catalogue/designs/D-0001"),
    ("/catalogue/designs/D-0001/editions", "/catalogue/designs/D-0001"),
    ("/catalogue/routes", "/catalogue/routes"),
    ("/catalogue/routes/stages", "/catalogue/routes"),
    ("/catalogue/checklists/kind/ring", "/catalogue/checklists/kind/ring/new"),
]


@pytest.fixture
def owner(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.omar)


def stages(world: World, route: str = "Make, set, finish") -> list[str]:
    return [
        row[0]
        for row in world.rows(
            "SELECT s.name FROM stage s JOIN route r ON r.id = s.route_id WHERE r.name = :route AND s.retired_at IS NULL "
            "ORDER BY s.position",
            route=route,
        )
    ]


def as_typed(page: str) -> dict[str, str]:
    """The fields of a checklist's form as a browser would send them unchanged."""
    typed = {m[0]: m[1] for m in re.findall(r'<input class="in"[^>]* name="([^"]+)" value="([^"]*)"', page)}
    typed |= dict(re.findall(r'<input type="hidden" name="(role-\d+)" value="([^"]*)"', page))
    typed |= {name: "yes" for name in re.findall(r'<input type="checkbox" name="([^"]+)" value="yes" checked>', page)}
    for name, options in re.findall(r'<select class="in" id="[^"]+" name="(how-\d+)">(.*?)</select>', page):
        typed[name] = re.findall(r'<option value="(\w+)" selected>', options)[0]
    named = re.search(r'id="f-name" name="name" required value="([^"]*)"', page)
    assert named
    typed["name"] = named[1]
    return {name: re.sub("&#39;", "'", value).replace("&amp;", "&") for name, value in typed.items()}


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_the_owners_alone(world: World, app: Flask, owner: FlaskClient, address: str) -> None:
    assert owner.get(address).status_code == 200
    assert world.sign_in(app, world.ana).get(address).status_code == 403
    assert app.test_client().get(address).status_code in (302, 401)


@pytest.mark.parametrize(("address", "form_at"), FORMS)
def test_every_form_refuses_other_roles_a_missing_token_and_an_empty_form(
    world: World, app: Flask, owner: FlaskClient, address: str, form_at: str
) -> None:
    journal = world.rows("SELECT count(*) FROM journal_entry")
    assert send(world.sign_in(app, world.ana), address, "/pieces/quick").status_code == 403
    assert owner.post(address, data={"name": "x"}).status_code == 400
    assert send(owner, address, form_at).status_code in (409, 422)
    assert world.rows("SELECT count(*) FROM journal_entry") == journal


def test_a_design_is_entered_once_however_often_it_is_sent(world: World, owner: FlaskClient) -> None:
    key = uuid4().hex
    first = send(owner, "/catalogue/designs", "/catalogue/designs/new", key, **DESIGN)
    again = send(owner, "/catalogue/designs", "/catalogue/designs/new", key, **DESIGN)
    assert (first.status_code, first.location) == (303, "/catalogue/designs/D-0002")
    assert again.location == first.location
    kept = world.rows("SELECT name, target_weight_mg, price_minor FROM design WHERE code = 'D-0002'")
    assert [tuple(row) for row in kept] == [("Reed band", 5100, 12550)]


def test_a_design_is_changed_and_keeps_its_code(world: World, owner: FlaskClient) -> None:
    send(owner, "/catalogue/designs/D-0001", "/catalogue/designs/D-0001", **DESIGN | {"construction": "tube"})
    page = owner.get("/catalogue/designs/D-0001").get_data(as_text=True)
    assert 'value="Reed band"' in page
    assert 'value="125.50"' in page
    assert tuple(world.rows("SELECT code, construction FROM design")[0]) == ("D-0001", "tube")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "boat"}, "kind"),
        ({"target_weight": "0"}, "target_weight"),
        ({"minimum_thickness": "-1"}, "minimum_thickness"),
        ({"construction": "gas"}, "construction"),
        ({"price": "12.505"}, "price"),
        ({"code": "D-0001"}, "code"),
        ({"story": "x" * 30_000}, "story"),
    ],
)
def test_a_refused_design_keeps_what_was_typed_and_says_why_beside_the_field(
    world: World, owner: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    answer = send(owner, "/catalogue/designs", "/catalogue/designs/new", **DESIGN | {"size": "54"} | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code in (409, 422)
    assert f'href="#f-{field}"' in page
    assert 'value="54"' in page
    assert world.rows("SELECT count(*) FROM design")[0][0] == 1


def test_no_field_of_a_design_breaks_a_page(owner: FlaskClient) -> None:
    fields = [*DESIGN, "minimum_thickness", "construction", "size", "story", "route", "code"]
    token = token_of(owner, "/catalogue/designs/new")
    for field, value in product(fields, HOSTILE):
        typed = DESIGN | {field: value, "csrf_token": token, "request_key": uuid4().hex}
        sent = {name: text.encode("utf-8", "surrogatepass") for name, text in typed.items()}
        answer = owner.post("/catalogue/designs", data=sent)
        assert answer.status_code in (303, 404, 409, 422), (field, value[:40])
        page = answer.get_data(as_text=True) or owner.get(answer.location).get_data(as_text=True)
        assert "<script>alert" not in page


def test_an_edition_changes_its_size_until_a_piece_is_numbered(world: World, owner: FlaskClient) -> None:
    address, form_at = "/catalogue/designs/D-0001/editions", "/catalogue/designs/D-0001"
    assert send(owner, address, form_at, edition="First", size_of="25").status_code == 303
    assert send(owner, address, form_at, edition="First", size_of="30", resize="yes").status_code == 303
    assert send(owner, address, form_at, edition="First", size_of="9").status_code == 409
    assert send(owner, address, form_at, edition="None", size_of="9", resize="yes").status_code == 404
    world.piece(edition="First")
    answer = send(owner, address, form_at, edition="First", size_of="31", resize="yes")
    assert answer.status_code == 409
    assert "The size of an edition is fixed" in answer.get_data(as_text=True)
    assert tuple(world.rows("SELECT name, size FROM edition")[0]) == ("First", 30)


def test_the_list_is_searched_paged_and_taken_away(world: World, owner: FlaskClient) -> None:
    for n in range(55):
        world.design_of("ring", code=f"R{n:03d}", story="=cmd()" if n == 7 else None)
    first = owner.get("/catalogue/designs").get_data(as_text=True)
    assert "1 to 50 of 56" in first
    assert "51 to 56 of 56" in owner.get("/catalogue/designs?page=2").get_data(as_text=True)
    assert "51 to 56 of 56" in owner.get("/catalogue/designs?page=99").get_data(as_text=True)
    assert "1 to 1 of 1" in owner.get("/catalogue/designs?q=alder").get_data(as_text=True)
    assert "Look for less of it" in owner.get("/catalogue/designs?q=%25").get_data(as_text=True)
    table = list(csv.reader(io.StringIO(owner.get("/catalogue/designs.csv?q=R0").get_data(as_text=True)[1:])))
    assert len(table) == 56
    assert "'=cmd()" in table[8]


def test_the_list_asks_the_database_as_often_for_one_design_as_for_thirty(world: World, owner: FlaskClient) -> None:
    asked: list[str] = []
    event.listen(world.room.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    def cost(address: str) -> int:
        asked.clear()
        owner.get(address)
        return len(asked)

    before = {address: cost(address) for address in ("/catalogue/designs", "/catalogue/checklists", "/guide")}
    for _time in range(30):
        world.design_of("ring")
    assert {address: cost(address) for address in before} == before


def test_stages_are_added_renamed_moved_and_retired(world: World, owner: FlaskClient) -> None:
    def change(**typed: str) -> int:
        route = {"route": "Make, set, finish"}
        return send(owner, "/catalogue/routes/stages", "/catalogue/routes", **route | typed).status_code

    assert change(what="add", name="Enamel", work="plate", loss="1,5") == 303
    assert change(what="up", stage="Enamel") == 303
    assert change(what="up", stage="Make") == 303
    assert change(what="change", stage="Set", name="Set stones", loss="") == 303
    assert change(what="retire", stage="Make") == 303
    assert stages(world) == ["Set stones", "Enamel", "Finish"]
    losses = world.rows("SELECT name, loss_asked FROM stage WHERE name IN ('Enamel', 'Set stones') ORDER BY name")
    assert [tuple(row) for row in losses] == [("Enamel", 150), ("Set stones", None)]
    for wrong in (
        {"what": "add", "name": "finish", "work": "plate"},
        {"what": "add", "name": "Start", "work": "start"},
        {"what": "change", "stage": "Finish", "name": "Finish", "loss": "101"},
        {"what": "up", "stage": "Gone"},
        {"what": "explode", "stage": "Finish"},
    ):
        assert change(**wrong) in (404, 409, 422)
    assert stages(world) == ["Set stones", "Enamel", "Finish"]


def test_a_route_is_added_once(world: World, owner: FlaskClient) -> None:
    assert send(owner, "/catalogue/routes", "/catalogue/routes", route="Enamel").status_code == 303
    assert send(owner, "/catalogue/routes", "/catalogue/routes", route="Enamel").status_code == 409
    assert stages(world, "Enamel") == []


def test_the_next_version_of_a_list_is_published_and_its_difference_shown(world: World, owner: FlaskClient) -> None:
    typed = as_typed(owner.get("/catalogue/checklists/kind/ring/new").get_data(as_text=True))
    r4 = next(name.partition("-")[2] for name, value in typed.items() if value == "R4")
    r5 = next(name.partition("-")[2] for name, value in typed.items() if value == "R5")
    new = max(int(name.partition("-")[2]) for name in typed if name.startswith("text-"))
    typed |= {f"high-{r4}": "0.15", f"code-{r5}": "", f"text-{r5}": ""}
    typed |= {f"code-{new}": "R9", f"text-{new}": "It fits the box.", f"how-{new}": "yes_no"}
    answer = send(owner, "/catalogue/checklists/kind/ring", "/catalogue/checklists/kind/ring/new", **typed)
    assert answer.status_code == 303
    page = owner.get("/catalogue/checklists/kind/ring").get_data(as_text=True)
    assert "Version 2" in page
    assert "Added R9: It fits the box." in page
    assert "Removed R5" in page
    assert "R4: limits 0 – 0.2 mm → 0 – 0.15 mm" in page
    assert "R4: now says" not in page
    assert "R9" in {check.code for check in world.asked(world.worked()).questions}


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"high-5": "1", "low-5": "2", "how-5": "measurement", "unit-5": "mm"}, 422),
        ({"how-3": "measurement", "low-3": "", "high-3": ""}, 422),
        ({"how-3": "magic"}, 422),
        ({"role-0": "", "role-3": "boss"}, 422),
        ({"role-0": ""}, 422),
        ({"text-3": "x" * 500}, 422),
        ({"code-3": "C1"}, 422),
        ({"low-6": "1e9", "how-6": "measurement"}, 422),
    ],
)
def test_a_list_that_cannot_be_is_refused_and_its_form_kept(
    world: World, owner: FlaskClient, wrong: dict[str, str], status: int
) -> None:
    address = "/catalogue/checklists/kind/ring"
    typed = as_typed(owner.get(f"{address}/new").get_data(as_text=True)) | {"text-2": "Kept as typed."} | wrong
    answer = send(owner, address, f"{address}/new", **typed)
    assert answer.status_code == status
    assert "Kept as typed." in answer.get_data(as_text=True)
    assert world.rows("SELECT max(number) FROM checklist WHERE serves = 'kind:ring'")[0][0] == 1


@pytest.mark.parametrize(("material", "low", "high"), [("au750y", "4.6", "5.4"), ("ag925", "4.5", "5.5")])
def test_a_designs_own_list_begins_as_its_kinds_with_limits_of_its_weight(
    world: World, owner: FlaskClient, material: str, low: str, high: str
) -> None:
    address = "/catalogue/checklists/design/D-0001"
    assert "no list of its own" in owner.get(address).get_data(as_text=True)
    changed = {"name": "Alder", "kind": "ring", "material": material, "target_weight": "5"}
    send(owner, "/catalogue/designs/D-0001", "/catalogue/designs/D-0001", **changed)
    typed = as_typed(owner.get(f"{address}/new").get_data(as_text=True))
    row = next(name.partition("-")[2] for name, value in typed.items() if value == "gross_weight")
    assert (typed[f"low-{row}"], typed[f"high-{row}"]) == (low, high)
    assert send(owner, address, f"{address}/new", **typed).status_code == 303
    assert "Version 1" in owner.get(address).get_data(as_text=True)
    assert "/catalogue/checklists/design/D-0001" in owner.get("/catalogue/checklists").get_data(as_text=True)


@pytest.mark.parametrize("what", ["kind/boat", "work/photo", "stage/none", "design/none", "person/ana", "kind/ring;x"])
def test_what_no_list_can_be_for_is_not_there(owner: FlaskClient, what: str) -> None:
    assert owner.get(f"/catalogue/checklists/{what}").status_code == 404


def test_a_design_without_a_picture_says_so_and_strangers_get_none(app: Flask, owner: FlaskClient) -> None:
    assert owner.get("/catalogue/designs/D-0001/picture").status_code == 404
    assert owner.get("/catalogue/designs/none").status_code == 404
    assert app.test_client().get("/catalogue/designs/D-0001/picture").status_code in (302, 401)


def test_an_edition_is_told_on_the_page_of_its_design(world: World, owner: FlaskClient) -> None:
    world.tell(lambda w: open_edition(w, world.design, name="<b>First</b>", size=25), world.omar)
    assert "&lt;b&gt;First" in owner.get("/catalogue/designs/D-0001").get_data(as_text=True)


def test_proofs_are_told_beside_the_size(world: World, owner: FlaskClient) -> None:
    at = f"/catalogue/designs/{world.design}"
    assert send(owner, f"{at}/editions", at, edition="First", size_of="25").status_code == 303
    world.piece(edition="First")
    assert send(owner, f"{at}/editions", at, resize="yes", edition="First", size_of="25", proofs="1").status_code == 303
    assert [row.proofs for row in world.rows("SELECT proofs FROM edition")] == [1]
    assert (
        send(owner, f"{at}/editions", at, resize="yes", edition="First", size_of="25", proofs="-1").status_code == 422
    )
