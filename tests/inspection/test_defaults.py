"""The rules that every default list keeps."""

from collections import Counter
from typing import get_args

import pytest

from workshop.catalogue.defaults import EVENT_KINDS, KINDS, KindSpec
from workshop.inspection.checks import CheckSpec, How, ListSpec
from workshop.inspection.defaults import LISTS
from workshop.inspection.defaults_delta import DELTA
from workshop.inspection.defaults_final import FINAL
from workshop.inspection.defaults_stage import STAGE

RELEASING = FINAL + DELTA
CHECKS = tuple(check for checklist in LISTS for check in checklist.checks)
each_list = pytest.mark.parametrize("checklist", LISTS, ids=lambda checklist: checklist.name)
each_releasing = pytest.mark.parametrize("checklist", RELEASING, ids=lambda checklist: checklist.name)


def final(kind: str) -> ListSpec:
    return next(checklist for checklist in FINAL if checklist.kind == kind)


def delta(work: str) -> set[str]:
    return codes(next(checklist for checklist in DELTA if checklist.work == work))


def codes(checklist: ListSpec) -> set[str]:
    return {check.code for check in checklist.checks}


def required(checklist: ListSpec) -> int:
    return sum(check.required for check in checklist.checks)


def only(checklist: ListSpec, role: str) -> CheckSpec:
    (check,) = [check for check in checklist.checks if check.role == role]
    return check


@each_releasing
def test_a_releasing_list_asks_once_who_the_piece_is(checklist: ListSpec) -> None:
    identity = only(checklist, "identity")
    assert (identity.code, identity.required, identity.each_part) == ("C1", True, False)


@each_releasing
def test_a_releasing_list_asks_once_for_the_gross_weight(checklist: ListSpec) -> None:
    weight = only(checklist, "gross_weight")
    assert (weight.how, weight.unit, weight.required, weight.each_part) == ("measurement", "g", True, False)
    assert (weight.low, weight.high) == (1, 10_000_000)


@each_list
def test_a_list_asks_each_thing_once(checklist: ListSpec) -> None:
    assert max(Counter(check.code for check in checklist.checks).values()) == 1


@each_list
def test_a_list_has_something_required(checklist: ListSpec) -> None:
    assert required(checklist) >= 1


def test_every_measurement_has_limits_unit_and_instrument() -> None:
    for check in CHECKS:
        if check.how == "measurement":
            assert check.low is not None and check.high is not None and 0 <= check.low < check.high, check.code
            assert check.unit and check.instrument, check.code


def test_only_what_has_a_figure_has_limits() -> None:
    for check in CHECKS:
        if check.how in ("yes_no", "photo"):
            assert (check.low, check.high, check.unit) == (None, None, None), check.code


def test_every_check_is_answered_in_a_known_way() -> None:
    assert {check.how for check in CHECKS} <= set(get_args(How))


def test_a_code_means_the_same_in_every_list() -> None:
    meanings = {(check.code, check.how, check.each_part, check.unit, check.instrument, check.role) for check in CHECKS}
    assert len(meanings) == len({check.code for check in CHECKS})


def test_a_code_changes_its_words_only_with_its_limits() -> None:
    said = {(check.code, check.text) for check in CHECKS}
    assert len(said) == len({(check.code, check.low, check.high) for check in CHECKS})


@pytest.mark.parametrize("check", list(dict.fromkeys(CHECKS)), ids=lambda check: check.code)
def test_a_check_is_one_short_sentence(check: CheckSpec) -> None:
    assert check.text.endswith(".") and len(check.text) <= 125


def test_there_is_one_final_list_for_each_kind_of_piece() -> None:
    assert [checklist.kind for checklist in FINAL] == [kind.key for kind in KINDS]


def test_there_is_one_delta_list_for_each_kind_of_work() -> None:
    works = [checklist.work for checklist in DELTA]
    assert works == [
        "resize",
        "engrave",
        "polish",
        "shorten",
        "attach",
        "came_back",
        "taken_in",
        "repair",
        "correction",
    ]


