"""The part of the filled shop that is about materials: for each operation one example that succeeds."""

from typing import Any

from tests.materials.papers import CERTIFICATE, document, supplier
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design
from workshop.materials.issuing import hand_out, issue, set_aside
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, find_lot, receive_lot, tell_stone
from workshop.materials.suppliers import find_supplier, mark_of

Example = tuple[dict[str, str], dict[str, Any] | None]
GRAM = {"amount": {"mg": 1_000}}


class FilledMaterials:
    """Suppliers, papers and lots of one shop; each example has a lot or paper of its own where it uses it up."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.refiner = supplier(world)

    def examples(self) -> dict[str, Example]:
        return self._papers() | self._lots() | self._moves() | self._books() | self._words()

    def _papers(self) -> dict[str, Example]:
        world = self.world
        paper = {"code": document(world, of=self.refiner)}
        fallen = {"code": document(world)}
        return {
            "show_supplier": ({"code": self.refiner}, None),
            "add_supplier": ({}, {"name": "Fonte", "roles": ["dealer"], "country": "PT", "email": "a@fonte.example"}),
            "change_supplier": (
                {"code": self.refiner},
                {"name": "Lobelha Refining", "roles": ["refiner", "dealer"], "seen": self._seen()},
            ),
            "retire_supplier": ({"code": supplier(world, "Gone")}, {"is_retired": True}),
            "close_day": (
                {},
                {
                    "metals": [
                        {"metal": "gold", "mg": 0, "booked_mg": None},
                        {"metal": "silver", "mg": None, "booked_mg": None},
                    ],
                    "stones": 0,
                },
            ),
            "check_instrument": (
                {},
                {"name": "Scale 1", "unit": "g", "standard": 20_000, "shown": 20_010, "is_good": True},
            ),
            "file_document": ({}, {"kind": "invoice", "number": "2026-17", "issued_on": "2026-10-01"}),
            "show_document": (paper, None),
            "show_document_picture": (paper, None),
            "take_document_file": (paper, None),
            "read_document": (paper, {"kind": "certificate", "seen": 1, "share": 95, "materials": ["gold"]}),
            "withdraw_document": (fallen, {"from_on": "2026-11-01", "reason": "The agency ended it."}),
            "restore_document": (fallen, {"reason": "It was a mistake."}),
        }

    def _seen(self) -> str:
        with self.world.room.database.reading() as session:
            return mark_of(find_supplier(session, self.refiner))

    def _lots(self) -> dict[str, Example]:
        gold, stone = self.lot(), self.stone()
        lot = {"code": gold}
        paper = document(self.world, CERTIFICATE)
        received = {"kind": "metal", "amount": {"mg": 50_000}, "alloy": "au750y", "supplier": self.refiner}
        return {
            "show_lot": (lot, None),
            "receive_lot": ({}, received | {"origin": "recycled_unspecified", "received_on": "2026-10-01"}),
            "tell_origin": (lot, {"origin": "mined_asm", "country": "PE", "note": "Says the invoice."}),
            "attach_paper": (lot, {"document": paper}),
            "hold_lot": ({"code": self.lot()}, {"is_held": True, "reason": "The assay is awaited."}),
            "tell_stone": ({"code": stone}, {"species": "sapphire", "treatment": "heated", "x_um": 5_100}),
            "list_movements": (lot, None),
            "show_balance": (lot, None),
        }

    def _moves(self) -> dict[str, Example]:
        world = self.world
        lot, ana = self.lot(), world.ana.subject
        kilo = Amount(1_000_000)
        world.tell(lambda w: issue(w, lot, kilo, ana), world.ana)
        world.tell(lambda w: hand_out(w, lot, kilo, self.refiner), world.omar)
        world.tell(lambda w: set_aside(w, lot, kilo, "scrap"), world.ana)
        path = {"code": lot}
        return {
            "issue_material": (path, GRAM | {"person": ana}),
            "return_material": (path, GRAM | {"person": ana}),
            "hand_out_material": (path, GRAM | {"supplier": self.refiner}),
            "get_material_back": (path, GRAM | {"supplier": self.refiner}),
            "set_material_aside": (path, GRAM | {"where": "lemel"}),
            "find_material_again": (path, GRAM | {"where": "scrap"}),
            "weigh_lot": (path, {"amount": {"mg": 1_000_000}}),
        }

    def _books(self) -> dict[str, Example]:
        lot, sent, wrong = self.lot(), self.lot(mg=30_000), self.lot()
        world = self.world
        world.tell(lambda w: hand_out(w, sent, Amount(30_000), self.refiner), world.omar)
        world.tell(lambda w: issue(w, wrong, Amount(5), world.ana.subject), world.ana)
        world.tell(lambda w: set_aside(w, lot, Amount(20_000), "sweeps"), world.ana)
        settled = {"supplier": self.refiner, "settled_on": "2026-11-05", "gross_mg": 29_990}
        return {
            "take_entry_back": ({"code": wrong, "number": "2"}, {"note": "Typed twice."}),
            "melt_lots": ({}, {"metal": "gold", "parts": [{"lot": lot, "mg": 10_000}], "poured_mg": 9_990}),
            "gather_tray": ({"tray": "sweeps"}, {"metal": "gold", "poured_mg": 9_000}),
            "settle_lot": (
                {"code": sent},
                settled | {"assay": 7_480, "fine_mg": 22_400, "returned": {"mg": 22_400, "alloy": "au999"}},
            ),
            "show_report": ({"name": "stock"}, None),
        }

    def _words(self) -> dict[str, Example]:
        said = NewDesign("Green ring", "ring", "au750y", story="A sustainable ring.")
        path = {"code": self.world.tell(lambda w: add_design(w, said), self.world.omar)}
        reason = "A quotation of the customer."
        return {
            "list_words": (path, None),
            "let_word_stand": (path, {"place": "story", "word": "sustainable", "reason": reason}),
        }

    def lot(self, mg: int = 90_000_000) -> str:
        new = NewLot("metal", Amount(mg), alloy="au750y", supplier=self.refiner, received_on="2026-10-01")
        return self.world.tell(lambda w: receive_lot(w, new), self.world.omar)

    def stone(self) -> str:
        new = NewLot("stone", Amount(carat_thousandths=710, number=1))
        code = self.world.tell(lambda w: receive_lot(w, new), self.world.omar)
        facts = {"species": "sapphire", "nature": "natural", "treatment": "unknown"}
        self.world.tell(lambda w: tell_stone(w, find_lot(w, code).id, **facts), self.world.omar)
        return code
