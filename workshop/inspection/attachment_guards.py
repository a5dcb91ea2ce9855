"""What the database holds about charms: put on with their own current pass, no work on them while they are on, taken off by work on both."""

from workshop.guarding import Guard, Rule, never_removed, same
from workshop.pieces.guards import CHANGE_KIND, HEAD, IS_OBSERVATION, PLACE
from workshop.pieces.places import IN_HAND, sql

ON_ANOTHER = "SELECT 1 FROM attachment a WHERE a.child_id = NEW.{piece} AND a.ended_at IS NULL"
HAS_CHARMS = "SELECT 1 FROM attachment a WHERE a.parent_id = NEW.piece_id AND a.ended_at IS NULL"
CURRENT = "SELECT 1 FROM release r JOIN piece_head h ON h.piece_id = r.piece_id AND h.last_change_id = r.last_change_id WHERE r.piece_id = {piece}"
FREE = f"NOT EXISTS({ON_ANOTHER.format(piece='piece_id')})"


def _changed_by(piece: str, event: str, *kinds: str) -> str:
    """Holds when the last change of the piece is this event, of one of these kinds."""
    last = HEAD.format(column="last_change_id", piece=f"NEW.{piece}")
    return f"NEW.{event} = {last} AND {CHANGE_KIND.format(piece=f'NEW.{piece}')} IN {sql(kinds)}"


GUARDS: tuple[Rule, ...] = (
    Guard(
        "attachment_on_pass",
        "attachment",
        "INSERT",
        f"EXISTS({CURRENT.format(piece='NEW.child_id')} AND r.inspection_id = NEW.inspection_id)",
        "A charm is put on with its own current pass: inspect it first.",
    ),
    Guard(
        "attachment_by_work",
        "attachment",
        "INSERT",
        f"NEW.ended_at IS NULL AND {_changed_by('parent_id', 'attached_by_id', 'attach', 'assemble')}",
        "Putting a charm on is work on the piece that it is put on: record that first.",
    ),
    Guard(
        "attachment_free",
        "attachment",
        "INSERT",
        f"NEW.parent_id <> NEW.child_id AND NOT EXISTS({ON_ANOTHER.format(piece='child_id')}) AND NOT EXISTS({ON_ANOTHER.format(piece='parent_id')}) AND {PLACE.format(piece='NEW.child_id')} IN {sql(IN_HAND)}",
        "A charm is put on one piece, which is on no other, and both are at the bench.",
    ),
    Guard(
        "attachment_ends",
        "attachment",
        "UPDATE",
        f"{same('id', 'parent_id', 'child_id', 'inspection_id', 'attached_by_id', 'at', 'by_id')} AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND {_changed_by('parent_id', 'detached_by_id', 'detach')} AND {_changed_by('child_id', 'freed_by_id', 'detach')} AND NEW.detached_by_id > OLD.attached_by_id",
        "A charm is taken off once, by work on both pieces.",
    ),
    never_removed("attachment", "What was put on a piece stays written: take it off instead."),
    Guard(
        "work_event_attached",
        "work_event",
        "INSERT",
        f"{FREE} OR NEW.kind = 'detach' OR ({IS_OBSERVATION} AND NEW.kind NOT IN ('passed','tagged','left','moved'))",
        "The piece is on another: take it off there first.",
    ),
    Guard(
        "work_event_undoes_no_charm",
        "work_event",
        "INSERT",
        "NEW.kind NOT IN ('undo','correction') OR NOT EXISTS(SELECT 1 FROM attachment a WHERE NEW.corrects_id IN (a.attached_by_id, a.detached_by_id, a.freed_by_id))",
        "Taking it back does not part two pieces: take the charm off, or put it on again.",
    ),
    Guard(
        "work_event_scrap_bare",
        "work_event",
        "INSERT",
        f"NEW.kind <> 'scrap' OR NOT EXISTS({HAS_CHARMS})",
        "Other pieces are on it: take them off first.",
    ),
    Guard(
        "inspection_attached",
        "inspection",
        "INSERT",
        FREE,
        "The piece is on another: take it off there first.",
    ),
    Guard(
        "departure_attached",
        "departure",
        "INSERT",
        FREE,
        "The piece is on another: take it off there first.",
    ),
    Guard(
        "departure_charms_passed",
        "departure",
        "INSERT",
        f"NOT EXISTS({HAS_CHARMS} AND NOT EXISTS({CURRENT.format(piece='a.child_id')}))",
        "A piece on it has no current pass any more: take it off, or inspect it.",
    ),
    Guard(
        "custody_attached",
        "custody",
        "INSERT",
        FREE,
        "The piece is on another: take it off there first.",
    ),
)
