"""In which language a person wants the house to speak, and which one the shop speaks by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0014_languages"
down_revision = "0013_day_end"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("language", sa.Text()))
    op.add_column("shop", sa.Column("language", sa.Text()))


def downgrade() -> None:
    op.drop_column("shop", "language")
    op.drop_column("person", "language")