def test_a_delta_list_answers_an_event_that_ends_a_release() -> None:
    assert {checklist.work for checklist in DELTA} <= {kind.key for kind in EVENT_KINDS if kind.ends_release}


def test_the_stage_lists_release_nothing() -> None:
    assert [checklist.stage for checklist in STAGE] == [
        "wax",
        "castings_in",
        "before_setting",
        "before_plating",
        "after_plating",
    ]
    assert not [check.code for checklist in STAGE for check in checklist.checks if check.role]


@each_list
def test_a_list_serves_one_thing_and_says_which(checklist: ListSpec) -> None:
    served = {"final": checklist.kind, "delta": checklist.work, "stage": checklist.stage}
    assert [purpose for purpose, key in served.items() if key] == [checklist.purpose]


def test_names_of_lists_are_unique() -> None:
    assert len({checklist.name for checklist in LISTS}) == len(LISTS)


def test_every_final_list_has_the_core() -> None:
    core = {f"C{number}" for number in range(1, 9)}
    for checklist in FINAL:
        assert core <= {check.code for check in checklist.checks if check.required}, checklist.name


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.has_stones], ids=lambda kind: kind.key)
def test_stones_add_their_checks_to_the_list_of_the_base(kind: KindSpec) -> None:
    assert codes(final(kind.key)) - codes(final(kind.base)) == {"S1", "S2", "S3", "S4", "S5", "S6"}


def test_a_shank_that_carries_stones_is_thicker() -> None:
    shanks = [next(check.low for check in final(kind).checks if check.code == "R2") for kind in ("ring", "stone_ring")]
    assert shanks == [1_200, 1_500]


def test_a_gap_over_5_hundredths_of_a_millimetre_is_outside() -> None:
    assert next(check.high for check in CHECKS if check.code == "S4") == 50


def test_a_fine_chain_is_pulled_less_than_a_bracelet() -> None:
    pulls = [next(check.low for check in final(kind).checks if check.code == "B3") for kind in ("chain", "bracelet")]
    assert pulls == [15_000, 30_000]


def test_checks_of_one_earring_are_answered_for_each_and_the_match_once() -> None:
    each = {check.code for check in final("earrings").checks if check.each_part}
    assert each == {"E1", "E2", "E3", "E4", "E5"}
    assert not [check.code for check in CHECKS if check.each_part and check.code[0] != "E"]


def test_the_lists_stay_bearable() -> None:
    counts = {kind.key: required(final(kind.key)) for kind in KINDS if not kind.has_stones}
    assert counts == {"ring": 13, "pendant": 14, "earrings": 14, "bracelet": 14, "chain": 14, "other": 8}


@pytest.mark.parametrize(
    ("work", "asks"),
    [
        ("resize", {"R1", "R4", "R6", "S1", "S2", "S3", "S4", "S5", "S6", "C3", "C4", "C5", "C8"}),
        ("engrave", {"T1", "C3", "C4", "C8"}),
        ("polish", {"S2", "S4", "S6", "M1", "C3", "C4", "C5", "C8"}),
        ("shorten", {"B1", "B2", "B4"}),
        ("attach", {"A1", "A2", "C4"}),
        ("came_back", {"C3", "C4", "C8", "S1", "S2", "S3", "S4", "S5", "S6", "K1", "K2"}),
        ("repair", {"K3", "K4", "S1", "S2", "S3", "S4", "S5", "S6"}),
        ("correction", set()),
    ],
)
def test_a_delta_list_asks_for_what_the_work_touches(work: str, asks: set[str]) -> None:
    assert delta(work) == asks | {"C1", "C6"}


def test_all_that_a_delta_list_asks_is_required() -> None:
    assert all(check.required for checklist in DELTA for check in checklist.checks)
