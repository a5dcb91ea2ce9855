"""Documents from rows to papers, as the rulebook reads them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from workshop.claims.facts import NickelTest, Paper
from workshop.materials.words import COATED

NICKEL = "nickel"


def papers_of(rows: Iterable[Row[Any]], used: Mapping[str, int]) -> dict[int, tuple[Paper, ...]]:
    """The papers of each lot, without release tests, which are facts of their own."""
    found: dict[int, list[Paper]] = defaultdict(list)
    for row in rows:
        if row.kind != NICKEL:
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


def nickel_tests_of(rows: Sequence[Row[Any]], codes: Mapping[int, str]) -> dict[int, tuple[NickelTest, ...]]:
    """The release tests of each lot: the papers of that kind which speak of it. `codes`: of the lots."""
    found: dict[int, list[NickelTest]] = defaultdict(list)
    for row in rows:
        if row.kind == NICKEL and row.nickel_release is not None:
            test = NickelTest(
                paper=paper_of(row),
                release=row.nickel_release,
                lots=frozenset({codes[row.lot_id]}),
                is_coated=row.form == COATED,
            )
            found[row.lot_id].append(test)
    return {lot: tuple(tests) for lot, tests in found.items()}
