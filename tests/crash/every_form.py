"""Every form of the house with something to type that goes through, and a shop in which each of them can be sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.aftercare.owners import Owners
from tests.bench.forms import forms_of
from tests.people.doors import PASSWORD, PIN, give_password, give_pin, mark_of_only_tablet, tablet
from tests.sales.deliveries import delivered
from tests.sales.orders import agreed, ordered
from tests.world import World
from workshop.aftercare.guarantee_actions import Terms, publish_guarantee
from workshop.aftercare.losses import report_loss
from workshop.aftercare.repair_actions import Estimate, Reply, answer_estimate, give_estimate, hand_back
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import ask, make_link
from workshop.aftercare.reported_work import Report, report_work
from workshop.inspection.actions import Leaving
from workshop.inspection.attaching import attach_charm
from workshop.materials.filing import add_document
from workshop.materials.issuing import hand_out, set_aside
from workshop.materials.ledger import Amount
from workshop.materials.readings import Read
from workshop.materials.receiving import NewLot, receive_lot
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.people.helping import let_help
from workshop.people.saved_views import keep_view
from workshop.people.secrets import digest_of
from workshop.people.tablets import invite_tablet
from workshop.people.tokens import create_token
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.pieces.casting import NewTree, plant_tree, pour
from workshop.provenance.labelling import keep_size
from workshop.provenance.recalls import NewRecall, start_recall
from workshop.provenance.reported_copies import answer_copy, report_copy
from workshop.provenance.stock import stock_called
from workshop.provenance.versions import Place, keep_place
from workshop.sales.case_actions import NewCase, Said, pack_case, say_outcome
from workshop.sales.order_actions import end_order
from workshop.sales.order_approving import make_order_link
from workshop.sales.order_pieces import make_for_order
from workshop.sales.round_actions import Telling, make_case_link, tell_round
from workshop.sales.round_queries import round_by_link
from workshop.sales.sale_actions import let_leave

TERMS = Terms("Marsh & Wren", "settings", "wear", is_free=True, is_whole=False, years=10)
DESIGN = {"name": "Reed band", "kind": "ring", "material": "ag925", "target_weight": "5,10"}
TAG_CODE = "{code}"
OWN = (TAG_CODE, "{passed}", "{packed}", "{charm}")
NAMED = re.compile(r'<(?:input|select|textarea)\b[^>]*? name="([^"]+)"')
Names = Mapping[str, str]


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (6, 4), "gold").save(file, "PNG")
    return file.getvalue()


@dataclass(frozen=True)
class Form:
    """The page on which it stands (without one: its own address), who sends it, what is typed; bytes are a picture."""

    page: str = ""
    who: str = "omar"
    typed: Mapping[str, Any] = field(default_factory=dict)
    stays: bool = True  # whoever sent it is still signed in afterwards


PIECE = "/pieces/{serial}"
PERSON = "/people/{person}"
REPAIR = "/repairs/{repair}"
ORDER = "/orders/{order}"
CASE = "/cases/{case}"
DELIVERY = "/deliveries/{delivery}"
LOT = "/materials/lots/{lot}"
FORMS: dict[str, Form] = {
    "/bench/day-end": Form(who="ana", typed={"stones": "0", "note": "a power cut"}),
    "/bench/instruments": Form(
        who="ana",
        typed={"name": "Scale 1", "unit": "g", "standard": "20", "shown": "20,01", "is_good": "yes", "note": "it fell"},
    ),
    "/catalogue/checklists/kind/ring": Form("/catalogue/checklists/kind/ring/new", typed={"text-2": "By daylight."}),
    "/catalogue/designs": Form("/catalogue/designs/new", typed=DESIGN),
    "/catalogue/designs/{design}": Form(typed=DESIGN),
    "/catalogue/designs/{priced}/prices": Form(
        "/catalogue/designs/{priced}/prices", typed={"retail": "148", "wholesale": "70,50"}
    ),
    "/catalogue/prices": Form("/catalogue/prices/raise?percent=5"),
    "/catalogue/designs/{design}/editions": Form(
        "/catalogue/designs/{design}", typed={"edition": "First", "size_of": "25"}
    ),
    "/catalogue/designs/{worded}/wording": Form(
        "/catalogue/designs/{worded}", typed={"place": "story", "word": "handmade", "reason": "By the log."}
    ),
    "/catalogue/guarantees": Form(
        "/catalogue/guarantees/new",
        typed={
            "guarantor": "Marsh",
            "years": "10",
            "covers": "settings",
            "excludes": "wear",
            "is_free": "yes",
            "is_whole": "no",
        },
    ),
    "/catalogue/guarantees/end": Form("/catalogue/guarantees", typed={"design": ""}),
    "/catalogue/routes": Form(typed={"route": "Enamel"}),
    "/catalogue/routes/stages": Form("/catalogue/routes", typed={"what": "add", "name": "Enamel", "work": "plate"}),
    "/claims/words": Form(typed={"reason": "It is her name."}),
    "/enrol/{secret}": Form(who="stranger", typed={"name": "Bench 2"}),
    "/guide": Form(
        typed={"name": "Marsh", "country": "PT", "currency": "EUR", "new_name": "Rui", "new_does": "artisan"}
    ),
    "/labels/sheet": Form("/labels/sheet?serial={labelled}", "ana"),
    "/labels/sizes": Form(
        typed={"name": "Ours", "paper": "a4", "shape": "label", "dpi": "300", "width": "40", "height": "20,5"}
    ),
    "/labels/sizes/retirement": Form("/labels/sizes"),
    "/materials/lots": Form(
        "/materials/lots/new", "ana", {"amount": "5,25", "supplier_name": "Quartz", "note": "no 7"}
    ),
    "/materials/documents": Form("/materials/documents/new", typed={"kind": "invoice", "supplier": "SUP-0001"}),
    "/materials/documents/{paper}/falls": Form(),
    "/materials/documents/{paper}/readings": Form(
        "/materials/documents/{paper}/reading", typed={"kind": "invoice", "number": "RM-4471", "site": "Porto"}
    ),
    "/materials/documents/{paper}/withdrawals": Form(
        "/materials/documents/{paper}", typed={"how": "false", "reason": "Nobody there knows it"}
    ),
    "/materials/suppliers": Form(
        "/materials/suppliers/new", typed={"name": "Quartz & Sons", "roles": "dealer", "note": "by post"}
    ),
    "/materials/suppliers/{supplier}": Form(typed={"name": "Lobelha Lda", "roles": "refiner", "note": "by post"}),
    "/materials/suppliers/{supplier}/retirement": Form("/materials/suppliers/{supplier}", typed={"retired": "yes"}),
    f"{LOT}/hold": Form(f"{LOT}?do=hold", "ana", {"reason": "paper in doubt"}),
    f"{LOT}/moves": Form(f"{LOT}?do=issue", "ana", {"amount": "0,5", "note": "for a signet"}),
    f"{LOT}/origin": Form(f"{LOT}?do=origin", typed={"origin": "mined", "note": "Sotrami"}),
    f"{LOT}/papers": Form(f"{LOT}?do=paper", typed={"document": "DOC-0001"}),
    "/materials/lots/{sent}/settlement": Form(
        "/materials/lots/{sent}?do=settle", typed={"supplier": "SUP-0002", "gross": "5", "assay": "750", "fine": "3.7"}
    ),
    "/materials/melt": Form(who="ana", typed={"lot_1": "G-0002", "grams_1": "0,1", "poured": "0,09"}),
    "/materials/trays/{tray}": Form("/materials/trays", "ana", {"poured": "0,98"}),
    "/people": Form("/people/new", typed={"name": "Rui Castro", "roles": "inspector", "pin": PIN}),
    f"{PERSON}/consent": Form(PERSON, typed={"form": "mark", "shown_as": "AL"}),
    f"{PERSON}/password": Form(PERSON, typed={"new_password": PASSWORD}),
    f"{PERSON}/pin": Form(PERSON, typed={"new_pin": PIN}),
    f"{PERSON}/standing": Form(PERSON, typed={"active": "yes", "roles": "inspector"}),
    "/people/devices": Form(typed={"name": "The office"}),
    "/people/devices/links": Form("/people/devices"),
    "/people/devices/{tablet}/lock": Form("/people/devices", typed={"idle_minutes": "10"}),
    "/people/devices/{tablet}/name": Form("/people/devices", typed={"name": "Window bench"}),
    "/people/devices/{tablet}/revocation": Form("/people/devices"),
    "/people/{helper}/stay": Form("/people/{helper}"),
    "/find/saved": Form("/find/saved/new?at=/pieces", "ana", {"name": "Everything"}),
    "/find/saved/{first}/removal": Form("/find", "ana"),
    "/people/me/hand": Form("/people/me", "ana", {"hand": "left"}),
    "/people/me/language": Form("/people/me", "ana", {"language": "en"}),
    "/people/me/consent": Form("/people/me", "ana", {"form": "mark", "shown_as": "AL"}),
    "/people/me/password": Form("/people/me", "ana", {"current": PIN, "new_password": PASSWORD}, stays=False),
    "/people/me/pin": Form("/people/me", "ana", {"current": PIN, "new_pin": "472905"}, stays=False),
    "/people/me/second-factor": Form(),
    "/people/tokens": Form(typed={"label": "Web shop", "scopes": "read"}),
    "/people/tokens/{token}/revocation": Form("/people/tokens"),
    "/pieces": Form("/pieces/new", "ana", {"design": "D-0001", "way_in": "wax", "count": "2", "engraving": "For A."}),
    "/pieces/quick": Form(
        who="ana", typed={"kind": "ring", "alloy": "au750y", "stones": "no", "weight": "4,62", "photo": picture()}
    ),
    f"{PIECE}/claims": Form(),
    f"{PIECE}/custody": Form(f"{PIECE}?do=out", "ana", {"place": "Caster & Co", "weight": "4.6"}),
    "/pieces/{given}/sale": Form("/pieces/{given}?do=sale", typed={"how": "slip"}),
    f"{PIECE}/departures": Form("/pieces/{passed}?do=leave", typed={"leaving": "sold", "holder": "A customer"}),
    f"{PIECE}/events": Form(f"{PIECE}?do=finish", "ana", {"kind": "wax", "weight": "4,62", "note": "a seam"}),
    f"{PIECE}/inspections": Form(who="ines", typed={"verdict": "scrap", "note": "cracked through", "pin": PIN}),
    f"{PIECE}/photos": Form(f"{PIECE}?do=photo", "ana", {"photo": picture(), "caption": "the seam"}),
    f"{PIECE}/photos/1": Form("/pieces/{pictured}", "ana"),
    f"{PIECE}/plan": Form(f"{PIECE}?do=plan", "ana", {"due_on": "2026-12-01", "order_note": "call first"}),
    f"{PIECE}/specification": Form(f"{PIECE}?do=specify", "ana", {"size": "58", "reason": "asked for"}),
    f"{PIECE}/tag": Form("/pieces/{passed}/tag"),
    f"{PIECE}/owner/card": Form(
        "/pieces/{tagged}/owner", typed={"message": "For you", "giver": "Mo", "reveal_on": "2026-12-24"}
    ),
    f"{PIECE}/owner/erasure": Form("/pieces/{owned}/owner"),
    f"{PIECE}/owner/reports/{{first}}": Form("/pieces/{owned}/owner"),
    f"{PIECE}/owner/requests": Form("/pieces/{tagged}/owner", typed={"name": "Bo", "note": "the will"}),
    f"{PIECE}/owner/requests/{{first}}": Form("/pieces/{owned}/owner"),
    f"{PIECE}/gallery": Form("/pieces/{tagged}/tag", typed={"shown": "yes"}),
    "/charms": Form("/charms?piece={passed}", "ana", {"charm": "{charm}"}),
    "/charms/off": Form("/charms?piece={carrier}", "ana"),
    "/copies/{copied}/answers": Form("/copies", typed={"done": "It is ours"}),
    "/copies/{forgotten}/forgetting": Form("/copies"),
    "/copies/{dealt}/reopening": Form("/copies?done=1"),
    f"{PIECE}/tag/check": Form("/pieces/{tagged}/tag", "ana", {"text": TAG_CODE}),
    f"{PIECE}/tag/withdrawal": Form("/pieces/{tagged}/tag", typed={"reason": "lost", "note": "in the post"}),
    f"{PIECE}/reported-work": Form("/pieces/{worked}/dossier", "ana", {"told": "A new clasp", "done_on": "1979"}),
    f"{PIECE}/reported-work/withdrawal": Form("/pieces/{reported}/dossier", "ana"),
    "/repairs": Form(
        "/repairs/new?elsewhere=yes",
        "ana",
        {"kind": "ring", "weight": "4,2", "looks": "white metal", "customer": "Ada"},
    ),
    f"{REPAIR}/answers": Form(REPAIR, "ana", {"line": "1", "how": "phone", "words": "please"}),
    f"{REPAIR}/erasure": Form(REPAIR),
    f"{REPAIR}/words": Form(REPAIR, "ana", {"words": "on Monday"}),
    f"{REPAIR}/consents": Form(REPAIR, "ana", {"is_told": "yes"}),
    f"{REPAIR}/estimates": Form(
        REPAIR, "ana", {"title_1": "Size", "price_1": "0", "valid_until": "2030-01-01", "days": "3"}
    ),
    f"{REPAIR}/hand-back": Form(REPAIR),
    f"{REPAIR}/links": Form(REPAIR, "ana"),
    f"{REPAIR}/notices": Form(REPAIR, "ana", {"how": "phone"}),
    f"{REPAIR}/photos": Form(REPAIR, "ana", {"photo": picture(), "caption": "the claw"}),
    f"{REPAIR}/trade-in": Form(REPAIR, typed={"reason": "a larger one"}),
    "/o/{order_link}/answers": Form("/o/{order_link}", "stranger", {"answer": "change", "words": "please"}),
    "/r/{link}/answers": Form("/r/{link}", "stranger", {"answer": "all", "words": "please"}),
    "/orders": Form(
        "/orders/new", "ana", {"customer": "Ada", "size": "54", "engraving": "For Bo", "due_on": "2026-12-01"}
    ),
    f"{ORDER}/answers": Form(ORDER, "ana", {"answer": "yes", "how": "phone", "words": "please"}),
    f"{ORDER}/deposits": Form(ORDER, "ana", {"amount": "120,50"}),
    f"{ORDER}/end": Form(ORDER, typed={"how": "cancelled"}),
    f"{ORDER}/go-ahead": Form(ORDER, typed={"reason": "a present for tomorrow"}),
    "/orders/{cancelled}/erasure": Form("/orders/{cancelled}"),
    f"{ORDER}/links": Form(ORDER, "ana"),
    f"{ORDER}/notices": Form(ORDER, "ana", {"how": "phone"}),
    f"{ORDER}/photos": Form(ORDER, "ana"),
    f"{ORDER}/pieces": Form(ORDER, "ana", {"serial": "R-0001"}),
    f"{ORDER}/pieces/{{made}}/off": Form(ORDER, "ana"),
    f"{ORDER}/wishes": Form(ORDER, "ana", {"size": "56", "note": "wider"}),
    "/r/{link}/words": Form("/r/{link}", "stranger", {"words": "when?"}),
    "/recalls": Form(
        "/recalls/new", typed={"begun_from": "R-0001", "reason": "Opens", "risk": "Falls", "to_do": "Bring it"}
    ),
    "/recalls/{recall}/told": Form("/recalls/{recall}", typed={"serial": "R-0001"}),
    "/recalls/{recall}/trace": Form("/recalls/{recall}"),
    "/recalls/{recall}/end": Form("/recalls/{recall}", typed={"note": "All are back"}),
    "/g/{round_link}/answers": Form("/g/{round_link}", "stranger", {"scanned": "{packed}"}),
    f"{CASE}/links": Form(CASE),
    f"{CASE}/answers": Form(CASE, typed={"do": "take"}),
    "/cases": Form(
        "/cases/new",
        typed={
            "place": "fair",
            "holder": "Feira do Mar",
            "contact": "at the door",
            "due_on": "2030-01-01",
            "serials": "{passed}",
            "do": "go",
        },
    ),
    "/deliveries": Form(
        "/deliveries/new",
        typed={
            "holder": "Loja do Mar",
            "contact": "Rua 4",
            "percent": "50",
            "pay_on": "2031-12-24",
            "returns_until": "2031-12-01",
            "serials": "{passed}",
            "do": "go",
        },
    ),
    f"{DELIVERY}/returns": Form(DELIVERY),
    f"{DELIVERY}/entries": Form(DELIVERY, typed={"amount": "12,50", "on": "2026-01-02"}),
    f"{CASE}/closing": Form(CASE),
    f"{CASE}/outcomes": Form(CASE, typed={"outcome": "sold", "price": "", "sold_on": "2026-01-02", "note": "Ada"}),
    f"{CASE}/pieces": Form(CASE, typed={"serials": "{passed}"}),
    f"{CASE}/terms": Form(
        CASE, typed={"share": "62,5", "discount_by": "gallery", "loss_by": "maker", "pay_days": "14"}
    ),
    f"{CASE}/scans": Form(CASE, "ana", {"text": "{packed}"}),
    "/settings/reckoning": Form(typed={"hour": "35"}),
    "/settings/terms": Form(typed={"consignment_percent": "65", "discount_by": "maker", "due_days": "90"}),
    "/settings/texts/one": Form("/settings/texts/one?of=design:{worded}&in=de", typed={"story": "Ein Ring."}),
    "/settings/publishing": Form(typed={"place": "ana@host.example:/www"}),
    "/settings/publishing/runs": Form("/settings/publishing"),
    "/settings": Form(typed={"shop_name": "Marsh & Wren", "country": "PT", "currency": "EUR", "time_zone": "UTC"}),
    "/sign-in": Form("/sign-in?by=password", "stranger", {"name": "Omar", "password": PASSWORD}),
    "/sign-out": Form("/people/me", "ana", stays=False),
    "/trees": Form("/trees/new", "ana", {"alloy": "au750y", "wax": "2,5", "base": "0,5", "note": "thin sprues"}),
    "/trees/{poured}/places": Form("/trees/{poured}", "ana", {"position": "3"}),
    "/trees/{tree}/pours": Form("/trees/{tree}", "ana", {"lot-1": "G-0002", "grams-1": "0,5"}),
    "/trees/{poured}/cuts": Form("/trees/{poured}", "ana", {"weight": "0,62", "note": "a pit"}),
    "/trees/{poured}/closings": Form("/trees/{poured}", "ana", {"scrap": "0,9", "loss": "0,1", "why": "in the torch"}),
    "/trees/{poured}/photos": Form("/trees/{poured}", "ana", {"photo": picture()}),
    "/trees/{poured}/undos": Form("/trees/{poured}", "ana"),
    "/switch": Form("/switch?person={person}", "tablet", {"pin": PIN}),
    "/switch/helper": Form(who="tablet", typed={"name": "João", "new_pin": "472905", "current": PASSWORD}),
}
# Codes of an app, the second step of signing in and ended sign-ins are tried in tests/people/test_second_factor.py.
# The first start needs a shop without people (tests/people/test_first_start.py); looking up a code, choosing a look and
# looking at a list of prices write nothing; a scan is tried in tests/bench/test_scanning.py, locking in tests/people/test_handing_over.py, what customers
# send with a secret in tests/aftercare/test_owner_pages.py.
OWNERS = ("claim", "data.json", "details", "dispute", "erasure", "handing-on", "keeping", "keepsake.txt", "loss")
ELSEWHERE = {
    "/catalogue/prices/list",
    "/p/{code}/own",
    *(f"/p/{{code}}/own/{one}" for one in (*OWNERS, "objection", "request", "request/withdrawal", "secret")),
    *(f"/people/me/second-factor/{one}" for one in ("codes", "confirmation", "end")),
    "/people/sign-ins/{mark}/end",
    "/people/me/sign-ins/others/end",
    "/sign-in/again",
    "/sign-in/code",
    "/setup/{secret}",
    "/p/",
    "/P/",
    "/p/{code}/copy",
    "/scan",
    "/scan/photo",
    "/switch/lock",
    "/switch/look",
    "/switch/seen",
}


class House:
    """A shop with a thing for each form to be sent about, and a browser for whoever sends it."""

    def __init__(self, world: World, app: Flask) -> None:
        self.world, self.app = world, app
        for who in (world.ana, world.ines):
            give_pin(world, who)
        give_password(world, world.omar)
        self.tablet = tablet(world, app)
        world.tell(lambda w: publish_guarantee(w, TERMS), world.omar)
        self.names = {
            "design": world.design,
            "worded": world.design_of("ring", story="A handmade ring."),
            "priced": world.design_of("ring", price_minor=12_500),
            "person": world.ines.subject,
            "helper": self._helper(),
            "tablet": mark_of_only_tablet(world),
            "token": self._token(),
            "secret": invite_tablet(world.room, world.omar),
            **self._materials(),
            "labelled": self._labelled(),
            "first": "1",
            "copied": self._copied(),
            "forgotten": self._copied(),
            "dealt": self._dealt(),
            **self._repair(""),
            **self._delivery(),
            **self._case(""),
        }
        world.tell(lambda w: keep_place(w, Place("sftp://ana@127.0.0.1:9/www")), world.omar)
        world.tell(lambda w: keep_view(w, world.ana.id or 0, "Mine", "/pieces"), world.ana)

    def _materials(self) -> dict[str, str]:
        """Two lots with metal in them, one that is at its refiner, something in a tray, and a paper."""
        tell, omar = self.world.tell, self.world.omar
        lots = [tell(lambda w: receive_lot(w, NewLot("metal", Amount(5_000), alloy="au750y")), omar) for _n in range(3)]
        tell(lambda w: add_supplier(w, NewSupplier("Ethical Metals", ("dealer",))), omar)
        refiner = tell(lambda w: add_supplier(w, NewSupplier("Lobelha", ("refiner",))), omar)
        tell(lambda w: hand_out(w, lots[2], Amount(5_000), refiner), omar)
        tell(lambda w: set_aside(w, lots[1], Amount(1_000), "scrap"), omar)
        tell(lambda w: add_document(w, None, read=Read("invoice")), omar)
        begun = NewRecall("It opens", "It falls", "Bring it", begun_from=self.world.piece())
        recall = tell(lambda w: start_recall(w, begun), omar)
        told = {"lot": lots[0], "sent": lots[2], "tray": "scrap", "paper": "DOC-0001", "recall": recall}
        return {**told, "supplier": refiner, **self._trees(lots[1])}

    def _trees(self, lot: str) -> dict[str, str]:
        """A tree that waits for its metal, and one that was poured and has a piece on it."""
        tell, ana, piece = self.world.tell, self.world.ana, self.world.piece()
        tree, poured = (
            tell(lambda w, s=serials: plant_tree(w, NewTree("au750y", 2_000, 500, s)), ana)[0]
            for serials in ((), (piece,))
        )
        tell(lambda w: pour(w, poured, [(lot, 1_000)]), ana)
        return {"tree": tree, "poured": poured}

    def _helper(self) -> str:
        until = self.world.room.now() + timedelta(days=1)
        return self.world.tell(lambda w: let_help(w, "Bo", until=until, pin_hash="x"), self.world.omar)

    def _labelled(self) -> str:
        """A piece with its tag, and a label size of the shop's own."""
        serial = self.world.released()
        self.world.tag(serial)
        self.world.tell(lambda w: keep_size(w, replace(stock_called("a4-24"), name="Ours")), self.world.omar)
        return serial

    def _copied(self) -> str:
        """A report of a copy, by the name that stands for who wrote it."""
        code = self.world.tag(self.world.released()).code
        self.world.tell(lambda w: report_copy(w, code, "Another stone", None, "b@x.example"), self.world.omar)
        return str(self.world.rows("SELECT subject FROM copy_report ORDER BY id DESC")[0].subject)

    def _dealt(self) -> str:
        """The report that was dealt with."""
        subject = self._copied()
        self.world.tell(lambda w: answer_copy(w, subject, "Ours"), self.world.omar)
        return subject

    def _repair(self, form: str) -> dict[str, str]:
        """A repair of a piece of ours: offered where it is answered, passed where it is handed back. With its link."""
        world, serial = self.world, self.world.released()
        world.leave(serial)
        code = world.take_in(serial, customer="Ada")
        if form.endswith(("/answers", "/links", "/notices")):
            world.tell(lambda w: give_estimate(w, code, Estimate((Line("Size", 0),), "2030-01-01")), world.ana)
        if form.endswith("/words"):
            world.tell(lambda w: ask(w, code, "When?"), world.ana)
        if form.endswith("/hand-back"):
            world.tell(lambda w: give_estimate(w, code, Estimate((Line("Size", 0),), "2030-01-01")), world.ana)
            world.tell(lambda w: answer_estimate(w, code, Reply(1, (), "desk")), world.ana)
            world.inspect(serial)
        world.tell(lambda w: make_link(w, code, digest_of(code * 10)), world.ana)
        if form == f"{REPAIR}/erasure":
            world.inspect(serial)
            world.tell(lambda w: hand_back(w, code, world.standing(serial).seen), world.omar)
        return {"repair": code, "link": code * 10}

    def _order(self, form: str) -> dict[str, str]:
        """An order with its piece and a photo of it, and one that ended. With its link."""
        tell, ana = self.world.tell, self.world.ana
        code, ended = (ordered(self.world) for _each in range(2))
        tell(lambda w: end_order(w, ended, "cancelled"), self.world.omar)
        tell(lambda w: make_order_link(w, code, digest_of(code * 10)), ana)
        serial = ""
        if form.endswith(("/photos", "/off")):
            agreed(self.world, code)
            serial = tell(lambda w: make_for_order(w, code), ana)
        if form.endswith("/photos"):
            photo = NewPhoto(picture="0" * 64, small="1" * 64, width=6, height=4)
            tell(lambda w: add_photo(w, serial, photo), ana)
        return {"order": code, "cancelled": ended, "made": serial, "order_link": code * 10}

    def _charms(self) -> dict[str, str]:
        """A piece and a charm that passed, and a piece with a charm on it."""
        world = self.world
        passed, charm, carrier, carried = (world.released() for _each in range(4))
        world.tell(lambda w: attach_charm(w, carrier, carried, world.standing(carrier).seen), world.ana)
        return {"passed": passed, "charm": charm, "carrier": carrier}

    def _delivery(self) -> dict[str, str]:
        """What a shop bought, and a piece with a price that it could buy."""
        design = self.world.design_of("ring", price_minor=12_000)
        passed = self.world.released(self.world.piece(design))
        return {"delivery": delivered(self.world, self.world.released()), "passed": passed}

    def _case(self, form: str) -> dict[str, str]:
        """A case with a piece in it, of which all is said where it is closed; and a piece that could go after it."""
        world, packed, passed = self.world, self.world.released(), self.world.released()
        place = "gallery" if form.endswith(("/terms", "/links", "/answers")) else "fair"
        code = world.tell(lambda w: pack_case(w, NewCase(place, [packed], "Feira do Mar")), world.omar)
        if form.endswith("/closing"):
            said = Said("still_there", world.standing(packed).seen)
            world.tell(lambda w: say_outcome(w, code, packed, said), world.omar)
        if form.endswith("/answers"):
            self._round(code, packed)
        return {"case": code, "packed": packed, "passed": passed, "round_link": code * 10}

    def _round(self, code: str, packed: str) -> None:
        """A link of the gallery, and what it said by it."""
        digest, tell = digest_of(code * 10), self.world.tell
        tell(lambda w: make_case_link(w, code, digest, shows_prices=True), self.world.omar)
        with self.world.room.database.reading() as session:
            found = round_by_link(session, digest, self.world.room.now())
        assert found is not None
        tell(lambda w: tell_round(w, found, [Telling(packed, "sold")]), self.world.omar)

    def _token(self) -> str:
        key, who = self.world.room.settings.secret_key, self.world.ana.id or 0
        self.world.tell(lambda w: create_token(w, who, ["read"], label="web", secret_key=key), self.world.omar)
        return str(self.world.rows("SELECT digest FROM api_token")[0].digest)[:16]

    def browser(self, who: str) -> FlaskClient:
        if who == "tablet":
            return self.tablet
        return self.app.test_client() if who == "stranger" else self.world.sign_in(self.app, getattr(self.world, who))

    def _piece(self, state: str) -> str:
        """A new piece that was worked on, has passed, has its tag, a picture or an owner."""
        if state == "owned":
            return self._owned()
        serial = self.world.worked() if state in ("serial", "pictured") else self.world.released()
        if state == "tagged":
            self.names["code"] = self.world.tag(serial).code
        if state == "reported":
            self.world.tell(lambda w: report_work(w, serial, Report("A new clasp")), self.world.ana)
        if state == "given":
            leaving = Leaving(self.world.standing(serial).seen, "sold")
            self.world.tell(lambda w: let_leave(w, serial, leaving), self.world.omar)
            self.world.come_back(serial)
        if state == "pictured":
            photo = NewPhoto(picture="0" * 64, small="1" * 64, width=6, height=4)
            self.world.tell(lambda w: add_photo(w, serial, photo), self.world.ana)
        return serial

    def _owned(self) -> str:
        """A piece with an owner who reported it stolen, and somebody who asks to be recorded."""
        owners = Owners(self.world)
        card, own = (f"{which} of {owners.serial}" for which in ("card", "own"))
        owners.card(card)
        owners.claim(card, own)
        owners.owner(report_loss, "stolen", own=own)
        owners.ask(secret=f"asked for {owners.serial}")
        return owners.serial

    def address(self, form: str) -> str:
        """Where it is sent: to the piece of the page on which it stands."""
        piece = _piece_of(form)
        names = self.names | ({"serial": self.names[piece]} if piece else {})
        return form.format(**names)

    def page(self, form: str) -> str:
        return (FORMS[form].page or form).format(**self.names)

    def filled(self, form: str, client: FlaskClient) -> dict[str, Any]:
        """What stands in the form, and what is typed into it; a piece of its own where it is about one."""
        piece = _piece_of(form)
        if piece:
            self.names[piece] = self._piece(piece)
        if form.startswith((REPAIR, "/r/")):
            self.names |= self._repair(form)
        if form.startswith(("/orders/{", "/o/")):
            self.names |= self._order(form)
        if form.startswith("/charms"):
            self.names |= self._charms()
        if form.startswith("/deliveries"):
            self.names |= self._delivery()
        if form.startswith(("/cases", "/g/")):
            self.names |= self._case(form)
        page, address = client.get(self.page(form)), self.address(form)
        found = [one for one in forms_of(page) if one.action in (address, "")]
        assert found, f"no form to {address} on {self.page(form)}: {page.status_code}"
        typed = {name: self.names[text[1:-1]] if text in OWN else text for name, text in FORMS[form].typed.items()}
        return found[-1].values | typed

    def fields(self, form: str, client: FlaskClient) -> list[str]:
        """The names of its fields; of many that differ in a number or a person only, one."""
        address = re.escape(self.address(form))
        forms = re.findall(r"<form.*?</form>", client.get(self.page(form)).text, re.S)
        found = [one for one in forms if re.search(rf'action="{address}"', one)] or forms
        names = {*NAMED.findall(found[-1]), *FORMS[form].typed} - {"csrf_token", "photo"}
        return sorted({re.sub(r"[A-Z]*\d+|[0-9a-f]{32}", "", name): name for name in sorted(names)}.values())


def _piece_of(form: str) -> str | None:
    """In which state the piece is that the form's page is about."""
    found = re.match(r"/pieces/{(\w+)}", FORMS[form].page or form)
    return found[1] if found else None


def send(client: FlaskClient, address: str, typed: Mapping[str, Any], **how: Any) -> TestResponse:
    """As a browser sends it: pictures as files, everything else as UTF-8 whatever it holds."""
    if "photo" in typed:
        return client.post(address, data={**typed, "photo": (BytesIO(typed["photo"]), "ring.png")}, **how)
    raw = {name: str(value).encode("utf-8", "surrogatepass") for name, value in typed.items()}
    return client.post(address, data=raw, **how)


def anew(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a request of its own."""
    return dict(typed) | ({"request_key": uuid4().hex} if "request_key" in typed else {})
