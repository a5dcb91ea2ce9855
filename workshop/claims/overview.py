"""Many pieces judged at once: which one paper would make which claim stand, what is supported, what would fall, what runs out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.claims.facts import Paper, PieceFacts
from workshop.claims.gathering import facts_of
from workshop.claims.judging import judge, would_fall
from workshop.claims.results import DOES_NOT_APPLY, ClaimResult
from workshop.claims.rulebook import BY_KEY
from workshop.claims.trace import is_held, is_newest
from workshop.materials.accounts import Balance
from workshop.materials.papers import Document, Reading, Supplier, Withdrawal
from workshop.pieces.models import Piece, PieceHead
from workshop.units import YesNo

BATCH = 500
PAGE = 200  # judged for one page, which nobody waits for longer than a moment
RUNS_OUT = timedelta(days=90)
MOST_OPEN = 100
MOST_RUNNING_OUT = 50
INSPECTED = "individually_inspected"
OWN_KINDS = ("licence", "pay", "nickel")  # papers about the workshop itself, which speak of every piece


@dataclass(frozen=True)
class Judged:
    """A piece with what the rules read and what they say of it."""

    piece_id: int
    facts: PieceFacts
    results: tuple[ClaimResult, ...]


@dataclass(frozen=True)
class Open:
    """One claim of some pieces that one missing paper would make stand."""

    rule: str
    wording: str
    missing: str
    reasons: tuple[str, ...]
    serials: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """One batch of the pieces that have books, newest first. `stands`: name of a claim and how many pieces carry it."""

    judged: int
    of: int
    open: tuple[Open, ...]
    stands: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Dependent:
    """A piece in which a document has a part, and the names of the claims that would tell something else without it."""

    piece_id: int
    serial: str
    falls: tuple[str, ...]


def judge_pieces(session: Session, piece_ids: Sequence[int], on: date) -> list[Judged]:
    """The statements of `facts_of`, however many pieces."""
    facts = facts_of(session, piece_ids) if piece_ids else {}
    return [Judged(key, facts[key], judge(facts[key], on)) for key in piece_ids if key in facts]


def overview(session: Session, on: date, page: int = 1) -> Overview:
    """What one batch of pieces says and lacks. Two statements more than `facts_of`.

    A piece that is still here lacks no inspection: it waits for one, and does not leave without.
    """
    wanted = (
        select(Piece.id, PieceHead.state)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .where(Piece.account_id.is_not(None), PieceHead.state != "scrapped")
    )
    count = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.execute(wanted.order_by(Piece.id.desc()).offset((page - 1) * PAGE).limit(PAGE)).all()
    judged = judge_pieces(session, [row.id for row in rows], on)
    here = {row.id for row in rows if row.state != "away"}
    stands = Counter(one.key for each in judged for one in each.results if one.stands)
    told = tuple((BY_KEY[key].name, pieces) for key, pieces in stands.most_common())
    return Overview(len(judged), count, tuple(open_claims(judged, here)), told)


def open_claims(judged: Iterable[Judged], here: Collection[int] = ()) -> list[Open]:
    """The claims that lack one paper each, those of most pieces first; `here` are pieces that never left, or came back."""
    found: dict[tuple[str, str], list[tuple[str, ClaimResult]]] = defaultdict(list)
    for each in judged:
        for one in each.results:
            if lacks_a_paper(one) and not (one.key == INSPECTED and each.piece_id in here):
                found[one.key, one.missing].append((each.facts.serial, one))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), BY_KEY[item[0][0]].number))
    return [
        Open(BY_KEY[key].name, BY_KEY[key].wording, missing, some[0][1].reasons, tuple(serial for serial, _one in some))
        for (key, missing), some in ordered[:MOST_OPEN]
    ]


def lacks_a_paper(one: ClaimResult) -> bool:
    """It would stand with one paper or fact more, and does not stand by itself."""
    return bool(one.missing) and not one.stands and not one.is_mandatory and one.status != DOES_NOT_APPLY


def would_carry(session: Session, piece_id: int, on: date) -> Counter[tuple[str, str]]:
    """By rule and missing paper: how many of the newest pieces of the same lots, this one too, lack the same. One statement more than `facts_of`."""
    mine, other = aliased(Piece), aliased(Balance)
    lots = select(other.lot_id).join(mine, mine.account_id == other.account_id).where(mine.id == piece_id)
    beside = (
        select(Piece.id)
        .join(Balance, Balance.account_id == Piece.account_id)
        .where(Balance.lot_id.in_(lots), is_held())
        .group_by(Piece.id)
        .order_by(Piece.id.desc())
        .limit(PAGE)
    )
    ids = dict.fromkeys([piece_id, *session.scalars(beside)])
    lacking = (one for each in judge_pieces(session, list(ids), on) for one in each.results if lacks_a_paper(one))
    return Counter((one.key, one.missing) for one in lacking)


def papers_in(facts: PieceFacts) -> dict[str, Paper]:
    """Every paper that the rules read about a piece, by its reference."""
    sources = [source for line in facts.metals for source, _share in line.parts]
    found = [paper for source in sources for paper in source.papers]
    found += [source.fineness_paper for source in sources if source.fineness_paper]
    found += [paper for line in facts.stones for paper in line.papers]
    found += [mark.paper for mark in facts.marks if mark.paper]
    found += [test.paper for test in facts.nickel_tests]
    found += [*facts.shop.licences, *facts.shop.pay]
    return {paper.reference: paper for paper in found}


def is_own_paper(session: Session, document_id: int) -> bool:
    """Whether it is about the workshop itself. One statement."""
    wanted = select(Document.id).join(Reading, Reading.document_id == Document.id)
    wanted = wanted.where(Document.id == document_id, Document.supplier_id.is_(None), Reading.kind.in_(OWN_KINDS))
    return session.scalar(wanted.limit(1)) is not None


def newest_pieces(session: Session, most: int) -> list[int]:
    """Pieces that a paper about the workshop may speak of: all that are not scrapped. One statement."""
    alive = select(Piece.id).join(PieceHead, PieceHead.piece_id == Piece.id).where(PieceHead.state != "scrapped")
    return list(session.scalars(alive.order_by(Piece.id.desc()).limit(most)))


def dependents(session: Session, piece_ids: Sequence[int], document: str, on: date) -> list[Dependent]:
    """What each of these pieces would no longer tell, or tell otherwise, without the document. The statements of `facts_of`."""
    facts = facts_of(session, piece_ids) if piece_ids else {}
    return [
        Dependent(key, facts[key].serial, tuple(BY_KEY[rule].name for rule in would_fall(facts[key], document, on)))
        for key in piece_ids
        if key in facts
    ]


def running_out(session: Session, on: date) -> list[Row[Any]]:
    """Documents that end, or are to be looked at again, in the next three months, and those that ended in the last. One statement."""
    first, last = (on - RUNS_OUT).isoformat(), (on + RUNS_OUT).isoformat()
    wanted = (
        select(
            Document.code,
            Reading.number,
            Reading.agency,
            Reading.valid_until,
            Reading.recheck_on,
            func.coalesce(Reading.holder, Supplier.name).label("holder"),
        )
        .join(Reading, Reading.document_id == Document.id)
        .outerjoin(Supplier, Supplier.id == Document.supplier_id)
        .outerjoin(Withdrawal, and_(Withdrawal.document_id == Document.id, is_newest(Withdrawal, "document_id")))
        .where(
            is_newest(Reading, "document_id"),
            Withdrawal.from_on.is_(None),
            func.coalesce(Withdrawal.is_false, literal(False, YesNo)) == False,
            or_(Reading.valid_until.between(first, last), Reading.recheck_on.between(first, last)),
        )
        .order_by(func.coalesce(Reading.valid_until, Reading.recheck_on), Document.id)
        .limit(MOST_RUNNING_OUT)
    )
    return list(session.execute(wanted))
