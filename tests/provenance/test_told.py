"""The pure parts of a page: care, rights, what is struck, editions."""

import pytest

from workshop.claims.facts import EditionFact
from workshop.claims.stones import EU
from workshop.languages.catalogues import speak
from workshop.provenance.care import FINISHES, LAYERS, LIKE, METALS, SOFT_STONES, Worn, care_of, finishes_of
from workshop.provenance.described import edition_told
from workshop.provenance.rights import LEGAL_YEARS, rights_of


def told(**worn: object) -> str:
    return " ".join(care_of(Worn(**worn)))  # type: ignore[arg-type]


def test_a_piece_of_which_nothing_is_known_is_cared_for_too() -> None:
    assert care_of(Worn()) and "warm water" in told()


@pytest.mark.parametrize("metal", METALS)
def test_each_metal_has_its_line(metal: str) -> None:
    assert METALS[metal] in care_of(Worn(metals=(metal,)))


def test_a_layer_speaks_for_the_metal_under_it() -> None:
    assert METALS["silver"] not in care_of(Worn(metals=("silver",), layers=("rhodium",)))
    assert LAYERS["rhodium"] in care_of(Worn(metals=("silver",), layers=("rhodium",)))
    assert "It is plated" in told(layers=("gold",))


def test_a_patina_is_not_polished_away() -> None:
    assert finishes_of(["Oxidise", None, "Satin brushed"]) == ("patina", "matt")
    care = care_of(Worn(metals=("silver",), finishes=("patina",)))
    assert FINISHES["patina"] in care and METALS["silver"] not in care


@pytest.mark.parametrize("species", [*SOFT_STONES, *LIKE])
def test_soft_stones_are_kept_from_what_harms_them(species: str) -> None:
    assert "No ultrasonic cleaner" in told(stones=((species, "none"),))
    assert SOFT_STONES[LIKE.get(species, species)] in care_of(Worn(stones=((species, "none"),)))


def test_pearls_are_not_soaked() -> None:
    assert "No soaking" in told(stones=(("pearl", "none"),)) and "warm water" not in told(stones=(("pearl", "none"),))


def test_a_hard_stone_may_be_cleaned_unless_it_is_treated() -> None:
    assert "ultrasonic" not in told(stones=(("sapphire", "heated"),))
    assert "ultrasonic" in told(stones=(("ruby", "fracture_filled"),))


def test_a_design_with_words_of_its_own_only_gets_what_they_cannot_know() -> None:
    worn = Worn(metals=("gold",), layers=("rhodium",), stones=(("opal", "none"),))
    care = care_of(worn, has_own_words=True)
    assert LAYERS["rhodium"] in care and SOFT_STONES["opal"] in care and METALS["gold"] not in care
    assert care_of(Worn(metals=("gold",)), has_own_words=True) == ()


def test_rights_follow_the_countries_of_sale() -> None:
    assert len(LEGAL_YEARS) >= 27 and set(LEGAL_YEARS) >= EU
    lines = rights_of(["PT", "DE", "PT"])
    assert "in Portugal for 3 years" in " ".join(lines) and "in Germany for 2 years" in " ".join(lines)
    assert "14 days" in lines[0]
    assert rights_of([]) == rights_of(["US", "??"]) == lines[-1:]
    assert "14 days" not in " ".join(rights_of(["CH"]))


def test_proofs_and_destroyed_numbers_are_told_with_the_edition() -> None:
    class Head:
        edition_number, edition_size = 3, 25

    def edition(**values: int | None) -> str:
        return edition_told(Head(), EditionFact(25, 3, **values))  # type: ignore[arg-type]

    assert edition(proofs=2, destroyed=1).startswith("No. 3 of 25. 2 proofs exist beside them.")
    assert "1 number is destroyed" in edition(proofs=0, destroyed=1)
    assert "not recorded" in edition()
    speak("de")
    assert edition(proofs=0)
