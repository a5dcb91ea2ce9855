"""Rules 20, 24 and 26: nickel, surface layers and hollow pieces."""

from collections.abc import Iterable
from datetime import date

from workshop.claims.facts import Layer, NickelTest, Paper, PieceFacts
from workshop.claims.papers import own_problems
from workshop.claims.results import Outcome, does_not_apply, must_be_said, not_supported, supported, unknown
from workshop.claims.shares import no_lot
from workshop.claims.wordings import documents, listed, opening, parts, seen
from workshop.units import thousandths
from workshop.wording import N_, _

# Thousandths of µg/cm²/week.
PIERCED_BELOW, SKIN_UP_TO = 200, 500
HOLLOW = {
    "hollow": N_("Hollow."),
    "tube": N_("Made of tube, not solid."),
    "electroformed": N_("Electroformed: a thin shell, not solid."),
}
VERMEIL_SILVER, VERMEIL_GOLD, VERMEIL_NM = 9250, 4160, 2500


def nickel(facts: PieceFacts, on: date) -> Outcome:
    """A release test under the limit of its use, or recipes without nickel; "nickel-free" and "hypoallergenic" are never said.

    Source: REACH (EC) 1907/2006, annex XVII, entry 27: below 0.2 µg/cm²/week in piercings, at most 0.5 on skin; EN 1811, EN 12472 (2020) for coated parts.
    """
    lots = {line.lot for line in facts.metals}
    if not lots:
        return unknown(_("The metal in it is not recorded."), missing=_("the lots it was made of"))
    tests = [test for test in facts.nickel_tests if test.lots & lots]
    over = [test for test in tests if not _is_low(test, facts)]
    if over:
        told = _(
            "A test found {release} µg/cm²/week, over the limit for its use.", release=thousandths(over[0].release)
        )
        return not_supported(told, missing=_("nothing; it may not be sold for this use in the EU"), lots=sorted(lots))
    loose = next(
        (source for line in facts.metals for source, share in line.parts if share and not source.is_recorded), None
    )
    if loose:
        return unknown(no_lot(loose).told, missing=no_lot(loose).missing)
    good = [test for test in tests if _holds(test, facts, on)]
    if good and lots <= frozenset().union(*(test.lots for test in good)):
        return _tested(facts, good)
    return _by_recipe(facts)


def _is_low(test: NickelTest, facts: PieceFacts) -> bool:
    return test.release < PIERCED_BELOW if facts.is_pierced else test.release <= SKIN_UP_TO


def _holds(test: NickelTest, facts: PieceFacts, on: date) -> bool:
    """The report is kept and read, not later than today, and speaks of the worn state when there is a layer."""
    issued = test.paper.issued_on
    return (
        not own_problems(test.paper, on)
        and issued is not None
        and issued <= on
        and (test.is_coated or not facts.layers)
    )


def _tested(facts: PieceFacts, tests: list[NickelTest]) -> Outcome:
    papers: Iterable[Paper] = [test.paper for test in tests]
    told = documents(seen(paper, None) for paper in papers)
    if facts.is_pierced:
        said = _("Nickel release tested below 0.2 µg/cm²/week (EN 1811).")
    else:
        said = _("Nickel release tested at most 0.5 µg/cm²/week (EN 1811).")
    return supported(f"{said} {told}", papers=papers, release=max(test.release for test in tests))


def _by_recipe(facts: PieceFacts) -> Outcome:
    recipes = [(line.lot, line.has_nickel) for line in facts.metals]
    recipes += [(layer.metal, layer.has_nickel) for layer in facts.layers]
    with_nickel = [lot for lot, has in recipes if has]
    if with_nickel:
        told = _("{lots} contain nickel by recipe.", lots=listed(with_nickel))
        return not_supported(told, missing=_("a release test (EN 1811) of {lots}", lots=listed(with_nickel)))
    not_known = [lot for lot, has in recipes if has is None]
    if not_known:
        told = _("Not tested; the recipe of {lots} is not recorded.", lots=listed(not_known))
        return unknown(told, missing=_("the recipe or a release test of {lots}", lots=listed(not_known)))
    said = _("Its alloys contain no added nickel (recipes of {lots}).", lots=listed(lot for lot, _has in recipes))
    return supported(said, limit=_("By recipe; its release was not tested."), lots=[lot for lot, _has in recipes])


def surface_layer(facts: PieceFacts) -> Outcome:
    """What lies on top, how thick and on what; the metal of a layer is never told as the piece's. Source: 16 CFR 23.3(b) and 23.4 (2018)."""
    if not facts.layers:
        return does_not_apply()
    known = all(layer.thickness_nm is not None and layer.base and layer.method for layer in facts.layers)
    return must_be_said(" ".join(_layer_said(layer) for layer in facts.layers), known=known, layers=len(facts.layers))


def _layer_said(layer: Layer) -> str:
    metal = _(layer.metal) if layer.fineness is None else f"{_(layer.metal)} ({parts(layer.fineness)})"
    thick = (
        _("thickness not recorded")
        if layer.thickness_nm is None
        else _("{thickness} µm", thickness=thousandths(layer.thickness_nm))
    )
    base = _(layer.base) if layer.base else _("a metal that is not recorded")
    method = _(layer.method) if layer.method else _("method not recorded")
    said = _(
        "Surface layer of {metal}, {thickness}, {method}, on {base}.",
        metal=metal,
        thickness=thick,
        method=method,
        base=base,
    )
    return _("Vermeil: {layer}", layer=said) if _is_vermeil(layer) else opening(said)


def _is_vermeil(layer: Layer) -> bool:
    """16 CFR 23.4(d): gold of at least 10K, at least 2.5 µm, on sterling silver."""
    return (
        layer.metal == "gold"
        and layer.base == "silver"
        and (layer.base_fineness or 0) >= VERMEIL_SILVER
        and (layer.fineness or 0) >= VERMEIL_GOLD
        and (layer.thickness_nm or 0) >= VERMEIL_NM
    )


def hollow(facts: PieceFacts) -> Outcome:
    """Hollow, tube or electroformed is said wherever it is described. Source: 16 CFR 23.3(b) (2018): "solid" is for what is not hollow."""
    if facts.construction == "solid":
        return does_not_apply()
    if facts.construction not in HOLLOW:
        said = _("Whether it is solid or hollow is not recorded.")
        return must_be_said(said, known=False)
    return must_be_said(_(HOLLOW[facts.construction]), construction=facts.construction)
