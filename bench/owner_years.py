"""The shop whose pieces are copied into its past."""

from bench.filling import Bench
from bench.lives import CHECKS
from workshop.inspection.actions import Leaving, Looked, record_inspection
from workshop.inspection.rules import Given
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, receive_lot
from workshop.people.models import Shop
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.using import NOTHING, Added, Using
from workshop.reports.reckoning import Terms, keep_terms
from workshop.sales.sale_actions import let_leave
from workshop.shoproom import Shoproom


class Years(Bench):
    """The shop whose pieces are copied into its past. A copy has no account of its own: it is read as the piece that it was copied from."""

    def __init__(self, room: Shoproom) -> None:
        super().__init__(room)
        bought = NewLot("metal", Amount(500_000), alloy="ag925", form="grain", cost_minor=60_000, currency="EUR")
        self.lot = self.tell(lambda w: receive_lot(w, bought), self.maker)
        self.tell(lambda w: w.change(Shop, 1, currency="EUR"), self.maker)
        self.tell(lambda w: keep_terms(w, Terms(3_600)), self.maker)

    def sold(self, *, goes_back: bool = False) -> str:
        """A piece of ten entries that was sold; or one that went back once before."""
        serial = self.made(goes_back=goes_back)
        self.tell(lambda w: let_leave(w, serial, Leaving(self.seen(serial), "sold")), self.maker)
        return serial

    def made(self, serial: str = "", *, design: str = "", goes_back: bool = False) -> str:
        """A piece that passed, at once or on the second look; this one when it is begun already."""
        new = NewPieces(design or self.design)
        serial = serial or self.tell(lambda w: make_pieces(w, new), self.maker)[0]
        for kind in ("start", "wax", "start", "cast", "start", "file", "polish"):
            self._happens(serial, kind)
        if goes_back:
            self._looks(serial, "rework")
            self._happens(serial, "start")
            self._happens(serial, "polish")
        self._looks(serial, "pass")
        return serial

    def _happens(self, serial: str, kind: str) -> None:
        using = Using(added=(Added(self.lot),)) if kind == "cast" else NOTHING
        weight_mg = None if kind == "start" else 4_000
        happening = Happening(kind, seen=self.seen(serial), weight_mg=weight_mg, using=using)
        self.tell(lambda w: record_event(w, serial, happening), self.maker)

    def _looks(self, serial: str, verdict: str) -> None:
        good = verdict == "pass"
        answers = [Given("C6", measured=4_000), *(Given(code, passes=good or code != "C2") for code in CHECKS)]
        looked = Looked(self.seen(serial), verdict, answers, note=None if good else "bezel gap")
        self.tell(lambda w: record_inspection(w, serial, looked), self.inspector)
