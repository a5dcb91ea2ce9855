"""Materials in the demonstration: suppliers, papers and lots come in; metal is melted, poured, gathered and sent; stones are set."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from workshop.demomaterials import (
    BUTTON,
    GRAIN,
    GRAIN_BEFORE,
    LOTS,
    PAPERS,
    PRICES,
    SUPPLIERS,
    Bought,
    Paper,
)
from workshop.demopapers import as_pdf, as_picture
from workshop.demotelling import Teller
from workshop.filestore import FileStore
from workshop.materials.booking import account_of
from workshop.materials.evidence import keep_evidence
from workshop.materials.filing import add_document, withdraw_document
from workshop.materials.issuing import hand_out, issue, set_aside
from workshop.materials.ledger import Amount, net_mg
from workshop.materials.melting import Poured, gather, melt
from workshop.materials.models import Lot, MetalPrice
from workshop.materials.readings import Read
from workshop.materials.receiving import find_lot, hold_lot, receive_lot, tell_stone
from workshop.materials.suppliers import add_supplier
from workshop.pieces.casting import NewTree, cut_off, plant_tree, pour
from workshop.pieces.holding import Inside, inside
from workshop.pieces.tree_closing import Left, close_tree
from workshop.pieces.using import Added, Stones, Using
from workshop.provenance.recalls import NewRecall, start_recall
from workshop.reports.reckoning import Terms, keep_terms
from workshop.writing import Actor, Writing

OWNER, CASTER = "Marta Wren", "Tomás Reis"
WITHIN_SCALE_MG = 30  # what the scale cannot tell apart
SCALE_OFF_MG = 10  # what a tray weighs less than the books say
DUST_OF_TEN = 2  # of ten parts that polishing takes off, so many go where nobody sweeps
INTO_SCRAP = ("cut", "saw")
HOUR_MINOR = 3_800  # what an hour of work costs


def buy_materials(teller: Teller) -> None:
    """All that came in before the week, with its papers and what was read in them."""
    owner = teller.people[OWNER]
    for new in SUPPLIERS:
        teller.tell("add supplier", partial(add_supplier, new=new), owner)
    for paper in PAPERS:
        _file(teller, paper, owner)
    for bought in LOTS:
        teller.tell("receive lot", partial(_receive, bought=bought, teller=teller), owner)
    teller.tell("set prices", partial(_set_prices, teller=teller), owner)
    teller.tell("keep reckoning", partial(keep_terms, terms=Terms(HOUR_MINOR)), owner)
    _melt(teller)


def _file(teller: Teller, paper: Paper, owner: Actor) -> None:
    covers = tuple(person.subject for person in teller.people.values()) if paper.read["kind"] == "pay" else ()
    days: dict[str, Any] = {name: teller.day(ago) for name, ago in paper.days.items()}
    checked: dict[str, Any] = {"checked_by": OWNER, "checked_on": teller.day(7), "checked_where": "on the paper itself"}
    read = Read(**paper.read, **days, **checked, holder_code=paper.supplier, covers=covers)
    drawn = (as_pdf if paper.is_pdf else as_picture)(paper.heading, _lines(read))
    evidence = keep_evidence(FileStore(teller.room.settings.data_dir), drawn)
    teller.tell("file document", partial(add_document, evidence=evidence, supplier=paper.supplier, read=read), owner)


def _lines(read: Read) -> list[str]:
    """What stands on the sheet: what was read in it."""
    period = f"In force from {read.valid_from} to {read.valid_until}" if read.valid_from else None
    share = f"Share: {read.share}%, {read.custody}" if read.share else None
    told = (
        f"{read.agency}  {read.number}",
        f"Holder: {read.holder}",
        f"For: {', '.join(read.materials)}" if read.materials else None,
        share,
        f"Of {read.issued_on}",
        period,
        *_folded(read.statement or ""),
    )
    return [line for line in told if line]


def _folded(text: str, longest: int = 50) -> list[str]:
    lines = [""]
    for word in text.split():
        lines = [*lines, word] if len(lines[-1]) + len(word) > longest else [*lines[:-1], f"{lines[-1]} {word}".strip()]
    return lines


def _receive(writing: Writing, bought: Bought, teller: Teller) -> None:
    received_on = None if bought.ago is None else teller.day(bought.ago)
    code = receive_lot(writing, bought.dated(received_on))
    if bought.stone:
        tell_stone(writing, find_lot(writing, code).id, **bought.stone)
    if bought.held:
        hold_lot(writing, code, is_held=True, reason=bought.held)


def _set_prices(writing: Writing, teller: Teller) -> None:
    for metal, ago, price in PRICES:
        writing.add(MetalPrice, metal=metal, currency="EUR", on_date=teller.day(ago), price_thousandths=price)


def _melt(teller: Teller) -> None:
    """Own scrap, new grain and an older button become one ingot; a little stays in the crucible, a little is lost."""
    caster = teller.people[CASTER]
    scrap = Poured(28_000, "gold", alloy="au750y", form="scrap", name="Own scrap")
    ingot = Poured(96_180, "gold", alloy="au750y", name="Own melt", skull_mg=190, loss_mg=30)
    teller.tell("set aside", lambda w: set_aside(w, GRAIN_BEFORE, Amount(28_000), "scrap"), caster)
    own = teller.tell("gather", lambda w: gather(w, "scrap", scrap), caster)
    teller.tell("melt", lambda w: melt(w, [(GRAIN, 66_660), (own, 28_000), (BUTTON, 1_740)], ingot), caster)


def using(
    teller: Teller, serial: str, kind: str, weight_mg: int | None, added: Sequence[Added], stones: Sequence[Stones]
) -> Using:
    """What goes into the piece, and what came off it since it was last weighed: into the scrap box, the lemel tray, or lost as dust."""
    said = Using(tuple(added), tuple(stones))
    account_id = teller.standing(serial).account_id
    if weight_mg is None or kind == "scrap" or (account_id is None and not said):
        return said
    with teller.room.database.reading() as session:
        held = inside(session, account_id)
    off = _metal(held) + sum(one.mg or 0 for one in added) - net_mg(weight_mg, _carats(held, stones))
    if off <= WITHIN_SCALE_MG or any(one.mg is None for one in added):
        return said
    if kind in INTO_SCRAP:
        return Using(said.added, said.stones, scrap_mg=off)
    dust = off * DUST_OF_TEN // 10 if kind == "polish" else 0
    return Using(said.added, said.stones, lemel_mg=off - dust, loss_mg=dust)


def _metal(held: Sequence[Inside]) -> int:
    return sum(one.amount.mg for one in held if one.is_metal)


def _carats(held: Sequence[Inside], stones: Sequence[Stones]) -> int:
    return sum(one.amount.carat_thousandths for one in held) + sum(one.set.carat_thousandths for one in stones)


def _plant(teller: Teller, words: Sequence[Any]) -> None:
    """(who, alloy, wax_mg, base_mg, serials)"""
    who, alloy, wax_mg, base_mg, serials = words
    new = NewTree(alloy, wax_mg, base_mg, serials)
    teller.tell("plant tree", lambda w: plant_tree(w, new), teller.people[who])


def _pour(teller: Teller, words: Sequence[Any]) -> None:
    """(who, tree, lot, mg)"""
    who, tree, lot, mg = words
    teller.tell("pour tree", lambda w: pour(w, tree, [(lot, mg)]), teller.people[who])


def _cut_off(teller: Teller, words: Sequence[Any]) -> None:
    """(who, tree, serial, mg)"""
    who, tree, serial, mg = words
    teller.tell("cut off tree", lambda w: cut_off(w, tree, serial, mg), teller.people[who])


def _close(teller: Teller, words: Sequence[Any]) -> None:
    """(who, tree, left)"""
    who, tree, left = words
    teller.tell("close tree", lambda w: close_tree(w, tree, Left(**left)), teller.people[who])


def _issue(teller: Teller, words: Sequence[Any]) -> None:
    """(who, lot, mg)"""
    who, lot, mg = words
    act = partial(issue, code=lot, amount=Amount(mg), subject=teller.people[who].subject)
    teller.tell("issue", act, teller.people[OWNER])


def _gather(teller: Teller, words: Sequence[Any]) -> None:
    """(who, tray, metal, alloy, name): all of it, as the books have it."""
    who, tray, metal, alloy, name = words
    teller.tell("gather", partial(_gathered, tray=tray, metal=metal, alloy=alloy, name=name), teller.people[who])


def _gathered(writing: Writing, tray: str, metal: str, alloy: str | None, name: str) -> str:
    held = inside(writing.session, account_of(writing, tray))
    mg = sum(one.amount.mg for one in held if writing.session.get_one(Lot, one.lot_id).metal == metal)
    return gather(writing, tray, Poured(mg - SCALE_OFF_MG, metal, alloy=alloy, form=tray, name=name))


def _send(teller: Teller, words: Sequence[Any]) -> None:
    """(who, lot, supplier): all of it."""
    who, lot, supplier = words
    teller.tell("hand out", partial(_sent, lot=lot, supplier=supplier), teller.people[who])


def _sent(writing: Writing, lot: str, supplier: str) -> int:
    there = inside(writing.session, find_lot(writing, lot).account_id)
    return hand_out(writing, lot, there[0].amount, supplier, "To be refined.")


def _fall(teller: Teller, words: Sequence[Any]) -> None:
    """(who, document, days ago, reason)"""
    who, document, ago, reason = words
    act = partial(withdraw_document, code=document, reason=reason, from_on=teller.day(ago))
    teller.tell("withdraw document", act, teller.people[who])


def _recall(teller: Teller, words: Sequence[Any]) -> None:
    """(who, serials, reason, risk, to do)"""
    who, serials, reason, risk, to_do = words
    new = NewRecall(reason, risk, to_do, serials=serials)
    teller.tell("start recall", partial(start_recall, new=new), teller.people[who])


MATTERS: dict[str, Callable[[Teller, Sequence[Any]], None]] = {
    "plant": _plant,
    "pour": _pour,
    "cut_off": _cut_off,
    "close": _close,
    "issue": _issue,
    "gather": _gather,
    "send": _send,
    "fall": _fall,
    "recall": _recall,
}
