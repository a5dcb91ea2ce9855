"""Owners: secrets to claim with, who owns a piece, requests without a secret, reports of loss."""

import sqlalchemy as sa
from alembic import op

revision = "0019_ownership"
down_revision = "0018_guarantee"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "owner_request",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("story", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("proof_seen_at", WHOLE, nullable=True),
        sa.Column("proof_by_id", WHOLE, nullable=True),
        sa.Column("proof_note", TEXT, nullable=True),
        sa.Column("noticed_at", WHOLE, nullable=True),
        sa.Column("noticed_by_id", WHOLE, nullable=True),
        sa.Column("objected_at", WHOLE, nullable=True),
        sa.Column("settled_at", WHOLE, nullable=True),
        sa.Column("settled_by_id", WHOLE, nullable=True),
        sa.Column("closed_at", WHOLE, nullable=True),
        sa.Column("closed_by_id", WHOLE, nullable=True),
        sa.Column("verdict", TEXT, nullable=True),
        sa.CheckConstraint("verdict IN ('granted','refused','withdrawn')", name=op.f("ck_owner_request_verdict")),
        sa.CheckConstraint("why IN ('heir','lost_card','second_hand','other')", name=op.f("ck_owner_request_why")),
        sa.CheckConstraint("(closed_at IS NULL) = (verdict IS NULL)", name=op.f("ck_owner_request_closed")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_owner_request_closed_by_id")),
        sa.ForeignKeyConstraint(["noticed_by_id"], ["person.id"], name=op.f("fk_owner_request_noticed_by_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_owner_request_piece_id")),
        sa.ForeignKeyConstraint(["proof_by_id"], ["person.id"], name=op.f("fk_owner_request_proof_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_owner_request_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_request")),
        sa.UniqueConstraint("digest", name=op.f("uq_owner_request_digest")),
        sa.UniqueConstraint("piece_id", "sequence", name=op.f("uq_owner_request_piece_id_sequence")),
        sqlite_strict=True,
    )
    op.create_table(
        "owner_secret",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("is_gift", WHOLE, nullable=False),
        sa.Column("gift_from", TEXT, nullable=True),
        sa.Column("gift_message", TEXT, nullable=True),
        sa.Column("reveal_on", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("ended_why", TEXT, nullable=True),
        sa.CheckConstraint(
            "ended_why IN ('claimed','replaced','withdrawn','request')", name=op.f("ck_owner_secret_ended_why")
        ),
        sa.CheckConstraint("kind IN ('card','transfer')", name=op.f("ck_owner_secret_kind")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("ck_owner_secret_ended")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_owner_secret_by_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_owner_secret_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_secret")),
        sa.UniqueConstraint("digest", name=op.f("uq_owner_secret_digest")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_owner_secret_piece_id"), "owner_secret", ["piece_id"], unique=False)
    op.create_table(
        "ownership",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("secret_id", WHOLE, nullable=True),
        sa.Column("request_id", WHOLE, nullable=True),
        sa.Column("owner_digest", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("ended_why", TEXT, nullable=True),
        sa.CheckConstraint("ended_why IN ('transferred','request','traded_in')", name=op.f("ck_ownership_ended_why")),
        sa.CheckConstraint("how IN ('card','transfer','request')", name=op.f("ck_ownership_how")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("ck_ownership_ended")),
        sa.CheckConstraint("(secret_id IS NULL) <> (request_id IS NULL)", name=op.f("ck_ownership_one_way")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_ownership_piece_id")),
        sa.ForeignKeyConstraint(["request_id"], ["owner_request.id"], name=op.f("fk_ownership_request_id")),
        sa.ForeignKeyConstraint(["secret_id"], ["owner_secret.id"], name=op.f("fk_ownership_secret_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership")),
        sa.UniqueConstraint("owner_digest", name=op.f("uq_ownership_owner_digest")),
        sa.UniqueConstraint("piece_id", "sequence", name=op.f("uq_ownership_piece_id_sequence")),
        sa.UniqueConstraint("request_id", name=op.f("uq_ownership_request_id")),
        sa.UniqueConstraint("secret_id", name=op.f("uq_ownership_secret_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "loss_report",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("ownership_id", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("ends_at", WHOLE, nullable=False),
        sa.Column("renewed_at", WHOLE, nullable=True),
        sa.Column("confirmed_at", WHOLE, nullable=True),
        sa.Column("confirmed_by_id", WHOLE, nullable=True),
        sa.Column("disputed_at", WHOLE, nullable=True),
        sa.Column("dispute_contact", TEXT, nullable=True),
        sa.Column("dispute_story", TEXT, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("ended_why", TEXT, nullable=True),
        sa.CheckConstraint(
            "ended_why IN ('found','refused','handed_on','dispute')", name=op.f("ck_loss_report_ended_why")
        ),
        sa.CheckConstraint("kind IN ('lost','stolen')", name=op.f("ck_loss_report_kind")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("ck_loss_report_ended")),
        sa.CheckConstraint("ends_at <= COALESCE(renewed_at, at) + 31622400000000", name=op.f("ck_loss_report_term")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_loss_report_confirmed_by_id")),
        sa.ForeignKeyConstraint(["ownership_id"], ["ownership.id"], name=op.f("fk_loss_report_ownership_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_loss_report_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loss_report")),
        sa.UniqueConstraint("piece_id", "sequence", name=op.f("uq_loss_report_piece_id_sequence")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("loss_report")
    op.drop_table("ownership")
    op.drop_table("owner_secret")
    op.drop_table("owner_request")
