"""Looking back at the gate: every verdict is judged once more, by what was so at that moment."""

from collections.abc import Callable, Iterator
from typing import Any

from workshop.findings import NEVER, Books, Finding
from workshop.inspection.audits_attached import attachments_hold
from workshop.inspection.audits_giving import WEEK_US, passes_after_a_giving
from workshop.inspection.audits_leaving import departures_hold, events_tell_passes, moves_out_departed, releases_hold
from workshop.inspection.hindsight import Hindsight
from workshop.inspection.rules import LEVELS, Looker, level_of
from workshop.pieces.places import IN_HAND
from workshop.units import moment

TIMED = ("inspection", "answer", "release", "departure", "checklist", "attachment")
Judge = Callable[[Hindsight, Any], str | None]


def was_written(past: Hindsight, look: Any) -> str | None:
    return "is not in the journal" if past.decided(look) == NEVER else None


def was_of_the_last_change(past: Hindsight, look: Any) -> str | None:
    if past.last_change(look.piece_id, past.decided(look)) == look.last_change_id:
        return None
    return "does not look at the piece as it was: something had happened since"


def was_here(past: Hindsight, look: Any) -> str | None:
    at = past.decided(look)
    ends = [e.kind for e in past.before(look.piece_id, at) if e.kind in ("scrap", "undo")]
    scrapped = ends[-1:] == ["scrap"]
    return (
        "was given while the piece was not at the bench"
        if scrapped or past.places.of(look.piece_id, at) not in IN_HAND
        else None
    )


def was_by_an_inspector(past: Hindsight, look: Any) -> str | None:
    return (
        None if look.by_id in past.qualified(past.decided(look)) else "was given by somebody who was no inspector then"
    )


def answered_in_time(past: Hindsight, look: Any) -> str | None:
    at = past.decided(look)
    late = any(not NEVER < past.books.written("answer", a.id) < at for a in past.answers.get(look.id, ()))
    return "has answers that were not there when it was decided" if late else None


def answered_its_lists(past: Hindsight, look: Any) -> str | None:
    named = {one.checklist_id for one in past.lists.get(look.id, ())}
    missing = required_lists(past, look) - named
    return "does not answer the lists that were asked for" if missing or not named else None


def required_lists(past: Hindsight, look: Any) -> set[int | None]:
    """The lists that a pass had to answer at its moment; None stands for one that could not be found."""
    at = past.decided(look)
    if look.purpose == "stage":
        return set()
    earlier = past.earlier_pass(look)
    if look.purpose == "final":
        return {past.final_list(look.piece_id, at)}
    if earlier is None:
        return {None}
    known = [e.id for e in past.events[look.piece_id]]
    since = known.index(earlier.last_change_id) if earlier.last_change_id in known else -1
    return {
        past.delta_list(look.piece_id, e.kind, at) for e in past.changes(look.piece_id, at) if known.index(e.id) > since
    }


def answered_all(past: Hindsight, look: Any) -> str | None:
    """Every required check of its lists, for each part."""
    named = {one.checklist_id for one in past.lists.get(look.id, ())}
    parts = past.specification(look.piece_id, past.decided(look))[2]
    good = {(a.check_id, a.part) for a in past.answers.get(look.id, ()) if a.result == "pass"}
    asked = [c for c in past.checks.values() if c.checklist_id in named and c.required]
    open_ones = [
        c.code for c in asked for part in (range(1, parts + 1) if c.each_part else (0,)) if (c.id, part) not in good
    ]
    return f"has required checks open: {', '.join(dict.fromkeys(open_ones))}" if open_ones else None


def answered_well(past: Hindsight, look: Any) -> str | None:
    bad = [
        past.checks[a.check_id].code for a in past.answers.get(look.id, ()) if not _holds(past.checks[a.check_id], a)
    ]
    return f"has answers that do not hold: {', '.join(bad)}" if bad else None


def _holds(check: Any, answer: Any) -> bool:
    if answer.result != "pass":
        return False
    if check.how == "measurement":
        limits = (check.low, answer.measured, check.high)
        return None not in limits and bool(check.low <= answer.measured <= check.high)
    return answer.photo_id is not None if check.how == "photo" else True


def answered_what_had_failed(past: Hindsight, look: Any) -> str | None:
    earlier = past.earlier_pass(look)
    if look.purpose != "delta" or earlier is None:
        return None
    between = [
        i for i in past.inspections[look.piece_id] if earlier.number < i.number < look.number and i.purpose != "stage"
    ]
    failed = {past.checks[a.check_id].code for i in between for a in past.answers.get(i.id, ()) if a.result == "fail"}
    good = {past.checks[a.check_id].code for a in past.answers.get(look.id, ()) if a.result == "pass"}
    return f"leaves out what had failed before: {', '.join(sorted(failed - good))}" if failed - good else None


def kept_its_weight(past: Hindsight, look: Any) -> str | None:
    weights = {a.measured for a in past.answers.get(look.id, ()) if past.checks[a.check_id].role == "gross_weight"}
    kept = weights == {look.gross_mg} and look.tolerance_mg is not None and 0 <= look.tolerance_mg <= 1000
    return None if kept else "does not keep the weight that was measured"


