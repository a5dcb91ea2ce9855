"""From rows to facts: everything that the rulebook reads about some pieces, in a number of statements that never grows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.orm import Session

from workshop.catalogue.wording import let_stand
from workshop.claims import inside as inside_now
from workshop.claims import paper_queries as papers
from workshop.claims import queries as ask
from workshop.claims.facts import (
    MetalLine,
    NickelTest,
    Paper,
    PieceFacts,
    Source,
    StoneLine,
    WorkshopFact,
    unknown_source,
)
from workshop.claims.keeping_back import keep_back
from workshop.claims.ours import workshop_of
from workshop.claims.reading import day_of, nickel_tests_of, papers_of
from workshop.claims.story import edition_of, guarantee_of, layer_of, local_day, look_of, mark_of, steps_of
from workshop.materials.ledger import fine, net_mg, vector
from workshop.materials.words import STONE_KINDS
from workshop.people.queries import find_shop

PIERCED = ("earrings",)
SCALES_MAY_FIND = 100  # one part in a hundred, or these milligrams: our choice
SCALES_MAY_FIND_MG = 30


@dataclass(frozen=True)
class _Read:
    """The rows of some pieces, by what they belong to."""

    pieces: ask.Rows
    held: Mapping[int, list[Row[Any]]]
    went_in: Mapping[tuple[int, int], Row[Any]]
    lots: Mapping[int, Row[Any]]
    parents: Mapping[int, list[tuple[int, int]]]
    papers: Mapping[int, tuple[Paper, ...]]
    tests: Mapping[int, tuple[NickelTest, ...]]
    steps: Mapping[int, list[Row[Any]]]
    looks: Mapping[int, Row[Any]]
    layers: Mapping[int, list[Any]]
    marks: Mapping[int, list[Any]]
    mark_papers: Mapping[int, tuple[Paper, ...]]
    siblings: Mapping[int, Row[Any]]


def facts_of(session: Session, piece_ids: Sequence[int]) -> dict[int, PieceFacts]:
    """The facts of these pieces, by primary key. Typed words that outrun them are kept back. At most 18 statements, for one piece and for a thousand."""
    shop = find_shop(session)
    zone = ZoneInfo(shop.time_zone if shop else "UTC")
    read = _read(session, piece_ids)
    own = workshop_of(session, shop)
    vectors: dict[int, dict[int, Fraction]] = {}
    allowed = let_stand(session)
    told = {piece.id: _facts(read, piece, own, zone, vectors) for piece in read.pieces}
    return {piece_id: keep_back(facts, allowed) for piece_id, facts in told.items()}


def _read(session: Session, piece_ids: Sequence[int]) -> _Read:
    pieces = session.execute(ask.PIECES, {"pieces": piece_ids}).all()
    accounts = [piece.account_id for piece in pieces if piece.account_id is not None]
    held = session.execute(inside_now.HELD, {"accounts": accounts}).all() if accounts else []
    went_in = session.execute(inside_now.WENT_IN, {"accounts": accounts}).all() if accounts else []
    inside = {row.lot_id for row in held}
    edges = session.execute(ask.PARENTS, {"lots": sorted(inside)}).all() if inside else []
    every = sorted(inside | {edge.parent_id for edge in edges} | {edge.lot_id for edge in edges})
    lots = session.execute(ask.LOTS, {"lots": every}).all() if every else []
    paper_rows = session.execute(papers.PAPERS, {"lots": every}).all() if every else []
    limited = sorted({row.code for row in paper_rows if row.limit_mg is not None})
    used = _used(session.execute(papers.USED, {"documents": limited}).all()) if limited else {}
    some = {"pieces": [piece.id for piece in pieces]}
    editions = sorted({piece.edition_id for piece in pieces if piece.edition_id is not None})
    return _Read(
        pieces,
        _by(held, "account_id"),
        {(row.account_id, row.lot_id): row for row in went_in},
        {row.id: row for row in lots},
        _pairs(edges),
        papers_of(paper_rows, used),
        nickel_tests_of(paper_rows, {row.id: row.code for row in lots}),
        _by(session.execute(ask.STEPS, some), "piece_id"),
        {row.piece_id: row for row in session.execute(ask.LOOKS, some)},
        _by(session.scalars(ask.LAYERS, some), "piece_id"),
        _by(session.scalars(ask.HALLMARKS, some), "piece_id"),
        papers_of(session.execute(papers.HALLMARK_PAPERS, some).all(), {}),
        {row.edition_id: row for row in session.execute(ask.SIBLINGS, {"editions": editions})} if editions else {},
    )


def _used(lots: Iterable[Row[Any]]) -> dict[str, int]:
    """What was used under each document, from all the lots that it speaks of."""
    found: dict[str, int] = defaultdict(int)
    for lot in lots:
        found[lot.code] += (lot.taken_in_mg or 0) - (lot.stock_mg or 0) + found_mg(lot)
    return found


def _by(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _pairs(edges: Iterable[Row[Any]]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in edges:
        found[edge.lot_id].append((edge.parent_id, edge.mg))
    return found


def _facts(
    read: _Read,
    piece: Row[Any],
    shop: WorkshopFact,
    zone: ZoneInfo,
    vectors: dict[int, dict[int, Fraction]],
) -> PieceFacts:
    held = read.held.get(piece.account_id, []) if piece.account_id is not None else []
    booked = [row for row in held if read.lots[row.lot_id].kind not in STONE_KINDS]
    of_lots = 1 - _never_booked(piece.weight_mg, held)
    metals = tuple(_metal(read, row, vectors, of_lots) for row in booked)
    stones = tuple(_stones(read, row) for row in held if read.lots[row.lot_id].kind in STONE_KINDS)
    steps = read.steps.get(piece.id, [])
    return PieceFacts(
        serial=piece.serial,
        kind=piece.kind,
        shop=shop,
        metals=metals,
        stones=stones,
        steps=tuple(steps_of(steps, zone, shop.country)),
        layers=tuple(layer_of(row, metals) for row in read.layers.get(piece.id, [])),
        marks=tuple(mark_of(row, read.mark_papers.get(row.id, ()), steps) for row in read.marks.get(piece.id, [])),
        nickel_tests=tuple(test for row in booked for test in read.tests.get(row.lot_id, ())),
        inspection=look_of(read.looks.get(piece.id), piece, zone),
        edition=edition_of(piece, read.siblings.get(piece.edition_id), zone),
        guarantee=guarantee_of(piece),
        construction=piece.construction,
        is_pierced=piece.kind.startswith(PIERCED),
        counts_casting=piece.counts_casting,
        came_as_casting=piece.way_in == "castings",
        sold_on=local_day(piece.sold_at, zone),
    )


def _never_booked(gross_mg: int | None, held: Sequence[Row[Any]]) -> Fraction:
    """The share of the metal on the scale that is in no book: it was weighed before the first lot was booked."""
    booked = sum(row.mg for row in held)
    if gross_mg is None or not booked:
        return Fraction(0)
    net = net_mg(gross_mg, sum(row.carat_thousandths for row in held))
    return Fraction(net - booked, net) if net - booked > _let_be(booked) else Fraction(0)


def _let_be(mg: int) -> int:
    """What weighings cannot tell apart."""
    return max(SCALES_MAY_FIND_MG, mg // SCALES_MAY_FIND)


def _found_in(row: Row[Any], went_in: Row[Any] | None) -> Fraction:
    """The share of a lot's metal in a piece that scales found and nobody booked: of that no lot is known."""
    if went_in is None or not row.mg:
        return Fraction(0)
    unexplained, weighed = int(went_in.unexplained_mg), int(went_in.weighing_mg)
    found = max(0, unexplained) + max(0, weighed - _let_be(row.mg))
    return min(Fraction(1), Fraction(found, row.mg))


