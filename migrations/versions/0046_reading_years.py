"""Reading years: what is due, ended or in a case is found by an index, what passed or left is counted in one by its time,
the newest pieces of a design and the texts that were ever typed are read alone."""

import sqlalchemy as sa
from alembic import op

revision = "0046_reading_years"
down_revision = "0045_house_terms"
branch_labels = None
depends_on = None

WIDER = (
    ("ix_inspection_decided", "inspection", ["decided_at"], ["decided_at", "verdict", "purpose", "number", "piece_id"]),
    ("ix_piece_design", "piece", ["design_id"], ["design_id", "id"]),
    ("ix_departure_at", "departure", ["at"], ["at", "kind"]),
)
NEW = (
    ("ix_piece_due", "piece", ["due_on", "id"]),
    ("ix_packed_piece_piece", "packed_piece", ["piece_id"]),
    ("ix_shop_order_ended", "shop_order", ["ended_at", "id"]),
)
TYPED = (
    ("ix_piece_size", "piece", "size"),
    ("ix_work_event_place", "work_event", "place"),
    ("ix_answer_instrument", "answer", "instrument"),
)


def upgrade() -> None:
    for name, table, columns in NEW:
        op.create_index(name, table, columns)
    for name, table, column in TYPED:
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, table, [column], sqlite_where=there, postgresql_where=there)
    for name, table, _before, after in WIDER:
        op.drop_index(name, table)
        op.create_index(name, table, after)


def downgrade() -> None:
    for name, table, _columns in (*NEW, *TYPED):
        op.drop_index(name, table)
    for name, table, before, _after in WIDER:
        op.drop_index(name, table)
        op.create_index(name, table, before)
