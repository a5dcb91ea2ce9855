"""From rows to facts: everything that the rulebook reads about some pieces, in a number of statements that never grows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.orm import Session

from workshop.catalogue.defaults import EVENT_KINDS
from workshop.claims import queries as ask
from workshop.claims.facts import (
    EditionFact,
    InspectionFact,
    Layer,
    Mark,
    MetalLine,
    NickelTest,
    Paper,
    PieceFacts,
    Source,
    Step,
    StoneLine,
    WorkshopFact,
)
from workshop.materials.ledger import fine, net_mg, vector
from workshop.materials.words import STONE_KINDS
from workshop.people.models import Shop
from workshop.pieces.making_models import Hallmark

WORK = frozenset(kind.key for kind in EVENT_KINDS if kind.is_work) | {"outwork_back"}
NO_STEP = frozenset({"start", "take_up"})
ADDS_METAL = frozenset({"cast", "solder", "assemble", "attach", "resize", "repair", "shorten", "detach"})
PIERCED = ("earrings",)


@dataclass(frozen=True)
class _Read:
    """The rows of some pieces, by what they belong to."""

    pieces: ask.Rows
    held: Mapping[int, list[Row[Any]]]
    lots: Mapping[int, Row[Any]]
    parents: Mapping[int, list[tuple[int, int]]]
    papers: Mapping[int, tuple[Paper, ...]]
    steps: Mapping[int, list[Row[Any]]]
    looks: Mapping[int, Row[Any]]
    layers: Mapping[int, list[Any]]
    marks: Mapping[int, list[Any]]
    mark_papers: Mapping[int, tuple[Paper, ...]]
    siblings: Mapping[int, Row[Any]]


def facts_of(session: Session, piece_ids: Sequence[int]) -> dict[int, PieceFacts]:
    """The facts of these pieces, by primary key. At most 16 statements, for one piece and for a thousand."""
    shop = session.get(Shop, 1)
    zone = ZoneInfo(shop.time_zone if shop else "UTC")
    read = _read(session, piece_ids)
    own = _workshop(session, shop)
    tests = _nickel_tests(own[1])
    vectors: dict[int, dict[int, Fraction]] = {}
    return {piece.id: _facts(read, piece, replace(own[0]), tests, zone, vectors) for piece in read.pieces}


def _read(session: Session, piece_ids: Sequence[int]) -> _Read:
    pieces = session.execute(ask.PIECES, {"pieces": piece_ids}).all()
    accounts = [piece.account_id for piece in pieces if piece.account_id is not None]
    held = session.execute(ask.HELD, {"accounts": accounts}).all() if accounts else []
    inside = {row.lot_id for row in held}
    edges = session.execute(ask.PARENTS, {"lots": sorted(inside)}).all() if inside else []
    every = sorted(inside | {edge.parent_id for edge in edges} | {edge.lot_id for edge in edges})
    lots = session.execute(ask.LOTS, {"lots": every}).all() if every else []
    paper_rows = session.execute(ask.PAPERS, {"lots": every}).all() if every else []
    limited = sorted({row.code for row in paper_rows if row.limit_mg is not None})
    used = {row.code: row.used_mg for row in session.execute(ask.USED, {"documents": limited})} if limited else {}
    some = {"pieces": [piece.id for piece in pieces]}
    return _Read(
        pieces,
        _by(held, "account_id"),
        {row.id: row for row in lots},
        _pairs(edges),
        _papers(paper_rows, used),
        _by(session.execute(ask.STEPS, some), "piece_id"),
        {row.piece_id: row for row in session.execute(ask.LOOKS, some)},
        _by(session.scalars(ask.LAYERS, some), "piece_id"),
        _by(session.scalars(ask.HALLMARKS, some), "piece_id"),
        _papers(session.execute(ask.HALLMARK_PAPERS, some).all(), {}),
        {row.id: row for row in session.execute(ask.SIBLINGS, some)},
    )


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


def _papers(rows: Iterable[Row[Any]], used: Mapping[str, int]) -> dict[int, tuple[Paper, ...]]:
    found: dict[int, list[Paper]] = defaultdict(list)
    for row in rows:
        found[row.lot_id].append(paper_of(row, used.get(row.code)))
    return {lot: tuple(sorted(papers, key=lambda paper: paper.reference)) for lot, papers in found.items()}


def paper_of(row: Row[Any], used_mg: int | None = None) -> Paper:
    """A document as its newest reading and withdrawal tell it; the row is one of `queries.PAPERS`."""
    return Paper(
        reference=row.code,
        kind=row.kind,
        standard=row.standard,
        number=row.number,
        agency=row.agency,
        holder=row.holder or row.holder_name,
        holder_code=row.holder_code,
        site=row.site,
        materials=frozenset(word.strip() for word in (row.materials or "").split(",") if word.strip()),
        form=row.form,
        custody=row.custody,
        assessor=row.assessor,
        origin=row.origin,
        country=row.country,
        share=row.share,
        valid_from=_day(row.valid_from),
        valid_until=_day(row.valid_until),
        issued_on=_day(row.issued_on),
        checked_by=row.checked_by,
        checked_on=_day(row.checked_on),
        checked_where=row.checked_where,
        withdrawn_from=_day(row.from_on),
        is_false=bool(row.is_false),
        digest=row.file,
        limit_mg=row.limit_mg,
        used_mg=used_mg,
        fineness=row.fineness,
        benchmark=row.benchmark,
        covers=frozenset(word.strip() for word in (row.covers or "").split(",") if word.strip()),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _local(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def _workshop(session: Session, shop: Shop | None) -> tuple[WorkshopFact, list[tuple[Row[Any], Paper]]]:
    rows = [(row, paper_of(row)) for row in session.execute(ask.OWN_PAPERS)]
    owners = session.scalars(ask.OWNERS)
    fact = WorkshopFact(
        name=shop.name if shop else "",
        code="shop",
        country=shop.country if shop else None,
        owners=frozenset(owners),
        licences=tuple(paper for _row, paper in rows if paper.kind == "licence"),
        countries_of_sale=tuple((shop.sells_in or shop.country or "").replace(",", " ").split()) if shop else (),
        pay=tuple(paper for _row, paper in rows if paper.kind == "pay"),
    )
    return fact, rows


def _nickel_tests(rows: Sequence[tuple[Row[Any], Paper]]) -> tuple[NickelTest, ...]:
    return tuple(
        NickelTest(paper, row.nickel_release, paper.covers, is_coated=(paper.form or "") == "coated")
        for row, paper in rows
        if paper.kind == "nickel" and row.nickel_release is not None
    )


def _facts(
    read: _Read,
    piece: Row[Any],
    shop: WorkshopFact,
    tests: tuple[NickelTest, ...],
    zone: ZoneInfo,
    vectors: dict[int, dict[int, Fraction]],
) -> PieceFacts:
    held = read.held.get(piece.account_id, []) if piece.account_id is not None else []
    metals = tuple(_metal(read, row, vectors) for row in held if read.lots[row.lot_id].kind not in STONE_KINDS)
    stones = tuple(_stones(read, row) for row in held if read.lots[row.lot_id].kind in STONE_KINDS)
    carats = sum(row.carat_thousandths for row in held)
    steps = read.steps.get(piece.id, [])
    gross = piece.weight_mg
    return PieceFacts(
        serial=piece.serial,
        kind=piece.kind,
        shop=shop,
        metals=metals,
        stones=stones,
        steps=tuple(_steps(steps, zone, shop.country)),
        layers=tuple(_layer(row, metals) for row in read.layers.get(piece.id, [])),
        marks=tuple(_mark(read, row, steps) for row in read.marks.get(piece.id, [])),
        nickel_tests=tests,
        inspection=_look(read.looks.get(piece.id), piece, zone),
        edition=_edition(piece, read.siblings.get(piece.id), zone),
        construction=piece.construction,
        gross_mg=gross,
        net_mg=net_mg(gross, carats) if gross is not None else None,
        is_pierced=piece.kind.startswith(PIERCED),
        counts_casting=piece.counts_casting,
    )


def _metal(read: _Read, row: Row[Any], vectors: dict[int, dict[int, Fraction]]) -> MetalLine:
    lot = read.lots[row.lot_id]
    shares = vector(row.lot_id, _fine_parents(read, lot.metal), vectors)
    return MetalLine(
        lot=lot.code,
        role=row.role or "structure",
        metal=lot.metal,
        fineness=lot.fineness,
        gross_mg=row.mg,
        parts=tuple((_source(read, source), share) for source, share in sorted(shares.items())),
        is_incidental=bool(row.is_incidental),
        is_melt=len(shares) > 1,
        bought_shape=lot.kind in ("castings", "findings"),
        has_nickel=lot.has_nickel,
    )


def _fine_parents(read: _Read, metal: str) -> dict[int, list[tuple[int, Fraction]]]:
    """What went into each lot made here, by fine weight of this metal; nothing where a part's fineness is not known, so that the lot speaks for itself and of nothing."""
    return {lot: weighed for lot, parts in read.parents.items() if (weighed := _weighed(read, parts, metal))}


