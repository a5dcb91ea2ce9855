"""How a sale ended: the piece was given back, or it never was sold and was written down by a slip."""

import sqlalchemy as sa
from alembic import op

revision = "0040_sale_ends"
down_revision = "0039_own_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sale", sa.Column("returned_how", sa.Text()))


def downgrade() -> None:
    op.drop_column("sale", "returned_how")
