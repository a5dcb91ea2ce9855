"""Designs by name: the list of all pieces is sorted by it without reading every piece."""

from alembic import op

revision = "0035_design_name"
down_revision = "0034_copy_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_design_name", "design", ["name", "id"])


def downgrade() -> None:
    op.drop_index("ix_design_name", table_name="design")
