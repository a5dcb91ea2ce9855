"""A photo of a casting tree at any time, not only at planting. Taken anew, never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0022_tree_photos"
down_revision = "0021_repairs"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tree_photo",
        sa.Column("id", WHOLE),
        sa.Column("tree_id", WHOLE, nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["tree_id"], ["casting_tree.id"], name="fk_tree_photo_tree_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_tree_photo_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tree_photo"),
        sqlite_strict=True,
    )
    op.create_index("ix_tree_photo_tree", "tree_photo", ["tree_id"])


def downgrade() -> None:
    op.drop_table("tree_photo")
