"""A shop in which everything has happened once: the ground on which every attack is tried, and left as it was."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from tests.gate.prepared_cases import fill_cases
from tests.gate.prepared_orders import fill_charms, fill_orders
from tests.reports.filled import fill_log
from tests.world import World
from workshop.aftercare.guarantee_actions import Terms, publish_guarantee
from workshop.aftercare.models import LossReport, OwnerRequest, OwnerSecret, Ownership
from workshop.aftercare.notice_models import Notice
from workshop.aftercare.repair_actions import Estimate, answer_estimate, give_estimate, hand_back
from workshop.aftercare.repair_actions import Reply as RepairReply
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import ask, make_link
from workshop.aftercare.reported_work import Report, report_work, withdraw_report
from workshop.catalogue.actions import open_edition
from workshop.catalogue.models import WordingOverride
from workshop.catalogue.text_models import OwnText
from workshop.claims.models import FrozenClaim
from workshop.inspection.actions import Looked, record_inspection
from workshop.materials.booking import Move, account_of, post, take_back
from workshop.materials.day_end import Counted, close_day
from workshop.materials.instruments import InstrumentCheck
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.models import ExchangeRate, MetalPrice, Settlement
from workshop.materials.papers import Document, Reading, Supplier, Withdrawal
from workshop.materials.receiving import NewLot, find_lot, hold_lot, receive_lot, tell_stone
from workshop.people.models import ApiToken, Consent, Device
from workshop.pieces.actions import Happening, NewPhoto, add_photo
from workshop.pieces.casting import NewTree, plant_tree
from workshop.pieces.making_models import Hallmark, Layer, TreePhoto, TreeSpot
from workshop.pieces.moving import send_to_outwork
from workshop.pieces.respecifying import Respecification, respecify
from workshop.pieces.using import Added, Using
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.labelling import check_tag, keep_size, note_printing
from workshop.provenance.looking_models import CopyAnswer, GalleryShowing
from workshop.provenance.models import Recall, RecalledPiece
from workshop.provenance.published_models import Passport, PublishingPlace
from workshop.provenance.reported_copies import report_copy
from workshop.provenance.stock import STOCKS
from workshop.units import microseconds
from workshop.writing import Actor, Writing

TERMS = Terms("Marsh & Wren", "settings", "wear", is_free=True, is_whole=False, years=10)
YEAR = timedelta(days=365)
OFFERED = Estimate((Line("Size 54 to 56", 6_800), Line("Polish", 2_400)), "2030-01-01")
PHOTO = NewPhoto("aa", "bb", 800, 600)
ROLES = dict.fromkeys(("is_refiner", "is_caster", "is_dealer", "is_cutter", "is_mine", "is_customer"), False)
GRAIN = NewLot("metal", Amount(50_000), alloy="au750y", source_key="grain-1", received_on="2026-01-01")


def prepare(world: World) -> dict[str, int]:
    """Fills the shop; returns the primary keys by the names that attacks use."""
    world.shop(public_address="https://example.test", currency="EUR")
    ivo = world.person("Ivo", "artisan", "inspector")
    _office(world)
    serials = _pieces(world, ivo)
    _marks(world, serials)
    _papers(world)
    _books(world, serials)
    for source in ("old-book", "older-book"):
        fill_log(world, source)
    _repairs(world, serials)
    fill_orders(world, serials)
    fill_charms(world, serials)
    fill_cases(world, serials)
    world.tell(lambda w: _about(w, _names(world, serials)), world.omar)
    world.tell(lambda w: _owned(w, _names(world, serials)), world.omar)
    return _names(world, serials) | {"ivo": ivo.id or 0}


def _office(world: World) -> None:
    at = world.room.now()
    world.tell(lambda w: w.add(Device, name="Bench", key_digest="d1", enrolled_at=at, revoked_at=at), world.omar)
    world.tell(
        lambda w: w.add(
            ApiToken, digest="t1", person_id=world.ana.id, scopes="log", label="x", created_at=at, revoked_at=at
        ),
        world.omar,
    )
    world.tell(
        lambda w: w.add(Consent, person_id=world.ana.id, subject=world.ana.subject, form="initials", at=at), world.ana
    )
    for kind in ("retail", "wholesale"):
        world.price(14_800, kind=kind)
    for name, size in (("First", 3), ("Second", 3)):
        world.tell(lambda w, n=name, s=size: open_edition(w, world.design, name=n, size=s), world.omar)


def _pieces(world: World, ivo: Actor) -> dict[str, str]:
    of = {
        "fresh": world.piece(source_key="old-1"),
        "worked": world.worked(),
        "released": world.released(),
        "passed_too": world.released(),
        "failed": world.worked(),
        "stale": world.released(),
        "tagged": world.released(),
        "sold": world.released(),
        "sold_twice": world.released(),
        "respecified": world.worked(),
        "outwork": world.worked(),
        "scrapped": world.worked(),
        "numbered": world.worked(world.piece(edition="First")),
        "numbered_too": world.piece(edition="First"),
        "engraved": world.piece(engraving="For Ada"),
        "earrings": world.worked(world.piece(world.design_of("earrings", code="D-EARS", source_key="old-2"))),
        "shared": world.worked(world.worked(kinds=["wax"], by=ivo), ["file"]),
        "all_hands": world.worked(world.worked(kinds=["wax"], by=world.ines), ["file"], by=ivo),
    }
    world.inspect(of["failed"], "rework", answers=world.bad_answers(of["failed"]))
    world.event(of["stale"], "polish")
    world.leave(of["sold"])
    world.tell(lambda w: publish_guarantee(w, TERMS), world.omar)
    world.leave(of["sold_twice"])
    world.come_back(of["sold_twice"])
    world.inspect(of["sold_twice"])
    world.leave(of["sold_twice"])
    seen = world.standing(of["respecified"]).seen
    world.tell(lambda w: respecify(w, of["respecified"], Respecification(seen, engraving="For Bo")), world.omar)
    world.inspect(of["respecified"])
    seen = world.standing(of["outwork"]).seen
    world.tell(lambda w: send_to_outwork(w, of["outwork"], Happening("outwork_out", seen=seen)), world.ana)
    world.inspect(of["scrapped"], "scrap", answers=world.bad_answers(of["scrapped"]))
    return of


def _marks(world: World, of: dict[str, str]) -> None:
    """Tags, photos and character."""
    lost = world.tag(of["tagged"])
    world.tell(lambda w: withdraw_tag(w, of["tagged"], lost.code, reason="lost", note=None), world.omar)
    code = world.tag(of["tagged"]).code
    world.tell(lambda w: check_tag(w, of["tagged"], code), world.ana)
    world.tell(lambda w: note_printing(w, [2], STOCKS[0], 1), world.ana)
    world.tell(lambda w: keep_size(w, replace(STOCKS[0], name="Ours")), world.omar)
    (piece,) = world.rows("SELECT t.piece_id FROM tag t WHERE t.code = :code", code=code)
    world.tell(
        lambda w: w.add(Passport, piece_id=piece.piece_id, version=1, digest="a" * 64, told="{}", at=w.at), world.omar
    )
    world.tell(lambda w: w.add(PublishingPlace, place="/srv/www", by_itself=True, at=w.at), world.omar)
    for serial in (of["worked"], of["released"]):
        world.tell(lambda w, s=serial: add_photo(w, s, replace(PHOTO, picture=s)), world.ana)
    marked = world.worked()
    looked = Looked(
        world.standing(marked).seen, "pass", world.good_answers(marked), traits=("hammer mark at the shoulder",)
    )
    world.tell(lambda w: record_inspection(w, marked, replace(looked, division_mg=10)), world.ines)


def _repairs(world: World, of: dict[str, str]) -> None:
    """One that waits for its answer, one that was repaired and passed, one that went back, and a thing made elsewhere."""
    came = {name: world.released() for name in ("in_repair", "repaired", "handed_back")}
    for name, serial in came.items():
        world.leave(serial)
        of[name] = serial
        code = world.take_in(serial, customer="Ada", contact="ada@example.test", is_told=True)
        world.tell(lambda w, c=code: give_estimate(w, c, OFFERED), world.ana)
        if name != "in_repair":
            world.tell(lambda w, c=code: answer_estimate(w, c, RepairReply(1, (1,), "desk", "please")), world.ana)
            world.event(serial, "resize")
            world.inspect(serial)
            world.tell(lambda w, c=code: give_estimate(w, c, OFFERED), world.ana)
        if name == "handed_back":
            seen = world.standing(serial).seen
            world.tell(lambda w, c=code, s=seen: hand_back(w, c, s), world.omar)
    world.tell(lambda w: make_link(w, "J-0001", "d1"), world.ana)
    world.tell(lambda w: make_link(w, "J-0001", "d2"), world.ana)
    world.tell(lambda w: ask(w, "J-0001", "When?"), world.ana)
    world.tell(lambda w: give_estimate(w, "J-0002", Estimate((Line("More", 100),), "2030-01-01")), world.ana)
    code = world.take_in(None, kind="ring", photos=(replace(PHOTO, picture="theirs"),))
    of["theirs"] = world.rows(
        "SELECT p.serial FROM piece p JOIN repair_job j ON j.piece_id = p.id WHERE j.code = :c", c=code
    )[0].serial
    for _twice in range(2):
        world.tell(lambda w: give_estimate(w, code, OFFERED), world.ana)
    world.inspect(of["theirs"])
    world.tell(lambda w: report_work(w, of["sold"], Report("A new clasp", "1979-08", source_key="old-1")), world.ana)
    world.tell(lambda w: withdraw_report(w, of["sold"], 1), world.ana)


def _papers(world: World) -> None:
    """A refiner and a customer, and a paper that was read and withdrawn."""
    for code, subject in (("SUP-0001", "refiner"), ("SUP-0002", "customer")):
        who = {"code": code, "subject": subject, "name": subject, **ROLES, "at": world.room.now()}
        world.tell(lambda w, told=who: w.add(Supplier, **told), world.omar)
    for act in (
        lambda w: w.add(Document, code="DOC-0001", supplier_id=1, at=w.at),
        lambda w: w.add(Reading, document_id=1, sequence=1, kind="certificate", at=w.at),
        lambda w: w.add(Withdrawal, document_id=1, sequence=1, is_false=True, reason="forged", at=w.at),
    ):
        world.tell(act, world.omar)


def _books(world: World, of: dict[str, str]) -> None:
    """Lots of every kind, a melt, a lot held back, an entry taken back, and a piece with metal in it."""
    grain = replace(GRAIN, supplier="SUP-0001", origin="mined", papers=("DOC-0001",))
    stones = NewLot("stone", Amount(0, 480, 1))
    theirs = NewLot("metal", Amount(9_000), alloy="au750y", owner="SUP-0002")
    first, held, others, stone = (
        world.tell(lambda w, new=new: receive_lot(w, new), world.omar)
        for new in (grain, replace(grain, source_key="grain-2"), theirs, stones)
    )
    world.tell(lambda w: hold_lot(w, held, is_held=True, reason="?"), world.omar)
    world.tell(
        lambda w: tell_stone(w, find_lot(w, stone).id, species="ruby", nature="natural", treatment="none"), world.omar
    )
    world.tell(lambda w: melt(w, [(first, 20_000)], Poured(20_000, "gold")), world.ana)
    posting = world.tell(lambda w: _lose(w, others), world.ana)
    world.tell(lambda w: take_back(w, posting, "found"), world.ana)
    of["booked"] = world.piece()
    world.event(of["booked"], "cast", weight_mg=4_000, using=Using(added=(Added(first),)))
    world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000, serials=(of["booked"],))), world.ana)
    world.tell(lambda w: close_day(w, Counted({"gold": 0})), world.ana)


def _lose(writing: Writing, code: str) -> int:
    lot = find_lot(writing, code)
    return post(writing, "lost", [Move(lot.id, lot.account_id, account_of(writing, "loss"), Amount(5))])


def _about(writing: Writing, names: dict[str, int]) -> None:
    """What else is written of metal and of pieces: a layer, a mark, a settlement, prices, a claim, a recall."""
    piece, event_id, at = {"piece_id": names["booked"]}, {"event_id": names["booked_event"]}, {"at": writing.at}
    writing.add(InstrumentCheck, name="Scale", unit="g", standard=1, shown=1, is_good=True, **at)
    writing.add(TreePhoto, tree_id=names["tree"], picture="a", **at)
    writing.add(TreeSpot, place_id=names["place"], position=1, **at)
    writing.add(Layer, **piece, **event_id, metal="gold")
    writing.add(Hallmark, **piece, **event_id, office="Lisboa", metal="gold", fineness=7500, marked_on="2026-01-01")
    weights = {"gross_mg": 10, "assay": 7500, "fine_mg": 7}
    lot = {"lot_id": names["lot"], "posting_id": names["posting"], "supplier_id": 1}
    writing.add(Settlement, **lot, **weights, settled_on="2026-01-01", **at)
    writing.add(MetalPrice, metal="gold", currency="EUR", on_date="2026-01-01", price_thousandths=1)
    writing.add(ExchangeRate, currency="USD", on_date="2026-01-01", rate_millionths=1)
    published = {"sequence": 1, "version": "1", "status": "supported", "inputs": "{}", "papers": "[]"}
    writing.add(FrozenClaim, **piece, rule="fineness", **published, **at)
    writing.add(WordingOverride, place="story", text_digest="d", word="pure", reason="A name", **at)
    writing.add(OwnText, serves="guarantee:1", part="covers", language="de", number=1, text="Fassungen", **at)
    recall = writing.add(Recall, code="RC-0001", reason="Sharp", risk="Cuts", to_do="Bring it back", **at)
    writing.add(RecalledPiece, recall_id=recall, **piece, told_at=writing.at, **at)
    code = writing.session.execute(text("SELECT min(code) FROM tag")).scalar_one()
    report_copy(writing, code, "Another stone", "A market", "b@example.test")
    reported = writing.session.execute(text("SELECT id, subject FROM copy_report")).one()
    writing.add(CopyAnswer, report_id=reported.id, subject=reported.subject, told="Ours", by_id=1, **at)
    report_copy(writing, code, "No weight", None, None)
    writing.add(GalleryShowing, **piece, **at)


def _owned(writing: Writing, names: dict[str, int]) -> None:
    """An owner who handed the piece on to another, requests told and open, a report that was confirmed."""
    piece, at = {"piece_id": names["tagged"]}, {"at": writing.at}
    ended = {"ended_at": writing.at, "ended_why": "claimed"}
    card = {"kind": "card", "digest": "c1", "is_gift": True, "gift_message": "For you"}
    first = writing.add(OwnerSecret, subject="s1", **piece, **card, **at)
    told = {"name": "Ada", "contact": "ada@example.test"}
    old = writing.add(
        Ownership, subject="o1", sequence=1, how="card", secret_id=first, owner_digest="o1", **piece, **told, **at
    )
    writing.change(OwnerSecret, first, **ended)
    report = {"sequence": 1, "subject": "l1", "kind": "lost", "ends_at": writing.at, "ownership_id": old}
    lost = writing.add(LossReport, **piece, **report, **at)
    writing.change(LossReport, lost, confirmed_at=writing.at, ended_at=writing.at, ended_why="handed_on")
    theirs = {"piece_id": names["sold"], "sequence": 1}
    granted = writing.add(OwnerRequest, subject="r0", digest="r0", why="other", **theirs, **at)
    writing.change(OwnerRequest, granted, proof_seen_at=writing.at)
    writing.session.flush()
    writing.change(OwnerRequest, granted, closed_at=writing.at, verdict="granted")
    writing.add(Ownership, subject="o0", how="request", request_id=granted, owner_digest="o0", **theirs, **at)
    second = writing.add(OwnerSecret, subject="s2", kind="transfer", digest="c2", is_gift=False, **piece, **at)
    writing.change(Ownership, old, ended_at=writing.at, ended_why="transferred")
    way = {"how": "transfer", "secret_id": second, "owner_digest": "o2"}
    new = writing.add(Ownership, subject="o2", sequence=2, **piece, **way, **told, **at)
    writing.change(OwnerSecret, second, **ended)
    again = {"sequence": 2, "subject": "l2", "kind": "stolen", "ends_at": writing.at + YEAR, "ownership_id": new}
    writing.add(LossReport, **piece, **again, **at)
    asked = {"why": "heir", "name": "Bo", "contact": "bo@example.test", "story": "His will."}
    request = writing.add(OwnerRequest, sequence=1, subject="r1", digest="r1", **piece, **asked, **at)
    writing.change(OwnerRequest, request, proof_seen_at=writing.at, noticed_at=writing.at)
    writing.add(Notice, request_id=request, how="post", by_id=1, **at)
    writing.add(OwnerRequest, sequence=2, subject="r2", digest="r2", **piece, **asked, **at)


def _names(world: World, serials: dict[str, str]) -> dict[str, int]:
    found = {
        "now": microseconds(world.room.now()),
        "ana": world.ana.id or 0,
        "ines": world.ines.id or 0,
        "omar": world.omar.id or 0,
    }
    with world.room.database.reading() as session:
        for name, serial in serials.items():
            found[name] = session.scalar(text("SELECT id FROM piece WHERE serial = :s"), {"s": serial}) or 0
        for name, asked in {
            "design": f"SELECT id FROM design WHERE code = '{world.design}'",
            "other_design": "SELECT id FROM design WHERE code = 'D-EARS'",
            "edition": "SELECT id FROM edition WHERE name = 'First'",
            "other_edition": "SELECT id FROM edition WHERE name = 'Second'",
            "material": "SELECT min(material_id) FROM design",
            "route": "SELECT min(route_id) FROM design",
            "photo": f"SELECT id FROM photo WHERE piece_id = {found['worked']}",
            "foreign_photo": f"SELECT id FROM photo WHERE piece_id = {found['released']}",
            "booked_event": f"SELECT max(id) FROM work_event WHERE piece_id = {found['booked']}",
            "lot": "SELECT id FROM lot WHERE source_key = 'grain-1'",
            "stock": "SELECT account_id FROM lot WHERE source_key = 'grain-1'",
            "held_lot": "SELECT id FROM lot WHERE source_key = 'grain-2'",
            "held_stock": "SELECT account_id FROM lot WHERE source_key = 'grain-2'",
            "others_lot": "SELECT id FROM lot WHERE owner_id IS NOT NULL",
            "others_stock": "SELECT account_id FROM lot WHERE owner_id IS NOT NULL",
            "outside": "SELECT id FROM account WHERE key = 'outside'",
            "melt": "SELECT id FROM account WHERE key = 'melt'",
            "posting": "SELECT max(id) FROM posting",
            "place": "SELECT max(id) FROM tree_place",
            "tree": "SELECT max(id) FROM casting_tree",
        }.items():
            found[name] = session.scalar(text(asked)) or 0
    assert all(found.values()), found
    return found
