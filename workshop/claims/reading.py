"""Documents from rows to papers, as the rulebook reads them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from workshop.claims.facts import NickelTest, Paper


def papers_of(rows: Iterable[Row[Any]], used: Mapping[str, int]) -> dict[int, tuple[Paper, ...]]:
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
        valid_from=day_of(row.valid_from),
        valid_until=day_of(row.valid_until),
        issued_on=day_of(row.issued_on),
        checked_by=row.checked_by,
        checked_on=day_of(row.checked_on),
        checked_where=row.checked_where,
        withdrawn_from=day_of(row.from_on),
        is_false=bool(row.is_false),
        digest=row.file,
        limit_mg=row.limit_mg,
        used_mg=used_mg,
        fineness=row.fineness,
        benchmark=row.benchmark,
        covers=frozenset(word.strip() for word in (row.covers or "").split(",") if word.strip()),
    )


def day_of(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def nickel_tests_of(rows: Sequence[tuple[Row[Any], Paper]]) -> tuple[NickelTest, ...]:
    return tuple(
        NickelTest(paper, row.nickel_release, paper.covers, is_coated=(paper.form or "") == "coated")
        for row, paper in rows
        if paper.kind == "nickel" and row.nickel_release is not None
    )
