"""Labels: each printing of a tag, the scan back that fixes it, label sizes of the shop's own."""

import sqlalchemy as sa
from alembic import op

revision = "0016_labels"
down_revision = "0015_tree_spots"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LENGTHS = ("dpi", "width_um", "height_um", "head_um", "across", "down", "left_um", "top_um", "step_x_um", "step_y_um")


def upgrade() -> None:
    op.create_table(
        "label_print",
        sa.Column("id", WHOLE),
        sa.Column("tag_id", WHOLE, nullable=False),
        sa.Column("format", TEXT, nullable=False),
        sa.Column("copies", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("copies > 0", name="ck_label_print_copies"),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_label_print_tag_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_label_print_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_label_print"),
        sqlite_strict=True,
    )
    op.create_index("ix_label_print_tag", "label_print", ["tag_id"])
    op.create_table(
        "tag_check",
        sa.Column("id", WHOLE),
        sa.Column("tag_id", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tag_check_tag_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_tag_check_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tag_check"),
        sa.UniqueConstraint("tag_id", name="uq_tag_check_tag_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "label_size",
        sa.Column("id", WHOLE),
        *(sa.Column(name, TEXT, nullable=False) for name in ("code", "name", "paper", "shape")),
        *(sa.Column(name, WHOLE, nullable=False) for name in LENGTHS),
        sa.Column("retired_at", WHOLE),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("shape IN ('label','string','dumbbell','card')", name="ck_label_size_shape"),
        sa.CheckConstraint("paper IN ('a4','letter','roll')", name="ck_label_size_paper"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_label_size_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_label_size"),
        sa.UniqueConstraint("code", name="uq_label_size_code"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("label_size")
    op.drop_table("tag_check")
    op.drop_table("label_print")
