"""Charms: a piece that is part of another for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0033_charms"
down_revision = "0032_second_factor"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("parent_id", WHOLE, nullable=False),
        sa.Column("child_id", WHOLE, nullable=False),
        sa.Column("inspection_id", WHOLE, nullable=False),
        sa.Column("attached_by_id", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("detached_by_id", WHOLE, nullable=True),
        sa.Column("freed_by_id", WHOLE, nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (detached_by_id IS NULL) AND (ended_at IS NULL) = (freed_by_id IS NULL)",
            name=op.f("ck_attachment_ended"),
        ),
        sa.CheckConstraint("parent_id <> child_id", name=op.f("ck_attachment_other")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attachment_by_id")),
        sa.ForeignKeyConstraint(
            ["child_id", "freed_by_id"],
            ["work_event.piece_id", "work_event.id"],
            name=op.f("fk_attachment_child_id_freed_by_id"),
        ),
        sa.ForeignKeyConstraint(["child_id"], ["piece.id"], name=op.f("fk_attachment_child_id")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_attachment_inspection_id")),
        sa.ForeignKeyConstraint(
            ["parent_id", "attached_by_id"],
            ["work_event.piece_id", "work_event.id"],
            name=op.f("fk_attachment_parent_id_attached_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id", "detached_by_id"],
            ["work_event.piece_id", "work_event.id"],
            name=op.f("fk_attachment_parent_id_detached_by_id"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["piece.id"], name=op.f("fk_attachment_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("attached_by_id", name=op.f("uq_attachment_attached_by_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_attachment_child", "attachment", ["child_id"], unique=False)
    op.create_index("ix_attachment_parent", "attachment", ["parent_id"], unique=False)


def downgrade() -> None:

    op.drop_index("ix_attachment_parent", table_name="attachment")
    op.drop_index("ix_attachment_child", table_name="attachment")
    op.drop_table("attachment")
