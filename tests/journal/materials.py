"""Rows in every table of materials, claims and recalls, each put there by its verb: two of each, so that rows can be swapped."""

from dataclasses import replace

from tests.materials.papers import CERTIFICATE, pdf
from tests.reports.filled import fill_log
from tests.sales.deliveries import delivered
from tests.world import World
from workshop.aftercare.claiming import Details, Gift, claim_piece, hand_on, print_card
from workshop.aftercare.guarantee_actions import Terms, publish_guarantee
from workshop.aftercare.losses import confirm_report, dispute_report, end_report, report_loss, set_aside
from workshop.aftercare.order_told import tell_order
from workshop.aftercare.queries import Held, find_held
from workshop.aftercare.repair_actions import (
    Estimate,
    Reply,
    answer_estimate,
    give_estimate,
    hand_back,
)
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import ask, make_link, say, tell_estimate
from workshop.aftercare.reported_work import Report, report_work
from workshop.aftercare.requests import Asked, ask_for, give_notice, see_proof
from workshop.catalogue.actions import NewDesign, add_design
from workshop.catalogue.own_texts import texts_of_design, write_texts
from workshop.catalogue.wording import let_word_stand
from workshop.claims.freezing import freeze_claims
from workshop.filestore import FileStore
from workshop.inspection.attaching import attach_charm, detach_charm
from workshop.materials.day_end import Counted, close_day
from workshop.materials.evidence import keep_evidence
from workshop.materials.filing import add_document, read_document, withdraw_document
from workshop.materials.instruments import NewCheck, check_instrument
from workshop.materials.issuing import hand_out, issue
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.models import ExchangeRate, MetalPrice
from workshop.materials.receiving import NewLot, attach_paper, hold_lot, receive_lot, tell_origin
from workshop.materials.settling import Settled, settle
from workshop.materials.stones_in import NewStone, receive_stones
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.pieces.casting import NewTree, cut_off, photograph, plant_tree, pour
from workshop.pieces.hanging import put_in_place
from workshop.pieces.surfaces import NewHallmark, NewLayer, put_on
from workshop.provenance.labelling import check_tag, keep_size, note_printing
from workshop.provenance.looking import show_in_gallery
from workshop.provenance.recalls import NewRecall, start_recall
from workshop.provenance.reported_copies import answer_copy, reopen_copy, report_copy
from workshop.provenance.stock import STOCKS
from workshop.provenance.versions import Place, keep_place, keep_versions
from workshop.sales.case_actions import NewCase, Said, close_case, pack_case, say_outcome
from workshop.sales.consignment_actions import agree_terms
from workshop.sales.consignment_rules import Terms as Agreed
from workshop.sales.delivery_actions import note_entry, take_back
from workshop.sales.delivery_rules import Entry
from workshop.sales.delivery_rules import Terms as Bought
from workshop.sales.order_actions import Wish, end_order, note_deposit, take_order
from workshop.sales.order_agreed import go_ahead
from workshop.sales.order_approving import Answered, answer_order, make_order_link, show_order_photo
from workshop.sales.order_pieces import make_for_order, take_off_order
from workshop.sales.round_actions import Telling, make_case_link, set_answer_aside, tell_round
from workshop.sales.round_queries import round_by_link
from workshop.sales.sale_actions import Sold
from workshop.writing import NOBODY, Writing


def fill_materials(world: World) -> None:
    for time in ("1", "2"):
        _bought(world, time)
        _worded(world, time)
        _labelled(world, time)
        _sold(world, time)
        _owned(world, time)
        fill_log(world, f"book-{time}")
        _repaired(world, time)
        _ordered(world, time)
        _attached(world)
        _packed(world, time)
        _delivered(world, time)


def _bought(world: World, time: str) -> None:
    seller = world.tell(lambda w: add_supplier(w, NewSupplier(f"Refiner {time}", ("refiner",))), world.omar)
    paper = _paper(world, seller, time)
    new = NewLot("metal", Amount(90_000), alloy="au750y", supplier=seller, received_on="2026-10-12", papers=(paper,))
    lot = world.tell(lambda w: receive_lot(w, new), world.omar)
    world.tell(lambda w: tell_origin(w, lot, "recycled_unspecified"), world.omar)
    world.tell(
        lambda w: receive_stones(w, [NewStone("diamond", 250, report_number=time, origin="natural")]), world.omar
    )
    other = world.tell(lambda w: receive_lot(w, replace(new, papers=())), world.omar)
    world.tell(lambda w: attach_paper(w, other, paper), world.omar)
    melted = world.tell(lambda w: melt(w, [(lot, 20_000), (other, 10_000)], Poured(30_000, "gold")), world.ana)
    world.tell(lambda w: hand_out(w, melted, Amount(30_000), seller), world.omar)
    world.tell(
        lambda w: settle(
            w, melted, Settled(seller, "2026-11-17", 30_000, 7_500, 22_500, money_minor=1, currency="EUR")
        ),
        world.omar,
    )
    world.tell(lambda w: hold_lot(w, other, is_held=True, reason="The paper is asked for."), world.omar)
    _ended(world, lot, time)
    _made(world, lot, paper)
    world.tell(lambda w: withdraw_document(w, paper, reason="Suspended", from_on=f"2026-11-0{time}"), world.omar)


