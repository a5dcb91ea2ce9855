"""Terms of guarantee: published once, frozen onto a piece by its sale, told in words that hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.world import World
from workshop.aftercare.guarantee_actions import Terms, end_guarantee, publish_guarantee
from workshop.aftercare.legal_rights import legal_line
from workshop.aftercare.telling import aftercare_of, revision_of
from workshop.claims.overview import judge_pieces
from workshop.errors import Invalid, NotFound
from workshop.inspection.guaranteeing import years_after

TEN = Terms("Marsh & Wren", "settings and clasps", "wear and loss", is_free=True, is_whole=False, years=10)
ON = date(2026, 11, 20)


def publish(world: World, terms: Terms = TEN) -> int:
    return world.tell(lambda w: publish_guarantee(w, terms), world.omar)


def told(world: World, serial: str, on: date = ON) -> str:
    with world.room.database.reading() as session:
        piece_id = world.standing(serial).piece_id
        guarantee = aftercare_of(session, piece_id, on).guarantee
    return " ".join(guarantee.sentences) if guarantee else ""


def claim(world: World, serial: str) -> str:
    with world.room.database.reading() as session:
        (judged,) = judge_pieces(session, [world.standing(serial).piece_id], ON)
    return next(one.status for one in judged.results if one.key == "repair_guarantee")


@pytest.mark.parametrize(
    ("changes", "field", "slug"),
    [
        ({"years": None}, "years", "duration-missing"),
        ({"years": 0}, "years", "duration-missing"),
        ({"years": 101}, "years", "duration-missing"),
        ({"years": None, "lasts": "a lifetime"}, "lasts", "lifetime-undefined"),
        ({"years": None, "lasts": "für immer"}, "lasts", "lifetime-undefined"),
        ({"years": None, "lasts": "10 years", "covers": "everything, forever"}, "covers", "lifetime-undefined"),
        ({"guarantor": None}, "guarantor", "guarantee-incomplete"),
        ({"covers": None}, "covers", "guarantee-incomplete"),
        ({"excludes": None}, "excludes", "guarantee-incomplete"),
        ({"covers": "our ethical gold"}, "covers", "word-outruns-facts"),
        ({"is_whole": True}, "has_eu_label", "eu-label-missing"),
        ({"is_whole": True, "years": None, "lasts": "as long as you wear it"}, "has_eu_label", "eu-label-missing"),
    ],
)
def test_terms_that_say_too_little_or_too_much_are_refused(
    world: World, changes: dict[str, object], field: str, slug: str
) -> None:
    world.shop(country="PT")
    with pytest.raises(Invalid) as refused:
        publish(world, replace(TEN, **changes))  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.slug) == (field, slug)
    assert world.rows("SELECT 1 FROM guarantee") == []


def test_a_lifetime_beside_its_years_is_taken_and_what_to_write_instead_is_told(world: World) -> None:
    assert publish(world, replace(TEN, lasts="for the lifetime of the clasp", years=25)) == 1
    with pytest.raises(Invalid, match="Type the years, for example: free repair for 25 years by Marsh & Wren"):
        publish(world, replace(TEN, years=None, lasts="lifetime guarantee"))


def test_the_eu_label_is_not_asked_for_two_years_or_outside_of_the_eu(world: World) -> None:
    world.shop(country="US")
    assert publish(world, replace(TEN, is_whole=True)) == 1


def test_a_sale_freezes_the_newest_terms_of_its_design(world: World) -> None:
    world.shop(country="PT")
    publish(world)
    publish(world, replace(TEN, years=5, design=world.design))
    early, late = world.released(), world.released()
    world.leave(early)
    publish(world, replace(TEN, years=3, design=world.design))
    world.leave(late, "shipped")
    assert "Free repair for 5 years by Marsh & Wren." in told(world, early)
    assert "Free repair for 3 years" in told(world, late)
    assert "From 17 November 2026 to 17 November 2031." in told(world, early)
    assert "answers for 3 years" in told(world, early), "the law of Portugal stands beside it"
    assert claim(world, early) == "supported"


def test_the_shops_terms_serve_a_design_without_its_own_until_they_end(world: World) -> None:
    publish(world)
    sold = world.released()
    world.leave(sold)
    world.tell(lambda w: end_guarantee(w, None), world.omar)
    fresh = world.released()
    assert told(world, fresh) == "" and claim(world, fresh) == "unknown"
    world.leave(fresh)
    assert world.rows("SELECT piece_id FROM piece_guarantee") == [(world.standing(sold).piece_id,)]
    assert "10 years" in told(world, sold)


def test_what_is_lent_or_handed_back_gets_no_guarantee_and_what_is_sent_home_keeps_its_own(world: World) -> None:
    publish(world)
    lent, sold = world.released(), world.released()
    world.leave(lent, "lent")
    world.leave(sold)
    publish(world, replace(TEN, years=2))
    world.come_back(sold)
    world.inspect(sold)
    world.leave(sold, "shipped")
    assert [row.piece_id for row in world.rows("SELECT piece_id FROM piece_guarantee")] == [
        world.standing(sold).piece_id
    ]
    assert "10 years" in told(world, sold)
    assert told(world, lent).startswith("Sold today it would come with this:")


def test_an_ended_guarantee_says_so_and_the_law_stays(world: World) -> None:
    publish(world)
    sold = world.released()
    world.leave(sold)
    after = told(world, sold, date(2036, 11, 18))
    assert "It ended on 17 November 2036" in after and "Your legal rights stay" in after
    assert "From 17 November 2026" in told(world, sold, date(2036, 11, 17))


def test_free_cover_of_the_whole_piece_is_told_with_the_eu_label(world: World) -> None:
    world.shop(country="PT")
    publish(world, replace(TEN, is_whole=True, has_eu_label=True))
    assert "EU’s harmonised label: a producer’s guarantee of durability of 10 years" in told(world, world.piece())


def test_a_piece_sold_before_there_were_terms_has_none(world: World) -> None:
    sold = world.released()
    world.leave(sold)
    publish(world)
    assert told(world, sold) == "" and claim(world, sold) == "unknown"


def test_the_page_changes_its_mark_with_the_terms(world: World) -> None:
    serial = world.released()
    marks = []
    for act in (lambda: None, lambda: publish(world), lambda: world.leave(serial)):
        act()
        with world.room.database.reading() as session:
            marks.append(revision_of(session, world.standing(serial).piece_id))
    assert len(set(marks)) == 3


def test_terms_for_a_design_that_is_not_there_are_refused(world: World) -> None:
    with pytest.raises(NotFound):
        publish(world, replace(TEN, design="D-9999"))


def test_a_guarantee_ends_on_a_day_that_there_is() -> None:
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert years_after(ON, 10) - ON > timedelta(days=3650)


@pytest.mark.parametrize(
    ("country", "says"), [("PT", "3 years"), ("DE", "2 years"), ("GB", "2015"), ("US", "legal rights"), (None, "legal")]
)
def test_the_law_is_told_by_country(country: str | None, says: str) -> None:
    assert says in legal_line(country)
