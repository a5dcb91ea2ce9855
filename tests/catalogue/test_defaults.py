"""Kinds of piece, kinds of event and routes of a new workshop."""

from typing import get_args

import pytest

from workshop.catalogue.defaults import EVENT_KINDS, KINDS, ROUTES, EventKindSpec, RouteSpec, State

BY_KEY = {kind.key: kind for kind in EVENT_KINDS}


def test_keys_and_names_are_unique() -> None:
    for specs in (KINDS, EVENT_KINDS):
        assert len({spec.key for spec in specs}) == len({spec.name for spec in specs}) == len(specs)
    assert len({route.name for route in ROUTES}) == len(ROUTES)


def test_every_kind_of_piece_is_there_with_and_without_stones() -> None:
    plain = [kind.key for kind in KINDS if not kind.has_stones]
    assert plain == ["ring", "pendant", "earrings", "bracelet", "chain", "other"]
    assert [kind.key for kind in KINDS if kind.has_stones] == [f"stone_{key}" for key in plain]


def test_a_kind_is_drawn_as_its_base() -> None:
    for kind in KINDS:
        assert kind.key.removeprefix("stone_") == kind.base


def test_a_pair_has_two_parts_and_everything_else_one() -> None:
    assert {kind.key for kind in KINDS if kind.parts != 1} == {"earrings", "stone_earrings"}
    assert all(kind.parts in (1, 2) for kind in KINDS)


def test_all_work_ends_a_release() -> None:
    assert all(kind.ends_release for kind in EVENT_KINDS if kind.is_work)


def test_what_ends_a_release_without_being_work() -> None:
    changes = {kind.key for kind in EVENT_KINDS if kind.ends_release and not kind.is_work}
    assert changes == {
        "respecified",
        "correction",
        "undo",
        "send_back",
        "scrap",
        "outwork_out",
        "outwork_back",
        "came_back",
        "taken_in",
        "traded_in",
        "weight_changed",
        "received",
    }


def test_what_is_only_an_observation() -> None:
    observations = {kind.key for kind in EVENT_KINDS if not kind.ends_release}
    assert observations == {
        "photo",
        "note",
        "weighed",
        "put_down",
        "moved",
        "packed",
        "skipped",
        "passed",
        "tagged",
        "left",
        "problem",
    }


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("start", "working"),
        ("take_up", "working"),
        ("finish", "waiting"),
        ("put_down", "paused"),
        ("outwork_out", "outwork"),
        ("outwork_back", "waiting"),
        ("scrap", "scrapped"),
        ("passed", "released"),
        ("left", "away"),
        ("came_back", "waiting"),
        ("correction", None),
        ("taken_in", "waiting"),
        ("traded_in", "waiting"),
        ("weight_changed", None),
        ("note", None),
    ],
)
def test_where_an_event_leads(key: str, state: State | None) -> None:
    assert BY_KEY[key].leads_to == state


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.key)
def test_an_event_leads_to_a_known_state(kind: EventKindSpec) -> None:
    assert kind.leads_to is None or kind.leads_to in get_args(State)


def test_only_passing_leads_to_released() -> None:
    assert [kind.key for kind in EVENT_KINDS if kind.leads_to == "released"] == ["passed"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_stage_is_finished_by_a_kind_of_work(route: RouteSpec) -> None:
    assert all(BY_KEY[stage.work].is_work for stage in route.stages)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_route_names_each_stage_once(route: RouteSpec) -> None:
    assert len({stage.name for stage in route.stages}) == len(route.stages)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_the_loss_asked_about_is_a_small_part(route: RouteSpec) -> None:
    assert all(0 < stage.loss_asked <= 1_000 for stage in route.stages if stage.loss_asked is not None)


def test_one_route_is_the_default_and_the_short_one_stands_beside_it() -> None:
    assert [route.name for route in ROUTES if route.is_default] == ["Wax to plating"]
    assert [stage.work for stage in ROUTES[1].stages] == ["make", "set", "finish"]


def test_pre_polish_comes_before_setting_and_polish_after() -> None:
    order = [stage.work for stage in ROUTES[0].stages]
    assert order.index("pre_polish") < order.index("set") < order.index("polish") < order.index("plate")
