"""Every guard of the house and how it is attacked: by raw SQL on a prepared shop, one thing at a time.

All statements of an attack but the last are allowed and must be taken; the last must be refused with its guard's own
sentence. What is only ever added to, and every key that REPLACE could take, is attacked by what the tables themselves say.
"""

from dataclasses import dataclass

from tests.gate import steps as sql
from tests.gate.steps import (
    PUBLISH,
    answer,
    answered,
    asks,
    balance,
    change,
    checklist,
    custody,
    delta,
    departure,
    engraving,
    event,
    head,
    insert,
    listed,
    look_at,
    looked,
    movement,
    of,
    opened,
    posting,
    release,
    stands,
    tag,
    verdict,
)

BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Attack:
    """`guard` alone refuses the last of the steps; where others hold the same, `also` names them.

    `refused_by` is who speaks when it is not the guard itself. `or_replace` in a step is a tool's word on SQLite only.
    """

    guard: str
    tale: str
    steps: tuple[str, ...]
    also: tuple[str, ...] = ()
    refused_by: str | None = None
    engines: tuple[str, ...] = BOTH

    def __str__(self) -> str:
        return f"{self.guard}: {self.tale}".replace(" ", "-")


def _attack(guard: str, tale: str, *steps: str, also: tuple[str, ...] = (), refused_by: str | None = None) -> Attack:
    return Attack(guard, tale, steps, also, refused_by)


def _set(table: str, told: str, where: str) -> str:
    return f"UPDATE {{or_replace}} {table} SET {told} WHERE {where}"


_WAITING = "(SELECT max(id) FROM copy_report)"
_FIRST = "(SELECT c.subject FROM copy_report c ORDER BY c.id LIMIT 1)"
_DONE = {
    "subject": "(SELECT c.subject FROM copy_report c ORDER BY c.id DESC LIMIT 1)",
    "told": "'Ours'",
    "at": "{now}",
    "by_id": "1",
}

PEOPLE = (
    _attack(
        "person_starts_without",
        "a new inspector nobody wrote down",
        insert("person", subject="'x'", name="'X'", active=1, is_owner=0, is_artisan=0, is_inspector=1, created_at=0),
    ),
    _attack(
        "person_as_written", "make oneself inspector", _set("person", "active = 1, is_inspector = 1", "id = {ana}")
    ),
    _attack("person_as_written", "become somebody else", _set("person", "subject = 'x'", "id = {ana}")),
    _attack("consent_stands", "a name told without consent", _set("consent", "shown_as = 'Ana'", "person_id = {ana}")),
    _attack(
        "consent_stands",
        "initials made a full name",
        _set("consent", "form = 'full_name', shown_as = NULL", "person_id = {ana}"),
    ),
    _attack(
        "standing_next",
        "a standing put before others",
        insert(
            "standing", person_id="{ana}", sequence=9, active=1, is_owner=1, is_artisan=1, is_inspector=1, at="{now}"
        ),
    ),
    _attack(
        "helper_no_inspector",
        "an inspector for a day",
        insert(
            "standing", person_id="{ana}", sequence=2, active=1, is_owner=0, is_artisan=1, is_inspector=1, at="{now}"
        ),
        _set("person", "is_inspector = 1, helps_until = {now}", "id = {ana}"),
    ),
    _attack("device_revoked_once", "a revoked tablet back", _set("device", "revoked_at = NULL", "1=1")),
    _attack("api_token_revoked_once", "a revoked token back", _set("api_token", "revoked_at = NULL", "1=1")),
    _attack("api_token_revoked_once", "a wider scope", _set("api_token", "scopes = 'log inspect'", "1=1")),
)

JOURNAL = (
    _attack(
        "journal_entry_next",
        "an entry out of turn",
        insert("journal_entry", sequence=999_999, body="'{{}}'", leaf="''", chain="''"),
        also=("journal_head_forward",),
    ),
    _attack("journal_head_forward", "the head set back", _set("journal_head", "size = size - 1", "id = 1")),
    _attack(
        "journal_head_forward",
        "a number left out",
        _set("journal_head", "size = size + 1", "id = 1"),
        _set("journal_head", "size = size + 1", "id = 1"),
    ),
    _attack("journal_head_forward", "another chain in the head", _set("journal_head", "chain = 'f'", "id = 1")),
    _attack(
        "journal_entry_heads",
        "a chain carried on past an entry",
        _set("journal_head", "size = size + 1", "id = 1"),
        insert("journal_entry", sequence="(SELECT size FROM journal_head)", body="'{{}}'", leaf="''", chain="'x'"),
        _set(
            "journal_head",
            "size = size + 1, chain = (SELECT e.chain FROM journal_entry e WHERE e.sequence = journal_head.size - 1)",
            "id = 1",
        ),
        refused_by="journal_head_forward",
    ),
    _attack("journal_head_one", "a second head", insert("journal_head", id=2, size=0, chain="''")),
)

