"""Who comes in: each operation without a token, with one that counts no longer, with the wrong scope, and as a browser."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api.filled import picture
from tests.api.programs import NAMES, Program, Programs
from workshop.access import ROLES
from workshop.api.operations import SCOPES, Operation
from workshop.api.problems import LISTED
from workshop.api.views import OPERATIONS
from workshop.people.actions import set_standing
from workshop.people.models import ApiToken
from workshop.writing import NOBODY

SAME = {
    "make_pieces": "making.pieces",
    "respecify_piece": "piece.specification",
    "plan_piece": "piece.plan",
    "inspect_piece": "inspecting.decide",
    "record_departure": "custody.departures",
    "withdraw_tag": "tags.withdrawal",
    "tag_piece": "tags.give",
    "check_tag": "tags.check",
    "replace_tag": "tags.withdrawal",
    "record_event": "piece.events",
    "record_return": "custody.custody",
    "keep_photo": "photos.photos",
    "add_supplier": "suppliers.add",
    "change_supplier": "suppliers.change",
    "retire_supplier": "suppliers.retirement",
    "file_document": "documents.add",
    "take_document_file": "documents.original",
    "withdraw_document": "documents.withdraw",
    "receive_lot": "lots.take",
    "issue_material": "lot_doings.move",
    "weigh_lot": "lot_doings.move",
    "hold_lot": "lot_doings.hold",
    "tell_origin": "lot_doings.origin",
    "attach_paper": "lot_doings.paper",
    "settle_lot": "lot_doings.settlement",
    "melt_lots": "trays.pour",
    "gather_tray": "trays.make_lot",
    "let_word_stand": "catalogue.let_word",
    "write_text": "own_texts.keep",
    "take_in": "repairs.intake",
    "give_estimate": "repair_doings.estimates",
    "answer_estimate": "repair_doings.answers",
    "say_what_is_told": "repair_doings.consents",
    "hand_back": "repair_doings.handed",
    "take_into_stock": "repair_doings.traded",
    "report_work": "repair_papers.reported",
    "publish_guarantee": "guarantees.publish",
    "change_prices": "prices.change",
    "take_order": "orders.taken",
    "rewrite_order": "order_doings.wishes",
    "answer_order": "order_doings.answers",
    "make_for_order": "order_doings.pieces",
    "take_off_order": "order_doings.off",
    "note_deposit": "order_doings.deposits",
    "go_on_without_yes": "order_doings.went_on",
    "end_order": "order_doings.end",
    "attach_charm": "charms.put_on",
    "detach_charm": "charms.taken_off",
    "pack_case": "cases.pack",
    "add_to_case": "case_doings.pieces",
    "case_in": "case_doings.scans",
    "close_case": "case_doings.closing",
    "end_sale": "custody.sale",
    "deliver": "deliveries.send",
    "give_back": "delivery_doings.returns",
    "note_entry": "delivery_doings.entries",
}
PROBLEM = "application/problem+json"


def call(program: Program, operation: Operation) -> TestResponse:
    path = operation.path.format(**NAMES)
    if not operation.writes:
        return program.get(path)
    return program.send(path, picture() if operation.picture else {}, method=operation.method)


@pytest.fixture
def rows(programs: Programs) -> Any:
    """How many entries the journal has: nothing was written while it stays."""
    return lambda: programs.world.rows("SELECT size FROM journal_head")[0][0]


def test_no_operation_opens_without_a_token(programs: Programs, rows: Any) -> None:
    before = rows()
    for token in (None, "unknown", "x" * 5_000):
        for operation in OPERATIONS:
            answer = call(Program(programs.app, token), operation)
            assert (answer.status_code, answer.mimetype) == (401, PROBLEM), operation.name
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert answer.get_json()["type"] == "/problems/not-signed-in"
    assert rows() == before


def test_no_operation_opens_with_every_other_scope(programs: Programs, rows: Any) -> None:
    world = programs.world
    everybody = world.person("Olga", "owner", "artisan", "inspector")
    others = {scope: programs.program(everybody, " ".join(set(SCOPES) - {scope})) for scope in SCOPES}
    before = rows()
    for operation in OPERATIONS:
        answer = call(others[operation.scope], operation)
        assert (answer.status_code, answer.mimetype) == (403, PROBLEM), operation.name
        assert answer.get_json()["type"] == "/problems/scope-missing"
        assert "insufficient_scope" in answer.headers["WWW-Authenticate"]
    assert rows() == before


def test_a_scope_gives_no_more_than_the_person_may(programs: Programs) -> None:
    program = programs.program(programs.world.ana, " ".join(SCOPES))
    serial = programs.world.worked()
    body = {"seen": 3, "verdict": "pass", "answers": []}
    assert program.send(f"/pieces/{serial}/inspections", body).get_json()["type"] == "/problems/not-your-role"
    design = {"name": "x", "kind": "ring", "material": "au750y"}
    assert program.send("/designs", design).get_json()["type"] == "/problems/not-your-role"


def test_only_those_who_do_it_record_work_and_only_the_owner_lets_go(programs: Programs, rows: Any) -> None:
    world = programs.world
    looks, works = (programs.program(who, " ".join(SCOPES)) for who in (world.ines, world.ana))
    serial = world.released()
    seen = world.standing(serial).seen
    code = world.tag(serial).code
    before = rows()
    refused = [
        looks.send(f"/pieces/{serial}/events", {"kind": "polish", "seen": seen}),
        looks.send("/pieces", {"design": world.design}),
        looks.send(f"/pieces/{serial}/plan", {"is_rush": True}, method="PUT"),
        looks.send(f"/pieces/{serial}/respecification", {"seen": seen, "size": "54"}),
        works.send(f"/pieces/{serial}/departures", {"seen": seen, "kind": "sold"}),
        works.send(f"/pieces/{serial}/tag/{code}/withdrawal", {"reason": "lost"}),
    ]
    told = [(answer.status_code, answer.get_json()["type"]) for answer in refused]
    assert told == [(403, "/problems/not-your-role")] * len(refused)
    assert rows() == before
    assert looks.send(f"/pieces/{serial}/events", {"kind": "note", "note": "a scratch?"}).status_code == 201


def test_pages_and_programs_ask_for_the_same_roles(programs: Programs) -> None:
    asked = {one.name: one.roles for one in OPERATIONS}
    views = programs.app.view_functions
    for operation, view in SAME.items():
        assert asked[operation] == getattr(views[view], ROLES), operation


def test_what_an_operation_says_it_refuses_is_a_listed_problem() -> None:
    listed = {problem.slug for problem in LISTED}
    assert {(one.name, slug) for one in OPERATIONS for slug in one.refuses if slug not in listed} == set()


def test_a_token_ends_when_it_is_revoked_or_its_person_leaves(programs: Programs) -> None:
    world = programs.world
    revoked, left = programs.program(world.ana, "read"), programs.program(world.ines, "read")
    assert (revoked.get("/me").status_code, left.get("/me").status_code) == (200, 200)
    newest = world.rows("SELECT max(id) FROM api_token WHERE person_id = :who", who=world.ana.id)[0][0]
    world.tell(lambda w: w.change(ApiToken, newest, revoked_at=world.room.now()), NOBODY)
    world.tell(lambda w: set_standing(w, world.ines.id or 0, active=False, roles=()), NOBODY)
    assert (revoked.get("/me").status_code, left.get("/me").status_code) == (401, 401)


def test_a_browser_that_is_signed_in_is_nobody_here(programs: Programs) -> None:
    client = programs.world.sign_in(programs.app, programs.world.omar)
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/designs", json={}, headers={"Idempotency-Key": "k"}).status_code == 401


def test_a_token_says_who_it_is(programs: Programs) -> None:
    told = programs.ines.get("/me").get_json()
    assert (told["name"], told["roles"], told["scopes"]) == ("Ines", ["inspector"], ["inspect", "read"])


def test_missing_pieces_look_alike_whoever_asks(programs: Programs) -> None:
    serial = programs.world.released()
    code = programs.world.tag(serial).code
    other = programs.world.released()
    answers = {
        programs.ana.get(f"/pieces/{name}").get_data() for name in ("R-9999", "nothing", "R-0001 ", "%F0%9F%92%8D", "1")
    }
    assert len(answers) == 1
    foreign = programs.omar.send(f"/pieces/{other}/tag/{code}/withdrawal", {"reason": "lost"})
    missing = programs.omar.send(f"/pieces/{other}/tag/0000000000000/withdrawal", {"reason": "lost"})
    assert (foreign.status_code, foreign.get_data()) == (404, missing.get_data())


def test_addresses_and_methods_that_are_not_there_are_problems_too(programs: Programs) -> None:
    nowhere = programs.ana.get("/nowhere")
    assert (nowhere.status_code, nowhere.mimetype) == (404, PROBLEM)
    wrong = programs.ana.client.delete("/api/v1/pieces", headers=programs.ana.headers())
    assert (wrong.status_code, wrong.mimetype) == (405, PROBLEM)
    assert {"GET", "POST"} <= set(wrong.headers["Allow"].split(", "))


def test_the_description_is_open(programs: Programs) -> None:
    told = programs.nobody.get("/openapi.json").get_json()
    assert told["openapi"] == "3.1.0"
    assert "/problems/moved-on" in told["x-problem-types"]
    assert {one.name for one in OPERATIONS} == {m["operationId"] for p in told["paths"].values() for m in p.values()}
