"""Rules 12 to 14, 20, 24 and 26: fineness, hallmark, nickel, layers, hollow pieces."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.facts import assay, line, lot, made_of, paper, piece, result, shop, status
from workshop.claims.facts import Layer, Mark, NickelTest, PieceFacts
from workshop.claims.fineness import UK, hallmark, standard_below, tolerance

NOTE = paper(
    reference="D-0070",
    kind="hallmark",
    number="VA-3318",
    standard=None,
    issued_on=date(2026, 11, 12),
    valid_from=None,
    valid_until=None,
)
MARK = Mark("gold", "Assay Office of Vale do Amieiro", date(2026, 11, 12), "MW", 7500, NOTE, no_metal_after=True)
GOLD, NAMED = "solid_karat_gold", "sterling_or_platinum"


def abroad(**changes: Any) -> PieceFacts:
    """Sold where no weight asks for a hallmark."""
    return piece(shop=shop(countries_of_sale=("US",)), **changes)


@pytest.mark.parametrize(
    ("metal", "fineness", "country", "expected"),
    [
        ("gold", 5850, "GB", 5850),
        ("gold", 5849, "GB", 3750),
        ("gold", 5840, "FI", 3750),
        ("gold", 3749, "GB", None),
        ("gold", 10_000, "GB", 9990),
        ("gold", 5833, "US", 5833),
        ("gold", 5833, "GB", 3750),
        ("silver", 9249, "GB", 8000),
        ("platinum", 9499, "GB", 9000),
        ("palladium", 4999, "GB", None),
        ("gold", 7500, None, 7500),
        ("gold", 7499, "PT", 5850),
        ("base", 9999, "GB", None),
    ],
)
def test_fineness_is_never_rounded_up(metal: str, fineness: int, country: str | None, expected: int | None) -> None:
    assert standard_below(metal, fineness, country) == expected


@given(st.sampled_from(sorted(UK)), st.integers(1, 10_000), st.sampled_from(["GB", "FI", "US", "PT", None]))
def test_no_standard_is_ever_above_the_metal(metal: str, fineness: int, country: str | None) -> None:
    assert (standard_below(metal, fineness, country) or 0) <= fineness


@pytest.mark.parametrize(
    ("metal", "weight_mg", "country", "expected"),
    [
        ("gold", 1_000, "GB", "exempt"),
        ("gold", 1_001, "GB", "needed"),
        ("silver", 7_780, "GB", "exempt"),
        ("silver", 7_781, "GB", "needed"),
        ("platinum", 501, "GB", "needed"),
        ("palladium", 1_000, "GB", "exempt"),
        ("gold", 500, "PT", "exempt"),
        ("gold", 501, "PT", "needed"),
        ("silver", 2_001, "PT", "needed"),
        ("platinum", 9_000, "PT", "not checked"),
        ("gold", 9_000, "JP", "not checked"),
        ("gold", None, "GB", "not checked"),
    ],
)
def test_the_hallmark_is_asked_by_weight_and_country(
    metal: str, weight_mg: int | None, country: str, expected: str
) -> None:
    assert hallmark(metal, weight_mg, country) == expected


@pytest.mark.parametrize(
    ("metal", "countries", "has_solder", "expected"),
    [
        ("gold", ("US",), True, 70),
        ("gold", ("US",), False, 30),
        ("gold", ("US", "GB"), True, 0),
        ("silver", ("US",), True, 0),
        ("gold", (), True, 0),
    ],
)
def test_only_gold_sold_only_in_the_us_has_a_tolerance(
    metal: str, countries: tuple[str, ...], has_solder: bool, expected: int
) -> None:
    assert tolerance(metal, countries, has_solder=has_solder) == expected


def test_gold_throughout_by_assay() -> None:
    found = result(abroad(), GOLD)
    assert (found.status, found.sentence, found.papers) == ("supported", "18K (750) gold throughout.", ("D-0040",))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"construction": "hollow"}, "not_supported"),
        ({"construction": "tube"}, "not_supported"),
        ({"construction": "electroformed"}, "not_supported"),
        ({"construction": None}, "unknown"),
        ({"layers": (Layer("palladium"),)}, "not_supported"),
        ({"metals": (line(), line(role="layer"))}, "not_supported"),
        ({"metals": (line(), line((lot(metal="silver", fineness=9250), Fraction(1))))}, "not_supported"),
        ({"metals": (line(fineness=None),)}, "unknown"),
        ({"metals": (line((lot(fineness_paper=None), Fraction(1))),)}, "not_supported"),
        ({"metals": (line((lot(fineness_paper=assay(5850)), Fraction(1))),)}, "not_supported"),
        ({"metals": (line((lot(fineness_paper=assay(is_false=True)), Fraction(1))),)}, "not_supported"),
        ({"metals": (line((lot(fineness_paper=assay(kind="invoice")), Fraction(1))),)}, "supported_with_limit"),
        ({"metals": (line(fineness=3000),)}, "not_supported"),
        ({"metals": (line((lot(metal="silver", fineness=9250), Fraction(1))),)}, "does_not_apply"),
    ],
)
def test_gold_throughout_fails_by_body_paper_and_fineness(changes: dict[str, Any], expected: str) -> None:
    assert status(abroad(**changes), GOLD) == expected


@pytest.mark.parametrize(("fineness", "said"), [(7499, "14K (583)"), (5840, "14K (583)"), (5832, "10K (416)")])
def test_the_next_lower_karat_is_named(fineness: int, said: str) -> None:
    assert result(abroad(metals=(line(fineness=fineness),)), GOLD).sentence == f"{said} gold throughout."


@pytest.mark.parametrize(
    ("solder_mg", "countries", "said"), [(40, ("US",), "18K"), (80, ("US",), "14K"), (1, ("US", "JP"), "14K")]
)
def test_solder_counts_in_the_whole(solder_mg: int, countries: tuple[str, ...], said: str) -> None:
    """Solder of 585 in 1 g of 750: 40 mg bring it to 743.6 (within 7 parts of the US), 80 mg to 737.8."""
    solder = line(
        (lot(code="G-5", fineness=5850, fineness_paper=assay(5850)), Fraction(1)), gross_mg=solder_mg, role="solder"
    )
    facts = made_of(line(gross_mg=1000), solder, shop=shop(countries_of_sale=countries))
    assert result(facts, GOLD).sentence.startswith(said)


def test_a_hallmark_stands_for_the_fineness_and_its_lack_blocks_the_word() -> None:
    assert "hallmarked before" in result(piece(), GOLD).reasons[0]
    marked = piece(marks=(MARK,), metals=(line((lot(fineness_paper=None), Fraction(1))),))
    found = result(marked, GOLD)
    assert (found.status, found.papers) == ("supported", ("D-0070",))


@pytest.mark.parametrize(
    ("metal", "fineness", "expected"),
    [
        ("silver", 9250, "Sterling silver (925)."),
        ("silver", 9580, "Silver (958)."),
        ("silver", 9249, ""),
        ("silver", 8000, ""),
        ("platinum", 9500, "Platinum (950)."),
        ("platinum", 9499, ""),
    ],
)
def test_sterling_and_platinum_from_their_figure_up(metal: str, fineness: int, expected: str) -> None:
    source = lot(metal=metal, fineness=fineness, fineness_paper=assay(fineness, materials=frozenset({metal})))
    facts = made_of(line((source, Fraction(1))), shop=shop(countries_of_sale=("US",)))
    found = result(facts, NAMED)
    assert found.sentence == expected
    assert found.status == ("supported" if expected else "not_supported")


def silver_piece(**changes: Any) -> PieceFacts:
    of_paper = changes.pop("of_paper", {})
    source = lot(metal="silver", fineness=9250, fineness_paper=assay(9250, materials=frozenset({"silver"}), **of_paper))
    return made_of(line((source, Fraction(1))), **{"shop": shop(countries_of_sale=("US",))} | changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"layers": (Layer("gold"),)}, "supported_with_limit"),
        ({"construction": "hollow"}, "supported_with_limit"),
        ({"of_paper": {"kind": "declaration"}}, "supported_with_limit"),
        ({"of_paper": {"checked_by": None}}, "unknown"),
        ({"shop": shop(countries_of_sale=("PT",))}, "not_supported"),
    ],
)
def test_sterling_tells_what_limits_it(changes: dict[str, Any], expected: str) -> None:
    assert status(silver_piece(**changes), NAMED) == expected
    assert status(piece(), NAMED) == "does_not_apply"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "supported"),
        ({"office": None}, "not_supported"),
        ({"paper": None}, "not_supported"),
        ({"on": None}, "not_supported"),
        ({"no_metal_after": False}, "not_supported"),
        ({"no_metal_after": None}, "unknown"),
        ({"paper": replace(NOTE, is_false=True)}, "not_supported"),
        ({"paper": replace(NOTE, digest=None)}, "unknown"),
        ({"fineness": 7501}, "not_supported"),
        ({"fineness": 5850}, "supported"),
    ],
)
def test_a_hallmark_is_an_offices_on_record_with_no_metal_since(changes: dict[str, Any], expected: str) -> None:
    facts = piece(marks=(replace(MARK, **changes),))
    assert status(facts, "hallmarked") == expected
    assert (
        expected != "supported"
        or result(facts, "hallmarked").sentence == "Hallmarked, Assay Office of Vale do Amieiro, 12 November 2026."
    )


@pytest.mark.parametrize(
    ("gross_mg", "countries", "expected"),
    [
        (501, ("PT",), "not_supported"),
        (500, ("PT",), "does_not_apply"),
        (501, ("JP",), "unknown"),
        (501, (), "unknown"),
        (1_000, ("GB",), "does_not_apply"),
        (1_000, ("GB", "PT"), "not_supported"),
        (None, ("GB",), "unknown"),
    ],
)
def test_without_a_mark_the_weight_and_the_countries_of_sale_decide(
    gross_mg: int | None, countries: tuple[str, ...], expected: str
) -> None:
    facts = made_of(line(gross_mg=gross_mg), shop=shop(countries_of_sale=countries))
    assert status(facts, "hallmarked") == expected


def test_one_metal_marked_and_the_other_not_is_limited() -> None:
    silver = line((lot(code="A-1", metal="silver", fineness=9250), Fraction(1)))
    assert status(piece(metals=(line(), silver), marks=(MARK,)), "hallmarked") == "supported_with_limit"


TEST_PAPER = paper(
    reference="D-0080",
    kind="report",
    standard=None,
    number="N-1",
    issued_on=date(2026, 11, 1),
    valid_from=None,
    valid_until=None,
)


def release_of(release: int, **changes: Any) -> NickelTest:
    given: dict[str, Any] = {"paper": TEST_PAPER, "release": release, "lots": frozenset({"G-0231"})}
    return NickelTest(**given | changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "unknown"),
        ({"metals": ()}, "unknown"),
        ({"metals": (line(has_nickel=False),)}, "supported_with_limit"),
        ({"metals": (line(has_nickel=True),)}, "not_supported"),
        ({"metals": (line(has_nickel=False), line(lot="G-2"))}, "unknown"),
        ({"metals": (line(has_nickel=False),), "layers": (Layer("nickel", has_nickel=True),)}, "not_supported"),
        ({"nickel_tests": (release_of(500),)}, "supported"),
        ({"nickel_tests": (release_of(501),)}, "not_supported"),
        ({"nickel_tests": (release_of(199),), "is_pierced": True}, "supported"),
        ({"nickel_tests": (release_of(200),), "is_pierced": True}, "not_supported"),
        ({"nickel_tests": (release_of(100, lots=frozenset({"G-1"})),)}, "unknown"),
        ({"nickel_tests": (release_of(100),), "layers": (Layer("palladium"),)}, "unknown"),
        ({"nickel_tests": (release_of(100, is_coated=True),), "layers": (Layer("palladium"),)}, "supported"),
        ({"nickel_tests": (release_of(100, paper=replace(TEST_PAPER, is_false=True)),)}, "unknown"),
        ({"nickel_tests": (release_of(100, paper=replace(TEST_PAPER, issued_on=date(2026, 11, 21))),)}, "unknown"),
        ({"nickel_tests": (release_of(100),), "metals": (line(), line(lot="G-2"))}, "unknown"),
    ],
)
def test_nickel_by_test_or_by_recipe(changes: dict[str, Any], expected: str) -> None:
    assert status(piece(**changes), "nickel_safe") == expected


VERMEIL = Layer("gold", 7500, 2500, "electroplated", "silver", 9250)


@pytest.mark.parametrize(
    ("layer", "status_is", "said"),
    [
        (
            replace(VERMEIL, thickness_nm=2499),
            "supported",
            "Surface layer of gold (750), 2.499 µm, electroplated, on silver.",
        ),
        (VERMEIL, "supported", "Vermeil: Surface layer of gold (750), 2.5 µm, electroplated, on silver."),
        (
            replace(VERMEIL, base_fineness=9249),
            "supported",
            "Surface layer of gold (750), 2.5 µm, electroplated, on silver.",
        ),
        (
            replace(VERMEIL, fineness=4159),
            "supported",
            "Surface layer of gold (415), 2.5 µm, electroplated, on silver.",
        ),
        (
            Layer("rhodium"),
            "unknown",
            "Surface layer of rhodium, thickness not recorded, method not recorded, on a metal that is not recorded.",
        ),
    ],
)
def test_a_layer_is_always_said(layer: Layer, status_is: str, said: str) -> None:
    found = result(piece(layers=(layer,)), "surface_layer")
    assert (found.status, found.sentence, found.is_mandatory) == (status_is, said, True)
    assert status(piece(), "surface_layer") == "does_not_apply"


@pytest.mark.parametrize(
    ("construction", "expected"),
    [
        ("solid", "does_not_apply"),
        ("hollow", "supported"),
        ("tube", "supported"),
        ("electroformed", "supported"),
        (None, "unknown"),
    ],
)
def test_hollow_is_always_said(construction: str | None, expected: str) -> None:
    found = result(piece(construction=construction), "hollow")
    assert (found.status, found.is_mandatory) == (expected, True)
    assert bool(found.sentence) is (expected != "does_not_apply")


@pytest.mark.parametrize(
    ("solder_mg", "mark", "expected"),
    [
        (0, True, "supported"),
        (200, False, "not_supported"),
        (200, True, "supported_with_limit"),
        (500, True, "supported_with_limit"),
        (501, True, "not_supported"),
    ],
)
def test_a_struck_fineness_holds_with_the_seams_that_it_was_struck_with(
    solder_mg: int, mark: bool, expected: str
) -> None:
    silver = lot(metal="silver", fineness=9250, fineness_paper=assay(9250, materials=frozenset({"silver"})))
    solder = replace(silver, code="G-6", fineness=6500, fineness_paper=assay(6500, materials=frozenset({"silver"})))
    lines = [line((silver, Fraction(1)), gross_mg=10_000 - solder_mg)]
    if solder_mg:
        lines.append(line((solder, Fraction(1)), gross_mg=solder_mg, role="solder"))
    struck = (replace(MARK, metal="silver", fineness=9250),) if mark else ()
    facts = made_of(*lines, marks=struck, shop=shop(countries_of_sale=("GB",)))
    found = result(facts if mark else replace(facts, shop=shop(countries_of_sale=("US",))), NAMED)
    assert found.status == expected
    assert ("solder" in found.limit) is (expected == "supported_with_limit")
