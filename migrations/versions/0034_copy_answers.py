"""What the workshop did about a report of a copy."""

import sqlalchemy as sa
from alembic import op

revision = "0034_copy_answers"
down_revision = "0033_charms"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "copy_answer",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("report_id", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("told", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("ended_by_id", WHOLE, nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_copy_answer_ended")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_copy_answer_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_copy_answer_ended_by_id")),
        sa.ForeignKeyConstraint(["report_id"], ["copy_report.id"], name=op.f("fk_copy_answer_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_answer")),
        sqlite_strict=True,
    )
    op.create_index("ix_copy_answer_report", "copy_answer", ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_copy_answer_report", table_name="copy_answer")
    op.drop_table("copy_answer")
