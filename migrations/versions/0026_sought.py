"""Words by which rows are found again, filled by the program after this migration; and lists that somebody keeps under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0026_sought"
down_revision = "0025_engraved"
branch_labels = None
depends_on = None

TEXT = sa.Text()
BY_SIGN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sought_word",
        sa.Column("source", BY_SIGN, nullable=False),
        sa.Column("word", BY_SIGN, nullable=False),
        sa.Column("row_id", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("source", "word", "row_id", name="pk_sought_word"),
        sqlite_strict=True,
    )
    op.create_index("ix_sought_word_row", "sought_word", ["row_id", "source"])
    op.create_table(
        "saved_view",
        sa.Column("id", WHOLE),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_saved_view_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("person_id", "number", name="uq_saved_view_person_id_number"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("saved_view")
    op.drop_table("sought_word")
