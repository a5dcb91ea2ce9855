"""Where a piece hangs on its tree, told after planting: counted, or tapped on the photo. Told anew, never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0015_tree_spots"
down_revision = "0014_languages"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tree_spot",
        sa.Column("id", WHOLE),
        sa.Column("place_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE),
        sa.Column("x", WHOLE),
        sa.Column("y", WHOLE),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("(x IS NULL) = (y IS NULL)", name="ck_tree_spot_whole"),
        sa.CheckConstraint("position IS NOT NULL OR x IS NOT NULL", name="ck_tree_spot_told"),
        sa.CheckConstraint("x BETWEEN 0 AND 1000 AND y BETWEEN 0 AND 1000", name="ck_tree_spot_on_photo"),
        sa.ForeignKeyConstraint(["place_id"], ["tree_place.id"], name="fk_tree_spot_place_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_tree_spot_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tree_spot"),
        sqlite_strict=True,
    )
    op.create_index("ix_tree_spot_place", "tree_spot", ["place_id"])


def downgrade() -> None:
    op.drop_table("tree_spot")
