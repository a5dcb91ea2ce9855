"""Nothing private reaches a stranger: a full world with a canary in every private field, and every public answer walked."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Text, select

from tests.world import World
from workshop.aftercare.claiming import Details, Gift, claim_piece, print_card
from workshop.aftercare.losses import confirm_report, dispute_report, report_loss, set_aside
from workshop.aftercare.queries import Held, find_held
from workshop.aftercare.repair_actions import (
    Estimate,
    Reply,
    answer_estimate,
    give_estimate,
    hand_back,
)
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import ask, make_link
from workshop.aftercare.reported_work import Report, report_work
from workshop.aftercare.requests import Asked, ask_for, see_proof
from workshop.catalogue.actions import NewDesign, add_design, open_edition
from workshop.database import Base
from workshop.filestore import FileStore
from workshop.inspection.actions import Looked, record_inspection
from workshop.inspection.rules import Given
from workshop.materials.evidence import keep_evidence
from workshop.materials.filing import add_document, withdraw_document
from workshop.materials.ledger import Amount
from workshop.materials.readings import Read
from workshop.materials.receiving import NewLot, receive_lot
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.people.models import Consent
from workshop.pictures import read_picture
from workshop.pieces.actions import Happening, NewPhoto, add_photo, plan_piece, record_event, show_photo
from workshop.pieces.using import Added, Using
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.reported_copies import answer_copy, report_copy
from workshop.provenance.versions import Place, keep_place
from workshop.sales.case_actions import NewCase, Said, pack_case, say_outcome
from workshop.sales.order_actions import Wish, end_order, rewrite_order, take_order
from workshop.sales.order_agreed import go_ahead
from workshop.sales.order_approving import Answered, answer_order, make_order_link
from workshop.sales.order_pieces import put_on_order
from workshop.sales.round_actions import Telling, make_case_link, tell_round
from workshop.sales.round_queries import round_by_link
from workshop.sales.sale_actions import Sold
from workshop.writing import NOBODY, Actor, Writing

CANARY = "canary"
TABLES = (
    "answer",
    "case_answer",
    "case_link",
    "consignment",
    "copy_answer",
    "copy_report",
    "delivery",
    "delivery_entry",
    "custody",
    "design",
    "document",
    "edition",
    "guarantee",
    "hand_back",
    "inspection",
    "loss_report",
    "order_approval",
    "own_text",
    "order_go_ahead",
    "order_link",
    "order_wish",
    "owner_request",
    "packed_case",
    "packed_piece",
    "sale",
    "owner_secret",
    "ownership",
    "person",
    "passport",
    "personalisation",
    "publishing_place",
    "photo",
    "piece",
    "piece_guarantee",
    "reading",
    "repair_answer",
    "repair_estimate",
    "repair_job",
    "repair_line",
    "repair_link",
    "repair_question",
    "reported_work",
    "shop_order",
    "supplier",
    "tag_withdrawal",
    "withdrawal",
    "work_event",
)
TOLD = {
    "guarantee.covers",
    "guarantee.excludes",
    "guarantee.guarantor",
    "guarantee.lasts",
    "reported_work.done_on",
    "answer.instrument",
    "design.care",
    "design.dated",
    "design.made_of",
    "design.name",
    "design.mould",
    "design.risk_note",
    "shop.sells_in",
    "design.story",
    "own_text.text",
    "passport.told",
    "shop.about",
    "shop.returns",
    "piece.serial",
    "piece.size",
    "reading.agency",
    "reading.materials",
    "reading.number",
    "work_event.method",
}
OWN_WORDS = {
    "guarantee.serves",
    *(f"own_text.{name}" for name in ("language", "made_of", "part", "serves")),
    "order_approval.answer",
    "order_approval.digest",
    "order_approval.how",
    "order_approval.salt",
    "order_approval.subject",
    "case_answer.ended_how",
    "case_answer.said",
    "case_answer.sold_on",
    "case_answer.subject",
    "case_link.digest",
    "order_go_ahead.subject",
    "order_link.digest",
    "order_wish.currency",
    "order_wish.due_on",
    "order_wish.letters",
    "order_wish.subject",
    "shop_order.code",
    "shop_order.ended_how",
    "shop_order.subject",
    "hand_back.kind",
    *(f"consignment.{name}" for name in ("discount_by", "loss_by")),
    *(f"packed_case.{name}" for name in ("code", "currency", "due_on", "place", "subject")),
    *(f"packed_piece.{name}" for name in ("kind", "outcome")),
    *(f"sale.{name}" for name in ("currency", "kind", "returned_how", "sold_on")),
    *(f"delivery.{name}" for name in ("carriage_by", "loss_by", "pay_on", "returns_until")),
    *(f"delivery_entry.{name}" for name in ("happened_on", "kind")),
    "piece_guarantee.begins_on",
    "piece_guarantee.country",
    "piece_guarantee.ends_on",
    "repair_answer.answer",
    "repair_answer.how",
    "repair_answer.lines",
    "repair_answer.subject",
    "repair_answer.told",  # begins in our words and goes on in those of the lines
    "repair_estimate.currency",
    "repair_estimate.valid_until",
    "repair_job.before_on",
    "repair_job.code",
    "repair_job.ended_how",
    "repair_job.subject",
    "repair_link.digest",
    "repair_question.subject",
    *(f"{table}.subject" for table in ("loss_report", "owner_request", "owner_secret", "ownership")),
    *(f"{table}.ended_why" for table in ("loss_report", "owner_secret", "ownership")),
    *(f"{table}.subject" for table in ("copy_answer", "copy_report")),
    "loss_report.kind",
    "owner_request.verdict",
    "owner_request.why",
    "owner_secret.kind",
    "owner_secret.reveal_on",
    "ownership.how",
    "person.hand",
    "person.language",
    "shop.language",
    "shop.writes_in",
    "answer.result",
    "custody.place",
    "design.code",
    "design.construction",
    "design.kind",
    "design.picture",
    "design.size",
    "design_price.kind",
    "inspection.level",
    "inspection.purpose",
    "inspection.verdict",
    "person.password_hash",
    "person.pin_hash",
    "person.subject",
    "personalisation.subject",
    "document.code",
    "document.file",
    "document.media_type",
    "document.picture",
    "document.small",
    "reading.assessor",
    "reading.country",
    "reading.covers",
    "reading.custody",
    "reading.form",
    "reading.kind",
    "reading.origin",
    "reading.standard",
    "reading.checked_on",
    "reading.issued_on",
    "reading.recheck_on",
    "reading.valid_from",
    "reading.valid_until",
    "supplier.code",
    "supplier.country",
    "supplier.recheck_on",
    "supplier.subject",
    "withdrawal.from_on",
    "custody.subject",
    "photo.picture",
    "photo.small",
    "passport.digest",
    "piece.due_on",
    "piece.kind",
    "piece.way_in",
    "tag_withdrawal.reason",
    "work_event.kind",
    "work_event.request_key",
}


def canary(what: str) -> str:
    return f"{CANARY} {what}"


def camera_picture() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = canary("description")
    exif[0x013B] = canary("artist")
    exif.get_ifd(0x8825)[29] = "2026:11:17"
    file = BytesIO()
    Image.new("RGB", (64, 48), "gold").save(file, "JPEG", exif=exif, comment=canary("comment").encode())
    return file.getvalue()


def stored_photo(world: World) -> NewPhoto:
    picture = read_picture(camera_picture())
    files = FileStore(world.room.settings.data_dir)
    large, small = files.put(picture.large.jpeg), files.put(picture.small.jpeg)
    return NewPhoto(large, small, picture.large.width, picture.large.height, caption=canary("caption"))


def silent(world: World, who: Actor) -> None:
    """Somebody who does not want to be named, after having agreed once."""
    for form, shown_as in (("full_name", canary("earlier name")), ("nothing", canary("name kept back"))):
        row = {"person_id": who.id, "subject": who.subject, "form": form, "shown_as": shown_as}
        world.tell(lambda w, row=row: w.add(Consent, at=w.at, by_id=who.id, **row), who)  # type: ignore[misc]


def papered(world: World, serial: str) -> None:
    """Metal in the piece, from a supplier of whom everything is written down, under a paper that was read and withdrawn."""
    private = {name: canary(name) for name in ("address", "note")}
    new = NewSupplier(canary("supplier"), ("refiner",), email=f"{CANARY}@refiner.example", **private)
    supplier = world.tell(lambda w: add_supplier(w, new), world.omar)
    said = {name: canary(name) for name in ("holder", "site", "benchmark", "statement", "checked_by", "checked_where")}
    kept = keep_evidence(FileStore(world.room.settings.data_dir), camera_picture())
    read = Read("certificate", number="RM-4471", agency="Some agency", materials=("gold",), **said)
    paper = world.tell(lambda w: add_document(w, kept, supplier=supplier, read=read), world.omar).code
    world.tell(lambda w: withdraw_document(w, paper, reason=canary("withdrawn"), is_false=True), world.omar)
    bought = NewLot("metal", Amount(50_000), alloy="au750y", supplier=supplier, papers=(paper,))
    lot = world.tell(lambda w: receive_lot(w, bought), world.omar)
    world.event(serial, "cast", weight_mg=4_000, using=Using(added=(Added(lot),)))


def owned(world: World, serial: str, code: str) -> None:
    """An owner who came by a gift and reported a loss that is disputed, and somebody who asks to be recorded."""
    details = Details(canary("owner"), canary("owner's address"))
    world.tell(lambda w: print_card(w, serial, canary("card"), Gift(canary("giver"), canary("message"))), world.omar)
    world.tell(lambda w: claim_piece(w, held(w, code, canary("card")), canary("own"), details), NOBODY)
    world.tell(lambda w: report_loss(w, held(w, code, canary("own")), "stolen"), NOBODY)
    world.tell(lambda w: confirm_report(w, serial, 1), world.omar)
    world.tell(lambda w: dispute_report(w, serial, canary("disputer"), canary("dispute")), NOBODY)
    world.tell(lambda w: set_aside(w, serial, 1, canary("aside")), world.omar)
    asked = Asked("heir", Details(canary("heir"), canary("heir's address")), canary("story"), canary("request"))
    world.tell(lambda w: ask_for(w, serial, asked), NOBODY)
    world.tell(lambda w: see_proof(w, serial, 1, canary("proof")), world.omar)


def held(writing: Writing, code: str, digest: str) -> Held:
    found = find_held(writing.session, code, digest)
    assert found is not None
    return found


def repaired(world: World, serial: str, looker: Actor) -> None:
    """It came in, was asked about, agreed to and handed back; its owner lets it be told. And what others did, kept for us."""
    private = {name: canary(name) for name in ("looks", "wish", "size", "customer", "contact")}
    code = world.take_in(serial, **private, is_told=True)
    offer = Estimate((Line(canary("line"), 0, canary("line note")),), "2031-12-24")
    world.tell(lambda w: give_estimate(w, code, offer), world.omar)
    world.tell(lambda w: ask(w, code, canary("question")), world.omar)
    world.tell(lambda w: make_link(w, code, "digest"), world.omar)
    world.tell(lambda w: answer_estimate(w, code, Reply(1, (1,), "desk", canary("words"))), world.omar)
    looked = Looked(world.standing(serial).seen, "pass", world.good_answers(serial))
    world.tell(lambda w: record_inspection(w, serial, looked), looker)
    world.tell(lambda w: hand_back(w, code, world.standing(serial).seen), world.omar)
    told = Report(canary("work by others"), "1979", canary("another jeweller"), source_key=canary("their key"))
    world.tell(lambda w: report_work(w, serial, told), world.omar)


def ordered(world: World, serial: str, design: str) -> None:
    """The piece was ordered: who by, how, for how much, and what they said to it."""
    said = {name: canary(name) for name in ("size", "stones", "engraving", "engraving_place", "note")}
    wish = Wish(design, "au750y", letters="script", due_on="2031-12-24", price_minor=987_654, **said)
    code = world.tell(lambda w: take_order(w, canary("customer"), canary("contact"), wish), world.omar)
    world.tell(lambda w: make_order_link(w, code, "digest"), world.omar)
    answered = Answered(1, canary("what was shown"), "yes", "desk", canary("words"))
    world.tell(lambda w: answer_order(w, code, answered), world.omar)
    world.tell(lambda w: put_on_order(w, code, serial), world.omar)
    world.tell(lambda w: rewrite_order(w, code, 1, wish), world.omar)
    world.tell(lambda w: go_ahead(w, code, 2, canary("reason")), world.omar)
    world.tell(lambda w: end_order(w, code, "delivered"), world.omar)


def sold_at_a_fair(world: World, serial: str) -> None:
    """It went in a case and was sold there."""
    case = NewCase("gallery", [serial], canary("fair"), canary("their telephone"), "2031-12-24")
    code = world.tell(lambda w: pack_case(w, case), world.omar)
    world.tell(lambda w: make_case_link(w, code, "digest", shows_prices=True), world.omar)
    with world.room.database.reading() as session:
        found = round_by_link(session, "digest", world.room.now())
    assert found is not None
    telling = Telling(serial, "sold", "2020-01-01", canary("what the gallery says"))
    world.tell(lambda w: tell_round(w, found, [telling]), NOBODY)
    sold = Sold(987_654, "2020-01-01", canary("Mrs Customer"))
    said = Said("sold", world.standing(serial).seen, canary("haggled"), sold)
    world.tell(lambda w: say_outcome(w, code, serial, said), world.omar)


def copied(world: World, code: str) -> None:
    """A stranger reported a copy of it, and the workshop dealt with that."""
    said = [canary(one) for one in ("another stone", "a market", "a stranger")]
    world.tell(lambda w: report_copy(w, code, *said), NOBODY)
    (report,) = world.rows("SELECT subject FROM copy_report")
    world.tell(lambda w: answer_copy(w, report.subject, canary("told the police")), world.omar)


@pytest.fixture
def full(world: World) -> tuple[World, str, str]:
    """A piece with something in every private field; the code of its tag and of one that was withdrawn."""
    world.shop(public_address="https://marshandwren.example", currency="EUR")
    maker, looker = world.person(canary("maker"), "artisan"), world.person(canary("inspector"), "inspector")
    silent(world, maker)
    new = NewDesign(
        "Alder signet",
        "ring",
        "au750y",
        price_minor=987_654,
        source_key=canary("design key"),
    )
    design = world.tell(lambda w: add_design(w, new), NOBODY)
    world.tell(lambda w: open_edition(w, design, name=canary("edition"), size=3), NOBODY)
    serial = world.piece(
        design,
        edition=canary("edition"),
        engraving=canary("for my love"),
        engraving_place=canary("inside"),
        order_note=canary("order"),
        source_key=canary("piece key"),
        before_records=canary("made by an old master"),
    )
    world.tell(
        lambda w: plan_piece(w, serial, due_on="2031-12-24", is_rush=True, order_note=canary("order")), world.omar
    )
    papered(world, serial)
    for kind in ("wax", "polish", "note", "problem", "skipped"):
        happening = Happening(
            kind, seen=world.standing(serial).seen, reason=canary("reason"), note=canary("note"), place=canary("place")
        )
        world.tell(lambda w, one=happening: record_event(w, serial, one), maker)  # type: ignore[misc]
    photo = stored_photo(world)
    other = world.piece()
    world.tell(lambda w: add_photo(w, other, photo), maker)
    number = world.tell(lambda w: add_photo(w, serial, photo), maker)
    world.tell(lambda w: show_photo(w, serial, number, is_public=True), maker)
    answers = [Given(**(vars(one) | {"note": canary("answer")})) for one in world.good_answers(serial)]
    looked = Looked(seen=world.standing(serial).seen, verdict="pass", answers=answers, note=canary("inspection"))
    world.tell(lambda w: record_inspection(w, serial, looked), looker)
    old = world.tag(serial).code
    world.tell(lambda w: withdraw_tag(w, serial, old, reason="lost", note=canary("taxi")), world.omar)
    code = world.tag(serial).code
    sold_at_a_fair(world, serial)
    world.tell(lambda w: keep_place(w, Place(canary("/srv/www"))), world.omar)
    repaired(world, serial, looker)
    owned(world, serial, code)
    ordered(world, serial, design)
    copied(world, code)
    return world, code, old


def test_the_world_is_full(full: tuple[World, str, str]) -> None:
    """Every text that a row can hold is told on purpose, a word of the house, or holds a canary here."""
    world = full[0]
    for name in TABLES:
        table = Base.metadata.tables[name]
        for column in table.columns:
            spelled = f"{name}.{column.name}"
            if not isinstance(column.type, Text) or spelled in TOLD | OWN_WORDS:
                continue
            with world.room.database.reading() as session:
                held = [text for text in session.scalars(select(column)) if text]
            assert any(text.startswith(CANARY) for text in held), f"{spelled}: told or private?"


def test_nothing_private_is_in_any_public_answer(full: tuple[World, str, str], app: Flask) -> None:
    _world, code, old = full
    stranger = app.test_client()
    for address in (
        f"/p/{code}",
        f"/P/{code}",
        f"/p/{old}",
        "/p/",
        "/p/XX",
        f"/p/{code}/1.jpg",
        f"/p/{code}/1-small.jpg",
        f"/p/{code}/1-800.webp",
        f"/p/{code}/card.png",
        f"/p/{code}.json",
        f"/p/{old}.json",
        f"/p/{code}/copy",
        "/gallery",
    ):
        answer = stranger.get(address)
        walked = answer.get_data().decode("latin-1") + str(answer.headers)
        for private in (CANARY, "987654", "9876.54", "9,876", "2031", "Omar", "Ana", "Ines"):
            assert private not in walked, f"{private} in {address}"


def test_a_name_is_told_only_as_its_owner_agreed_to_it_last(full: tuple[World, str, str], app: Flask) -> None:
    world, code, _old = full
    stranger = app.test_client()
    page = stranger.get(f"/p/{code}")
    assert "name not given" in page.get_data(as_text=True)
    maker = world.rows("SELECT id, subject FROM person WHERE name = :name", name=canary("maker"))[0]
    for form, shown_as, seen in (("initials", "C. M.", True), ("nothing", None, False)):
        row = {"person_id": maker.id, "subject": maker.subject, "form": form, "shown_as": shown_as}
        world.tell(lambda w, row=row: w.add(Consent, at=w.at, by_id=maker.id, **row), world.omar)  # type: ignore[misc]
        again = stranger.get(f"/p/{code}", headers={"If-None-Match": page.headers["ETag"]})
        assert again.status_code == 200
        assert ("C. M." in again.get_data(as_text=True)) is seen
        page = again


def test_only_a_public_photo_is_shown_and_it_holds_nothing_but_the_picture(
    full: tuple[World, str, str], app: Flask
) -> None:
    world, code, old = full
    stranger = app.test_client()
    page = stranger.get(f"/p/{code}").get_data(as_text=True)
    assert f'src="/p/{code}/1-small.jpg?v=' in page and "Photo of this very piece" in page
    photo = stranger.get(page.split('src="')[1].split('"')[0])
    assert photo.content_type == "image/jpeg" and b"Exif" not in photo.get_data()
    assert "immutable" in photo.headers["Cache-Control"]
    same = stranger.get(f"/p/{code}/1.jpg", headers={"If-None-Match": stranger.get(f"/p/{code}/1.jpg").headers["ETag"]})
    assert same.status_code == 304
    assert "immutable" not in stranger.get(f"/p/{code}/1.jpg?v=old").headers["Cache-Control"]
    for address in (f"/p/{code}/2.jpg", f"/p/{code}/0.jpg", f"/p/{old}/1.jpg", f"/p/{code}/{10**30}.jpg"):
        assert stranger.get(address).status_code == 404
    serial = world.rows("SELECT p.serial FROM piece p JOIN tag t ON t.piece_id = p.id WHERE t.code = :c", c=code)[
        0
    ].serial
    photo_id = world.rows("SELECT id FROM photo WHERE is_public = 1")[0].id
    world.tell(lambda w: show_photo(w, serial, photo_id, is_public=False), world.omar)
    assert stranger.get(f"/p/{code}/1.jpg").status_code == 404
    assert "Photo of this very piece" not in stranger.get(f"/p/{code}").get_data(as_text=True)


def test_day_and_month_are_those_of_the_shop(world: World, app: Flask) -> None:
    world.shop(public_address="https://a.example", time_zone="Pacific/Auckland")
    world.room.now.at += timedelta(hours=3)  # type: ignore[attr-defined]
    code = world.tag(world.released()).code
    assert "on 18 November 2026" in app.test_client().get(f"/p/{code}").get_data(as_text=True)
