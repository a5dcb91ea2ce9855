"""What the database holds about pieces: what they are, what happened to them, where they are."""

from workshop.guarding import Guard, Rule, append_only, append_only_but, never_removed, same
from workshop.pieces.models import Custody, Personalisation, PieceHead
from workshop.pieces.places import IN_HAND, LENT, OUTSIDE, sql
from workshop.pieces.waiting import FOLLOWS

QUEUE_COLUMNS = ("awaits", "urgency")
MOVED_BY_EVENTS = tuple(c.name for c in PieceHead.__table__.columns if c.name not in QUEUE_COLUMNS)
SPEC = ("design_id", "kind", "material_id", "parts", "size", "spec_event_id")
HEAD = "(SELECT h.{column} FROM piece_head h WHERE h.piece_id = {piece})"
PLACE = "(SELECT c.place FROM custody c WHERE c.piece_id = {piece} ORDER BY c.sequence DESC LIMIT 1)"
CHANGE_KIND = (
    "(SELECT e.kind FROM piece_head h JOIN work_event e ON e.id = h.last_change_id WHERE h.piece_id = {piece})"
)
KIND_IS = "(SELECT k.{property} FROM event_kind k WHERE k.key = NEW.kind) = {value}"

IS_WORK, IS_NO_WORK = KIND_IS.format(property="is_work", value=1), KIND_IS.format(property="is_work", value=0)
IS_OBSERVATION, ENDS_RELEASE = (KIND_IS.format(property="ends_release", value=v) for v in (0, 1))
PLACE_NOW = PLACE.format(piece="NEW.piece_id")
CHANGE_NOW = CHANGE_KIND.format(piece="NEW.piece_id")
HEAD_SEQUENCE = HEAD.format(column="sequence", piece="NEW.piece_id")
NUMBER_FITS = "NEW.edition_id IS NULL OR NEW.edition_number BETWEEN 1 AND (SELECT e.size FROM edition e WHERE e.id = NEW.edition_id AND e.design_id = NEW.design_id)"
NUMBER_FREE = "NOT EXISTS(SELECT 1 FROM piece p WHERE p.edition_id = NEW.edition_id AND p.edition_number = NEW.edition_number AND p.id <> NEW.id)"
HAS_PARTS = "NEW.parts BETWEEN 1 AND 20"
SCRAP_UNDONE = f"NEW.kind = 'undo' AND EXISTS(SELECT 1 FROM work_event e WHERE e.id = NEW.corrects_id AND e.piece_id = NEW.piece_id AND e.kind = 'scrap' AND e.sequence = {HEAD_SEQUENCE})"

