"""Programs bring material in, prove it, move it, melt it, settle it, and read the books; costs and originals are the owner's."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.programs import Program, Programs
from tests.materials.papers import pdf


def kind_of(answer: Any) -> str:
    return str(answer.get_json()["type"]).removeprefix("/problems/")


def made(answer: Any) -> Any:
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def supplier(program: Program, name: str = "Lobelha") -> str:
    return str(made(program.send("/suppliers", {"name": name, "roles": ["refiner"], "country": "PT"}))["code"])


def lot(program: Program, mg: int = 50_000, **more: Any) -> str:
    body = {"kind": "metal", "amount": {"mg": mg}, "alloy": "au750y", "received_on": "2026-10-01"}
    return str(made(program.send("/lots", body | more))["code"])


def post_file(program: Program, raw: bytes, mimetype: str, query: str = "") -> Any:
    return program.client.post(
        f"/api/v1/documents{query}", data=raw, headers=program.headers(uuid4().hex), content_type=mimetype
    )


def test_a_document_is_kept_byte_for_byte_and_only_taken_away_by_the_owner(programs: Programs) -> None:
    omar, raw = programs.omar, pdf()
    code = supplier(omar)
    kept = made(post_file(omar, raw, "application/pdf", f"?supplier={code}"))
    assert not kept["was_there"]
    assert made(post_file(omar, raw, "image/png", f"?supplier={code}")) == kept | {"was_there": True}
    path = f"/documents/{kept['code']}"
    told = omar.get(path).get_json()
    assert (told["media_type"], told["bytes"], told["pages"], told["seen"]) == ("application/pdf", len(raw), 1, 0)
    original = omar.get(f"{path}/file")
    assert original.data == raw and original.content_type == "application/octet-stream"
    assert original.headers["Content-Disposition"] == f"attachment; filename={kept['code']}.pdf"
    assert original.headers["Content-Security-Policy"].startswith("sandbox")
    assert programs.ana.get(f"{path}/picture").data[:2] == b"\xff\xd8"
    works = programs.program(programs.world.ana, "read office")
    assert kind_of(works.get(f"{path}/file")) == "not-your-role"
    assert kind_of(programs.ana.get(f"{path}/file")) == "scope-missing"


@pytest.mark.parametrize(
    ("raw", "mimetype", "problem"),
    [
        (b"", "application/pdf", "file-empty"),
        (b"MZ not a paper", "application/pdf", "not-a-document"),
        (b"<svg/>", "image/png", "not-a-document"),
        (pdf(), "text/html", "wrong-content-type"),
        (b"0" * 20_000_001, "application/pdf", "file-too-large"),
        (b"0" * 23_000_000, "application/pdf", "too-large"),
    ],
    ids=["empty", "program", "svg", "type", "size", "body"],
)
def test_what_is_no_document_is_refused(programs: Programs, raw: bytes, mimetype: str, problem: str) -> None:
    assert kind_of(post_file(programs.omar, raw, mimetype)) == problem
    assert programs.omar.get("/documents").get_json()["total"] == 0


def test_a_document_is_read_falls_and_stands_again(programs: Programs) -> None:
    omar = programs.omar
    code = made(omar.send("/documents", {"kind": "invoice", "number": "17"}))["code"]
    path = f"/documents/{code}"
    read = {"kind": "certificate", "number": "RM-4471", "materials": ["gold"], "valid_until": "2026-12-31"}
    assert made(omar.send(f"{path}/readings", read | {"seen": 1}))["seen"] == 2
    assert kind_of(omar.send(f"{path}/readings", read | {"number": "x", "seen": 1})) == "changed-meanwhile"
    wrong = {"valid_from": "2027-01-01", "seen": 2}
    assert kind_of(omar.send(f"{path}/readings", read | wrong)) == "ends-before-start"
    fallen = made(omar.send(f"{path}/withdrawals", {"from_on": "2026-11-01", "reason": "ended"}))
    assert fallen["withdrawn_from"] == "2026-11-01"
    assert [one["code"] for one in omar.get("/documents?state=withdrawn").get_json()["documents"]] == [code]
    assert made(omar.send(f"{path}/restorations", {"reason": "mistaken"}))["withdrawn_from"] is None
    assert kind_of(omar.get(f"{path}/file")) == "no-file"


def test_a_lot_is_told_with_its_papers_and_where_it_went(programs: Programs) -> None:
    omar, ana = programs.omar, programs.ana
    paper = made(omar.send("/documents", {"kind": "invoice"}))["code"]
    code = lot(omar, supplier=supplier(omar), origin="mined_asm", country="PE", papers=[paper])
    path, subject = f"/lots/{code}", programs.world.ana.subject
    booked = made(ana.send(f"{path}/issues", {"amount": {"mg": 4_000}, "person": subject}))
    assert (booked["number"], booked["in_stock"]["mg"]) == (2, 46_000)
    made(ana.send(f"{path}/returns", {"amount": {"mg": 1_000}, "person": subject}))
    made(ana.send(f"{path}/set-asides", {"amount": {"mg": 500}, "where": "lemel", "person": subject}))
    told = ana.get(path).get_json()
    went = {one["account"]: one["mg"] for one in told["balances"]}
    assert went == {"lot": 47_000, "person": 2_500, "lemel": 500, "outside": -50_000}
    assert (told["origin"], told["country"], told["papers"][0]["document"]) == ("mined_asm", "PE", paper)
    held = ana.get(f"/holdings?of=person&whose={subject}").get_json()["holdings"]
    assert [(one["lot"], one["mg"], one["name"]) for one in held] == [(code, 2_500, "Ana")]
    assert ana.get(f"{path}/balance?on=2020-01-01").get_json()["in_stock"]["mg"] == 0
    made(omar.send(f"{path}/papers", {"document": paper, "stands": False}))
    assert omar.get(path).get_json()["papers"] == []


def test_an_entry_is_taken_back_only_where_it_was_booked(programs: Programs) -> None:
    omar, ana = programs.omar, programs.ana
    code, subject = lot(omar), programs.world.ana.subject
    path = f"/lots/{code}"
    made(ana.send(f"{path}/issues", {"amount": {"mg": 4_000}, "person": subject}))
    back = f"{path}/movements/2/reversal"
    assert kind_of(programs.program(programs.world.ana, "office").send(back, {"note": "x"})) == "not-your-role"
    assert made(omar.send(back, {"note": "Typed twice."}))["in_stock"]["mg"] == 50_000
    assert kind_of(omar.send(back, {"note": "Once more."})) == "taken-back-already"
    made(ana.send("/melts", {"metal": "gold", "parts": [{"lot": code, "mg": 10_000}], "poured_mg": 9_995}))
    assert kind_of(omar.send(f"{path}/movements/4/reversal", {"note": "x"})) == "booked-elsewhere"
    assert [kind_of(omar.send(f"{path}/movements/{n}/reversal", {"note": "x"})) for n in ("0", "9", "x")] == [
        "no-such-posting"
    ] * 3
    moves = omar.get(f"{path}/movements").get_json()["movements"]
    assert [(one["number"], one["kind"]) for one in moves] == [
        (4, "melted"),
        (3, "taken_back"),
        (2, "issued"),
        (1, "received"),
    ]
    assert moves[2]["to"] == {"account": "person", "of": subject, "name": "Ana"}


def test_lemel_is_gathered_sent_and_settled(programs: Programs) -> None:
    omar, ana = programs.omar, programs.ana
    refiner, code = supplier(omar), lot(omar)
    made(ana.send(f"/lots/{code}/set-asides", {"amount": {"mg": 9_000}, "where": "lemel"}))
    lemel = made(ana.send("/trays/lemel/lots", {"metal": "gold", "poured_mg": 8_900, "loss_mg": 100}))["code"]
    settled = {"supplier": refiner, "settled_on": programs.world.room.now().date().isoformat()}
    settled |= {"gross_mg": 8_880, "assay": 7_400, "fine_mg": 6_500, "returned": {"mg": 6_500, "alloy": "au999"}}
    assert kind_of(omar.send(f"/lots/{lemel}/settlement", settled)) == "not-sent"
    made(omar.send(f"/lots/{lemel}/hand-outs", {"amount": {"mg": 8_900}, "supplier": refiner}))
    credited = made(omar.send(f"/lots/{lemel}/settlement", settled))["credited"]
    assert omar.get(f"/lots/{lemel}").get_json()["settlement"]["credited"] == credited
    assert kind_of(omar.send(f"/lots/{lemel}/settlement", settled)) == "settled-already"
    metal = omar.get("/reports/metal").get_json()
    assert "settled" in metal["definitions"] and {row["key"] for row in metal["rows"]} == {"au750y", "au999", "of:gold"}


def test_what_it_cost_is_the_owners_to_know(programs: Programs) -> None:
    omar, world = programs.omar, programs.world
    body = {"kind": "metal", "amount": {"mg": 1_000}, "alloy": "au750y", "cost_minor": 7_000}
    assert kind_of(omar.send("/lots", body)) == "no-currency"
    world.shop(currency="EUR")
    code = made(omar.send("/lots", body))["code"]

    def told(program: Program) -> list[Any]:
        listed = program.get("/lots").get_json()["lots"][0]["cost_minor"]
        stock = program.get("/reports/stock").get_json()
        return [program.get(f"/lots/{code}").get_json()["cost_minor"], listed, stock["totals"]["cost"]]

    assert told(omar) == [7_000, 7_000, {"EUR": 70}]
    for program in (programs.ana, programs.program(world.omar, "read"), programs.program(world.ana, "read office")):
        assert told(program) == [None, None, None]


def test_stones_are_found_by_their_facts(programs: Programs) -> None:
    omar = programs.omar
    stone = {"species": "Sapphire", "treatment": "heated", "report_number": "GR-1"}
    body = {"kind": "stone", "amount": {"carat_thousandths": 710, "number": 1}, "stone": stone}
    code = made(omar.send("/lots", body))["code"]
    made(omar.send("/lots", {"kind": "stones", "amount": {"carat_thousandths": 400, "number": 20}}))
    for query in ("species=sapphire", "report=yes", "least_carats=500", "q=GR-1"):
        found = omar.get(f"/stones?{query}").get_json()["stones"]
        assert [(one["code"], one["treatment"], one["received"]["carat_thousandths"]) for one in found] == [
            (code, "heated", 710)
        ]
    made(omar.send(f"/lots/{code}/facts", stone | {"treatment": "none"}))
    assert omar.get(f"/lots/{code}").get_json()["stone"]["treatment"] == "none"
    assert kind_of(omar.send("/lots", body | {"amount": {"mg": 5}})) == "amount-missing"
    assert kind_of(omar.send(f"/lots/{lot(omar)}/facts", stone)) == "not-stones"


def test_a_list_is_read_page_by_page(programs: Programs) -> None:
    omar = programs.omar
    codes = [lot(omar, mg=1_000) for _one in range(51)]
    first = omar.get("/lots").get_json()
    last = omar.get(f"/lots?page={first['next']}").get_json()
    assert [one["code"] for one in first["lots"] + last["lots"]] == codes[::-1] and last["next"] is None


def test_a_word_that_promises_too_much_stands_for_a_reason(programs: Programs) -> None:
    omar = programs.omar
    design = {"name": "Green", "kind": "ring", "material": "au750y", "story": "A sustainable ring."}
    path = f"/designs/{made(omar.send('/designs', design))['code']}/words"
    (word,) = programs.ana.get(path).get_json()["words"]
    assert (word["place"], word["word"]) == ("story", "sustainable") and word["instead"]
    body = {"place": "story", "word": "sustainable", "reason": "A customer's own words."}
    assert made(omar.send(path, body))["words"] == []
    assert kind_of(omar.send(path, body | {"word": "green"})) == "word-not-there"
