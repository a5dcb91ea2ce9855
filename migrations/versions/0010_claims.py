"""What was published of a piece, words that the owner let stand, recalls."""

import sqlalchemy as sa
from alembic import op

revision = "0010_claims"
down_revision = "0009_making"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "recall",
        sa.Column("id", WHOLE),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("risk", TEXT, nullable=False),
        sa.Column("to_do", TEXT, nullable=False),
        sa.Column("begun_from", TEXT),
        sa.Column("ended_at", WHOLE),
        sa.Column("ended_note", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_recall_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recall"),
        sa.UniqueConstraint("code", name="uq_recall_code"),
        sqlite_strict=True,
    )
    op.create_table(
        "wording_override",
        sa.Column("id", WHOLE),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("text_digest", TEXT, nullable=False),
        sa.Column("word", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_wording_override_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wording_override"),
        sa.UniqueConstraint("text_digest", "word", name="uq_wording_override_text_digest_word"),
        sqlite_strict=True,
    )
    op.create_table(
        "frozen_claim",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("sentence", TEXT),
        sa.Column("inputs", TEXT, nullable=False),
        sa.Column("papers", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint(
            "status IN ('supported','limited','not_supported','unknown','withdrawn')",
            name=op.f("ck_frozen_claim_status"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_frozen_claim_by_id"),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_frozen_claim_piece_id"),
        sa.PrimaryKeyConstraint("id", name="pk_frozen_claim"),
        sa.UniqueConstraint("piece_id", "rule", "sequence", name="uq_frozen_claim_piece_id_rule_sequence"),
        sqlite_strict=True,
    )
    op.create_table(
        "recalled_piece",
        sa.Column("id", WHOLE),
        sa.Column("recall_id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("told_at", WHOLE),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_recalled_piece_by_id"),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_recalled_piece_piece_id"),
        sa.ForeignKeyConstraint(["recall_id"], ["recall.id"], name="fk_recalled_piece_recall_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recalled_piece"),
        sa.UniqueConstraint("recall_id", "piece_id", name="uq_recalled_piece_recall_id_piece_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_recalled_piece_piece", "recalled_piece", ["piece_id"])


def downgrade() -> None:
    op.drop_table("recalled_piece")
    op.drop_table("frozen_claim")
    op.drop_table("wording_override")
    op.drop_table("recall")