CATALOGUE = (
    _attack(
        "event_kind_frozen",
        "work that is no work",
        insert("event_kind", key="'secret'", name="'x'", is_work=0, ends_release=0),
    ),
    _attack(
        "piece_kind_frozen",
        "a kind with an easy list",
        insert("piece_kind", key="'toy'", name="'x'", base="'other'", has_stones=0, parts=1),
    ),
    _attack(
        "design_itself",
        "one design over another",
        _set("design", "code = (SELECT d.code FROM design d WHERE d.id = {other_design})", "id = {design}"),
    ),
    _attack("design_itself", "a design moved", _set("design", "id = 999999", "id = {design}")),
    _attack("design_priced", "a price without its change", _set("design", "price_minor = 1", "id = {design}")),
    _attack("design_priced", "no price without its change", _set("design", "price_minor = NULL", "id = {design}")),
    _attack("design_price_follows", "another price before", sql.price("retail", 2, 1, 14_000)),
    _attack("design_price_follows", "another wholesale before", sql.price("wholesale", 2, 1, 14_000)),
    _attack("design_price_follows", "a change of nothing", sql.price("retail", 2, 14_800, 14_800)),
    _attack("design_price_follows", "a change out of turn", sql.price("retail", 9, 14_800, 14_000)),
    _attack("edition_itself", "one edition over another", _set("edition", "name = 'Second'", "id = {edition}")),
    _attack(
        "route_itself",
        "one route over another",
        _set(
            "route",
            "name = (SELECT max(r.name) FROM route r)",
            "id = (SELECT r.id FROM route r ORDER BY r.name LIMIT 1)",
        ),
    ),
    _attack("stage_itself", "a stage moved", _set("stage", "id = 999999", "id = (SELECT max(s.id) FROM stage s)")),
)

PIECES = (
    _attack("piece_starts_plain", "a piece respecified at birth", sql.piece(spec_event_id=1)),
    _attack("piece_parts_new", "a pair without parts to look at", sql.piece(kind="'earrings'", parts=0)),
    _attack(
        "piece_parts_later",
        "parts taken away",
        event("earrings", "respecified"),
        _set("piece", f"parts = 0, spec_event_id = {change('earrings')}", "id = {earrings}"),
    ),
    _attack("piece_edition_new", "a number past the edition", sql.piece(edition_id="{edition}", edition_number=4)),
    _attack(
        "piece_edition_new",
        "a number of another design's edition",
        sql.piece(design_id="{other_design}", edition_id="{edition}", edition_number=3),
    ),
    _attack("piece_edition_later", "another number", _set("piece", "edition_number = 3", "id = {numbered}")),
    _attack(
        "piece_edition_later",
        "a number that another piece has",
        _set("piece", "edition_id = {edition}, edition_number = 1", "id = {worked}"),
    ),
    _attack("piece_identity", "another serial", _set("piece", "serial = 'R-9999'", "id = {released}")),
    _attack("piece_identity", "a piece moved", _set("piece", "id = 999999", "id = {fresh}")),
    _attack("piece_respecified", "another size after the pass", _set("piece", "size = '60'", "id = {released}")),
    _attack(
        "piece_respecified_first",
        "an old change of engraving used for a new size",
        _set("piece", f"size = '60', spec_event_id = {change('respecified')}", "id = {respecified}"),
    ),
    _attack("edition_fixed", "a larger edition", _set("edition", "size = size + 1", "id = {edition}")),
    _attack(
        "piece_head_starts",
        "a piece released at birth",
        sql.piece(),
        insert(
            "piece_head", piece_id="(SELECT max(p.id) FROM piece p)", sequence=0, state="'released'", moved_at="{now}"
        ),
    ),
    _attack(
        "piece_head_follows",
        "the head back to before the work",
        _set(
            "piece_head",
            f"last_change_id = (SELECT i.last_change_id FROM inspection i WHERE i.id = {look_at('stale')})",
            "piece_id = {stale}",
        ),
    ),
    _attack(
        "piece_head_follows", "the head to nothing", _set("piece_head", "last_change_id = NULL", "piece_id = {stale}")
    ),
    _attack(
        "piece_head_follows", "a scrapped piece alive", _set("piece_head", "state = 'waiting'", "piece_id = {scrapped}")
    ),
    _attack(
        "work_event_next",
        "a gap in the events",
        event("worked", "file", sequence=f"{head('worked', 'sequence')} + 5"),
        also=("piece_head_follows",),
    ),
    _attack("work_event_has_hands", "work by nobody", event("worked", "file", by=None)),
    _attack("work_event_in_hand", "work on a sold piece", event("sold", "file")),
    _attack("work_event_not_scrapped", "work on a scrapped piece", event("scrapped", "file")),
    _attack("work_event_not_scrapped", "a scrapped piece put down alive", event("scrapped", "put_down")),
    _attack("work_event_not_scrapped", "a scrapped piece made something else", event("scrapped", "respecified")),
    _attack(
        "work_event_not_scrapped",
        "another entry undone",
        event(
            "scrapped",
            "undo",
            corrects_id=f"(SELECT e.id FROM work_event e WHERE e.piece_id = {of('scrapped')} AND e.sequence = 1)",
        ),
    ),
    _attack("work_event_outwork", "changed while it is out", event("outwork", "respecified")),
    _attack("work_event_back", "back without having left", event("released", "came_back")),
    _attack("work_event_back", "back from no outwork", event("released", "outwork_back", by=None)),
    _attack("work_event_reason", "sent back without a word", event("worked", "send_back")),
    _attack("work_event_reason", "sent back with blanks", event("worked", "send_back", reason="'  '")),
    _attack("work_event_weight", "weighed without a weight", event("worked", "weighed")),
    _attack(
        "work_event_corrects",
        "a correction of another piece's entry",
        event("worked", "correction", reason="'x'", corrects_id=change("released")),
    ),
    _attack("work_event_corrects", "an undo of nothing", event("worked", "undo")),
    _attack(
        "personalisation_next",
        "an engraving put before others",
        event("released", "respecified"),
        engraving("released", sequence=9),
    ),
    _attack(
        "personalisation_stands",
        "other letters than were ordered",
        _set("personalisation", "engraving = 'For Eve'", "piece_id = {engraved}"),
    ),
    _attack(
        "personalisation_stands",
        "letters blanked and moved to another piece",
        _set("personalisation", "engraving = NULL, piece_id = {fresh}", "piece_id = {engraved}"),
    ),
    _attack("custody_stands", "another buyer", _set("custody", "holder = 'Eve', subject = 'x'", "piece_id = {sold}")),
    _attack(
        "custody_stands",
        "home again without coming back",
        _set("custody", "place = 'shop', holder = NULL", "piece_id = {sold} AND place = 'customer'"),
    ),
    _attack("personalisation_said", "another engraving after the pass", engraving("released", event_id=None)),
    _attack("personalisation_first", "an old change used for another engraving", engraving("respecified")),
    _attack("custody_next", "a place put before others", custody("worked", "safe", sequence=9)),
    _attack("custody_outwork_out", "out for outwork without a word", custody("released", "outwork")),
    _attack("custody_outwork_back", "back from outwork without a word", custody("outwork", "shop")),
    _attack(
        "custody_came_back", "back from outside without a word", event("sold", "respecified"), custody("sold", "shop")
    ),
    _attack("custody_back_anew", "back by the return before the last", custody("sold_twice", "shop")),
    _attack("photo_stands", "a photo of another piece", _set("photo", "piece_id = {released}", "id = {photo}")),
)

