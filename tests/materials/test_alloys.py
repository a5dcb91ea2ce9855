"""The table of standard alloys."""

from workshop.materials.alloys import ALLOYS

BY_KEY = {alloy.key: alloy for alloy in ALLOYS}


def test_keys_and_names_are_unique() -> None:
    assert len({alloy.key for alloy in ALLOYS}) == len({alloy.name for alloy in ALLOYS}) == len(ALLOYS)


def test_the_guide_shows_the_first_four() -> None:
    assert [alloy.key for alloy in ALLOYS[:4]] == ["au750y", "au750w", "au585y", "ag925"]


def test_a_precious_alloy_states_its_fineness_and_a_base_metal_does_not() -> None:
    for alloy in ALLOYS:
        assert (alloy.fineness_ppt10000 is None) == (alloy.metal == "base"), alloy.key


def test_a_fineness_is_a_part_of_ten_thousand() -> None:
    assert all(0 < alloy.fineness_ppt10000 <= 10_000 for alloy in ALLOYS if alloy.fineness_ppt10000 is not None)


def test_a_key_names_the_fineness_that_the_alloy_has() -> None:
    for alloy in ALLOYS:
        if alloy.fineness_ppt10000 is not None:
            assert alloy.key[2:5] == str(alloy.fineness_ppt10000 // 10), alloy.key


def test_the_usual_standards_are_there() -> None:
    standards = {(alloy.metal, alloy.fineness_ppt10000) for alloy in ALLOYS}
    gold = {("gold", fineness) for fineness in (3750, 4170, 5850, 7500, 9160, 9990)}
    silver = {("silver", fineness) for fineness in (9250, 9350, 9580, 9990)}
    assert gold | silver | {("platinum", 9500), ("palladium", 9500), ("palladium", 5000)} <= standards


def test_only_an_unnamed_metal_has_no_density() -> None:
    assert [alloy.key for alloy in ALLOYS if alloy.density_ug_per_mm3 is None] == ["other"]


def test_18k_yellow_gold_weighs_15_58_milligrams_per_cubic_millimetre() -> None:
    assert BY_KEY["au750y"].density_ug_per_mm3 == 15_580


def test_more_gold_of_one_colour_is_heavier() -> None:
    for colour in ("yellow", "white", "rose"):
        golds = [alloy for alloy in ALLOYS if alloy.metal == "gold" and alloy.colour == colour]
        densities = [
            alloy.density_ug_per_mm3 or 0 for alloy in sorted(golds, key=lambda alloy: alloy.fineness_ppt10000 or 0)
        ]
        assert densities == sorted(densities)
