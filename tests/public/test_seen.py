"""What cannot wait for the next day's publishing: each change of it is seen at once."""

from collections.abc import Callable

from tests.aftercare.owners import Owners
from tests.world import World
from workshop.aftercare.guarantee_actions import Terms, publish_guarantee
from workshop.aftercare.losses import dispute_report, set_aside
from workshop.aftercare.reported_work import Report, report_work, withdraw_report
from workshop.catalogue.wording import let_word_stand
from workshop.materials.filing import add_document, withdraw_document
from workshop.materials.readings import Read
from workshop.pieces.actions import NewPhoto, add_photo, show_photo
from workshop.public.seen import what_is_seen
from workshop.writing import Writing


def seen(world: World) -> str:
    with world.room.database.reading() as session:
        return what_is_seen(session)


def is_seen(world: World, act: Callable[[Writing], object]) -> bool:
    before = seen(world)
    world.tell(act, world.omar)
    return seen(world) != before


def test_a_photo_shown_or_taken_off_the_page_is_seen(world: World) -> None:
    serial = world.released()
    photo = NewPhoto("a" * 64, "b" * 64, 10, 10, None, is_public=True)
    assert is_seen(world, lambda w: add_photo(w, serial, photo))
    assert is_seen(world, lambda w: show_photo(w, serial, 1, is_public=False))
    assert is_seen(world, lambda w: show_photo(w, serial, 1, is_public=True))


def test_work_by_others_told_and_withdrawn_is_seen(world: World) -> None:
    owners = Owners(world)
    assert is_seen(world, lambda w: report_work(w, owners.serial, Report("Made larger.", is_told=True)))
    assert is_seen(world, lambda w: withdraw_report(w, owners.serial, 1))


def test_nothing_new_is_seen_when_nothing_changed(world: World) -> None:
    world.tag(world.released())
    assert seen(world) == seen(world)


def test_a_guarantee_a_word_let_stand_and_a_paper_taken_back_are_seen(world: World) -> None:
    world.shop(public_address="https://example.test")
    terms = Terms("Marsh & Wren", "settings", "wear", is_free=True, is_whole=False, years=2)
    design = world.design_of("ring", story="Handmade")
    paper = world.tell(lambda w: add_document(w, None, read=Read("invoice")), world.omar).code
    assert is_seen(world, lambda w: publish_guarantee(w, terms))
    assert is_seen(world, lambda w: let_word_stand(w, design, place="story", word="Handmade", reason="By the log."))
    assert is_seen(world, lambda w: withdraw_document(w, paper, reason="Suspended", is_false=True))


def test_a_dispute_and_its_being_set_aside_are_seen(world: World) -> None:
    owners = Owners(world)
    owners.card()
    owners.claim()
    owners.reported()
    assert is_seen(world, lambda w: dispute_report(w, owners.serial, None, "It is mine."))
    assert is_seen(world, lambda w: set_aside(w, owners.serial, 1, "no proof"))
