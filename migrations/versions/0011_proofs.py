"""How many artist's proofs an edition has, so that it can be said beside its number."""

import sqlalchemy as sa
from alembic import op

revision = "0011_proofs"
down_revision = "0010_claims"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("edition", sa.Column("proofs", WHOLE))


def downgrade() -> None:
    op.drop_column("edition", "proofs")