def _metal(read: _Read, row: Row[Any], vectors: dict[int, dict[int, Fraction]], of_lots: Fraction) -> MetalLine:
    """`of_lots`: the share of the piece's metal that is in the books."""
    lot = read.lots[row.lot_id]
    shares = vector(row.lot_id, _fine_parents(read, lot.metal), vectors)
    went_in = read.went_in.get((row.account_id, row.lot_id))
    known = of_lots * (1 - _found_in(row, went_in))
    parts = [(_source(read, source), share * known) for source, share in sorted(shares.items())]
    return MetalLine(
        lot=lot.code,
        role=(went_in.role if went_in else None) or "structure",
        metal=lot.metal,
        fineness=lot.fineness,
        gross_mg=row.mg,
        parts=tuple(parts) if known == 1 else (*parts, (unknown_source(lot.metal), 1 - known)),
        is_incidental=bool(went_in and went_in.is_incidental),
        bought_shape=lot.kind in ("castings", "findings"),
        has_nickel=lot.has_nickel,
    )


def _fine_parents(read: _Read, metal: str) -> dict[int, list[tuple[int, Fraction]]]:
    """What went into each lot made here, by fine weight of this metal; nothing where a part's fineness is not known, so that the lot speaks for itself and of nothing."""
    return {
        lot: weighed
        for lot, parts in read.parents.items()
        if not _outgrown(read.lots[lot]) and (weighed := _weighed(read, parts, metal))
    }


