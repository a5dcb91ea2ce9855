"""Passports: each version of a piece's page that was published, and where the pages are written to."""

import sqlalchemy as sa
from alembic import op

revision = "0017_passports"
down_revision = "0016_labels"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "passport",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("told", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("length(digest) = 64", name="ck_passport_digest"),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_passport_piece_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_passport_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_passport"),
        sa.UniqueConstraint("piece_id", "version", name="uq_passport_piece_id_version"),
        sqlite_strict=True,
    )
    op.create_table(
        "publishing_place",
        sa.Column("id", WHOLE),
        sa.Column("place", TEXT),
        sa.Column("by_itself", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_publishing_place_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_publishing_place"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("publishing_place")
    op.drop_table("passport")
