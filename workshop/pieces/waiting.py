"""What a piece waits for and how urgent it is: kept beside its state by the database, so that a queue is read by an index.

Only the queue and the lists read `awaits` and `urgency`; nothing of the gate does.
"""

from workshop.guarding import Follow, Rule

_PIECE = "FROM piece p WHERE p.id = piece_head.piece_id"
_LAST_STAGE = (
    "(SELECT s.id FROM stage s JOIN piece p ON p.route_id = s.route_id WHERE p.id = piece_head.piece_id "
    "AND s.retired_at IS NULL ORDER BY s.position DESC, s.id DESC LIMIT 1)"
)
_SENT_BACK = (
    "(SELECT max(m.sequence) FROM work_event m WHERE m.piece_id = piece_head.piece_id AND m.kind = 'send_back')"
)
_DONE_AGAIN = (
    "(SELECT count(DISTINCT e.stage_id) FROM work_event e JOIN event_kind k ON k.key = e.kind AND (k.is_work = 1 OR k.key = 'outwork_back') "
    "WHERE e.piece_id = b.piece_id AND e.sequence > b.sequence AND e.kind NOT IN ('start','take_up'))"
)
_STAGES_NAMED = "1 + CASE WHEN b.note IS NULL THEN 0 ELSE 1 + length(b.note) - length(replace(b.note, ',', '')) END"

# Work is finished when the last stage of the route is, when the piece passed before, when it came finished, or when every
# stage of its newest send-back was done again.
_FINISHED = (
    f"(piece_head.stage_id = {_LAST_STAGE} "
    "OR EXISTS(SELECT 1 FROM work_event x WHERE x.piece_id = piece_head.piece_id AND x.kind = 'passed') "
    f"OR (piece_head.stage_id IS NULL AND (SELECT p.way_in {_PIECE}) = 'made') "
    f"OR EXISTS(SELECT 1 FROM work_event b WHERE b.piece_id = piece_head.piece_id AND b.sequence = {_SENT_BACK} AND {_DONE_AGAIN} >= {_STAGES_NAMED}))"
)
_CHANGED = "(SELECT e.kind FROM work_event e WHERE e.id = piece_head.last_change_id) NOT IN ('send_back','undo')"

AWAITS = f"CASE state WHEN 'paused' THEN 'stage' WHEN 'waiting' THEN CASE WHEN {_CHANGED} AND {_FINISHED} THEN 'inspection' ELSE 'stage' END END"
URGENCY = f"(SELECT CASE p.is_rush WHEN 1 THEN '0 ' ELSE '1 ' END || COALESCE(p.due_on, 'none') {_PIECE})"
QUEUED = f"UPDATE piece_head SET awaits = {AWAITS}, urgency = {URGENCY} WHERE piece_id = NEW.{{piece}}"
_REROUTED = (
    f"UPDATE piece_head SET awaits = {AWAITS} WHERE state = 'waiting' "
    f"AND piece_id IN (SELECT p.id FROM piece p WHERE p.route_id = NEW.route_id) AND awaits IS DISTINCT FROM {AWAITS}"
)

FOLLOWS: tuple[Rule, ...] = (
    Follow("queue_takes_piece", "piece_head", (QUEUED.format(piece="piece_id"),)),
    Follow("queue_takes_plan", "piece", (QUEUED.format(piece="id"),), on="UPDATE OF due_on, is_rush"),
    Follow("queue_takes_stage", "stage", (_REROUTED,)),
    Follow("queue_takes_order", "stage", (_REROUTED,), on="UPDATE"),
)
