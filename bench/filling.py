"""A shop to measure in: people, tokens, a design with a list of six checks, and as many pieces as are wanted."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.lives import CHECKS, Tokens
from workshop.catalogue.actions import NewDesign, add_design
from workshop.catalogue.models import Design
from workshop.inspection.actions import Leaving, Looked, publish_checklist, record_inspection
from workshop.inspection.checks import CheckSpec
from workshop.inspection.rules import Given
from workshop.people.actions import add_person
from workshop.people.models import ApiToken, Shop
from workshop.people.secrets import token_digest
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.queries import piece_standing
from workshop.provenance.actions import give_tag
from workshop.sales.sale_actions import let_leave
from workshop.shoproom import Shoproom
from workshop.writing import NOBODY, Actor, Intent, Writing

GROSS_MG = 4_000
AT_ONCE = 500
SCOPES = "read log inspect office"


class Bench:
    """The shop with the people who work in it."""

    def __init__(self, room: Shoproom) -> None:
        self.room = room
        self.tell(
            lambda w: w.add(
                Shop, id=1, name="Bench", time_zone="UTC", public_address="BENCH.EXAMPLE", demonstration=False
            )
        )
        self.maker = self._person("Maker", "artisan", "owner")
        self.inspector = self._person("Inspector", "inspector")
        self.design = self.tell(lambda w: add_design(w, NewDesign("Bench ring", "ring", "ag925")))
        self.tell(lambda w: self.six_checks(w, self.design))
        self.tokens = Tokens(self._token(self.maker), self._token(self.inspector), self.design)

    def tell(self, act: Any, by: Actor = NOBODY) -> Any:
        kept: list[Any] = []

        def keep(writing: Writing) -> dict[str, Any]:
            kept.append(act(writing))
            return {}

        self.room.do(Intent("bench", by, datetime.now(UTC)), keep)
        return kept[0]

    def _person(self, name: str, *roles: str) -> Actor:
        return Actor(self.tell(lambda w: add_person(w, name, roles)), name)

    def _token(self, who: Actor) -> str:
        secret = f"bench-{who.subject}-token-of-this-run-only"
        row = {
            "digest": token_digest(secret, self.room.settings.secret_key),
            "person_id": who.id,
            "scopes": SCOPES,
            "label": "bench",
            "created_at": datetime.now(UTC),
        }
        self.tell(lambda w: w.add(ApiToken, **row))
        return secret

    def six_checks(self, writing: Writing, design: str) -> None:
        """What a piece of the design is asked."""
        design_id = writing.session.scalar(select(Design.id).where(Design.code == design))
        weight = CheckSpec(
            "C6",
            "Gross weight",
            "measurement",
            low=1,
            high=10_000_000,
            unit="g",
            instrument="scale",
            role="gross_weight",
        )
        plain = [
            CheckSpec(code, f"Check {code} holds", "yes_no", role="identity" if code == "C1" else None)
            for code in CHECKS
        ]
        publish_checklist(
            writing, purpose="final", serves=f"design:{design_id}", name="Six checks", checks=[*plain, weight]
        )

    def waiting_pieces(self) -> list[str]:
        """One that waits for its inspection and one that waits at a stage."""
        made = NewPieces(self.design, way_in="made", weight_mg=GROSS_MG, maker_id=self.maker.id)
        serials = [
            self.tell(lambda w, new=new: make_pieces(w, new), self.maker)[0] for new in (made, NewPieces(self.design))
        ]
        self.tell(lambda w: record_event(w, serials[1], Happening("wax", seen=0, weight_mg=GROSS_MG)), self.maker)
        return serials

    def left_piece(self) -> str:
        """One that was made, passed, tagged and sold."""
        serial, _code = self.tagged_piece()
        self.tell(lambda w: let_leave(w, serial, Leaving(self.seen(serial), "sold")), self.maker)
        return serial

    def tagged_piece(self, events: int = 3) -> tuple[str, str]:
        """A piece with so many events before its pass: serial and code."""
        serial = self.tell(lambda w: make_pieces(w, NewPieces(self.design)), self.maker)[0]
        for number in range(events):
            seen = self.seen(serial)
            self.tell(
                lambda w, n=number, seen=seen: record_event(
                    w, serial, Happening(("wax", "cast", "file")[n % 3], seen=seen, weight_mg=GROSS_MG)
                ),
                self.maker,
            )
        answers = [Given("C6", measured=GROSS_MG), *(Given(code, passes=True) for code in CHECKS)]
        looked = Looked(self.seen(serial), "pass", answers)
        self.tell(lambda w: record_inspection(w, serial, looked), self.inspector)
        return serial, self.tell(lambda w: give_tag(w, serial, self.seen(serial)), self.maker).code

    def seen(self, serial: str) -> int:
        with self.room.database.reading() as session:
            return piece_standing(session, serial).seen


def data_folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir(mode=0o700)
    return folder
