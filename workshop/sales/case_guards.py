"""What the database holds about cases and sales: each piece on its own departure, in one case at a time, and no case closed over a piece of which nobody said what became."""

from workshop.guarding import Guard, Rule, append_only, never_removed, same
from workshop.pieces.places import IN_HAND, STILL_OURS, sql
from workshop.sales.case_models import PackedCase

_AS_IT_WAS = tuple(
    c.name for c in PackedCase.__table__.columns if c.name not in (*PackedCase.personal, "closed_at", "closed_by_id")
)
_BLANKED = " AND ".join(f"(NEW.{c} IS NULL OR {same(c)})" for c in PackedCase.personal)
_CASE = "(SELECT k.{column} FROM packed_case k WHERE k.id = NEW.case_id)"
_PLACE = _CASE.format(column="place")
_CURRENT = "release r JOIN piece_head h ON h.piece_id = r.piece_id AND h.last_change_id = r.last_change_id JOIN departure d ON d.inspection_id = r.inspection_id AND d.piece_id = r.piece_id"
_OWN = (
    f"EXISTS(SELECT 1 FROM {_CURRENT} WHERE d.id = NEW.departure_id AND d.piece_id = NEW.piece_id AND d.kind = NEW.kind"
)
_NOW = "(SELECT max(c.sequence) FROM custody c WHERE c.piece_id = NEW.piece_id)"
_HOME = (
    "EXISTS(SELECT 1 FROM custody c WHERE c.piece_id = NEW.piece_id AND c.sequence > {after} AND c.place IN {places})"
)

CASES: tuple[Rule, ...] = (
    Guard("packed_case_opens", "packed_case", "INSERT", "NEW.closed_at IS NULL", "A case begins open."),
    Guard(
        "packed_case_stands",
        "packed_case",
        "UPDATE",
        f"{same(*_AS_IT_WAS)} AND {_BLANKED} AND (({same('closed_at', 'closed_by_id')}) OR (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL))",
        "A case stays as it was packed: it can only be closed.",
    ),
    Guard(
        "packed_case_decided",
        "packed_case",
        "UPDATE",
        "NEW.closed_at IS NULL OR OLD.closed_at IS NOT NULL OR NOT EXISTS(SELECT 1 FROM packed_piece l WHERE l.case_id = NEW.id AND l.outcome IS NULL)",
        "A case is closed when each piece is back, sold, still there or lost.",
    ),
    never_removed("packed_case", "A case stays written."),
    Guard(
        "packed_piece_open",
        "packed_piece",
        "INSERT",
        "NEW.outcome IS NULL AND EXISTS(SELECT 1 FROM packed_case k WHERE k.id = NEW.case_id AND k.closed_at IS NULL)",
        "A piece goes into an open case, and what becomes of it is said afterwards.",
    ),
    Guard(
        "packed_piece_departs",
        "packed_piece",
        "INSERT",
        f"CASE {_PLACE} WHEN 'safe' THEN NEW.departure_id IS NULL AND EXISTS(SELECT 1 FROM custody c WHERE c.piece_id = NEW.piece_id AND c.sequence = NEW.custody_sequence AND c.sequence = {_NOW} AND c.place = 'safe') "
        f"ELSE NEW.kind = CASE {_PLACE} WHEN 'customer' THEN 'shipped' ELSE 'lent' END AND {_OWN} AND d.custody_sequence = NEW.custody_sequence) AND NEW.custody_sequence >= {_NOW} END",
        "A piece goes into a case through the one door: on its own departure, made for this case, on its own current pass.",
    ),
    Guard(
        "packed_piece_one",
        "packed_piece",
        "INSERT",
        "NOT EXISTS(SELECT 1 FROM packed_piece l WHERE l.piece_id = NEW.piece_id AND (l.outcome IS NULL OR l.outcome NOT IN ('back','sold')))",
        "The piece is in another case: say there first what became of it.",
    ),
    Guard(
        "packed_piece_stands",
        "packed_piece",
        "UPDATE",
        f"{same('id', 'case_id', 'piece_id', 'departure_id', 'kind', 'custody_sequence', 'price_minor', 'at')} AND NEW.outcome IS NOT NULL AND NEW.outcome IS DISTINCT FROM OLD.outcome AND NEW.decided_at IS NOT NULL AND (OLD.outcome IS NULL OR OLD.outcome <> 'back') AND (COALESCE(OLD.outcome, '') <> 'sold' OR NEW.outcome = 'back')",
        "What went stays written; what became of it is said once more only while it is not back.",
    ),
    Guard(
        "packed_piece_so",
        "packed_piece",
        "UPDATE",
        f"({same('outcome')}) OR CASE NEW.outcome WHEN 'back' THEN {_HOME.format(after='NEW.custody_sequence', places=f'{sql(STILL_OURS)}')} AND ({_PLACE} <> 'safe' OR {_HOME.format(after='NEW.custody_sequence', places=sql(IN_HAND))}) "
        f"WHEN 'sold' THEN EXISTS(SELECT 1 FROM sale s WHERE s.packed_id = NEW.id AND s.returned_at IS NULL) WHEN 'lost' THEN {_NOW} = NEW.custody_sequence AND length(trim(NEW.note)) > 0 ELSE {_NOW} = NEW.custody_sequence END",
        "What became of a piece is what its places and sales say; why one is lost is said in words.",
    ),
    never_removed("packed_piece", "That a piece was in a case stays written."),
    Guard(
        "sale_on_release",
        "sale",
        "INSERT",
        f"NEW.returned_at IS NULL AND NEW.returned_how IS NULL AND {_OWN})",
        "A piece is sold through the one door: on its own departure, on its own current pass.",
    ),
    Guard(
        "sale_of_line",
        "sale",
        "INSERT",
        "NEW.packed_id IS NULL OR EXISTS(SELECT 1 FROM packed_piece l JOIN departure d ON d.id = NEW.departure_id WHERE l.id = NEW.packed_id AND l.piece_id = NEW.piece_id AND d.custody_sequence >= l.custody_sequence AND (l.outcome IS NULL OR l.outcome IN ('still_there','lost')))",
        "A piece is sold from the case it is in.",
    ),
    Guard(
        "sale_stands",
        "sale",
        "UPDATE",
        f"{same('id', 'piece_id', 'departure_id', 'kind', 'packed_id', 'price_minor', 'currency', 'sold_on', 'at', 'by_id')} AND OLD.returned_at IS NULL AND NEW.returned_at IS NOT NULL AND NEW.returned_how IN ('returned','slip') AND {_HOME.format(after='(SELECT d.custody_sequence FROM departure d WHERE d.id = NEW.departure_id)', places=sql(STILL_OURS))}",
        "A sale stays as it was made: the piece can only come back.",
    ),
    never_removed("sale", "A sale stays written."),
)

CONSIGNMENTS: tuple[Rule, ...] = (
    Guard(
        "consignment_first",
        "consignment",
        "INSERT",
        "EXISTS(SELECT 1 FROM packed_case k WHERE k.id = NEW.case_id AND k.place = 'gallery' AND k.closed_at IS NULL) AND NOT EXISTS(SELECT 1 FROM sale s JOIN packed_piece l ON l.id = s.packed_id WHERE l.case_id = NEW.case_id)",
        "Terms are agreed for a case at a gallery, before anything is sold from it.",
    ),
    *append_only("consignment", "What was agreed stays as it was agreed."),
)
GUARDS: tuple[Rule, ...] = CASES + CONSIGNMENTS