CHECKLISTS = (
    _attack("checklist_starts", "published before it asks", checklist("final", "kind:ring", published=1)),
    _attack("checklist_starts", "a number left out", checklist("final", "kind:ring", number=9)),
    _attack("checklist_frozen", "a list renamed", _set("checklist", "name = 'x'", "published = 1")),
    _attack("checklist_frozen", "a list withdrawn", _set("checklist", "published = 0", "published = 1")),
    _attack("checklist_asks", "a list that asks nothing", checklist("stage", "stage:wax"), PUBLISH),
    _attack(
        "checklist_identity",
        "a list that asks for the weight twice and never which piece",
        checklist("final", "kind:ring"),
        asks("Q1", "gross_weight", "measurement"),
        asks("Q2", "gross_weight", "measurement"),
        PUBLISH,
    ),
    _attack(
        "checklist_identity",
        "a list without weight",
        checklist("final", "kind:ring"),
        asks("Q1", "identity"),
        asks("Q2", "identity"),
        PUBLISH,
    ),
    _attack(
        "inspection_check_open",
        "a check slipped into a frozen list",
        asks("Q1", checklist_id=sql.newest_list("final", "kind:ring")),
    ),
)

FIRST_LOOK = "(SELECT min(i.id) FROM inspection i WHERE i.piece_id = {worked})"

INSPECTIONS = (
    _attack("inspection_opens", "passed when it opens", opened("worked", verdict="'pass'")),
    _attack("inspection_opens", "a purpose of one's own", opened("worked", purpose="glance")),
    _attack(
        "inspection_of_now",
        "the piece as it was",
        opened("stale", last_change_id=f"(SELECT i.last_change_id FROM inspection i WHERE i.id = {look_at('stale')})"),
    ),
    _attack("inspection_of_now", "a piece without an event", opened("fresh", last_change_id=change("worked"))),
    _attack("inspection_in_hand", "a sold piece", opened("sold")),
    _attack("inspection_in_hand", "a scrapped piece", opened("scrapped")),
    _attack("inspection_next", "a number left out", opened("worked", number=9)),
    _attack(
        "inspection_once",
        "a second verdict",
        _set("inspection", "verdict = 'rework', level = NULL", f"id = {look_at('released')}"),
    ),
    _attack(
        "inspection_once", "a prettier note", _set("inspection", "note = 'perfect'", f"id = {look_at('released')}")
    ),
    _attack("inspection_once", "a verdict of one's own", *looked("worked"), verdict("fine", level=None)),
    _attack("inspection_once", "another inspector's name", *looked("worked"), verdict(by_id="{ivo}")),
    _attack(
        "inspection_once",
        "turned into another piece's",
        *looked("worked"),
        verdict(piece_id="{passed_too}", number=9, last_change_id=change("passed_too")),
    ),
    _attack(
        "inspection_newest", "the look before the newest", *looked("worked"), opened("worked"), verdict(look=FIRST_LOOK)
    ),
    _attack(
        "inspection_still_now", "worked on since it was opened", *looked("worked"), event("worked", "polish"), verdict()
    ),
    _attack(
        "inspection_still_now", "put in the safe meanwhile", *looked("worked"), custody("worked", "safe"), verdict()
    ),
    _attack("inspection_qualified", "the owner's own pass", *looked("worked", "omar"), verdict()),
    _attack(
        "inspection_qualified",
        "an inspector who was switched off",
        *looked("worked"),
        *stands("ines", inspector=0),
        verdict(),
    ),
    _attack(
        "pass_final_list",
        "another list than the piece's own",
        opened("worked"),
        listed("delta", "work:polish"),
        answered(),
        verdict(),
    ),
    _attack(
        "pass_final_list",
        "the list before the newest",
        *looked("worked"),
        checklist("final", "kind:ring"),
        asks("Q1", "identity"),
        asks("Q2", "gross_weight", "measurement"),
        PUBLISH,
        verdict(),
    ),
    _attack("pass_delta_lists", "polished, looked at as engraved", *delta("stale", "engrave"), verdict()),
    _attack("pass_delta_lists", "a short look that nothing came before", *delta("worked", "polish"), verdict()),
    _attack(
        "pass_failed_since",
        "what failed is not looked at again",
        *delta("stale", "polish", "attach", failing=("A1",)),
        verdict("rework"),
        *delta("stale", "polish"),
        verdict(),
    ),
    _attack("pass_stage_list", "a look that asks nothing", opened("worked", purpose="stage"), verdict(level=None)),
    _attack("pass_all_answered", "one check left open", *looked("worked", "ines", "C3"), verdict()),
    _attack(
        "pass_all_answered",
        "only one of a pair looked at",
        *looked("earrings", serves="kind:earrings", parts=1),
        verdict(),
    ),
    _attack(
        "pass_none_failed",
        "a check failed that was not required",
        opened("worked"),
        listed(),
        answered(failing=("T1",)),
        verdict(),
    ),
    _attack(
        "pass_level_told",
        "a better level than the truth",
        *stands("ines", inspector=0),
        *looked("shared", "ivo"),
        verdict(),
    ),
    _attack("pass_level_told", "more people than there are", *looked("worked"), verdict(qualified=3)),
    _attack(
        "pass_level_told",
        "no level",
        *looked("worked"),
        verdict(level=None, qualified=2, gross_mg=4000, tolerance_mg=30),
    ),
    _attack(
        "pass_by_another", "one's own work while another can look", *looked("shared", "ivo"), verdict(level="second")
    ),
    _attack(
        "pass_by_second",
        "the last work's own maker while another can look",
        *looked("all_hands", "ivo"),
        verdict(level="maker"),
    ),
    _attack("pass_weight_kept", "another weight than was measured", *looked("worked"), verdict(gross_mg=3900)),
    _attack("pass_weight_kept", "any weight will do", *looked("worked"), verdict(tolerance_mg=100_000)),
    _attack("inspection_list_fits", "a stage's list for a release", opened("worked"), listed("stage", "stage:wax")),
    _attack(
        "inspection_list_fits",
        "a list named after the verdict",
        listed("delta", "work:polish", look=look_at("released")),
    ),
    _attack(
        "inspection_list_fits", "a list not published", opened("worked"), checklist("final", "kind:ring"), listed()
    ),
    _attack("answer_in_time", "an answer after the verdict", *looked("worked"), verdict(), answer("T1")),
    _attack("answer_part", "a part that is not there", opened("worked"), listed(), answer("C3", part=1)),
    _attack(
        "answer_of_named_list",
        "an answer to another list",
        opened("worked"),
        listed(),
        answer("P5", serves="kind:pendant"),
    ),
    _attack("answer_judged", "out of limits told as good", opened("worked"), listed(), answer("R4", measured=9_999)),
    _attack("answer_judged", "a measurement without a figure", opened("worked"), listed(), answer("R4")),
    _attack(
        "answer_judged",
        "a judgement of one's own",
        opened("worked"),
        listed(),
        answer("R4", measured=9_999, result="'maybe'"),
    ),
    _attack(
        "answer_photo",
        "a photo left out",
        opened("worked", purpose="stage"),
        listed("stage", "stage:castings_in"),
        answer("F4", purpose="stage", serves="stage:castings_in"),
    ),
    _attack(
        "answer_photo", "another piece's photo", opened("worked"), listed(), answer("C3", photo_id="{foreign_photo}")
    ),
    _attack(
        "answer_photo_once",
        "a photo used again",
        opened("worked"),
        listed(),
        answer("C3", photo_id="{photo}"),
        opened("worked"),
        listed(),
        answer("C3", photo_id="{photo}"),
    ),
)


