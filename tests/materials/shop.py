"""A small shop that lives at random, from a seed: it buys, melts, casts, files, gathers and sends out, always within its books."""

from collections.abc import Callable
from random import Random

from sqlalchemy import text

from workshop.materials.booking import take_back
from workshop.materials.issuing import bring_back, issue, set_aside
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, gather, melt
from workshop.materials.papers import Document, Reading, Supplier, Withdrawal
from workshop.materials.receiving import NewLot, find_lot, receive_lot
from workshop.pieces.actions import Happening, add_event, record_event
from workshop.pieces.casting import NewTree, cut_off, plant_tree, pour
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.queries import lock_piece, piece_standing
from workshop.pieces.tree_closing import Left, close_tree
from workshop.pieces.using import Added, Stones, Using
from workshop.writing import Writing

ROLES = ("is_refiner", "is_caster", "is_dealer", "is_cutter", "is_mine", "is_customer")
ALLOYS = ("au750y", "au750y", "au750y", "au585y", "ag925", "au999")
ORIGINS = ("recycled_post_consumer", "recycled_unspecified", "recycled_pre_consumer", "mined", "unknown")
_THERE = (
    "SELECT b.mg, b.number FROM balance b JOIN account a ON a.id = b.account_id JOIN lot l ON l.id = b.lot_id "
    "WHERE a.key = :key AND l.code = :lot ORDER BY b.sequence DESC LIMIT 1"
)
_IN_PIECE = (
    "SELECT COALESCE(sum(b.mg), 0) FROM balance b JOIN account a ON a.id = b.account_id WHERE a.key = :key AND b.sequence = "
    "(SELECT max(n.sequence) FROM balance n WHERE n.account_id = b.account_id AND n.lot_id = b.lot_id)"
)