GUARDS: tuple[Rule, ...] = (
    Guard("piece_starts_plain", "piece", "INSERT", "NEW.spec_event_id IS NULL", "A new piece has no work yet."),
    Guard("piece_parts_new", "piece", "INSERT", HAS_PARTS, "A piece has from 1 to 20 parts."),
    Guard("piece_parts_later", "piece", "UPDATE", HAS_PARTS, "A piece has from 1 to 20 parts."),
    Guard("piece_edition_new", "piece", "INSERT", NUMBER_FITS, "The edition has no such number."),
    Guard(
        "piece_edition_later",
        "piece",
        "UPDATE",
        f"({NUMBER_FITS}) AND {NUMBER_FREE} AND (OLD.edition_id IS NULL OR ({same('edition_id', 'edition_number')}))",
        "An edition number is given once, within the edition.",
    ),
    Guard(
        "piece_identity",
        "piece",
        "UPDATE",
        same("id", "serial", "way_in", "source_key", "before_records", "created_at", "by_id"),
        "A piece stays the piece that it is.",
    ),
    Guard(
        "piece_respecified",
        "piece",
        "UPDATE",
        f"({same(*SPEC)}) OR (NEW.spec_event_id IS DISTINCT FROM OLD.spec_event_id AND NEW.spec_event_id = {HEAD.format(column='last_change_id', piece='NEW.id')} AND {CHANGE_KIND.format(piece='NEW.id')} = 'respecified')",
        "What a piece shall be changes only by an event that says so.",
    ),
    Guard(
        "piece_account_once",
        "piece",
        "UPDATE",
        f"OLD.account_id IS NULL OR ({same('account_id')})",
        "A piece has one account in the books.",
    ),
    never_removed("piece", "A piece is never removed: scrap it instead."),
    Guard(
        "edition_fixed",
        "edition",
        "UPDATE",
        f"{same('id', 'design_id')} AND (({same('size')}) OR NOT EXISTS(SELECT 1 FROM piece p WHERE p.edition_id = NEW.id))",
        "The size of an edition is fixed once its first piece is numbered.",
    ),
    Guard(
        "piece_head_starts",
        "piece_head",
        "INSERT",
        "NEW.sequence = 0 AND NEW.last_event_id IS NULL AND NEW.last_change_id IS NULL AND NEW.state = 'waiting' AND NOT EXISTS(SELECT 1 FROM work_event e WHERE e.piece_id = NEW.piece_id)",
        "A new piece has no work yet.",
    ),
    Guard(
        "piece_head_follows",
        "piece_head",
        "UPDATE",
        f"({same(*MOVED_BY_EVENTS)}) OR (NEW.piece_id = OLD.piece_id AND NEW.sequence = OLD.sequence + 1 AND EXISTS(SELECT 1 FROM work_event e JOIN event_kind k ON k.key = e.kind WHERE e.piece_id = NEW.piece_id AND e.sequence = NEW.sequence AND e.id = NEW.last_event_id AND NEW.last_change_id IS NOT DISTINCT FROM CASE WHEN k.ends_release = 1 THEN e.id ELSE OLD.last_change_id END AND NEW.stage_id IS NOT DISTINCT FROM CASE WHEN e.kind = 'undo' THEN e.stage_id ELSE COALESCE(e.stage_id, OLD.stage_id) END AND NEW.state = COALESCE(k.leads_to, CASE WHEN k.ends_release = 1 AND OLD.state = 'released' THEN 'waiting' ELSE OLD.state END)))",
        "Where a piece stands follows from its events alone.",
    ),
    never_removed("piece_head", "Where a piece stands is never removed."),
    Guard(
        "work_event_next",
        "work_event",
        "INSERT",
        f"NEW.sequence = {HEAD_SEQUENCE} + 1",
        "Events of a piece are numbered without gaps.",
    ),
    Guard(
        "work_event_has_hands",
        "work_event",
        "INSERT",
        f"NEW.by_id IS NOT NULL OR NEW.kind = 'made_before' OR {IS_NO_WORK}",
        "Work at the bench has somebody who did it.",
    ),
    Guard(
        "work_event_in_hand",
        "work_event",
        "INSERT",
        f"{IS_NO_WORK} OR {PLACE_NOW} IN {sql(IN_HAND)}",
        "The piece is not here: record that it came back, then go on.",
    ),
    Guard(
        "work_event_not_scrapped",
        "work_event",
        "INSERT",
        f"{HEAD.format(column='state', piece='NEW.piece_id')} <> 'scrapped' OR (SELECT k.leads_to FROM event_kind k WHERE k.key = NEW.kind) IS NULL OR ({SCRAP_UNDONE})",
        "The piece was scrapped: nothing more is done to it.",
    ),
    Guard(
        "work_event_outwork",
        "work_event",
        "INSERT",
        f"{PLACE_NOW} <> 'outwork' OR NEW.kind = 'outwork_back' OR {IS_OBSERVATION}",
        "The piece is out for outwork: it can only come back.",
    ),
    Guard(
        "work_event_back",
        "work_event",
        "INSERT",
        f"CASE NEW.kind WHEN 'outwork_back' THEN {PLACE_NOW} = 'outwork' WHEN 'came_back' THEN {PLACE_NOW} IN {sql(OUTSIDE)} ELSE 1=1 END",
        "The piece cannot come back: it is here.",
    ),
    Guard(
        "work_event_reason",
        "work_event",
        "INSERT",
        "NEW.kind NOT IN ('scrap','send_back','skipped','problem','correction') OR length(trim(NEW.reason)) > 0",
        "This needs a reason in words.",
    ),
    Guard(
        "work_event_weight",
        "work_event",
        "INSERT",
        "NEW.kind NOT IN ('weighed','weight_changed') OR NEW.weight_mg > 0",
        "A weighing needs its weight.",
    ),
    Guard(
        "work_event_corrects",
        "work_event",
        "INSERT",
        "(NEW.kind IN ('undo','correction')) = (NEW.corrects_id IS NOT NULL) AND (NEW.corrects_id IS NULL OR EXISTS(SELECT 1 FROM work_event e WHERE e.id = NEW.corrects_id AND e.piece_id = NEW.piece_id))",
        "An undo or a correction names the event of this piece that it corrects.",
    ),
    *append_only("work_event", "What happened to a piece stays written: correct it by a new event."),
    Guard(
        "personalisation_next",
        "personalisation",
        "INSERT",
        "NEW.sequence = 1 + COALESCE((SELECT max(p.sequence) FROM personalisation p WHERE p.piece_id = NEW.piece_id), 0)",
        "Engravings are numbered without gaps.",
    ),
    Guard(
        "personalisation_said",
        "personalisation",
        "INSERT",
        f"CASE WHEN NEW.event_id IS NULL THEN {HEAD_SEQUENCE} = 0 ELSE NEW.event_id = {HEAD.format(column='last_change_id', piece='NEW.piece_id')} AND {CHANGE_NOW} = 'respecified' END",
        "What a piece shall be changes only by an event that says so.",
    ),
    *append_only_but(Personalisation, "What was ordered stays written: order it anew."),
    Guard(
        "custody_next",
        "custody",
        "INSERT",
        "NEW.sequence = 1 + COALESCE((SELECT max(c.sequence) FROM custody c WHERE c.piece_id = NEW.piece_id), 0)",
        "Places of a piece are numbered without gaps.",
    ),
    Guard(
        "custody_outwork_out",
        "custody",
        "INSERT",
        f"NEW.place <> 'outwork' OR {CHANGE_NOW} = 'outwork_out'",
        "Outwork begins with an event that says so.",
    ),
    Guard(
        "custody_outwork_back",
        "custody",
        "INSERT",
        f"COALESCE({PLACE_NOW}, 'shop') <> 'outwork' OR (NEW.place IN {sql(IN_HAND)} AND {CHANGE_NOW} = 'outwork_back')",
        "A piece that is out for outwork can only come back.",
    ),
    Guard(
        "custody_came_back",
        "custody",
        "INSERT",
        f"COALESCE({PLACE_NOW}, 'shop') NOT IN {sql(OUTSIDE)} OR (NEW.place IN {sql(IN_HAND)} AND {CHANGE_NOW} IN ('came_back','taken_in')) OR ({PLACE_NOW} IN {sql(LENT)} AND NEW.place = 'customer')",
        "A piece that left comes back by an event that says so; only what was lent may be sold where it is.",
    ),
    *append_only_but(Custody, "Where a piece was stays written."),
    Guard(
        "photo_stands",
        "photo",
        "UPDATE",
        same("id", "piece_id", "picture", "small", "width", "height", "at", "by_id"),
        "A photo stays the photo that it is.",
    ),
    never_removed("photo", "A photo is hidden, never removed."),
    *append_only("casting_tree", "A casting tree stays as it was poured."),
    *append_only("tree_place", "Which piece hung on a tree stays written."),
    *append_only("tree_spot", "Where a piece hung stays written: tell it anew."),
    *append_only("tree_photo", "A photo of a tree stays the photo that it is."),
    *append_only("layer", "A layer stays written: correct it by a new event."),
    *append_only("hallmark", "A hallmark stays written: correct it by a new event."),
    *FOLLOWS,
)