def told_who_looked(past: Hindsight, look: Any) -> str | None:
    """The level is that of the person, and nobody qualified then was better placed."""
    at = past.decided(look)
    people = lookers_then(past, look.piece_id, at)
    before = past.before(look.piece_id, at)
    unnamed = any(e.kind == "made_before" and e.by_id is None for e in before)
    unnamed = unnamed or not (past.work(look.piece_id, at) or any(e.kind == "outwork_back" for e in before))
    levels = {one.id: level_of(one, maker_unnamed=unnamed) for one in people}
    if look.level != levels.get(look.by_id) or look.qualified != len(people):
        return "tells otherwise who looked than it was"
    better = any(LEVELS[level] > LEVELS[look.level] for level in levels.values())
    return "was given while somebody with less of a hand in the piece could look" if better else None


def lookers_then(past: Hindsight, piece_id: int, at: int) -> list[Looker]:
    work = past.work(piece_id, at)
    hands = {e.by_id for e in work}
    last = work[-1].by_id if work else None
    return [Looker(i, "", i in hands, i == last) for i in sorted(past.qualified(at))]


EVERY_VERDICT: dict[str, Judge] = {
    "verdict-in-journal": was_written,
    "verdict-of-now": was_of_the_last_change,
    "verdict-in-hand": was_here,
    "verdict-qualified": was_by_an_inspector,
    "answer-in-time": answered_in_time,
}
EVERY_PASS: dict[str, Judge] = {
    "pass-lists": answered_its_lists,
    "pass-all-answered": answered_all,
    "pass-none-failed": answered_well,
}
RELEASING_PASS: dict[str, Judge] = {
    "pass-failed-since": answered_what_had_failed,
    "pass-weight-kept": kept_its_weight,
    "pass-level": told_who_looked,
}


def verdicts_hold(past: Hindsight) -> Iterator[Finding]:
    for piece_id, looks in past.inspections.items():
        if [look.number for look in looks] != list(range(1, len(looks) + 1)):
            yield Finding(
                "inspection-numbered", past.books.serial(piece_id), "its inspections are not numbered without gaps."
            )
        for look in looks if piece_id in past.books.serials else ():
            yield from _judged(past, look)


def _judged(past: Hindsight, look: Any) -> Iterator[Finding]:
    judges = dict(EVERY_VERDICT) if look.verdict is not None else {}
    if look.verdict == "pass":
        judges |= EVERY_PASS | (RELEASING_PASS if look.purpose != "stage" else {})
    for rule, judge in judges.items():
        sentence = judge(past, look)
        if sentence:
            yield Finding(
                rule, past.books.serial(look.piece_id), f"the verdict of its inspection {look.number} {sentence}."
            )


def lists_ask(past: Hindsight) -> Iterator[Finding]:
    """A published list that releases asks for identity and gross weight, once each; checks were there before it was published."""
    for row in past.books.rows("SELECT id, purpose, serves, number FROM checklist WHERE published = 1"):
        checks = [c for c in past.checks.values() if c.checklist_id == row.id and c.required]
        roles = sorted(c.role for c in checks if c.role)
        if not checks or (row.purpose != "stage" and roles != ["gross_weight", "identity"]):
            yield Finding(
                "checklist-asks",
                "",
                f"The {row.purpose} list {row.number} of {row.serves} does not ask what such a list must ask.",
            )


def photos_serve_once(past: Hindsight) -> Iterator[Finding]:
    twice = "SELECT i.piece_id FROM answer a JOIN inspection i ON i.id = a.inspection_id JOIN photo f ON f.id = a.photo_id WHERE f.piece_id <> i.piece_id OR EXISTS(SELECT 1 FROM answer b WHERE b.photo_id = a.photo_id AND b.inspection_id <> a.inspection_id)"
    for piece_id in {row.piece_id for row in past.books.rows(twice)}:
        yield Finding(
            "answer-photo",
            past.books.serial(piece_id),
            "an answer shows another piece's photo, or one that served before.",
        )


GATE = (
    verdicts_hold,
    releases_hold,
    attachments_hold,
    departures_hold,
    moves_out_departed,
    events_tell_passes,
    lists_ask,
    photos_serve_once,
)


def gate_holds(books: Books) -> Iterator[Finding]:
    past = Hindsight(books)
    for rule in GATE:
        yield from rule(past)


def lesser_passes(books: Books) -> Iterator[str]:
    """Passes by a second pair of eyes or by the maker within a week of an inspector being switched off or on."""
    past = Hindsight(books)
    switched = _switched(books)
    for look in past.releasing():
        near = [at for at in switched if look.decided_at is not None and abs(at - look.decided_at) <= WEEK_US]
        if near and look.level in ("second", "maker"):
            day = moment(look.decided_at).date().isoformat()
            how = "a second pair of eyes" if look.level == "second" else "its maker"
            yield f"{books.serial(look.piece_id)} was passed by {how} on {day}, within a week of an inspector being switched off or on."


def _switched(books: Books) -> list[int]:
    """When anybody's right to inspect changed after it was first written."""
    moments, before = [], dict[int, bool]()
    for row in books.rows("SELECT person_id, active, is_inspector, at FROM standing ORDER BY person_id, sequence"):
        now = bool(row.active and row.is_inspector)
        if before.get(row.person_id, now) != now:
            moments.append(row.at)
        before[row.person_id] = now
    return moments


RULES = (gate_holds,)
NOTICES = (lesser_passes, passes_after_a_giving)
