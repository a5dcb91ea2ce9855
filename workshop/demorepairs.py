"""The demonstration's guarantee, and its repairs: one that waits for a word, one that went back, a thing made elsewhere."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from workshop.aftercare.guarantee_actions import Terms, publish_guarantee
from workshop.aftercare.repair_actions import Estimate, Reply, answer_estimate, give_estimate, hand_back
from workshop.aftercare.repair_intake import Intake, take_in
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.reported_work import Report, report_work
from workshop.catalogue.models import Design
from workshop.demosteps import STEPS
from workshop.demotelling import Teller
from workshop.inspection.models import Departure
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.models import Custody, Piece, PieceHead

TERMS = Terms(
    guarantor="Marsh & Wren",
    years=10,
    covers="settings, seams and clasps that open by themselves",
    excludes="wear, blows, lost stones and the work of others",
    is_free=True,
    is_whole=False,
)
MINUTES = 3


def promise(teller: Teller) -> None:
    """Before the first piece is sold."""
    teller.tell("publish guarantee", partial(publish_guarantee, terms=TERMS))


def tell_repairs(teller: Teller) -> None:
    """After all stories: of the last hour, one thing after the other."""
    teller.at = teller.until - timedelta(minutes=60)
    signet, band = _sold(teller, "ALDER"), _sold(teller, "REED")
    if signet:
        _waits_for_a_word(teller, signet)
    if band and signet:
        _went_back(teller, band)
        _made_elsewhere(teller)


def _tell(teller: Teller, verb: str, act: Callable[..., Any], who: str) -> Any:
    teller.at = min(teller.at + timedelta(minutes=MINUTES), teller.until)
    return teller.tell(verb, act, teller.people[who])


def _sold(teller: Teller, design: str) -> str | None:
    """The first piece of the design that was sold and is with its customer; None when none is."""
    newest = select(Custody.place).where(Custody.piece_id == Piece.id).order_by(Custody.sequence.desc()).limit(1)
    wanted = (
        select(Piece.serial)
        .join(Design, Design.id == Piece.design_id)
        .join(Departure, Departure.piece_id == Piece.id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .where(Design.code == design, Departure.kind == "sold", newest.correlate(Piece).scalar_subquery() == "customer")
        .order_by(Piece.id)
        .limit(1)
    )
    with teller.room.database.reading() as session:
        return session.scalar(wanted)


def _came(teller: Teller, serial: str, looks: str, wish: str, less_mg: int, **more: Any) -> str:
    standing = teller.standing(serial)
    weight_mg = (standing.weight_mg or 4_000) - less_mg
    intake = Intake(looks, weight_mg, serial, seen=standing.seen, wish=wish, **more)
    return str(_tell(teller, "take in", lambda w: take_in(w, intake), "Inês Moura"))


def _waits_for_a_word(teller: Teller, serial: str) -> None:
    looks = "Yellow metal, oval signet with three blue stones; the left stone moves a little under the needle."
    due = (teller.until + timedelta(days=12)).date().isoformat()
    code = _came(teller, serial, looks, "A size larger: 54 to 56.", 20, stones=3, size="54", due_on=due, is_told=True)
    lines = (
        Line("Bezel closed again", 0, "The left stone moves a little.", is_guarantee=True),
        Line("Size 54 to 56", 6_800, "About 0.31 g of 18k gold added at the back."),
        Line("Polished lightly", 2_400, "After the new seam, inside and out."),
    )
    until = (teller.until + timedelta(days=21)).date().isoformat()
    _tell(teller, "give estimate", lambda w: give_estimate(w, code, Estimate(lines, until, 6)), "Inês Moura")


def _went_back(teller: Teller, serial: str) -> None:
    looks = "White metal band, hammered, light scratches all round."
    code = _came(teller, serial, looks, "Polish it, please.", 10, is_told=True)
    until = (teller.until + timedelta(days=21)).date().isoformat()
    estimate = Estimate((Line("Polished again", 2_400),), until, 2)
    _tell(teller, "give estimate", lambda w: give_estimate(w, code, estimate), "Ana Lopes")
    _tell(teller, "answer estimate", lambda w: answer_estimate(w, code, Reply(1, (1,), "desk")), "Ana Lopes")
    weight_mg = (teller.standing(serial).weight_mg or 5_000) - 20
    polish = Happening("polish", seen=teller.standing(serial).seen, weight_mg=weight_mg, method="hand")
    _tell(teller, "record event", lambda w: record_event(w, serial, polish), "Ana Lopes")
    teller.at += timedelta(minutes=MINUTES)
    STEPS["look"](teller, serial, ("pass", "Rui Castro", {}, None, None))
    seen = teller.standing(serial).seen
    _tell(teller, "hand back", lambda w: hand_back(w, code, seen), "Marta Wren")
    told = Report("The inside was engraved by a jeweller in Braga.", "2026-10", is_told=True)
    _tell(teller, "report work", lambda w: report_work(w, serial, told), "Ana Lopes")


def _made_elsewhere(teller: Teller) -> None:
    looks = "White metal chain, ring catch at one end, one link open."
    intake = Intake(looks, 8_320, kind="chain", wish="Close the link.")
    _tell(teller, "take in", lambda w: take_in(w, intake), "Ana Lopes")