def _passport(version: int, digest: str) -> str:
    return insert(
        "passport", piece_id="{tagged}", version=version, digest=f"'{digest * 64}'", told="'{{}}'", at="{now}"
    )


LEAVING = (
    _attack("release_own_pass", "on an open look", *looked("worked"), release("worked")),
    _attack("release_own_pass", "on a failed look", release("failed", look_at("failed", "rework"))),
    _attack("release_own_pass", "on another piece's pass", release("worked", look_at("released"))),
    _attack(
        "release_own_pass",
        "on another piece's pass and change",
        release("worked", look_at("released"), last_change_id=change("released")),
    ),
    _attack("release_own_pass", "on a stale pass", release("stale", look_at("stale"))),
    _attack(
        "release_own_pass",
        "on a stale pass and its change",
        release(
            "stale",
            look_at("stale"),
            last_change_id=f"(SELECT i.last_change_id FROM inspection i WHERE i.id = {look_at('stale')})",
        ),
    ),
    _attack(
        "release_own_pass",
        "on a look that releases nothing",
        opened("worked", purpose="stage"),
        listed("stage", "stage:wax"),
        answered(),
        verdict(level=None),
        release("worked", purpose="'stage'"),
    ),
    _attack("release_ends", "a release taken away", "DELETE FROM release WHERE piece_id = {released}"),
    _attack("departure_on_release", "on a stale pass", departure("stale")),
    _attack("departure_on_release", "on another piece's pass", departure("worked", look=look_at("released"))),
    _attack("departure_on_release", "on a failed look", departure("failed", look=look_at("failed", "rework"))),
    _attack("departure_on_release", "a piece nobody looked at", departure("worked", look="999999", purpose="'final'")),
    _attack(
        "departure_on_release",
        "by two at a time",
        f"INSERT INTO departure (piece_id, inspection_id, purpose, verdict, kind, custody_sequence, at) SELECT p.id, {look_at('released')}, 'final', 'pass', 'sold', 2, {{now}} FROM piece p WHERE p.id IN ({{released}}, {{worked}})",
    ),
    _attack("departure_from_here", "a piece that has left", departure("sold")),
    _attack("departure_from_here", "to a place already taken", departure("released", custody_sequence=1)),
    _attack("custody_through_the_door", "out past the door", custody("released", "customer")),
    _attack("custody_through_the_door", "a place of one's own", custody("worked", "elsewhere")),
    _attack(
        "custody_through_the_door",
        "on a departure from before the work",
        departure("released"),
        event("released", "polish"),
        custody("released", "customer"),
    ),
    _attack("work_event_weighed", "lighter by a stone", event("released", "weighed", weight_mg=3_000)),
    _attack("work_event_weighed", "lighter by the way", event("released", "note", weight_mg=3_000)),
    _attack("work_event_passed", "told as passed", event("worked", "passed")),
    _attack("work_event_passed", "told as left", event("stale", "left")),
    _attack(
        "work_event_moves_head",
        "work that ends nothing",
        event("released", "polish"),
        departure("released"),
        refused_by="departure_on_release",
    ),
    _attack(
        "tag_on_release",
        "on a departure from before the work",
        departure("released", "tagged"),
        event("released", "polish"),
        tag("released"),
    ),
    _attack("tag_on_release", "on another piece's departure", departure("released", "tagged"), tag("worked")),
    _attack("tag_on_release", "on a sale", departure("released"), tag("released")),
    _attack("tag_one_at_a_time", "two codes on one piece", departure("tagged", "tagged"), tag("tagged")),
    _attack(
        "tag_check_living",
        "a withdrawn tag scanned back",
        insert("tag_check", tag_id="(SELECT min(w.tag_id) FROM tag_withdrawal w)", at="{now}"),
    ),
    _attack("label_size_stands", "a size that grows", _set("label_size", "width_um = width_um + 1", "id = 1")),
    _attack("passport_next", "a version left out", _passport(3, "x")),
    _attack("passport_next", "the same once more", _passport(2, "a")),
)