def _paper(world: World, seller: str, time: str) -> str:
    evidence = keep_evidence(FileStore(world.room.settings.data_dir), pdf(f"Certificate {time}"))
    read = replace(CERTIFICATE, number=f"RM-{time}")
    code = world.tell(lambda w: add_document(w, evidence, supplier=seller, read=read), world.omar).code
    world.tell(lambda w: read_document(w, code, replace(read, site="Porto"), seen=1), world.omar)
    return code


def _ended(world: World, lot: str, time: str) -> None:
    """A day that ends with a gram less in the tray than the books say, and a scale that was checked."""
    world.tell(lambda w: issue(w, lot, Amount(2_000), world.ana.subject), world.ana)
    there = Counted({"gold": 1_000 * int(time)}, stones=int(time), lemel={"gold": int(time)}, note=f"Day {time}")
    world.tell(lambda w: close_day(w, there), world.ana)
    checked = NewCheck(f"Scale {time}", "g", 20_000 * int(time), 20_010, time == "1", note=f"Fell {time}")
    world.tell(lambda w: check_instrument(w, checked), world.ana)


def _made(world: World, lot: str, paper: str) -> None:
    piece = world.piece()
    tree, _needed = world.tell(lambda w: plant_tree(w, NewTree("au750y", 1_000, 200, (piece,))), world.ana)
    (here,) = world.rows("SELECT t.id, t.account_id FROM casting_tree t WHERE t.code = :tree", tree=tree)
    spot = (250 + here.id, 500 + here.id)
    world.tell(lambda w: put_in_place(w, here.id, here.account_id, piece, 2 + here.id, spot), world.ana)
    world.tell(
        lambda w: photograph(w, tree, FileStore(world.room.settings.data_dir).put(f"tree {tree}".encode())), world.ana
    )
    world.tell(lambda w: pour(w, tree, [(lot, 12_000)]), world.ana)
    world.tell(lambda w: cut_off(w, tree, piece, 4_200), world.ana)
    plated = world.event(piece, "plate")
    world.tell(lambda w: put_on(w, piece, plated, NewLayer("rhodium", thickness_nm=250)), world.ana)
    marked = world.event(piece, "mark")
    mark = NewHallmark("Porto Assay Office", "gold", 7_500, "2026-11-17", document=paper)
    world.tell(lambda w: put_on(w, piece, marked, mark), world.ana)
    world.tell(lambda w: freeze_claims(w, piece), world.omar)
    (row,) = world.rows("SELECT id FROM piece WHERE serial = :serial", serial=piece)
    world.tell(lambda w: keep_versions(w, {row.id: f'{{"code":"{tree}"}}'}), world.omar)
    world.tell(lambda w: keep_place(w, Place(f"/srv/{tree}", by_itself=True)), world.omar)
    world.tell(
        lambda w: start_recall(w, NewRecall("A sharp edge", "It may cut", "Send it back", serials=(piece,))), world.omar
    )


def _labelled(world: World, time: str) -> None:
    """A label printed, scanned back at its piece, and a size of the shop's own."""
    serial = world.released()
    code = world.tag(serial).code
    world.tell(lambda w: report_copy(w, code, f"Another stone, {time}", "A market", "b@example.test"), world.omar)
    (report,) = world.rows("SELECT max(subject) AS subject FROM copy_report WHERE told LIKE :time", time=f"%{time}")
    world.tell(lambda w: answer_copy(w, report.subject, f"Looked at, {time}"), world.omar)
    world.tell(lambda w: reopen_copy(w, report.subject), world.omar)
    world.tell(lambda w: show_in_gallery(w, serial, shown=True), world.omar)
    (tag,) = world.rows("SELECT id FROM tag WHERE code = :code", code=code)
    world.tell(lambda w: note_printing(w, [tag.id], STOCKS[0], int(time)), world.ana)
    world.tell(lambda w: check_tag(w, serial, code), world.ana)
    world.tell(lambda w: keep_size(w, replace(STOCKS[0], name=f"Ours {time}")), world.omar)


