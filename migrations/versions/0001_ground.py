"""The journal, request keys and personal keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001_ground"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("sequence", WHOLE, autoincrement=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("leaf", TEXT, nullable=False),
        sa.Column("chain", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_journal_entry"),
        sqlite_strict=True,
    )
    op.create_table(
        "journal_head",
        sa.Column("id", WHOLE, autoincrement=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("chain", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal_head"),
        sqlite_strict=True,
    )
    op.create_table(
        "request_key",
        sa.Column("key", TEXT),
        sa.Column("person_id", WHOLE),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_request_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "subject_key",
        sa.Column("subject", TEXT),
        sa.Column("key", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_subject_key"),
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO journal_head (id, size, chain) VALUES (1, 0, '{'0' * 64}')")


def downgrade() -> None:
    op.drop_table("subject_key")
    op.drop_table("request_key")
    op.drop_table("journal_head")
    op.drop_table("journal_entry")