def _weighed(read: _Read, parts: Sequence[tuple[int, int]], metal: str) -> list[tuple[int, Fraction]]:
    same = [(read.lots[parent], mg) for parent, mg in parts if read.lots[parent].metal == metal]
    if any(parent.fineness is None for parent, _mg in same):
        return []
    return [(parent.id, fine(mg, parent.fineness)) for parent, mg in same]


def _source(read: _Read, lot_id: int) -> Source:
    lot = read.lots[lot_id]
    papers = read.papers.get(lot_id, ())
    return Source(
        code=lot.code,
        metal=lot.metal,
        fineness=lot.fineness,
        form=lot.form,
        origin="unknown" if lot.is_own else _origin(lot),
        country=lot.country,
        received_on=_day(lot.received_on),
        produced_on=_day(lot.produced_on),
        supplier_code=lot.supplier_code,
        supplier_name=lot.supplier_name,
        papers=papers,
        received_mg=lot.received_mg,
        used_mg=None if lot.received_mg is None else lot.received_mg - (lot.stock_mg or 0),
        is_customers=lot.owner_id is not None,
        fineness_paper=next((paper for paper in papers if paper.fineness is not None), None),
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
        received_on=_day(lot.received_on),
        supplier_code=lot.supplier_code,
        supplier_name=lot.supplier_name,
        is_polished=lot.is_polished is not False,
        is_customers=lot.owner_id is not None,
        tested_by=lot.tested_by,
        country=None if lot.country == "not_traceable" else lot.country,
        country_basis="document" if lot.country and read.papers.get(row.lot_id) else None,
    )


