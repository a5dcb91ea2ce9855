"""Papers are filed once, read and read anew, withdrawn and restored; what does not fit is flagged or refused."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from tests.materials.papers import CERTIFICATE, document, evidence, photo, supplier
from tests.world import World
from workshop.claims import standards
from workshop.errors import Conflict, Invalid, NotFound, Refusal
from workshop.materials import paper_queries as ask
from workshop.materials.filing import add_document, read_document, restore_document, withdraw_document
from workshop.materials.flags import Asked, paper_flags, scope_flag
from workshop.materials.ledger import Amount
from workshop.materials.readings import Read
from workshop.materials.receiving import NewLot, receive_lot
from workshop.materials.words import STANDARD_OTHER, STANDARDS

TODAY = date(2026, 11, 17)


def flags_of(world: World, code: str, today: date = TODAY) -> set[str]:
    with world.room.database.reading() as session:
        return {flag.slug for flag in ask.document(session, code, today).flags}


def found(world: World, **wanted: Any) -> list[str]:
    with world.room.database.reading() as session:
        return [paper.row.code for paper in ask.documents(session, TODAY, **wanted).rows]


def count(world: World, table: str) -> int:
    return int(world.rows(f"SELECT count(*) FROM {table}")[0][0])


def test_the_standards_that_a_form_offers_are_those_that_the_rules_know() -> None:
    assert (*((one.key, one.name) for one in standards.STANDARDS), (STANDARD_OTHER, "Another standard")) == STANDARDS


def test_the_same_file_of_the_same_supplier_is_filed_once(world: World) -> None:
    first, second = supplier(world), supplier(world, "Serra Metals")
    kept = evidence(world)
    filed = [world.tell(lambda w, of=of: add_document(w, kept, supplier=of), world.omar) for of in (first, first, None)]
    assert [(one.code, one.was_there) for one in filed] == [
        ("DOC-0001", False),
        ("DOC-0001", True),
        ("DOC-0002", False),
    ]
    other = world.tell(lambda w: add_document(w, kept, supplier=second), world.omar)
    assert not other.was_there
    assert flags_of(world, other.code) == {"same-file", "unread"} == flags_of(world, "DOC-0001")


def test_the_same_number_at_two_suppliers_is_flagged_however_it_is_spaced(world: World) -> None:
    first, second = supplier(world), supplier(world, "Serra Metals")
    one = document(world, replace(CERTIFICATE, holder_code=first), of=first, raw=photo())
    two = replace(CERTIFICATE, number="rm 4471", holder_code=second)
    other = document(world, two, of=second, raw=photo("PNG"))
    assert flags_of(world, one) == {"same-number", "runs-out-60"} == flags_of(world, other)
    third = document(world, two, of=second, raw=photo("WEBP"))
    assert flags_of(world, third) == {"same-number", "runs-out-60"}
    invoices = [
        document(world, Read("invoice", number="2026-001"), of=of, raw=photo(size=(9, n)))
        for n, of in enumerate((first, second), 1)
    ]
    assert all("same-number" not in flags_of(world, code) for code in invoices), "two firms number alike"


def test_a_document_without_a_file_says_at_least_what_it_is(world: World) -> None:
    with pytest.raises(Invalid, match="Choose the file"):
        world.tell(lambda w: add_document(w, None), world.omar)
    filed = world.tell(lambda w: add_document(w, None, read=Read("invoice")), world.omar)
    assert world.rows("SELECT file, media_type FROM document")[0] == (None, None)
    assert filed.code == "DOC-0001" and count(world, "reading") == 1


def test_a_document_is_read_anew_and_the_first_reading_stays(world: World) -> None:
    code = document(world)
    again = replace(CERTIFICATE, number="RM-4472")
    assert world.tell(lambda w: read_document(w, code, CERTIFICATE), world.omar) == 1
    assert world.tell(lambda w: read_document(w, code, again, seen=1), world.omar) == 2
    assert world.tell(lambda w: read_document(w, code, again, seen=1), world.omar) == 2, "the second tap"
    with pytest.raises(Conflict, match="meanwhile"):
        world.tell(lambda w: read_document(w, code, CERTIFICATE, seen=1), world.omar)
    assert [row.number for row in world.rows("SELECT number FROM reading ORDER BY sequence")] == ["RM-4471", "RM-4472"]


@pytest.mark.parametrize(
    ("wrong", "slug", "field"),
    [
        ({"kind": "napkin"}, "kind-unknown", "kind"),
        ({"standard": "SCS"}, "standard-unknown", "standard"),
        ({"custody": "kept"}, "custody-unknown", "custody"),
        ({"assessor": "me"}, "assessor-unknown", "assessor"),
        ({"origin": "fair"}, "origin-unknown", "origin"),
        ({"form": "dust"}, "form-unknown", "form"),
        ({"country": "XX"}, "country-unknown", "country"),
        ({"country": "Portugal"}, "country-unknown", "country"),
        ({"share": 101}, "share-out-of-range", "share"),
        ({"share": 0}, "share-out-of-range", "share"),
        ({"limit_mg": 0}, "limit-mg-out-of-range", "limit"),
        ({"fineness": 10_001}, "fineness-out-of-range", "fineness"),
        ({"nickel_release": -1}, "nickel-release-out-of-range", "nickel_release"),
        ({"valid_from": "2026-05-01", "valid_until": "2026-04-30"}, "ends-before-start", "valid_until"),
        ({"valid_until": "31.12.2026"}, "not-a-day", "valid_until"),
        ({"valid_until": "20261231"}, "not-a-day", "valid_until"),
        ({"valid_from": "2026-02-30"}, "not-a-day", "valid_from"),
        ({"valid_from": "1026-02-03"}, "not-a-day", "valid_from"),
        ({"issued_on": "2026-11-19"}, "day-in-future", "issued_on"),
        ({"checked_on": "2027-01-01"}, "day-in-future", "checked_on"),
        ({"number": "x" * 201}, "too-long", "number"),
        ({"agency": "a\0b"}, "signs-not-kept", "agency"),
        ({"materials": ("diamond, ruby",)}, "material-not-understood", "materials"),
        ({"holder_code": "SUP-0999"}, "no-such-supplier", "holder_code"),
        ({"covers": ("nobody",)}, "nobody-covered", "covers"),
    ],
)
def test_what_cannot_stand_in_a_paper_is_refused_with_its_field(
    world: World, wrong: dict[str, Any], slug: str, field: str
) -> None:
    code = document(world)
    with pytest.raises(Refusal) as refused:
        world.tell(lambda w: read_document(w, code, replace(CERTIFICATE, **wrong)), world.omar)
    assert (refused.value.slug, refused.value.field) == (slug, field)
    assert count(world, "reading") == 1


def test_all_that_a_paper_says_is_kept(world: World) -> None:
    own = supplier(world)
    read = replace(
        CERTIFICATE,
        holder_code=own,
        materials=("Gold", "diamond", "gold"),
        country="not_traceable",
        limit_mg=5_000_000,
        fineness=9_999,
        nickel_release=200,
        covers=(world.ana.subject, own),
    )
    document(world, read)
    row = world.rows("SELECT * FROM reading")[0]
    assert (row.materials, row.fineness, row.limit_mg, row.nickel_release) == ("gold,diamond", 9_999, 5_000_000, 200)
    assert (row.country, row.covers) == ("not_traceable", f"{world.ana.subject},{own}")


def test_a_document_is_withdrawn_found_false_and_stands_again(world: World) -> None:
    code = document(world)
    for _tap in range(2):
        world.tell(lambda w: withdraw_document(w, code, reason="the agency says so", from_on="2026-03-04"), world.omar)
    assert "withdrawn" in flags_of(world, code) and found(world, state="withdrawn") == [code]
    world.tell(lambda w: withdraw_document(w, code, reason="forged", is_false=True), world.omar)
    assert "false" in flags_of(world, code)
    for _tap in range(2):
        world.tell(lambda w: restore_document(w, code, reason="it was another"), world.omar)
    assert found(world, state="withdrawn") == [] and count(world, "withdrawal") == 3


def test_a_withdrawal_has_a_day_and_a_reason(world: World) -> None:
    code = document(world)
    for typed in ({"reason": "why"}, {"reason": " ", "from_on": "2026-01-01"}, {"reason": "why", "from_on": "today"}):
        with pytest.raises(Invalid):
            world.tell(lambda w, typed=typed: withdraw_document(w, code, **typed), world.omar)  # type: ignore[misc]
    with pytest.raises(NotFound):
        world.tell(lambda w: withdraw_document(w, "DOC-0999", reason="why", is_false=True), world.omar)
    assert count(world, "withdrawal") == 0


def test_a_document_and_its_readings_cannot_be_changed_by_any_door(world: World) -> None:
    code = document(world)
    world.tell(lambda w: withdraw_document(w, code, reason="why", is_false=True), world.omar)
    for statement in ("UPDATE document SET size = 1", "DELETE FROM reading", "UPDATE withdrawal SET is_false = 0"):
        with pytest.raises(DBAPIError), world.raw() as connection, connection.begin():
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        (Asked(None), {"unread"}),
        (Asked("certificate"), {"unchecked"}),
        (Asked("certificate", is_checked=True), set()),
        (Asked("certificate", is_checked=True, valid_until="2026-11-16"), {"ended"}),
        (Asked("certificate", is_checked=True, valid_until="2026-11-17"), {"runs-out-30"}),
        (Asked("certificate", is_checked=True, valid_until="2026-12-17"), {"runs-out-30"}),
        (Asked("certificate", is_checked=True, valid_until="2026-12-18"), {"runs-out-60"}),
        (Asked("certificate", is_checked=True, valid_until="2027-02-15"), {"runs-out-90"}),
        (Asked("certificate", is_checked=True, valid_until="2027-02-16"), set()),
        (Asked("certificate", is_checked=True, recheck_on="2026-11-17"), {"recheck-due"}),
        (Asked("certificate", is_checked=True, recheck_on="2026-11-18"), set()),
        (Asked("certificate", is_checked=True, valid_until="2026-11-16", withdrawn_from="2026-01-01"), {"withdrawn"}),
        (Asked("certificate", is_checked=True, valid_until="2026-11-16", is_false=True), {"false"}),
        (Asked("invoice", "SUP-0001", "Lobelha", "lobelha ", is_checked=True), set()),
        (Asked("invoice", "SUP-0001", "Lobelha", "Serra", is_checked=True), {"holder-not-the-supplier"}),
        (Asked("invoice", "SUP-0001", "Lobelha", "Lobelha", "SUP-0002", is_checked=True), {"holder-not-the-supplier"}),
        (Asked("invoice", "SUP-0001", "Lobelha", "Serra", "SUP-0001", is_checked=True), set()),
    ],
)
def test_what_is_to_be_looked_at_is_told(asked: Asked, slugs: set[str]) -> None:
    assert {flag.slug for flag in paper_flags(asked, TODAY)} == slugs


@pytest.mark.parametrize(
    ("scope", "material", "fits"),
    [
        (["gold"], "gold", True),
        (["gold", "silver"], "Silver", True),
        (["gold"], "silver", False),
        (["diamond"], "sapphire", False),
        ([], "gold", True),
        (["gold"], None, True),
    ],
)
def test_a_scope_that_is_not_the_material_is_flagged(scope: list[str], material: str | None, fits: bool) -> None:
    assert (scope_flag(scope, material, "G-0001") is None) is fits


def test_lists_find_by_number_state_and_supplier(world: World) -> None:
    own = supplier(world)
    codes = [
        document(
            world, replace(CERTIFICATE, number=f"N-{n}", valid_until=f"2026-12-{n:02d}"), of=own, raw=photo(size=(9, n))
        )
        for n in range(1, 13)
    ]
    assert found(world, sought="n-12") == [codes[11]]
    assert found(world, sought="%") == [] and found(world, sought="lobelha") == codes[::-1]
    assert found(world, state="30") == codes[::-1] and found(world, state="ended") == []
    assert found(world, supplier=own, page=99) == codes[::-1]


def test_a_document_tells_which_lots_it_speaks_of(world: World) -> None:
    code = document(world)
    lot = world.tell(
        lambda w: receive_lot(w, NewLot("metal", Amount(5_000), alloy="ag925", papers=(code,))), world.omar
    )
    with world.room.database.reading() as session:
        paper = ask.document(session, code, TODAY)
        assert [(one.code, one.metal) for one in ask.lots_of(session, paper.row.id)] == [(lot, "silver")]
