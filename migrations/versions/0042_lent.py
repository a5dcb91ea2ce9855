"""Where pieces were lent to, by piece: what is out is found without a walk over every place that any piece ever had."""

import sqlalchemy as sa
from alembic import op

revision = "0042_lent"
down_revision = "0041_deliveries"
branch_labels = None
depends_on = None

LENT = sa.text("place IN ('gallery','fair','photographer','insurer')")


def upgrade() -> None:
    op.create_index("ix_custody_lent", "custody", ["piece_id", "sequence"], sqlite_where=LENT, postgresql_where=LENT)


def downgrade() -> None:
    op.drop_index("ix_custody_lent", table_name="custody")
