"""What happened when, found by an index: reports over a week read that week, however many years lie before it."""

from alembic import op

revision = "0024_report_times"
down_revision = "0023_looking"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_piece_created", "piece", ["created_at"]),
    ("ix_work_event_kind", "work_event", ["kind", "at"]),
    ("ix_inspection_decided", "inspection", ["decided_at"]),
    ("ix_departure_at", "departure", ["at"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table)
