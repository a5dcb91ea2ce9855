"""Serials in the order in which they are counted: an index by letter, then length, then the serial itself, so that R-10000 follows R-9999."""

import sqlalchemy as sa
from alembic import op

revision = "0047_serials_in_order"
down_revision = "0046_reading_years"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_piece_serial_order", "piece", [sa.text("substr(serial, 1, 1)"), sa.text("length(serial)"), "serial"]
    )


def downgrade() -> None:
    op.drop_index("ix_piece_serial_order", "piece")
