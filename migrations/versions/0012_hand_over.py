"""Who helps until when, with which hand somebody works, and when a tablet locks: what hand-over at a shared tablet needs."""

import sqlalchemy as sa
from alembic import op

revision = "0012_hand_over"
down_revision = "0011_proofs"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("helps_until", WHOLE))
    op.add_column("person", sa.Column("hand", sa.Text()))
    op.add_column("device", sa.Column("idle_minutes", WHOLE))
    op.add_column("device", sa.Column("locks_after_save", WHOLE))


def downgrade() -> None:
    op.drop_column("device", "locks_after_save")
    op.drop_column("device", "idle_minutes")
    op.drop_column("person", "hand")
    op.drop_column("person", "helps_until")