def _owned(world: World, time: str) -> None:
    """A card, an owner who handed the piece on after a report, and a request by an heir."""
    serial = world.released()
    code = world.tag(serial).code
    world.tell(lambda w: print_card(w, serial, f"card {time}", Gift("Mo", f"For you, {time}")), world.omar)
    world.tell(lambda w: claim_piece(w, _held(w, code, f"card {time}"), f"own {time}", Details("Ada", time)), NOBODY)
    world.tell(lambda w: report_loss(w, _held(w, code, f"own {time}"), "lost"), NOBODY)
    world.tell(lambda w: dispute_loss(w, serial, time), NOBODY)
    world.tell(lambda w: set_aside(w, serial, 1, f"No proof {time}"), world.omar)
    world.tell(lambda w: end_report(w, serial, 1, "dispute"), world.omar)
    world.tell(lambda w: hand_on(w, _held(w, code, f"own {time}"), f"next {time}"), NOBODY)
    world.tell(lambda w: claim_piece(w, _held(w, code, f"next {time}"), f"new {time}", Details("Bo")), NOBODY)
    asked = Asked("heir", Details("Cy", time), "Her will.", f"heir {time}")
    world.tell(lambda w: ask_for(w, serial, asked), NOBODY)
    world.tell(lambda w: see_proof(w, serial, 1, f"The will {time}"), world.omar)
    world.tell(lambda w: give_notice(w, serial, 1, ("mail", "post")[int(time) % 2]), world.omar)


def dispute_loss(writing: Writing, serial: str, time: str) -> None:
    confirm_report(writing, serial, 1)
    dispute_report(writing, serial, time, f"It is mine, {time}")


def _held(writing: Writing, code: str, digest: str) -> Held:
    held = find_held(writing.session, code, digest)
    assert held is not None
    return held


def _worded(world: World, time: str) -> None:
    story = f"Handmade, {time}"
    design = world.tell(lambda w: add_design(w, NewDesign(f"Band {time}", "ring", "au750y", story=story)), world.omar)
    for minor in (int(time) * 10_000, int(time) * 12_000):
        world.price(minor, design)
    world.tell(lambda w: let_word_stand(w, design, place="story", word="Handmade", reason="By the log."), world.omar)
    said = {"story": f"Von Hand, {time}"}
    world.tell(lambda w: write_texts(w, texts_of_design(w.session, design), "de", said), world.omar)

    def priced(writing: Writing) -> None:
        writing.add(MetalPrice, metal="gold", currency="USD", on_date=f"2026-10-0{time}", price_thousandths=4_000_000)
        writing.add(ExchangeRate, currency="USD", on_date=f"2026-10-0{time}", rate_millionths=1_160_000)

    world.tell(priced, world.omar)


def _sold(world: World, time: str) -> None:
    """Terms of guarantee, and a piece that was sold with them."""
    terms = Terms(f"Marsh {time}", f"settings {time}", "wear", is_free=True, is_whole=False, years=10)
    world.tell(lambda w: publish_guarantee(w, terms), world.omar)
    world.leave(world.released())


def _repaired(world: World, time: str) -> None:
    """A piece that was repaired and went back, asked about and told of, and work by others."""
    serial = world.released()
    world.leave(serial)
    file = FileStore(world.room.settings.data_dir).put(f"photo {time}".encode())
    photo = NewPhoto(picture=file, small=file, width=6, height=4)
    code = world.take_in(serial, customer=f"Ada {time}", contact=f"{time}@example.test", is_told=True, photos=(photo,))
    estimate = Estimate((Line(f"Size {time}", 0, f"At the back {time}"),), f"2030-01-0{time}", int(time))
    world.tell(lambda w: give_estimate(w, code, estimate), world.ana)
    world.tell(lambda w: make_link(w, code, f"digest {time}"), world.ana)
    world.tell(lambda w: tell_estimate(w, code, 1, ("phone", "desk")[int(time) % 2]), world.ana)
    world.tell(lambda w: ask(w, code, f"When {time}?"), world.ana)
    world.tell(lambda w: say(w, code, f"On day {time}."), world.ana)
    world.tell(lambda w: answer_estimate(w, code, Reply(1, (1,), "desk", f"Please {time}")), world.ana)
    world.event(serial, "resize")
    world.inspect(serial)
    world.tell(lambda w: hand_back(w, code, world.standing(serial).seen), world.omar)
    report = Report(f"A clasp {time}", f"197{time}", f"Jeweller {time}", source_key=f"old {time}")
    world.tell(lambda w: report_work(w, serial, report), world.ana)