def _outgrown(lot: Row[Any]) -> bool:
    """Whether more of it was used than was made: then its parents do not tell where all of it comes from."""
    return found_mg(lot) > (lot.stock_mg or 0)


def found_mg(lot: Row[Any]) -> int:
    """What scales showed more of a lot than the books, by any reason that nobody can give: it came from somewhere else.

    What weighings cannot tell apart is let be up to a hundredth of the lot, and what a few divisions of a scale make; beyond
    that it adds up to metal.
    """
    told_apart = min(0, (lot.weighing_mg or 0) + _let_be(lot.taken_in_mg or 0))
    return max(0, -(lot.unexplained_mg or 0) - told_apart)


def _weighed(read: _Read, parts: Sequence[tuple[int, int]], metal: str) -> list[tuple[int, Fraction]]:
    same = [(read.lots[parent], mg) for parent, mg in parts if read.lots[parent].metal == metal]
    if any(parent.fineness is None for parent, _mg in same):
        return []
    return [(parent.id, fine(mg, parent.fineness)) for parent, mg in same]


def _source(read: _Read, lot_id: int) -> Source:
    lot = read.lots[lot_id]
    found = read.papers.get(lot_id, ())
    return Source(
        code=lot.code,
        metal=lot.metal,
        fineness=lot.fineness,
        form=lot.form,
        origin="unknown" if lot.is_own else _origin(lot),
        country=lot.country,
        received_on=day_of(lot.received_on),
        produced_on=day_of(lot.produced_on),
        supplier_code=lot.supplier_code,
        supplier_name=lot.supplier_name,
        papers=found,
        received_mg=lot.received_mg,
        used_mg=None if lot.received_mg is None else lot.received_mg - (lot.stock_mg or 0) + found_mg(lot),
        is_customers=lot.owner_id is not None,
        is_settled=not lot.unexplained_mg,
        fineness_paper=next((paper for paper in found if paper.fineness is not None), None),
    )


def _origin(lot: Row[Any]) -> str:
    if lot.owner_id is not None and lot.origin in (None, "unknown"):
        return "customer_supplied"
    return lot.origin or "unknown"


def _stones(read: _Read, row: Row[Any]) -> StoneLine:
    lot = read.lots[row.lot_id]
    return StoneLine(
        lot=lot.code,
        species=lot.species or "stone",
        nature=lot.nature or "unknown",
        treatment=lot.treatment or "unknown",
        treatment_text=lot.treatment_note or "",
        count=row.number,
        carat_thousandths=row.carat_thousandths,
        report_number=lot.report_number,
        laboratory=lot.laboratory,
        papers=read.papers.get(row.lot_id, ()),
        received_on=day_of(lot.received_on),
        supplier_code=lot.supplier_code,
        supplier_name=lot.supplier_name,
        is_polished=lot.is_polished is not False,
        is_customers=lot.owner_id is not None,
        tested_by=lot.tested_by,
        country=None if lot.country == "not_traceable" else lot.country,
    )