BOOKS = (
    _attack("supplier_identity", "another supplier's lots", _set("supplier", "code = 'SUP-0009'", "id = 1")),
    _attack(
        "reading_next",
        "a reading put before others",
        insert("reading", document_id=1, sequence=9, kind="'invoice'", at="{now}"),
    ),
    _attack(
        "withdrawal_next",
        "a withdrawal put before others",
        insert("withdrawal", document_id=1, sequence=9, is_false=0, reason="'x'", at="{now}"),
    ),
    _attack(
        "lot_parent_older", "a melt that is in itself", insert("lot_parent", lot_id="{lot}", parent_id="{lot}", mg=1)
    ),
    _attack(
        "lot_parent_older", "a circle of melts", insert("lot_parent", lot_id="{lot}", parent_id="{held_lot}", mg=1)
    ),
    _attack(
        "movement_not_held",
        "use of what is held back",
        posting(),
        movement(lot_id="{held_lot}", from_id="{held_stock}"),
    ),
    _attack(
        "movement_apart",
        "a customer's metal in a common melt",
        posting(),
        movement(to_id="{melt}"),
        movement(2, lot_id="{others_lot}", from_id="{others_stock}", to_id="{melt}"),
    ),
    _attack("movement_ends", "metal out of nothing", posting(), movement(from_id=999_999, to_id="{stock}")),
    _attack("movement_ends", "metal that goes nowhere", posting(), movement(to_id=999_999)),
    _attack(
        "movement_ends", "metal of no lot", posting(), movement(lot_id=999_999, from_id="{outside}", to_id="{melt}")
    ),
    _attack("balance_not_below", "more than there is", posting(), movement(mg=1_000_000)),
    _attack("balance_not_below", "a stone that is not there", posting(), movement(mg=0, number=1)),
    _attack(
        "balance_not_below",
        "taken by two",
        posting(),
        movement(mg=20_000),
        movement(2, mg=20_000),
    ),
    _attack("balance_follows", "a gram out of nothing", balance()),
    _attack("balance_follows", "a number left out", balance(sequence=99)),
    _attack("balance_follows", "another account's movement", balance(account_id="{others_stock}", sequence=99)),
    _attack(
        "movement_balances",
        "more than there is, written down nowhere",
        posting(),
        movement(mg=1_000_000),
        refused_by="balance_not_below",
    ),
    _attack("piece_account_once", "a piece without its books", _set("piece", "account_id = NULL", "id = {booked}")),
    _attack("piece_account_once", "another piece's books", _set("piece", "account_id = {stock}", "id = {booked}")),
    _attack("recall_stands", "a milder recall", _set("recall", "reason = 'None'", "1=1")),
    _attack(
        "recall_stands",
        "a recall ended twice",
        _set("recall", "ended_at = {now}", "1=1"),
        _set("recall", "ended_at = NULL", "1=1"),
    ),
    _attack("recalled_piece_stands", "another piece called back", _set("recalled_piece", "piece_id = {fresh}", "1=1")),
    _attack("recalled_piece_stands", "told of once more", _set("recalled_piece", "told_at = NULL", "1=1")),
    _attack("copy_report_stands", "other words of a stranger", _set("copy_report", "told = 'All is well'", "1=1")),
    *(
        _attack(
            "copy_answer_to_report",
            tale,
            insert("copy_answer", **{"report_id": _WAITING, **_DONE, **told}),
        )
        for tale, told in (
            ("dealt with without a word", {"told": "''"}),
            ("opened again before it was dealt with", {"ended_at": "{now}", "ended_by_id": "1"}),
            ("forgotten with somebody else", {"subject": "'x'"}),
            ("dealt with twice", {"report_id": "(SELECT min(id) FROM copy_report)", "subject": _FIRST}),
        )
    ),
    _attack("copy_answer_stands", "other words of what was done", _set("copy_answer", "told = 'Nothing'", "1=1")),
    _attack(
        "copy_answer_stands",
        "done again by itself",
        _set("copy_answer", "ended_at = {now}, ended_by_id = 1", "1=1"),
        _set("copy_answer", "ended_at = NULL, ended_by_id = NULL", "1=1"),
    ),
    _attack("gallery_showing_stands", "another piece shown", _set("gallery_showing", "piece_id = {fresh}", "1=1")),
    _attack(
        "gallery_showing_stands",
        "in the gallery again",
        _set("gallery_showing", "ended_at = {now}", "1=1"),
        _set("gallery_showing", "ended_at = NULL", "1=1"),
    ),
)

