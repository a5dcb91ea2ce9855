"""Looking back at charms: each was put on with its own pass, and nothing was done to it while it was on."""

from collections.abc import Iterator

from workshop.findings import NEVER, Finding
from workshop.inspection.hindsight import Hindsight
from workshop.pieces.audits import KIND


def attachments_hold(past: Hindsight) -> Iterator[Finding]:
    asked = "SELECT id, parent_id, child_id, inspection_id, attached_by_id, freed_by_id FROM attachment"
    for row in past.books.rows(asked):
        serial, at = past.books.serial(row.child_id), past.books.written("attachment", row.id)
        look = past.pass_at(row.child_id, at) if at != NEVER else None
        if look is None or look.id != row.inspection_id:
            yield Finding("attached-on-pass", serial, "it was put on another piece without its own current pass.")
        freed = past.books.written("work_event", row.freed_by_id) if row.freed_by_id else None
        meanwhile = [
            event
            for event in past.events.get(row.child_id, [])
            if at < past.books.written("work_event", event.id) and (freed is None or event.id != row.freed_by_id)
            if freed is None or past.books.written("work_event", event.id) < freed
        ]
        if any(KIND[one.kind].ends_release for one in meanwhile if one.kind in KIND):
            yield Finding("attached-no-work", serial, "something was done to it while it was on another piece.")
