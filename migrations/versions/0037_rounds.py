"""Scan-rounds: a link by which a gallery says what is still there, and what it said."""

import sqlalchemy as sa
from alembic import op

revision = "0037_rounds"
down_revision = "0036_go_ahead"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_link",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("case_id", WHOLE, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("shows_prices", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("expires_at", WHOLE, nullable=False),
        sa.Column("revoked_at", WHOLE, nullable=True),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_link_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["packed_case.id"], name=op.f("fk_case_link_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_case_link_digest")),
        sqlite_strict=True,
    )
    op.create_index("ix_case_link_case", "case_link", ["case_id"], unique=False)
    op.create_table(
        "case_answer",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("packed_id", WHOLE, nullable=False),
        sa.Column("link_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("said", TEXT, nullable=False),
        sa.Column("sold_on", TEXT, nullable=True),
        sa.Column("words", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("ended_how", TEXT, nullable=True),
        sa.Column("ended_by_id", WHOLE, nullable=True),
        sa.CheckConstraint("said IN ('there','sold','damaged')", name=op.f("ck_case_answer_said")),
        sa.CheckConstraint("ended_how IN ('taken','aside','later')", name=op.f("ck_case_answer_how")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name=op.f("ck_case_answer_ended")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_case_answer_ended_by_id")),
        sa.ForeignKeyConstraint(["link_id"], ["case_link.id"], name=op.f("fk_case_answer_link_id")),
        sa.ForeignKeyConstraint(["packed_id"], ["packed_piece.id"], name=op.f("fk_case_answer_packed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_answer")),
        sa.UniqueConstraint("packed_id", "number", name=op.f("uq_case_answer_packed_id_number")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("case_answer")
    op.drop_index("ix_case_link_case", table_name="case_link")
    op.drop_table("case_link")
