"""Tags and their end."""

import sqlalchemy as sa
from alembic import op

revision = "0006_tags"
down_revision = "0005_inspection"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_tag_piece_id"), nullable=False),
        sa.Column("departure_id", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("is_practice", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_tag_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.CheckConstraint("kind = 'tagged'", name=op.f("ck_tag_kind")),
        sa.ForeignKeyConstraint(
            ["departure_id", "piece_id", "kind"],
            ["departure.id", "departure.piece_id", "departure.kind"],
            name="fk_tag_departure_id_piece_id_kind",
        ),
        sa.UniqueConstraint("code", name="uq_tag_code"),
        sa.UniqueConstraint("departure_id", name="uq_tag_departure_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_tag_piece", "tag", ["piece_id"])
    op.create_table(
        "tag_withdrawal",
        sa.Column("id", WHOLE),
        sa.Column("tag_id", WHOLE, sa.ForeignKey("tag.id", name="fk_tag_withdrawal_tag_id"), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("note", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_tag_withdrawal_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_tag_withdrawal"),
        sa.CheckConstraint(
            "reason IN ('lost','damaged','practice','wrong_piece','piece_withdrawn')",
            name=op.f("ck_tag_withdrawal_reason"),
        ),
        sa.UniqueConstraint("tag_id", name="uq_tag_withdrawal_tag_id"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("tag_withdrawal")
    op.drop_table("tag")