AFTERCARE = (
    _attack(
        "guarantee_next",
        "terms put before others",
        insert("guarantee", serves="'shop'", number=9, is_given=0, is_free=0, is_whole=0, has_eu_label=0, at="{now}"),
    ),
    _attack(
        "own_text_next",
        "a text put before others",
        insert("own_text", serves="'shop'", part="'about'", language="'de'", number=9, text="'Wir'", at="{now}"),
    ),
    _attack(
        "own_text_of_terms",
        "other words of terms that were published",
        insert("own_text", serves="'guarantee:1'", part="'covers'", language="'de'", number=2, text="'x'", at="{now}"),
    ),
    _attack(
        "piece_guarantee_sold",
        "a guarantee without a sale",
        insert(
            "piece_guarantee",
            piece_id="{tagged}",
            guarantee_id=1,
            departure_id="(SELECT min(d.id) FROM departure d WHERE d.kind = 'tagged')",
            begins_on="'2026-01-01'",
            at="{now}",
        ),
    ),
    _attack(
        "piece_guarantee_sold",
        "the sale of another piece",
        insert(
            "piece_guarantee",
            piece_id="{released}",
            guarantee_id=1,
            departure_id="(SELECT min(d.id) FROM departure d WHERE d.kind = 'sold')",
            begins_on="'2026-01-01'",
            at="{now}",
        ),
    ),
    _attack("notice_stands", "told before it was", _set("notice", "at = at - 1", "1=1")),
    _attack("repair_job_one", "two repairs of one piece", sql.job("in_repair")),
    _attack(
        "repair_job_one", "a repair that never was open", sql.job("stale", ended_at="{now}", ended_how="'traded_in'")
    ),
    _attack("repair_job_stands", "another weight at intake", _set("repair_job", "weight_mg = 1", "1=1")),
    _attack(
        "repair_job_stands",
        "a repair that ends without a hand-back",
        _set("repair_job", "ended_at = {now}, ended_how = 'handed_back'", "piece_id = {repaired}"),
    ),
    _attack(
        "repair_job_stands",
        "into stock without a word",
        _set("repair_job", "ended_at = {now}, ended_how = 'traded_in'", "piece_id = {repaired}"),
    ),
    _attack(
        "repair_job_stands",
        "a repair opened again",
        _set("repair_job", "ended_at = NULL, ended_how = NULL", "piece_id = {handed_back}"),
    ),
    _attack("work_event_taken_in", "the short list without a repair", event("sold", "taken_in")),
    _attack("work_event_taken_in", "taken in twice for one repair", event("in_repair", "taken_in")),
    _attack("work_event_taken_in", "into stock without a repair", event("sold", "traded_in")),
    _attack(
        "custody_repair_ended",
        "sold while it is in for a repair",
        departure("repaired", "sold"),
        custody("repaired", "customer"),
    ),
    _attack(
        "custody_repair_ended",
        "handed back beside its repair",
        departure("repaired", "handed_back"),
        custody("repaired", "customer"),
    ),
    _attack("hand_back_on_release", "handed back on the pass of its first sale", sql.handed("in_repair", "sold")),
    _attack(
        "hand_back_on_release", "handed back by its sale", departure("repaired", "sold"), sql.handed("repaired", "sold")
    ),
    _attack(
        "hand_back_on_release",
        "worked on after its inspection",
        departure("repaired", "handed_back"),
        event("repaired", "polish"),
        sql.handed("repaired"),
    ),
    _attack(
        "hand_back_of_job",
        "handed back on the repair of another",
        departure("repaired", "handed_back"),
        sql.handed("repaired", job="in_repair"),
    ),
    _attack("departure_on_release", "handed back without an inspection", departure("in_repair", "handed_back")),
    _attack("tag_of_ours", "our tag on a thing made elsewhere", departure("theirs", "tagged"), tag("theirs")),
    _attack(
        "repair_estimate_next",
        "an estimate put before others",
        insert("repair_estimate", job_id=sql.job_of("in_repair"), number=9, valid_until="'2030-01-01'", at="{now}"),
    ),
    _attack(
        "repair_estimate_next",
        "an estimate of a repair that ended",
        insert("repair_estimate", job_id=sql.job_of("handed_back"), number=3, valid_until="'2030-01-01'", at="{now}"),
    ),
    _attack(
        "repair_line_open",
        "a line slipped into what was agreed",
        insert(
            "repair_line",
            estimate_id=sql.estimate_of("handed_back", "min"),
            position=9,
            title="'x'",
            price_minor=1,
            is_guarantee=0,
        ),
    ),
    _attack(
        "repair_line_open",
        "a line more than was shown",
        insert(
            "repair_line",
            estimate_id=sql.estimate_of("in_repair"),
            position=3,
            title="'x'",
            price_minor=1,
            is_guarantee=0,
        ),
    ),
    *(
        _attack("repair_answer_sum", tale, sql.yes(sql.estimate_of("in_repair"), **told))
        for tale, told in (
            ("a yes that costs more than its lines", {"price_minor": 9_900}),
            ("a yes that leaves a line out of what it costs", {"price_minor": 2_400}),
            ("some called all", {"lines": "'2'", "price_minor": 2_400}),
            ("a no that costs something", {"answer": "'no'", "lines": "''", "price_minor": 9_200}),
            ("a line that is not there", {"lines": "'1,2,3'"}),
        )
    ),
    _attack("repair_answer_newest", "a yes to the estimate before", sql.agreed("min", "theirs")),
    _attack("repair_answer_newest", "a yes after the end", sql.agreed("max", "handed_back")),
    _attack("repair_answer_stands", "another price was agreed", _set("repair_answer", "price_minor = 1", "1=1")),
    _attack("repair_question_stands", "another question", _set("repair_question", "words = 'x'", "1=1")),
    _attack("repair_link_ends", "a link that lives on", _set("repair_link", "expires_at = expires_at + 1", "1=1")),
    _attack("repair_link_ends", "an ended link again", _set("repair_link", "revoked_at = NULL", "digest = 'd1'")),
    _attack(
        "repair_consent_next",
        "a consent put before others",
        insert("repair_consent", job_id=sql.job_of("in_repair"), sequence=9, is_told=1, at="{now}"),
    ),
    _attack("reported_work_stands", "other words", _set("reported_work", "told = 'x'", "1=1")),
    _attack("reported_work_stands", "told again", _set("reported_work", "withdrawn_at = NULL", "1=1")),
)

