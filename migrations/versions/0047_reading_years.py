"""Reading years: what is due is found by its day, what passed or left is counted in the index by its time, and the newest pieces of a design are read alone."""

from alembic import op

revision = "0047_reading_years"
down_revision = "0043_prices"
branch_labels = None
depends_on = None

WIDER = (
    ("ix_inspection_decided", "inspection", ["decided_at"], ["decided_at", "verdict", "purpose", "number", "piece_id"]),
    ("ix_piece_design", "piece", ["design_id"], ["design_id", "id"]),
    ("ix_departure_at", "departure", ["at"], ["at", "kind"]),
)


def upgrade() -> None:
    op.create_index("ix_piece_due", "piece", ["due_on", "id"])
    for name, table, _before, after in WIDER:
        op.drop_index(name, table)
        op.create_index(name, table, after)


def downgrade() -> None:
    op.drop_index("ix_piece_due", "piece")
    for name, table, before, _after in WIDER:
        op.drop_index(name, table)
        op.create_index(name, table, before)