def _ordered(world: World, time: str) -> None:
    """An order with everything said, agreed to and paid, its piece made, and the order cancelled."""
    said = Wish(
        world.design, "au750y", "54", f"ruby {time}", f"For Bo {time}", "inside", "script", time, f"2030-01-0{time}", 5
    )
    code = world.tell(lambda w: take_order(w, f"Ada {time}", f"{time}@example.test", said), world.ana)
    world.tell(lambda w: make_order_link(w, code, f"order digest {time}"), world.ana)
    world.tell(lambda w: tell_order(w, code, "answer", 1, ("mail", "desk")[int(time) % 2]), world.ana)
    world.tell(lambda w: go_ahead(w, code, 1, f"in a hurry {time}"), world.omar)
    answered = Answered(1, f"For Bo {time}", "yes", "desk", f"Please {time}")
    world.tell(lambda w: answer_order(w, code, answered), world.ana)
    world.tell(lambda w: note_deposit(w, code, 100 * int(time)), world.ana)
    serial = world.tell(lambda w: make_for_order(w, code), world.ana)
    photo = NewPhoto(*(world.rows("SELECT picture, small FROM photo LIMIT 1")[0]), width=6, height=4)
    world.tell(lambda w: add_photo(w, serial, photo), world.ana)
    world.tell(lambda w: show_order_photo(w, code, serial, 1, is_shown=True), world.ana)
    world.tell(lambda w: take_off_order(w, code, serial), world.ana)
    world.tell(lambda w: end_order(w, code, "cancelled"), world.omar)


def _packed(world: World, time: str) -> None:
    """A case that was closed: a piece sold from it came back, another was sold, a third is missing."""
    returned, sold, lost = serials = [world.released() for _one in range(3)]
    new = NewCase("gallery", serials, f"Galeria {time}", f"{time}@gallery.example", f"2030-01-0{time}")
    code = world.tell(lambda w: pack_case(w, new), world.omar)
    agreed = Agreed(
        600 + int(time), ("maker", "gallery")[int(time) - 1], ("gallery", "maker")[int(time) - 1], int(time)
    )
    world.tell(lambda w: agree_terms(w, code, agreed), world.omar)
    for digest in (f"round {time} a", f"round {time} b"):
        world.tell(lambda w, d=digest: make_case_link(w, code, d, shows_prices=time == "1"), world.omar)
    with world.room.database.reading() as session:
        found = round_by_link(session, f"round {time} b", world.room.now())
    assert found is not None
    telling = Telling(sold, "sold", f"2020-01-0{time}", f"to a tourist {time}")
    world.tell(lambda w: tell_round(w, found, [telling]), world.omar)
    world.tell(lambda w: set_answer_aside(w, code, sold, 1), world.omar)
    price = Sold(49_000 + int(time), f"2020-01-0{time}", f"Ada {time}")
    for serial, said in (
        (returned, Said("sold", None, sold=price)),
        (returned, Said("back", None, f"too large {time}")),
        (sold, Said("sold", None, sold=price)),
        (lost, Said("lost", None, f"on day {time}")),
    ):
        told = replace(said, seen=world.standing(serial).seen)
        world.tell(lambda w, s=serial, t=told: say_outcome(w, code, s, t), world.omar)
    world.tell(lambda w: close_case(w, code), world.omar)


def _attached(world: World) -> None:
    """A charm that was put on and taken off again."""
    bracelet, charm = world.released(), world.released()
    for act in (attach_charm, detach_charm):
        seen = world.standing(bracelet).seen
        world.tell(lambda w, do=act, last=seen: do(w, bracelet, charm, last), world.ana)  # type: ignore[misc]


def _delivered(world: World, time: str) -> None:
    """What a shop bought: one piece was given back, and something was paid."""
    kept, back = (world.released() for _one in range(2))
    borne = ("maker", "buyer") if time == "1" else ("buyer", "maker")
    terms = Bought(f"2031-12-0{time}", f"2031-11-0{time}", *borne)
    code = delivered(world, kept, back, terms=terms, contact=f"{time}@loja.example")
    world.tell(lambda w: take_back(w, code, back, world.standing(back).seen), world.omar)
    noted = Entry(("paid", "discount")[int(time) - 1], 100 + int(time), f"2020-01-0{time}")
    for _one in range(int(time)):
        world.tell(lambda w: note_entry(w, code, noted), world.omar)