_LIVING_OWNER = "piece_id = {tagged} AND ended_at IS NULL"
_NEWEST_SECRET = "(SELECT max(s.id) FROM owner_secret s)"
_LOSS = {"piece_id": "{tagged}", "sequence": 9, "subject": "'x'", "kind": "'lost'", "at": "{now}", "ends_at": "{now}"}
_ENDS = "ended_at = {now}, ended_why = "


def _secret(piece: str, kind: str = "card", digest: str = "") -> str:
    told = {"piece_id": of(piece), "subject": "'x'", "kind": f"'{kind}'", "digest": digest or f"'{piece}-{kind}'"}
    return insert("owner_secret", **told, is_gift=0, at="{now}")


def _owner(piece: str, secret: str, how: str = "card", at: str = "{now}", digest: str = "'x'") -> str:
    told = {"piece_id": of(piece), "sequence": 9, "subject": "'x'", "how": f"'{how}'", "secret_id": secret}
    return insert("ownership", **told, owner_digest=digest, at=at)


def _asker(digest: str, sequence: int = 10, piece: str = "{tagged}") -> str:
    request = f"(SELECT r.id FROM owner_request r WHERE r.digest = '{digest}')"
    told = {"piece_id": piece, "sequence": sequence, "subject": "'y'", "how": "'request'", "request_id": request}
    return insert("ownership", **told, owner_digest="'y'", at="{now}")


_FOUND = _set("loss_report", f"{_ENDS}'found'", "subject = 'l2'")
_GRANTED = _set("owner_request", "verdict = 'granted', closed_at = {now} + 9000000000000", "digest = 'r1'")
_NEXT_OWNER = (
    _FOUND,
    _secret("tagged", "transfer"),
    _set("ownership", f"{_ENDS}'transferred'", _LIVING_OWNER),
    _owner("tagged", _NEWEST_SECRET, "transfer", "{now} + 1"),
)


