"""A filled shop for the description's own test: for each operation one example that succeeds."""

from io import BytesIO
from typing import Any

from flask import Flask
from PIL import Image

from tests.aftercare.owners import Owners
from tests.api.filled_kept import kept_examples
from tests.api.filled_materials import FilledMaterials
from tests.api.filled_repairs import repair_examples
from tests.api.filled_sales import sales_examples
from tests.api.programs import Programs
from tests.world import World
from workshop.aftercare.losses import report_loss
from workshop.api.openapi import describe
from workshop.api.views import OPERATIONS
from workshop.materials.filing import add_document
from workshop.materials.ledger import Amount
from workshop.materials.readings import Read
from workshop.materials.receiving import NewLot, receive_lot
from workshop.pieces.casting import NewTree, plant_tree, pour
from workshop.provenance.labelling import note_printing
from workshop.provenance.recalls import NewRecall, start_recall
from workshop.provenance.stock import STOCKS
from workshop.shoproom import Shoproom

ALL_SCOPES = "read log inspect office"


def picture() -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (8, 6), "silver").save(file, "PNG")
    return file.getvalue()


class Filled:
    """Olga is owner, artisan and inspector and had no hand in any piece; her token may do everything."""

    def __init__(self, room: Shoproom, app: Flask) -> None:
        self.world = World(room)
        self.world.shop(public_address="https://marshandwren.example", currency="EUR")
        self.app = app
        self.programs = Programs(self.world, app)
        self.kept: dict[str, tuple[dict[str, str], dict[str, Any] | None]] = {}
        plenty = NewLot("metal", Amount(90_000_000), alloy="au750y")
        self.gold = self.world.tell(lambda w: receive_lot(w, plenty), self.world.omar)
        self.token = self.programs.token(self.world.person("Olga", "owner", "artisan", "inspector"), ALL_SCOPES)

    def document(self) -> dict[str, Any]:
        """The description with the examples written in."""
        document = describe(OPERATIONS)
        examples = self.examples()
        for path in document["paths"].values():
            for operation in path.values():
                _write_in(operation, *examples.get(operation["operationId"], ({}, None)))
        return document

    def examples_kept(self) -> dict[str, tuple[dict[str, str], dict[str, Any] | None]]:
        """The same examples each time."""
        self.kept = self.kept or self.examples()
        return self.kept

    def examples(self) -> dict[str, tuple[dict[str, str], dict[str, Any] | None]]:
        """Operation: what stands in its path, and its body."""
        world = self.world
        told = self.released_and_tagged()
        of_told = {"serial": told}
        answered = world.worked()
        design = {"code": world.design}
        left = world.released()
        world.leave(left)
        recall = {"code": world.tell(lambda w: start_recall(w, _called_back(told)), world.omar)}
        paper = {"code": world.tell(lambda w: add_document(w, None, read=Read("invoice")), world.omar).code}
        guest = world.person(f"Guest of {told}", "artisan")
        return (
            FilledMaterials(world).examples()
            | repair_examples(world)
            | kept_examples(world)
            | sales_examples(world)
            | {
                "make_pieces": ({}, {"design": world.design, "count": 2, "weight_mg": 4100}),
                "show_piece": (of_told, None),
                "respecify_piece": self.on(world.piece(), size="54"),
                "plan_piece": ({"serial": world.piece()}, {"due_on": "2026-12-20", "is_rush": True}),
                "list_events": (of_told, None),
                "record_event": self.on(
                    world.piece(), kind="cast", weight_mg=4000, using={"added": [{"lot": self.gold}]}
                ),
                "show_materials": (of_told, None),
                "list_trees": ({}, None),
                "show_tree": ({"code": self.tree()}, None),
                "plant_tree": ({}, {"alloy": "au750y", "wax_mg": 2000, "base_mg": 500, "serials": [world.piece()]}),
                "pour_tree": ({"code": self.tree()}, {"lots": [{"lot": self.gold, "mg": 500}]}),
                "cut_off_tree": ({"code": self.tree(poured_mg=20_000)}, {"serial": world.piece(), "weight_mg": 4200}),
                "close_tree": (
                    {"code": self.tree(poured_mg=1_000)},
                    {"scrap_mg": 900, "loss_mg": 100, "note": "skull"},
                ),
                "record_return": self.on(left, weight_mg=4000),
                "record_outwork": self.on(world.worked(), way="out", workshop="The plater", weight_mg=4000),
                "move_piece": ({"serial": world.worked()}, {"place": "safe"}),
                "list_photos": (of_told, None),
                "show_photo": (of_told | {"number": "1"}, None),
                "add_person": ({}, {"name": f"Rosa {told}", "roles": ["artisan"]}),
                "set_standing": ({"subject": guest.subject}, {"active": False, "roles": ["artisan"]}),
                "record_consent": ({"subject": guest.subject}, {"form": "initials"}),
                "keep_photo": ({"serial": world.piece()}, None),
                "list_inspections": (of_told, None),
                "next_inspection": ({"serial": world.worked()}, None),
                "inspect_piece": self.on(answered, verdict="pass", answers=self.programs.answers(answered)),
                "tag_piece": self.on(world.released()),
                "withdraw_tag": self.tagged(),
                "list_label_formats": ({}, None),
                "print_labels": ({}, {"serials": [told], "format": "a4-24", "copies": 2}),
                "draw_label": ({"serial": self.printed(), "format": "a4-24"}, None),
                "check_tag": self.scanned(),
                "replace_tag": self.lost(),
                "list_waiting_owners": ({}, None),
                "show_owner": (of_told, None),
                "print_card": self.carded(),
                "ask_at_desk": self.at_the_desk(),
                "step_owner_request": self.asked(),
                "step_loss_report": self.reported(),
                "forget_owner": self.known(),
                "record_departure": self.on(world.released(), kind="sold"),
                "make_design": ({}, {"name": "Rush pendant", "kind": "pendant", "material": "au750y"}),
                "show_design": (design, None),
                "list_texts": (design, None),
                "write_text": (design, {"part": "name", "language": "de", "text": "Weidenring"}),
                "piece_claims": (of_told, None),
                "document_falls": (paper, None),
                "trace": ({"code": told}, None),
                "start_recall": (
                    {},
                    {"reason": "It opens.", "risk": "It falls.", "to_do": "Bring it.", "serials": [told]},
                ),
                "show_recall": (recall, None),
                "tell_recall": (recall, {"serials": [told]}),
                "end_recall": (recall, {"note": "All are back."}),
                "list_prices": ({}, None),
                "show_price": (design, None),
                "change_prices": (
                    {},
                    {"changes": [{"design": world.design, "was_minor": None, "price_minor": 14_800}]},
                ),
                "open_edition": (design, {"name": "First", "size": 25}),
            }
        )

    def tree(self, poured_mg: int = 0) -> str:
        code = self.world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000)), self.world.ana)[0]
        if poured_mg:
            self.world.tell(lambda w: pour(w, code, [(self.gold, poured_mg)]), self.world.ana)
        return code

    def on(self, serial: str, **body: Any) -> tuple[dict[str, str], dict[str, Any]]:
        return {"serial": serial}, {"seen": self.world.standing(serial).seen} | body

    def released_and_tagged(self) -> str:
        serial = self.world.worked()
        self.world.inspect(serial, "rework", answers=self.world.bad_answers(serial))
        self.world.released(serial)
        self.world.tag(serial)
        self.programs.ana.send(f"/pieces/{serial}/photos?caption=Bezel", picture())
        return serial

    def printed(self) -> str:
        of, _withdrawal = self.tagged()
        number = self.world.rows("SELECT max(id) FROM tag")[0][0]
        self.world.tell(lambda w: note_printing(w, [number], STOCKS[0], 1), self.world.omar)
        return of["serial"]

    def scanned(self) -> tuple[dict[str, str], dict[str, Any]]:
        of, _withdrawal = self.tagged()
        return {"serial": of["serial"]}, {"text": of["code"]}

    def carded(self) -> tuple[dict[str, str], dict[str, Any]]:
        return {"serial": Owners(self.world).serial}, {"seed": "made-for-this-card-alone", "message": "For you"}

    def at_the_desk(self) -> tuple[dict[str, str], dict[str, Any]]:
        body = {"seed": "made-for-this-request-alone", "why": "heir", "note": "A will and a photo"}
        return {"serial": Owners(self.world).serial}, body

    def asked(self) -> tuple[dict[str, str], dict[str, Any]]:
        owners = Owners(self.world)
        owners.ask(secret="asked by a program")
        return {"serial": owners.serial, "number": "1"}, {"step": "proof", "note": "A receipt"}

    def reported(self) -> tuple[dict[str, str], dict[str, Any]]:
        owners = Owners(self.world)
        owners.card("reported card")
        owners.claim("reported card", "reported own")
        owners.owner(report_loss, "lost", own="reported own")
        return {"serial": owners.serial, "number": "1"}, {"step": "confirm"}

    def known(self) -> tuple[dict[str, str], dict[str, Any]]:
        owners = Owners(self.world)
        owners.card("known card")
        owners.claim("known card", "known own")
        return {"serial": owners.serial}, {"what": "owner", "number": 1}

    def lost(self) -> tuple[dict[str, str], dict[str, Any]]:
        of, withdrawal = self.tagged()
        return of, {"seen": self.world.standing(of["serial"]).seen} | withdrawal

    def tagged(self) -> tuple[dict[str, str], dict[str, Any]]:
        serial = self.world.released()
        return {"serial": serial, "code": self.world.tag(serial).code}, {"reason": "lost"}


def _called_back(serial: str) -> NewRecall:
    return NewRecall("It opens.", "It falls.", "Bring it.", serials=(serial,))


def _write_in(operation: dict[str, Any], path: dict[str, str], body: dict[str, Any] | None) -> None:
    for parameter in operation["parameters"]:
        if parameter["name"] in path:
            parameter["example"] = path[parameter["name"]]
    if body is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = body