class Shop:
    """What the shop has, by codes and serials; `day` is the day that things come in on, `file` the name of every paper's bytes."""

    def __init__(self, writing: Writing, chance: Random, design: str, day: str, file: str = "0" * 64) -> None:
        self.writing, self.chance, self.design, self.day, self.bytes_of = writing, chance, design, day, file
        self.suppliers: list[str] = []
        self.papers: list[str] = []
        self.lots: list[str] = []
        self.stones: list[str] = []
        self.pieces: list[str] = []
        self.customers: set[str] = set()

    def live(self, actions: int) -> None:
        """Some lots, then so many happenings at random."""
        for act in (self.meet, self.meet, self.buy, self.buy, self.buy_stones):
            act()
        for _ in range(actions):
            self.chance.choice(self.all_acts())()

    def all_acts(self) -> tuple[Callable[[], object], ...]:
        often = (self.buy, self.melt, self.melt, self.cast, self.cast, self.cast, self.file, self.file)
        return (
            *often,
            self.solder,
            self.set_stones,
            self.undo,
            self.scrap,
            self.grow_tree,
            self.lose,
            self.lend,
            self.sweep,
            self.theirs,
        )

    def meet(self) -> None:
        """A supplier with a certificate, good or not so good."""
        number = self.writing.session.scalar(text("SELECT count(*) FROM supplier")) or 0
        code, paper = f"SUP-{number + 1:04d}", f"DOC-{number + 1:04d}"
        at = {"at": self.writing.at, "by_id": self.writing.by.id}
        supplier = self.writing.add(Supplier, code=code, subject=code, name=code, **dict.fromkeys(ROLES, False), **at)
        document = self.writing.add(
            Document, code=paper, supplier_id=supplier, file=self.bytes_of, media_type="application/pdf", **at
        )
        told = {
            "kind": "certificate",
            "standard": "scs_recycled",
            "number": paper,
            "holder_id": supplier,
            "materials": self.chance.choice((None, "gold", "gold", "gold,silver")),
            "custody": self.chance.choice(("segregated", "segregated", "segregated", "mass_balance")),
            "assessor": "third_party",
            "origin": "recycled_unspecified",
            "share": self.chance.choice((100, 100, 100, 60, 1)),
            "valid_from": "2025-01-01",
            "valid_until": self.chance.choice(("2027-12-31", "2027-12-31", "2026-03-31")),
            "checked_by": "BW",
            "checked_on": "2026-01-02",
            "checked_where": "list",
        }
        self.writing.add(Reading, document_id=document, sequence=1, **told, **at)
        self.suppliers.append(code)
        self.papers.append(paper)

    def buy(self) -> str:
        place = self.chance.randrange(len(self.suppliers))
        new = NewLot(
            "metal",
            Amount(self.chance.randrange(1_000, 60_000)),
            alloy=self.chance.choice(ALLOYS),
            form=self.chance.choice(("grain", "grain", "grain", "sheet", "bar")),
            supplier=self.suppliers[place],
            received_on=self.chance.choice((self.day, self.day, self.day, None)),
            origin=self.chance.choice(ORIGINS),
            papers=self.chance.choice(((self.papers[place],), (self.papers[place],), ())),
            division_mg=self.chance.choice((1, 10)),
        )
        self.lots.append(receive_lot(self.writing, new))
        return self.lots[-1]

    def buy_stones(self) -> None:
        number = self.chance.randrange(1, 30)
        self.stones.append(receive_lot(self.writing, NewLot("stones", Amount(0, number * 53 + 1, number))))

    def theirs(self) -> None:
        """A customer's own metal, worked by itself."""
        owner = self.suppliers[0]
        lot = receive_lot(
            self.writing, NewLot("metal", Amount(9_000), alloy="au750y", owner=owner, received_on=self.day)
        )
        melted = melt(self.writing, [(lot, 5_000)], Poured(4_990, "gold", loss_mg=10))
        (piece,) = make_pieces(self.writing, NewPieces(self.design))
        self.event(piece, "cast", mg=4_000, using=Using(added=(Added(melted),)))
        self.customers.add(piece)

    def melt(self) -> str | None:
        some = [lot for lot in self.chance.sample(self.lots, min(3, len(self.lots))) if self.stock(lot) > 100]
        parts = [(lot, self.chance.randrange(50, self.stock(lot) + 1)) for lot in some]
        whole = sum(mg for _lot, mg in parts)
        if whole < 100:
            return None
        metal = find_lot(self.writing, self.chance.choice(parts)[0]).metal or "gold"
        skull, loss = self.chance.choice((0, 0, 7)), self.chance.choice((0, 0, 31))
        out = whole - skull - loss - self.chance.choice((0, 0, 3, 40, -8))
        poured = Poured(out, metal, skull_mg=skull, loss_mg=loss, are_mixed=True)
        self.lots.append(melt(self.writing, parts, poured))
        return self.lots[-1]

    def cast(self) -> str | None:
        rich = [lot for lot in self.lots if self.stock(lot) > 1_000]
        if not rich:
            return None
        (piece,) = make_pieces(self.writing, NewPieces(self.design))
        lot = self.chance.choice(rich)
        mg = self.chance.randrange(500, min(8_000, self.stock(lot)))
        added = [Added(lot, mg)]
        other = self.chance.choice(rich)
        if other != lot and self.metal(other) == self.metal(lot):
            added.append(Added(other, self.chance.randrange(1, 500)))
        self.event(piece, "cast", using=Using(added=tuple(added)))
        self.pieces.append(piece)
        return piece

    def solder(self) -> None:
        """Small parts that are flagged as such, sometimes too many to be small."""
        piece, lots = self.some_piece(), [lot for lot in self.lots if self.stock(lot) > 600]
        if piece and lots:
            part = Added(self.chance.choice(lots), self.chance.randrange(1, 600), 0, "solder", is_incidental=True)
            self.event(piece, "solder", using=Using(added=(part,)))

    def file(self) -> None:
        piece = self.some_piece()
        if piece and (there := self.inside(piece)) > 500:
            off = [self.chance.randrange(0, 90) for _ in range(3)]
            scale = there - sum(off) + self.chance.choice((0, 5, -25, -80, 60)) + self.carats(piece) // 5
            self.event(piece, "file", mg=scale, using=Using(scrap_mg=off[0], lemel_mg=off[1], loss_mg=off[2]))
            assert self.inside(piece) == (5 * scale - self.carats(piece)) // 5

    def set_stones(self) -> None:
        piece, lot = self.some_piece(), self.chance.choice(self.stones)
        if piece and self.count(lot) >= 4:
            counts = [self.chance.randrange(0, 2) for _ in range(3)]
            set_, broken, lost = (Amount(0, 53 * n, n) for n in counts)
            if sum(counts):
                self.event(piece, "set", using=Using(stones=(Stones(lot, set_, broken=broken, lost=lost),)))

    def undo(self) -> None:
        """The newest entry of a piece, while what it moved is still where it went."""
        piece = self.some_piece()
        if piece:
            sequence = self.event(piece, "file", using=Using(loss_mg=1))
            self.event(piece, "undo", corrects=sequence)

    def scrap(self) -> None:
        piece = self.some_piece()
        if piece and len(self.pieces) > 2:
            self.pieces.remove(piece)
            add_event(self.writing, lock_piece(self.writing.session, piece), Happening("scrap", reason="so"))

    def grow_tree(self) -> None:
        rich = [lot for lot in self.lots if self.metal(lot) == "gold" and self.stock(lot) > 9_000]
        if not rich:
            return
        tree, _needed = plant_tree(self.writing, NewTree("au750y", 1_500))
        lots = self.chance.sample(rich, min(2, len(rich)))
        poured = [(lot, self.chance.randrange(3_000, 9_000)) for lot in lots]
        pour(self.writing, tree, poured)
        first, second = make_pieces(self.writing, NewPieces(self.design, count=2))
        weights = [self.chance.randrange(200, 1_200) for _ in range(2)]
        for piece, mg in zip((first, second), weights, strict=True):
            cut_off(self.writing, tree, piece, mg)
        rest = sum(mg for _lot, mg in poured) - sum(weights)
        lost = self.chance.randrange(0, 100)
        left = Left(scrap_mg=rest - 60 - lost, lemel_mg=self.chance.choice((0, 60)), loss_mg=lost)
        close_tree(self.writing, tree, left)
        self.pieces += [first, second]

    def lose(self) -> None:
        lot = self.chance.choice(self.lots)
        if self.stock(lot) > 10:
            where = self.chance.choice(("loss", "lost", "scrap", "lemel"))
            posting = set_aside(self.writing, lot, Amount(self.chance.randrange(1, 10)), where)
            if self.chance.random() < 0.5:
                take_back(self.writing, posting, "found")

    def lend(self) -> None:
        """To the one who works, and part of it back."""
        lot = self.chance.choice(self.lots)
        if self.stock(lot) > 2_000:
            who = self.writing.by.subject
            issue(self.writing, lot, Amount(1_500), who)
            bring_back(self.writing, lot, Amount(self.chance.randrange(1, 1_500)), who)

    def sweep(self) -> str | None:
        """A tray becomes a lot of each metal, weighed as the scale shows it."""
        tray = self.chance.choice(("scrap", "lemel"))
        found = self.writing.session.execute(
            text(
                _IN_PIECE.replace("COALESCE(sum(b.mg), 0)", "l.metal, sum(b.mg) AS mg").replace(
                    "WHERE a.key", "JOIN lot l ON l.id = b.lot_id WHERE l.metal IS NOT NULL AND a.key"
                )
                + " GROUP BY l.metal"
            ),
            {"key": tray},
        ).all()
        for metal, mg in found:
            if int(mg) > 40:
                shown = int(mg) - self.chance.choice((0, 9, 35))
                self.lots.append(gather(self.writing, tray, Poured(shown, metal, form="scrap")))
        return self.lots[-1] if found else None

    def withdraw(self, paper: str, *, from_on: str | None = None) -> None:
        document = self.writing.session.scalar(text("SELECT id FROM document WHERE code = :code"), {"code": paper})
        told = {"from_on": from_on, "is_false": from_on is None, "reason": "?", "at": self.writing.at}
        self.writing.add(Withdrawal, document_id=document, sequence=1, **told)

    def event(
        self, piece: str, kind: str, *, mg: int | None = None, using: Using | None = None, corrects: int | None = None
    ) -> int:
        seen = piece_standing(self.writing.session, piece).seen
        more = {} if using is None else {"using": using}
        what = Happening(kind, seen=seen, weight_mg=mg, reason="so", corrects=corrects, **more)  # type: ignore[arg-type]
        return record_event(self.writing, piece, what)

    def some_piece(self) -> str | None:
        return self.chance.choice(self.pieces) if self.pieces else None

    def metal(self, lot: str) -> str | None:
        return find_lot(self.writing, lot).metal

    def stock(self, lot: str) -> int:
        row = self.writing.session.execute(text(_THERE), {"key": f"lot:{lot}", "lot": lot}).one_or_none()
        return row[0] if row else 0

    def count(self, lot: str) -> int:
        row = self.writing.session.execute(text(_THERE), {"key": f"lot:{lot}", "lot": lot}).one_or_none()
        return row[1] if row else 0

    def inside(self, piece: str) -> int:
        return int(self.writing.session.scalar(text(_IN_PIECE), {"key": f"piece:{piece}"}) or 0)

    def carats(self, piece: str) -> int:
        asked = _IN_PIECE.replace("b.mg", "b.carat_thousandths")
        return int(self.writing.session.scalar(text(asked), {"key": f"piece:{piece}"}) or 0)
