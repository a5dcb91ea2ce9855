"""Material at the stages, by the forms of the bench alone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.test_journey import statements
from tests.bench.forms import form_to, forms_of, send
from tests.materials.test_books import GRAIN, there
from tests.pieces.test_using import CASTINGS, SAPPHIRES
from tests.world import World
from workshop.claims.gathering import facts_of
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, receive_lot

SILVER = NewLot("metal", Amount(20_000), alloy="ag925", form="grain")
SINGLE = NewLot("stone", Amount(carat_thousandths=520, number=1), name="Emma")


def lots(world: World, *new: NewLot) -> list[str]:
    return [world.tell(lambda w, one=one: receive_lot(w, one), world.omar) for one in new]


@pytest.fixture
def ana(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.ana)


def work(client: FlaskClient, serial: str, kind: str, **typed: object) -> TestResponse:
    """Other work, as its form sends it."""
    return send(client, f"/pieces/{serial}?do=work", f"/pieces/{serial}/events", **({"kind": kind} | typed))


def test_a_shop_without_lots_is_not_bothered(world: World, ana: FlaskClient) -> None:
    serial = world.worked(kinds=("wax",))
    for page in ("", "?do=work", "?do=finish"):
        text = ana.get(f"/pieces/{serial}{page}").text
        assert "Metal of which lot" not in text and "What it is made of" not in text
    assert work(ana, serial, "cast", weight="4.3").status_code == 303


def test_the_newest_lot_of_the_alloy_is_offered_and_takes_what_the_scale_shows(world: World, ana: FlaskClient) -> None:
    _older, newer, _other = lots(world, GRAIN, GRAIN, SILVER)
    serial = world.worked(kinds=("wax",))
    page = ana.get(f"/pieces/{serial}?do=finish")
    form = form_to(page, f"/pieces/{serial}/events")
    assert form.values["lot"] == newer
    assert "A-0001" not in page.text
    sent = ana.post(f"/pieces/{serial}/events", data=form.values | {"kind": "cast", "weight": "4.30"})
    assert sent.status_code == 303
    assert there(world, "piece", serial, newer) == Amount(4_300)
    assert f"{newer}</dt>" in ana.get(f"/pieces/{serial}").text


def test_another_lot_is_scanned_and_not_recorded_is_an_answer(world: World, ana: FlaskClient) -> None:
    older, newer = lots(world, GRAIN, GRAIN)
    first, second, third = (world.worked(one, kinds=("wax",)) for one in world.pieces(3))
    assert work(ana, first, "cast", weight="4.3", other_lot=older.lower(), lot=newer).status_code == 303
    assert there(world, "piece", first, older) == Amount(4_300)
    assert work(ana, second, "cast", weight="4.3", lot="unknown").status_code == 303
    assert "No lot is recorded: claims stay unknown" in ana.get(f"/pieces/{second}").text
    refused = work(ana, third, "cast", weight="4.3")
    assert refused.status_code == 422
    assert "Say which lot the metal is of" in refused.text
    unknown = work(ana, third, "cast", weight="4.3", other_lot="G-0404")
    assert unknown.status_code == 404 and 'value="G-0404"' in unknown.text


def test_grams_and_role_are_typed_where_the_scale_cannot_tell(world: World, ana: FlaskClient) -> None:
    (lot,) = lots(world, GRAIN)
    serial = world.worked(kinds=("wax",))
    asked = work(ana, serial, "solder", lot=lot)
    assert asked.status_code == 422 and "how many grams of lot" in asked.text
    done = work(ana, serial, "solder", lot=lot, added="0,03", role="solder", is_small="yes")
    assert done.status_code == 303
    row = world.rows("SELECT role, is_incidental, mg FROM movement WHERE role IS NOT NULL")[0]
    assert tuple(row) == ("solder", 1, 30)
    for typed, status in (({"added": "18k"}, 422), ({"added": "0.00012"}, 422), ({"added": "99"}, 409)):
        assert work(ana, serial, "solder", lot=lot, **typed).status_code == status


def test_what_comes_off_goes_where_it_is_said_and_the_rest_is_unexplained(world: World, ana: FlaskClient) -> None:
    (lot,) = lots(world, GRAIN)
    serial = world.worked(kinds=("wax",))
    work(ana, serial, "cast", weight="4.3", lot=lot)
    page = ana.get(f"/pieces/{serial}?do=finish").text
    assert "Usual at Cut and check" not in page and "Lemel tray" in page
    world.event(serial, "cut")
    assert "Usual at File and assemble: up to 0.344 g (8%)" in ana.get(f"/pieces/{serial}?do=finish").text
    why = work(ana, serial, "file", weight="4.1", loss="0.05")
    assert why.status_code == 422 and "where it was lost" in why.text
    typed = {"weight": "4.1", "lemel": "0.1", "loss": "0.05", "reason": "into the drain", "scrap": "0"}
    assert work(ana, serial, "file", **typed).status_code == 303
    assert there(world, "lemel", None, lot) == Amount(100)
    assert there(world, "loss", None, lot) == Amount(50)
    assert "0.05 g went unexplained" in ana.get(f"/pieces/{serial}").text
    asked = work(ana, serial, "file", weight="3.5")
    assert asked.status_code == 422 and "more than the 0.328 g that are usual" in asked.text
    assert work(ana, serial, "file", weight="3.5", reason="a new shank").status_code == 303


def test_setting_closes_by_row_by_tap_and_by_scan(world: World, ana: FlaskClient) -> None:
    _gold, parcel, single, scanned = lots(world, GRAIN, SAPPHIRES, SINGLE, SINGLE)
    serial = world.worked()
    work(ana, serial, "repair", weight="4", lot="none")
    open_row = {"lot": "none", f"set-{parcel}": "3", f"broken-{parcel}": "1", "stone_row": parcel}
    refused = work(ana, serial, "set", **open_row, **{f"issued-{parcel}": "5"})
    assert refused.status_code == 422 and "do not close" in refused.text
    closed = open_row | {f"issued-{parcel}": "4", f"set-{parcel}-ct": "0.16", "single": single, "stone_lot": scanned}
    assert work(ana, serial, "set", **closed, weight="4.24").status_code == 303
    assert there(world, "piece", serial, parcel) == Amount(carat_thousandths=160, number=3)
    assert there(world, "broken", None, parcel).number == 1
    for one in (single, scanned):
        assert there(world, "piece", serial, one) == Amount(carat_thousandths=520, number=1)
    assert "Net 4.00 g of metal: 4.24 g gross less 1.2 ct" in ana.get(f"/pieces/{serial}").text
    twice = work(ana, serial, "set", lot="none", single=single)
    assert twice.status_code == 409 and "Nothing is used beyond what was received" in twice.text


def test_a_broken_stone_is_replaced_in_two_taps(world: World, ana: FlaskClient) -> None:
    (parcel,) = lots(world, SAPPHIRES)
    serial = world.worked()
    work(ana, serial, "set", lot="none", stone_row=parcel, **{f"set-{parcel}": "3"})
    address = f"/pieces/{serial}?do=replace&replaced_lot={parcel}"
    assert address.replace("&", "&amp;") in ana.get(f"/pieces/{serial}").text
    assert send(ana, address, f"/pieces/{serial}/events", kind="set").status_code == 303
    assert there(world, "piece", serial, parcel).number == 3
    assert there(world, "broken", None, parcel).number == 1
    assert there(world, "lot", parcel, parcel).number == 5


def test_undo_within_the_minute_takes_the_books_back_and_a_correction_books_the_difference(
    world: World, ana: FlaskClient
) -> None:
    (lot,) = lots(world, GRAIN)
    serial = world.worked(kinds=("wax",))
    work(ana, serial, "cast", weight="4.3", lot=lot)
    page = ana.get(f"/pieces/{serial}")
    undo = next(form for form in forms_with_undo(page))
    assert ana.post(f"/pieces/{serial}/events", data=undo).status_code == 303
    assert there(world, "piece", serial, lot) == Amount()
    assert there(world, "lot", lot, lot) == Amount(66_660)
    work(ana, serial, "cast", weight="4.3", lot=lot)
    number = world.standing(serial).sequence
    corrected = send(
        ana,
        f"/pieces/{serial}?do=correct",
        f"/pieces/{serial}/events",
        kind="correction",
        corrects=str(number),
        weight="4.1",
        reason="read wrong",
    )
    assert corrected.status_code == 303
    assert there(world, "piece", serial, lot) == Amount(4_100)
    assert there(world, "unexplained", None, lot) == Amount(200)


def forms_with_undo(page: TestResponse) -> list[dict[str, str]]:
    return [form.values for form in forms_of(page) if form.values.get("kind") == "undo"]


def test_a_layer_and_a_hallmark_are_kept_with_their_events_and_metal_after_is_flagged(
    world: World, ana: FlaskClient
) -> None:
    serial = world.worked()
    mark = {
        "office": "London",
        "mark_metal": "gold",
        "mark_fineness": "750",
        "marked_on": "2026-11-02",
        "sponsor": "M&W",
    }
    assert work(ana, serial, "mark", **mark | {"mark_fineness": "1001"}).status_code == 422
    assert work(ana, serial, "mark", **mark | {"marked_on": "2031-01-01"}).status_code == 422
    assert work(ana, serial, "mark", **mark).status_code == 303
    page = ana.get(f"/pieces/{serial}").text
    assert "Hallmark: gold 750, London, M&amp;W, 2026-11-02." in page and "after the hallmark" not in page
    plated = {"stage": "Plate", "kind": "plate", "layer_metal": "rhodium", "thickness": "0.125", "method": "bath"}
    assert ana.post(f"/pieces/{serial}/events", data=base_of(ana, serial) | plated).status_code == 303
    assert tuple(world.rows("SELECT metal, thickness_nm, method FROM layer")[0]) == ("rhodium", 125, "bath")
    work(ana, serial, "solder")
    page = ana.get(f"/pieces/{serial}").text
    assert "Layer: rhodium, 0.125 µm, bath." in page
    assert "Metal was added after the hallmark" in page


def test_a_layer_that_was_undone_is_on_no_page_and_in_no_claim(world: World, ana: FlaskClient) -> None:
    serial = world.worked()
    plated = {"kind": "plate", "layer_metal": "gold", "thickness": "2.5"}
    ana.post(f"/pieces/{serial}/events", data=base_of(ana, serial) | plated)
    piece_id = world.standing(serial).piece_id
    with world.room.database.reading() as session:
        assert len(facts_of(session, [piece_id])[piece_id].layers) == 1
    world.event(serial, "undo", corrects=world.standing(serial).sequence)
    with world.room.database.reading() as session:
        assert facts_of(session, [piece_id])[piece_id].layers == ()
    assert "Layer: gold" not in ana.get(f"/pieces/{serial}").text


def base_of(client: FlaskClient, serial: str) -> dict[str, str]:
    return form_to(client.get(f"/pieces/{serial}?do=work"), f"/pieces/{serial}/events").values


def test_outwork_comes_back_with_weight_count_and_what_was_put_on(world: World, ana: FlaskClient) -> None:
    (lot,) = lots(world, GRAIN)
    serial = world.worked(world.piece(world.design_of("earrings")), kinds=("wax",))
    work(ana, serial, "cast", weight="4.3", lot=lot)
    page = f"/pieces/{serial}"
    out = {"place": "Plater", "weight": "4.3", "count": "2"}
    assert send(ana, f"{page}?do=out", f"{page}/custody", **out).status_code == 303
    back = {"stage": "Plate", "weight": "4.31", "layer_metal": "gold", "layer_fineness": "999", "thickness": "2.5"}
    one = send(ana, page, f"{page}/custody", **back, count="1")
    assert one.status_code == 422 and "1 of 2 parts" in one.text
    assert send(ana, page, f"{page}/custody", **back, count="2").status_code == 303
    assert tuple(world.rows("SELECT metal, fineness, thickness_nm FROM layer")[0]) == ("gold", 9990, 2_500)
    assert there(world, "weighing", None, lot) == Amount(-10)
    assert "2 of 2 parts." in ana.get(page).text


def test_castings_received_are_made_on_the_page_of_new_pieces(world: World, ana: FlaskClient) -> None:
    (lot,) = lots(world, CASTINGS)
    assert f'value="{lot}"' in ana.get("/pieces/new").text
    typed = {"design": world.design, "way_in": "castings", "castings": lot, "count": "2", "weights": "4,20\n4.21"}
    assert send(ana, "/pieces/new", "/pieces", **typed, size="").status_code == 303
    assert there(world, "piece", "R-0001", lot) == Amount(4_200, number=1)
    assert world.standing("R-0002").weight_mg == 4_210
    short = send(ana, "/pieces/new", "/pieces", **typed | {"weights": "4.2"})
    assert short.status_code == 422 and "Type one for each" in short.text


def test_the_page_of_a_piece_takes_the_same_statements_whatever_is_in_it(world: World, ana: FlaskClient) -> None:
    parcels = lots(world, GRAIN, SAPPHIRES, SAPPHIRES)
    counts = []
    serial = world.worked(kinds=("wax",))
    work(ana, serial, "cast", weight="4.3", lot=parcels[0])
    for parcel in parcels[1:]:
        work(ana, serial, "set", lot="none", stone_row=parcel, **{f"set-{parcel}": "1"})
        with statements(world) as seen:
            ana.get(f"/pieces/{serial}?do=work")
        counts.append(len(seen))
    assert counts[0] == counts[1]
