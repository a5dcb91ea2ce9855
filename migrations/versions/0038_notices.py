"""That the owner of a request, or the customer of an estimate, was told: by whom, when, how."""

import sqlalchemy as sa
from alembic import op

revision = "0038_notices"
down_revision = "0037_rounds"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("request_id", WHOLE, nullable=True),
        sa.Column("estimate_id", WHOLE, nullable=True),
        sa.Column("how", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=False),
        sa.CheckConstraint("(request_id IS NULL) <> (estimate_id IS NULL)", name=op.f("ck_notice_one_thing")),
        sa.CheckConstraint("how IN ('mail','post','phone','desk')", name=op.f("ck_notice_how")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_notice_by_id")),
        sa.ForeignKeyConstraint(["estimate_id"], ["repair_estimate.id"], name=op.f("fk_notice_estimate_id")),
        sa.ForeignKeyConstraint(["request_id"], ["owner_request.id"], name=op.f("fk_notice_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_estimate", "notice", ["estimate_id"], unique=False)
    op.create_index("ix_notice_request", "notice", ["request_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_notice_request", table_name="notice")
    op.drop_index("ix_notice_estimate", table_name="notice")
    op.drop_table("notice")
