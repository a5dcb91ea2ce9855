"""What the database holds about repairs: no hand-back without a new inspection, no stay without its end, one answer to one estimate."""

from workshop.aftercare.repair_models import RepairAnswer, RepairJob, RepairQuestion
from workshop.guarding import Guard, Rule, append_only, append_only_but, never_removed, same
from workshop.pieces.places import OUTSIDE, sql

OPEN_JOB = "SELECT 1 FROM repair_job j WHERE j.piece_id = NEW.piece_id AND j.ended_at IS NULL"
JOB_OPEN = "EXISTS(SELECT 1 FROM repair_job j WHERE j.id = NEW.job_id AND j.ended_at IS NULL)"
FROZEN = tuple(
    c.name for c in RepairJob.__table__.columns if c.name not in (*RepairJob.personal, "ended_at", "ended_how")
)
BLANKED = " AND ".join(f"(NEW.{c} IS NULL OR {same(c)})" for c in RepairJob.personal)
ENDED = (
    "CASE NEW.ended_how WHEN 'handed_back' THEN EXISTS(SELECT 1 FROM hand_back b WHERE b.job_id = NEW.id) "
    "WHEN 'traded_in' THEN (SELECT e.kind FROM piece_head h JOIN work_event e ON e.id = h.last_change_id WHERE h.piece_id = NEW.piece_id) = 'traded_in' ELSE 1=0 END"
)
_LINES = "FROM repair_line l WHERE l.estimate_id = NEW.estimate_id"
_AGREED = f"{_LINES} AND ',' || NEW.lines || ',' LIKE '%,' || CAST(l.position AS TEXT) || ',%'"
_COUNT, _CHOSEN = f"(SELECT count(*) {_LINES})", f"(SELECT count(*) {_AGREED})"
SUM_HOLDS = (
    f"NEW.price_minor = COALESCE((SELECT sum(l.price_minor) {_AGREED}), 0) "
    f"AND {_CHOSEN} = CASE WHEN NEW.lines = '' THEN 0 ELSE 1 + LENGTH(NEW.lines) - LENGTH(REPLACE(NEW.lines, ',', '')) END "
    f"AND NEW.answer = CASE {_CHOSEN} WHEN 0 THEN 'no' WHEN {_COUNT} THEN 'all' ELSE 'some' END "
    f"AND {_COUNT} = COALESCE((SELECT e.line_count FROM repair_estimate e WHERE e.id = NEW.estimate_id), {_COUNT})"
)

GUARDS: tuple[Rule, ...] = (
    Guard(
        "repair_job_one",
        "repair_job",
        "INSERT",
        f"NEW.ended_at IS NULL AND NOT EXISTS({OPEN_JOB})",
        "The piece is in for a repair already: go on with that one.",
    ),
    Guard(
        "repair_job_stands",
        "repair_job",
        "UPDATE",
        f"{same(*FROZEN)} AND {BLANKED} AND (({same('ended_at', 'ended_how')}) OR (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND {ENDED}))",
        "A repair ends once, by its hand-back or by taking the piece into stock.",
    ),
    never_removed("repair_job", "A repair stays written."),
    Guard(
        "work_event_taken_in",
        "work_event",
        "INSERT",
        f"CASE NEW.kind WHEN 'taken_in' THEN EXISTS({OPEN_JOB} AND j.intake_sequence = NEW.sequence) WHEN 'traded_in' THEN EXISTS({OPEN_JOB}) ELSE 1=1 END",
        "A piece is taken in with its repair: write that first.",
    ),
    Guard(
        "custody_repair_ended",
        "custody",
        "INSERT",
        f"NEW.place NOT IN {sql(OUTSIDE)} OR NOT EXISTS({OPEN_JOB})",
        "The piece is in for a repair: hand it back on the page of its repair.",
    ),
    Guard(
        "hand_back_on_release",
        "hand_back",
        "INSERT",
        "EXISTS(SELECT 1 FROM departure d JOIN release r ON r.inspection_id = d.inspection_id AND r.piece_id = d.piece_id JOIN piece_head h ON h.piece_id = r.piece_id AND h.last_change_id = r.last_change_id WHERE d.id = NEW.departure_id AND d.piece_id = NEW.piece_id AND d.kind = NEW.kind)",
        "A repaired piece goes back on its own current pass: inspect it first.",
    ),
    Guard(
        "hand_back_of_job",
        "hand_back",
        "INSERT",
        f"EXISTS({OPEN_JOB} AND j.id = NEW.job_id)",
        "A hand-back belongs to the open repair of its own piece.",
    ),
    *append_only("hand_back", "A hand-back stays written."),
    Guard(
        "tag_of_ours",
        "tag",
        "INSERT",
        "NOT EXISTS(SELECT 1 FROM repair_job j WHERE j.piece_id = NEW.piece_id AND j.is_ours = 0)",
        "This was made elsewhere: it gets no tag of ours.",
    ),
    Guard(
        "repair_estimate_next",
        "repair_estimate",
        "INSERT",
        f"{JOB_OPEN} AND NEW.number = 1 + COALESCE((SELECT max(e.number) FROM repair_estimate e WHERE e.job_id = NEW.job_id), 0)",
        "An estimate takes the next number of an open repair.",
    ),
    *append_only("repair_estimate", "An estimate stays as it was given: give another."),
    Guard(
        "repair_line_open",
        "repair_line",
        "INSERT",
        "NEW.position >= 1 AND EXISTS(SELECT 1 FROM repair_estimate e WHERE e.id = NEW.estimate_id AND NEW.position <= e.line_count)",
        "An estimate stays as it was given: give another.",
    ),
    *append_only("repair_line", "An estimate stays as it was given: give another."),
    Guard(
        "repair_answer_newest",
        "repair_answer",
        "INSERT",
        "EXISTS(SELECT 1 FROM repair_estimate e JOIN repair_job j ON j.id = e.job_id AND j.ended_at IS NULL WHERE e.id = NEW.estimate_id AND NOT EXISTS(SELECT 1 FROM repair_estimate n WHERE n.job_id = e.job_id AND n.number > e.number))",
        "Only the newest estimate of an open repair is answered.",
    ),
    Guard(
        "repair_answer_sum",
        "repair_answer",
        "INSERT",
        SUM_HOLDS,
        "What is agreed costs what its lines cost, and names each of them once.",
    ),
    *append_only_but(RepairAnswer, "What was agreed stays as it was agreed."),
    *append_only_but(RepairQuestion, "A question stays written."),
    Guard(
        "repair_link_ends",
        "repair_link",
        "UPDATE",
        f"{same('id', 'job_id', 'digest', 'at', 'expires_at', 'by_id')} AND OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL",
        "A link can only be ended.",
    ),
    never_removed("repair_link", "A link stays written: end it instead."),
    Guard(
        "repair_consent_next",
        "repair_consent",
        "INSERT",
        "NEW.sequence = 1 + COALESCE((SELECT max(c.sequence) FROM repair_consent c WHERE c.job_id = NEW.job_id), 0)",
        "What may be told is said anew, in order.",
    ),
    *append_only("repair_consent", "What was agreed stays written: say it anew."),
    *append_only("repair_photo", "A photo of a repair stays with it."),
    Guard(
        "reported_work_stands",
        "reported_work",
        "UPDATE",
        f"{same('id', 'piece_id', 'number', 'done_on', 'by_whom', 'told', 'is_told', 'source_key', 'at', 'by_id')} AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL",
        "What was reported stays as it was: withdraw it instead.",
    ),
    never_removed("reported_work", "What was reported stays written: withdraw it instead."),
)
