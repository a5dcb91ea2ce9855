"""What customers wait for stands in the owner's week, oldest first, each with the way to where it is decided."""

import re

from flask import Flask

from tests.aftercare.owners import Owners
from tests.conftest import Clock
from tests.world import World
from workshop.aftercare.losses import report_loss
from workshop.aftercare.repair_words import ask
from workshop.aftercare.requests import give_notice, see_proof
from workshop.provenance.reported_copies import (
    answer_copy,
    copy_reports,
    forget_reporter,
    reopen_copy,
    report_copy,
)
from workshop.reports.asking import waiting_askers
from workshop.reports.book import span_of
from workshop.reports.told import Waiting
from workshop.writing import NOBODY


def waiting(world: World) -> list[Waiting]:
    with world.room.database.reading() as session:
        return waiting_askers(session, span_of(session, None, None, world.room.now()))


def test_who_asks_stands_in_the_week_oldest_first(world: World, app: Flask, clock: Clock) -> None:
    owners = Owners(world)
    repair = world.take_in(None, kind="ring")
    owners.card()
    owners.claim()
    world.tell(lambda w: ask(w, repair, "When is it done?"), NOBODY)
    clock.forward(days=1)
    number = owners.ask()
    clock.forward(days=1)
    owners.owner(report_loss, "stolen")
    clock.forward(days=1)
    world.tell(lambda w: report_copy(w, owners.code, "No weight", None, None), NOBODY)
    page = world.sign_in(app, world.omar).get("/reports/week").text
    found = re.findall(r'class="link" href="((?:/repairs|/pieces/[^/]+/owner)[^"]*#[^"]+|/copies/[^"]+)"', page)
    assert found[:3] == [
        f"/repairs/{repair}#asked",
        f"/pieces/{owners.serial}/owner#request-{number}",
        f"/pieces/{owners.serial}/owner#report-1",
    ]
    assert found[3].startswith("/copies/")


def test_what_asks_nothing_of_the_shop_does_not_wait(world: World, clock: Clock) -> None:
    owners = Owners(world)
    owners.card()
    owners.claim()
    number = owners.ask()
    owners.staff(see_proof, number, None)
    assert len(waiting(world)) == 1
    owners.staff(give_notice, number)
    assert not waiting(world)
    clock.forward(days=31)
    assert len(waiting(world)) == 1


def test_many_reports_are_one_line_and_go_when_they_are_erased(world: World) -> None:
    code = Owners(world).code
    for _each in range(4):
        world.tell(lambda w: report_copy(w, code, "No weight", None, None), NOBODY)
    (line,) = waiting(world)
    assert (line.what, line.href) == ("4 reports of copies", "/copies")
    with world.room.database.reading() as session:
        subjects = [one.subject for one in copy_reports(session)]
    for subject in subjects:
        world.tell(lambda w, of=subject: forget_reporter(w, of), world.omar)  # type: ignore[misc]
    assert not waiting(world)


def test_a_report_waits_until_it_is_dealt_with_and_again_when_it_is_opened_again(world: World, clock: Clock) -> None:
    code = Owners(world).code
    world.tell(lambda w: report_copy(w, code, "No weight", None, None), NOBODY)
    (report,) = world.rows("SELECT subject FROM copy_report")
    clock.forward(days=400)
    assert len(waiting(world)) == 1
    world.tell(lambda w: answer_copy(w, report.subject, "Looked at: ours"), world.omar)
    assert not waiting(world)
    world.tell(lambda w: reopen_copy(w, report.subject), world.omar)
    assert len(waiting(world)) == 1