def _steps(rows: Sequence[Row[Any]], zone: ZoneInfo, country: str | None) -> Iterable[Step]:
    """The work on a piece, without what was undone."""
    undone = {row.corrects_id for row in rows if row.kind == "undo"}
    for row in rows:
        if row.kind not in WORK or row.kind in NO_STEP or row.id in undone:
            continue
        outside = row.kind == "outwork_back"
        named = row.form not in (None, "nothing")
        yield Step(
            kind=row.stage_work or ("outwork" if outside else row.kind),
            stage=row.stage,
            method=row.method,
            person=row.place if outside else row.subject,
            name=row.shown_as if named else None,
            place=row.place,
            country=None if outside else country,
            is_outside=outside,
            on=_local(row.at, zone),
        )


def _layer(row: Any, metals: Sequence[MetalLine]) -> Layer:
    base = max(metals, key=lambda line: line.gross_mg or 0, default=None)
    return Layer(
        metal=row.metal,
        fineness=row.fineness,
        thickness_nm=row.thickness_nm,
        method=row.method,
        base=base.metal if base else None,
        base_fineness=base.fineness if base else None,
        has_nickel=row.has_nickel,
    )


def _mark(read: _Read, row: Hallmark, steps: Sequence[Row[Any]]) -> Mark:
    struck = next((step.sequence for step in steps if step.id == row.event_id), 0)
    later = any(step.sequence > struck and step.kind in ADDS_METAL for step in steps)
    papers = read.mark_papers.get(row.id, ())
    return Mark(
        metal=row.metal,
        office=row.office,
        on=_day(row.marked_on),
        sponsor=row.sponsor,
        fineness=row.fineness,
        paper=papers[0] if papers else None,
        no_metal_after=not later,
    )


def _look(row: Row[Any] | None, piece: Row[Any], zone: ZoneInfo) -> InspectionFact | None:
    if row is None or row.decided_at is None:
        return None
    return InspectionFact(
        on=row.decided_at.astimezone(zone).date(),
        level=row.level,
        checks=row.checks,
        name=row.shown_as if row.form not in (None, "nothing") else None,
        changed_since=row.last_change_id != piece.last_change_id,
    )


def _edition(piece: Row[Any], counted: Row[Any] | None, zone: ZoneInfo) -> EditionFact:
    return EditionFact(
        size=piece.edition_size,
        number=piece.edition_number,
        fixed_on=_local(piece.edition_at, zone),
        given=counted.given if counted else 0,
        destroyed=counted.destroyed or 0 if counted else 0,
        siblings=(counted.siblings if counted else 1) - 1,
        mould=piece.mould,
    )
