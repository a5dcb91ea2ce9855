"""Random shops: whatever is bought, melted, lost and made, mass is conserved, and a claim says what its documents cover."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from tests.materials import recomputed
from tests.materials.recomputed import Told
from tests.materials.shop import Shop
from tests.world import World
from workshop.auditing import audit
from workshop.claims.facts import PieceFacts
from workshop.claims.gathering import facts_of
from workshop.claims.judging import would_fall
from workshop.claims.queries import pieces_of
from workshop.claims.results import STANDING, Outcome
from workshop.claims.rulebook import BY_KEY
from workshop.units import grams
from workshop.writing import Writing

GRAPHS = (50, pytest.param(5_000, marks=pytest.mark.slow))
ACTIONS = 6
DAY = "2026-10-12"
RULES = ("recycled_metal_100", "recycled_metal_pct")
AS_MANY = 20  # pieces beside those that fall, of which it was not told


@pytest.mark.parametrize("graphs", GRAPHS)
def test_mass_is_conserved_and_claims_are_covered(world: World, graphs: int) -> None:
    """Each graph is a shop's life in one transaction; the trays are shared, so that later ones melt what earlier ones left."""
    papers: list[str] = []
    for seed in range(graphs):
        world.tell(lambda w, s=seed: _live(w, world, s, papers), world.ana)
    told = recomputed.read(world)
    require_conserved(world, told)
    require_composed(world, told)
    require_only_dependents_fall(world, Random(1).sample(papers, 3))
    assert audit(world.room).findings == []


def _live(writing: Writing, world: World, seed: int, papers: list[str]) -> None:
    shop = Shop(writing, Random(seed), world.design, DAY)
    shop.live(ACTIONS)
    papers += shop.papers


def require_conserved(world: World, told: Told) -> None:
    """What each account holds is what the database says; over all of them every lot is nothing more and nothing less."""
    held = recomputed.holdings(told)
    newest = (
        "b.sequence = (SELECT max(n.sequence) FROM balance n WHERE n.account_id = b.account_id AND n.lot_id = b.lot_id)"
    )
    rows = world.rows(
        f"SELECT b.account_id, b.lot_id, b.mg, b.carat_thousandths, b.number FROM balance b WHERE {newest}"
    )
    assert {(r.account_id, r.lot_id): [r.mg, r.carat_thousandths, r.number] for r in rows} == held
    ends = recomputed.leaves(told)
    for lot_id, lot in told.lots.items():
        places = [amount for (account, of), amount in held.items() if of == lot_id and account in ends]
        assert [sum(unit) for unit in zip(*places, strict=True)] == [0, 0, 0], lot.code
    holding = {a.id for a in told.accounts.values() if a.kind not in ("outside", "melt", "weighing", "unexplained")}
    assert all(min(amount) >= 0 for (account, _lot), amount in held.items() if account in holding)


def require_composed(world: World, told: Told) -> None:
    """Lots made here have the fineness, and pieces the sources, that follow from the movements."""
    for lot_id, fineness in recomputed.fineness_of_made(told).items():
        assert told.lots[lot_id].fineness == (fineness or None), told.lots[lot_id].code
    made_of = recomputed.compositions(told)
    assert all(sum(shares.values()) == 1 for shares in made_of.values())
    codes = {lot.code: lot_id for lot_id, lot in told.lots.items()}
    inside, of_lots = recomputed.metal_of(told), recomputed.known_share(told)
    for serial, known in facts(world).items():
        lines = {codes[line.lot]: line for line in known.metals}
        assert {lot: line.gross_mg for lot, line in lines.items()} == {lot: mg for lot, mg, _flag in inside[serial]}
        for lot_id, line in lines.items():
            booked = of_lots[serial, lot_id]
            parts = {codes.get(source.code): share for source, share in line.parts if share}
            expected = {source: share * booked for source, share in made_of[lot_id].items()} | {None: 1 - booked}
            assert parts == {source: share for source, share in expected.items() if share}, (serial, line.lot)


def require_only_dependents_fall(world: World, papers: Sequence[str]) -> None:
    """Claims are the recomputed ones before and after each withdrawal; what changes is what depends on the paper, and was told to fall."""
    known, expected = facts(world), recomputed.recycled(recomputed.read(world))
    before = claims(world, known)
    require_covered(before, expected)
    for paper in papers:
        world.tell(lambda w, code=paper: Shop(w, Random(0), world.design, DAY).withdraw(code), world.omar)
        after, now = claims(world, facts(world)), recomputed.recycled(recomputed.read(world))
        require_covered(after, now)
        fallen = {serial for serial in before if _said(before[serial]) != _said(after[serial])}
        assert fallen == {serial for serial in expected if expected[serial] != now[serial]}
        some = sorted(fallen | set(sorted(known)[:AS_MANY]))
        assert {one for one in some if would_fall(known[one], paper, world.room.now().date())} == fallen & set(some)
        known, before, expected = facts(world), after, now


def facts(world: World) -> dict[str, PieceFacts]:
    with world.room.database.reading() as session:
        serials = [row.serial for row in world.rows("SELECT serial FROM piece WHERE account_id IS NOT NULL")]
        return {known.serial: known for known in facts_of(session, pieces_of(session, serials)).values()}


def claims(world: World, known: Mapping[str, PieceFacts]) -> dict[str, dict[str, Outcome]]:
    on = world.room.now().date()
    return {serial: {rule: BY_KEY[rule].judge(one, on) for rule in RULES} for serial, one in known.items()}


def _said(results: dict[str, Outcome]) -> list[Any]:
    return [(one.status in STANDING, one.sentence, one.papers) for one in results.values()]


def require_covered(found: dict[str, dict[str, Outcome]], expected: dict[str, dict[str, recomputed.Claim]]) -> None:
    """All of it, a whole percent of it cut off, or nothing is said, metal by metal, as the share is covered."""
    assert found.keys() == expected.keys()
    for serial, results in found.items():
        whole, part = (results[rule] for rule in RULES)
        metals = [(metal, claim) for metal, claim in expected[serial].items() if claim.fine_mg]
        all_of = [metal for metal, claim in metals if claim.covered_mg == claim.fine_mg]
        some = [metal for metal, claim in metals if claim.covered_mg < claim.fine_mg and claim.percent >= 1]
        stands = tuple(one.status in STANDING for one in (whole, part))
        assert stands == (bool(all_of), bool(some)), (serial, metals, whole.reasons, part.reasons)
        for metal, claim in metals:
            weight = f"{grams(int(claim.fine_mg))} g of {metal} in it is"
            assert (f"The {weight} 100% recycled" in whole.sentence) == (metal in all_of), (serial, whole)
            assert (f"At least {claim.percent}% of the {weight} recycled" in part.sentence) == (metal in some), (
                serial,
                part,
            )


def test_a_share_is_exact() -> None:
    assert recomputed.Claim(Fraction(3), Fraction(2)).percent == 66
