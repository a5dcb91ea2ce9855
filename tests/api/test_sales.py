"""Orders, charms and cases over the API: the verbs of the counter, nothing before the yes, prices for the owner's office alone."""

from tests.api.programs import Programs


def test_an_order_from_the_counter_to_its_piece(programs: Programs) -> None:
    programs.world.shop(currency="EUR")
    ana, omar = programs.ana, programs.omar
    body = {"customer": "Ada Marsh", "design": programs.world.design, "engraving": "For Bo", "price_minor": 124_000}
    code = ana.send("/orders", body).get_json()["order"]
    refused = ana.send(f"/orders/{code}/pieces", {})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/not-agreed")
    assert ana.send(f"/orders/{code}/wishes", {"number": 1, "design": programs.world.design}).get_json()["number"] == 2
    assert omar.get(f"/orders/{code}").get_json()["price_minor"] == 124_000
    told = ana.get(f"/orders/{code}").get_json()
    assert told["price_minor"] is None and "1240" not in told["agreed_text"] and "Ada" not in str(told)
    note = {"number": 2, "about": "answer", "how": "phone"}
    assert ana.send(f"/orders/{code}/notices", note).status_code == 201
    assert ana.send(f"/orders/{code}/answers", {"number": 2, "answer": "yes", "how": "desk"}).status_code == 201
    late = ana.send(f"/orders/{code}/notices", note)
    assert (late.status_code, late.get_json()["type"]) == (409, "/problems/nothing-to-tell")
    assert [row.how for row in programs.world.rows("SELECT how FROM notice")] == ["phone"]
    serial = ana.send(f"/orders/{code}/pieces", {}).get_json()["serial"]
    assert ana.send(f"/orders/{code}/deposits", {"amount_minor": 40_000}).status_code == 201
    (row,) = omar.get("/orders?q=" + serial).get_json()["orders"]
    assert (row["order"], row["waits_for"], row["serials"], row["deposit_minor"]) == (code, "planned", [serial], 40_000)
    assert ana.send(f"/orders/{code}/go-ahead", {"number": 2, "reason": "x"}).status_code == 403


def test_a_charm_is_put_on_and_taken_off(programs: Programs) -> None:
    world, ana = programs.world, programs.ana
    bracelet, charm = world.released(), world.released()
    body = {"charm": charm, "seen": world.standing(bracelet).seen}
    on = ana.send(f"/pieces/{bracelet}/charms", body).get_json()
    assert [one["serial"] for one in ana.get(f"/pieces/{bracelet}/charms").get_json()["charms"]] == [charm]
    assert ana.get(f"/pieces/{charm}/charms").get_json()["worn_on"] == bracelet
    off = ana.send(f"/pieces/{bracelet}/charms/removals", {"charm": charm, "seen": on["seen"]}).get_json()
    assert off["charm_seen"] > on["charm_seen"]
    gone = ana.send(f"/pieces/{bracelet}/charms/removals", {"charm": charm, "seen": off["seen"]})
    assert gone.get_json()["type"] == "/problems/not-attached"


def test_a_case_goes_out_and_comes_in(programs: Programs) -> None:
    programs.world.shop(currency="EUR")
    world, omar, ana = programs.world, programs.omar, programs.ana
    first, second, raw = world.released(), world.released(), world.worked()
    out = {"place": "gallery", "serials": [first, second], "holder": "Galeria Rua"}
    refused = omar.send("/cases", out | {"serials": [first, raw]})
    assert refused.get_json()["type"] == "/problems/cannot-go" and raw in refused.get_json()["detail"]
    code = omar.send("/cases", out).get_json()["case"]
    said = {"serial": first, "seen": world.standing(first).seen}
    assert ana.send(f"/cases/{code}/outcomes", said | {"outcome": "sold"}).status_code == 403
    sold = omar.send(f"/cases/{code}/outcomes", said | {"outcome": "sold", "price_minor": 90_000})
    assert sold.get_json()["is_new"] is True
    assert omar.send(f"/cases/{code}/closing", {}).get_json()["type"] == "/problems/pieces-undecided"
    back = {"serial": second, "seen": world.standing(second).seen}
    assert ana.send(f"/cases/{code}/returns", back).status_code == 201
    assert omar.send(f"/cases/{code}/closing", {}).status_code == 201
    told, hidden = omar.get(f"/cases/{code}").get_json(), ana.get(f"/cases/{code}").get_json()
    assert told["holder"] == "Galeria Rua" and told["pieces"][0]["sold_minor"] == 90_000
    assert hidden["holder"] is None and hidden["pieces"][0]["sold_minor"] is None
    (row,) = omar.get("/cases?state=closed&place=gallery").get_json()["cases"]
    assert (row["went"], row["sold"], row["back"]) == (2, 1, 1)
