"""Guarantee: versions of terms by design, and those that went with a piece at its sale."""

import sqlalchemy as sa
from alembic import op

revision = "0018_guarantee"
down_revision = "0017_passports"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAYS = (
    "guarantor IS NOT NULL AND covers IS NOT NULL AND excludes IS NOT NULL AND (years IS NOT NULL OR lasts IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table(
        "guarantee",
        sa.Column("id", WHOLE),
        sa.Column("serves", TEXT, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("is_given", WHOLE, nullable=False),
        sa.Column("guarantor", TEXT),
        sa.Column("years", WHOLE),
        *(sa.Column(name, TEXT) for name in ("lasts", "covers", "excludes")),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("is_free", "is_whole", "has_eu_label", "at")),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("years BETWEEN 1 AND 100", name="ck_guarantee_years"),
        sa.CheckConstraint(f"is_given = 0 OR ({SAYS})", name="ck_guarantee_whole"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_guarantee_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_guarantee"),
        sa.UniqueConstraint("serves", "number", name="uq_guarantee_serves_number"),
        sqlite_strict=True,
    )
    op.create_table(
        "piece_guarantee",
        sa.Column("id", WHOLE),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("piece_id", "guarantee_id", "departure_id")),
        sa.Column("begins_on", TEXT, nullable=False),
        sa.Column("ends_on", TEXT),
        sa.Column("country", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_piece_guarantee_piece_id"),
        sa.ForeignKeyConstraint(["guarantee_id"], ["guarantee.id"], name="fk_piece_guarantee_guarantee_id"),
        sa.ForeignKeyConstraint(["departure_id"], ["departure.id"], name="fk_piece_guarantee_departure_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_piece_guarantee_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_piece_guarantee"),
        sa.UniqueConstraint("departure_id", name="uq_piece_guarantee_departure_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_piece_guarantee_piece", "piece_guarantee", ["piece_id"])


def downgrade() -> None:
    op.drop_table("piece_guarantee")
    op.drop_table("guarantee")
