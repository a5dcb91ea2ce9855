"""What each piece waits for and how urgent it is, kept beside its state: the queue had to work it out for all that waits.

And what corrects an event is found by an index: a long story asked of each entry whether any other undid it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_queue"
down_revision = "0006_tags"
branch_labels = None
depends_on = None

TEXT = sa.Text()
FILL = """
UPDATE piece_head SET
urgency = (SELECT CASE p.is_rush WHEN 1 THEN '0 ' ELSE '1 ' END || COALESCE(p.due_on, 'none') FROM piece p WHERE p.id = piece_head.piece_id),
awaits = CASE state WHEN 'paused' THEN 'stage' WHEN 'waiting' THEN CASE WHEN
  (SELECT e.kind FROM work_event e WHERE e.id = piece_head.last_change_id) NOT IN ('send_back','undo')
  AND (piece_head.stage_id = (SELECT s.id FROM stage s JOIN piece p ON p.route_id = s.route_id
      WHERE p.id = piece_head.piece_id AND s.retired_at IS NULL ORDER BY s.position DESC, s.id DESC LIMIT 1)
    OR EXISTS(SELECT 1 FROM work_event x WHERE x.piece_id = piece_head.piece_id AND x.kind = 'passed')
    OR (piece_head.stage_id IS NULL AND (SELECT p.way_in FROM piece p WHERE p.id = piece_head.piece_id) = 'made')
    OR EXISTS(SELECT 1 FROM work_event b WHERE b.piece_id = piece_head.piece_id
      AND b.sequence = (SELECT max(m.sequence) FROM work_event m WHERE m.piece_id = piece_head.piece_id AND m.kind = 'send_back')
      AND (SELECT count(DISTINCT e.stage_id) FROM work_event e
          JOIN event_kind k ON k.key = e.kind AND (k.is_work = 1 OR k.key = 'outwork_back')
          WHERE e.piece_id = b.piece_id AND e.sequence > b.sequence AND e.kind NOT IN ('start','take_up'))
        >= 1 + CASE WHEN b.note IS NULL THEN 0 ELSE 1 + length(b.note) - length(replace(b.note, ',', '')) END))
  THEN 'inspection' ELSE 'stage' END END
"""


def upgrade() -> None:
    op.add_column("piece_head", sa.Column("awaits", TEXT))
    op.add_column("piece_head", sa.Column("urgency", TEXT))
    op.execute(FILL)
    op.drop_index("ix_piece_head_queue", "piece_head")
    op.create_index("ix_piece_head_queue", "piece_head", ["awaits", "urgency", "moved_at", "piece_id"])
    op.create_index("ix_piece_head_state", "piece_head", ["state", "awaits", "piece_id"])
    in_hand = sa.text("with_id IS NOT NULL")
    op.create_index(
        "ix_piece_head_hands", "piece_head", ["with_id", "urgency"], sqlite_where=in_hand, postgresql_where=in_hand
    )
    corrects = sa.text("corrects_id IS NOT NULL")
    op.create_index(
        "ix_work_event_corrects",
        "work_event",
        ["piece_id", "corrects_id"],
        sqlite_where=corrects,
        postgresql_where=corrects,
    )


def downgrade() -> None:
    op.drop_index("ix_work_event_corrects", "work_event")
    for name in ("hands", "state", "queue"):
        op.drop_index(f"ix_piece_head_{name}", "piece_head")
    op.drop_column("piece_head", "urgency")
    op.drop_column("piece_head", "awaits")
    op.create_index("ix_piece_head_queue", "piece_head", ["state", "moved_at", "piece_id"])
