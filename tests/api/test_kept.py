"""What is kept of a customer is taken away and erased by programs of the office too, and of nobody else."""

from tests.aftercare.owners import Owners
from tests.api.filled_kept import reported
from tests.api.programs import Programs
from tests.sales.orders import agreed, ordered
from workshop.forgetting import erased_in
from workshop.house import journalled
from workshop.sales.order_actions import end_order
from workshop.verifying import verify


def test_a_program_takes_away_what_is_kept_of_an_orders_customer_and_forgets_them(programs: Programs) -> None:
    world = programs.world
    code = ordered(world, note="for her birthday")
    agreed(world, code)
    kept = programs.omar.get(f"/orders/{code}/customer").get_json()["kept"]
    assert kept["shop_order"][0]["customer"] and kept["order_wish"][0]["note"] == "for her birthday"
    assert set(kept) == {"shop_order", "order_wish", "order_go_ahead", "order_approval"}
    assert "subject" not in kept["shop_order"][0]
    assert programs.omar.send(f"/orders/{code}/forgetting", {}).get_json()["type"] == "/problems/order-open"
    world.tell(lambda w: end_order(w, code, "cancelled"), world.omar)
    assert programs.omar.send(f"/orders/{code}/forgetting", {}).get_json() == {"order": code, "rows": 3}
    assert "customer" not in programs.omar.get(f"/orders/{code}/customer").get_json()["kept"]["shop_order"][0]
    assert len(erased_in(world.room.settings.data_dir)) == 1 and verify(world.room, journalled()).problems == []


def test_a_program_takes_away_what_is_kept_of_who_brought_a_repair_and_of_an_owner(programs: Programs) -> None:
    world, owners = programs.world, Owners(programs.world)
    owners.card()
    owners.claim()
    repair = world.take_in(None, kind="ring", customer="Ada", contact="ada@example.test")
    (job,) = programs.omar.get(f"/repairs/{repair}/customer").get_json()["kept"]["repair_job"]
    assert (job["customer"], job["contact"]) == ("Ada", "ada@example.test")
    kept = programs.omar.get(f"/pieces/{owners.serial}/owner/kept?what=owner&number=1").get_json()["kept"]
    assert kept["ownership"][0]["name"] == "Ada" and not any("digest" in row for row in kept["ownership"])
    none = programs.omar.get(f"/pieces/{owners.serial}/owner/kept?what=request")
    assert (none.status_code, none.get_json()["type"]) == (404, "/problems/nobody-to-forget")


def test_nobody_else_may_read_what_is_kept(programs: Programs) -> None:
    world = programs.world
    code = ordered(world)
    for program in (programs.ana, programs.program(world.ana, "read office"), programs.program(world.omar, "read log")):
        assert program.get(f"/orders/{code}/customer").status_code == 403
    assert programs.nobody.get(f"/orders/{code}/customer").status_code == 401


def test_a_program_deals_with_a_reported_copy(programs: Programs) -> None:
    owners, omar = Owners(programs.world), programs.omar
    subject = reported(programs.world, owners.code)
    assert omar.send(f"/copies/{subject}/answers", {"done": "Ours"}).get_json() == {"subject": subject}
    (one,) = omar.get("/copies?state=done").get_json()["reports"]
    assert (one["serial"], one["done"], one["done_by"]) == (owners.serial, "Ours", "Omar")
    assert omar.send(f"/copies/{subject}/reopening", {}).status_code == 201
    (one,) = omar.get("/copies").get_json()["reports"]
    assert (one["told"], one["done"]) == ("No weight", None)
    assert omar.send(f"/copies/{subject}/forgetting", {}).status_code == 201
    refused = omar.send(f"/copies/{subject}/answers", {"done": "Ours"})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/copy-report-erased")