OWNERS = (
    _attack(
        "owner_secret_one",
        "two cards that count",
        _secret("tagged", "transfer"),
        insert(
            "owner_secret", piece_id="{tagged}", subject="'y'", kind="'transfer'", digest="'y'", is_gift=0, at="{now}"
        ),
    ),
    _attack("owner_secret_digest_insert", "an owner’s secret put on a card", _secret("tagged", "transfer", "'o2'")),
    _attack(
        "owner_request_digest_insert",
        "an owner’s secret put on a request",
        insert(
            "owner_request", piece_id="{tagged}", sequence=9, subject="'x'", why="'heir'", digest="'o2'", at="{now}"
        ),
    ),
    _attack(
        "ownership_owner_digest_insert",
        "an asker’s secret made an owner’s",
        *_NEXT_OWNER[:3],
        _owner("tagged", _NEWEST_SECRET, "transfer", digest="'r2'"),
    ),
    _attack(
        "ownership_owner_digest_update",
        "an asker’s secret made the owner’s",
        _set("ownership", "owner_digest = 'r2'", _LIVING_OWNER),
    ),
    _attack(
        "ownership_by_right",
        "by a request from before the shop took it into stock",
        insert(
            "owner_request", piece_id="{in_repair}", sequence=1, subject="'x'", why="'heir'", digest="'r9'", at="{now}"
        ),
        _set("owner_request", "proof_seen_at = {now}", "digest = 'r9'"),
        _set("owner_request", "closed_at = {now}, verdict = 'granted'", "digest = 'r9'"),
        event("in_repair", "traded_in"),
        _asker("r9", piece="{in_repair}"),
    ),
    _attack("owner_secret_of_tagged", "a card for what never passed", _secret("worked")),
    _attack("owner_secret_whose", "a card for what somebody owns", _secret("tagged")),
    _attack("owner_secret_whose", "handed on by nobody", _secret("worked", "transfer")),
    _attack(
        "owner_secret_stands",
        "a used secret that counts again",
        _set("owner_secret", "ended_at = NULL, ended_why = NULL", "digest = 'c1'"),
    ),
    _attack("owner_secret_stands", "another secret put in", _set("owner_secret", "digest = 'mine'", "digest = 'c1'")),
    _attack("owner_secret_stands", "another message", _set("owner_secret", "gift_message = 'Mine'", "digest = 'c1'")),
    _attack(
        "ownership_one",
        "two owners at once",
        _FOUND,
        _secret("tagged", "transfer"),
        _owner("tagged", _NEWEST_SECRET, "transfer"),
    ),
    _attack(
        "ownership_by_right",
        "a secret that was taken back",
        _FOUND,
        _secret("tagged", "transfer"),
        _set("owner_secret", f"{_ENDS}'withdrawn'", "digest = 'tagged-transfer'"),
        _set("ownership", f"{_ENDS}'transferred'", _LIVING_OWNER),
        _owner("tagged", _NEWEST_SECRET, "transfer"),
    ),
    _attack(
        "ownership_by_right",
        "another piece's secret",
        _secret("tagged", "transfer"),
        _owner("fresh", _NEWEST_SECRET, "transfer"),
    ),
    _attack(
        "ownership_by_right",
        "a request that was not granted",
        _set("ownership", f"{_ENDS}'request'", _LIVING_OWNER),
        _asker("r1"),
    ),
    _attack(
        "ownership_by_right",
        "a request of which the owner after the notice was never told",
        _GRANTED,
        *_NEXT_OWNER,
        _set("ownership", f"{_ENDS}'request'", _LIVING_OWNER),
        _asker("r1"),
    ),
    _attack(
        "ownership_not_reported",
        "a stolen piece claimed with a secret made before",
        _secret("tagged", "transfer"),
        _set("ownership", f"{_ENDS}'transferred'", _LIVING_OWNER),
        _owner("tagged", _NEWEST_SECRET, "transfer"),
    ),
    _attack(
        "ownership_traded",
        "an owner ended as if the shop had taken the piece",
        _set("ownership", f"{_ENDS}'traded_in'", _LIVING_OWNER),
    ),
    _attack(
        "ownership_stands",
        "an old owner back",
        _set("ownership", "ended_at = NULL, ended_why = NULL", "owner_digest = 'o1'"),
    ),
    _attack(
        "ownership_stands",
        "an old owner's new secret",
        _set("ownership", "owner_digest = 'mine'", "owner_digest = 'o1'"),
    ),
    _attack("ownership_stands", "owned for longer", _set("ownership", "at = 0", "owner_digest = 'o2'")),
    _attack(
        "owner_request_begins",
        "a request granted at once",
        insert(
            "owner_request",
            piece_id="{fresh}",
            sequence=1,
            subject="'x'",
            why="'heir'",
            digest="'x'",
            at="{now}",
            closed_at="{now}",
            verdict="'granted'",
        ),
    ),
    _attack(
        "owner_request_stands",
        "another secret for a request",
        _set("owner_request", "digest = 'mine'", "digest = 'r1'"),
    ),
    _attack(
        "owner_request_stands",
        "notice given anew to the same owner",
        _set("owner_request", "noticed_at = noticed_at + 1", "digest = 'r1'"),
    ),
    _attack("owner_request_stands", "another story", _set("owner_request", "story = 'Mine'", "digest = 'r1'")),
    _attack(
        "owner_request_notice",
        "granted before the thirty days",
        _set("owner_request", "verdict = 'granted', closed_at = {now}", "digest = 'r1'"),
    ),
    _attack(
        "owner_request_notice",
        "granted without a proof",
        _set("owner_request", "verdict = 'granted', closed_at = {now}", "digest = 'r2'"),
    ),
    _attack(
        "owner_request_notice",
        "granted against an objection",
        _set("owner_request", "objected_at = {now}", "digest = 'r1'"),
        _GRANTED,
    ),
    _attack("owner_request_notice", "granted when another owner was told", *_NEXT_OWNER, _GRANTED),
    _attack(
        "owner_request_order",
        "a proof seen before anybody asked",
        _set("owner_request", "proof_seen_at = 1", "digest = 'r2'"),
    ),
    _attack(
        "owner_request_order",
        "noticed before the proof was seen",
        _set("owner_request", "proof_seen_at = {now} + 2, noticed_at = {now} + 1", "digest = 'r2'"),
    ),
    _attack(
        "owner_request_order",
        "seen and decided at once",
        _set("owner_request", "proof_seen_at = {now}, closed_at = {now}, verdict = 'refused'", "digest = 'r2'"),
    ),
    _attack(
        "loss_report_by_owner",
        "reported by who handed it on",
        _FOUND,
        insert("loss_report", **_LOSS, ownership_id="(SELECT min(o.id) FROM ownership o)"),
    ),
    _attack(
        "loss_report_by_owner",
        "confirmed by itself",
        _FOUND,
        insert("loss_report", **_LOSS, ownership_id="(SELECT max(o.id) FROM ownership o)", confirmed_at="{now}"),
    ),
    _attack(
        "loss_report_one",
        "reported twice",
        insert("loss_report", **_LOSS, ownership_id="(SELECT max(o.id) FROM ownership o)"),
    ),
    _attack(
        "loss_report_term",
        "reported for two years",
        _FOUND,
        insert(
            "loss_report",
            **(_LOSS | {"ends_at": "{now} + 63244800000000"}),
            ownership_id="(SELECT max(o.id) FROM ownership o)",
        ),
    ),
    _attack(
        "loss_report_renewed",
        "renewed for ever",
        _set("loss_report", "renewed_at = {now} + 1, ends_at = {now} + 63244800000000", "subject = 'l2'"),
    ),
    _attack(
        "loss_report_renewed",
        "a report that ends later and was not renewed",
        _set("loss_report", "ends_at = ends_at + 1", "subject = 'l2'"),
    ),
    _attack(
        "loss_report_stands",
        "a dispute forgotten",
        _set("loss_report", "disputed_at = {now}", "subject = 'l2'"),
        _set("loss_report", "disputed_at = NULL", "subject = 'l2'"),
    ),
    _attack(
        "loss_report_aside",
        "a dispute set aside without a reason",
        _set("loss_report", "disputed_at = {now}", "subject = 'l2'"),
        _set("loss_report", "aside_at = {now}, aside_by_id = {omar}", "subject = 'l2'"),
    ),
    _attack("loss_report_stands", "lost made stolen", _set("loss_report", "kind = 'stolen'", "subject = 'l1'")),
    _attack(
        "loss_report_stands",
        "an ended report back",
        _set("loss_report", "ended_at = NULL, ended_why = NULL", "subject = 'l1'"),
    ),
    _attack(
        "loss_report_owned_still",
        "confirmed for who handed it on",
        _set("ownership", f"{_ENDS}'transferred'", _LIVING_OWNER),
        _set("loss_report", "confirmed_at = {now}", "subject = 'l2'"),
    ),
)

BY_HAND = AFTERCARE + PEOPLE + JOURNAL + CATALOGUE + PIECES + CHECKLISTS + INSPECTIONS + LEAVING + BOOKS + OWNERS
