"""The shop's own texts in other languages, the language that it writes in, and what it says of itself and of returns."""

import sqlalchemy as sa
from alembic import op

revision = "0039_own_texts"
down_revision = "0038_notices"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "own_text",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("serves", TEXT, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("made_of", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_own_text_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_text")),
        sa.UniqueConstraint(
            "serves", "part", "language", "number", name=op.f("uq_own_text_serves_part_language_number")
        ),
        sqlite_strict=True,
    )
    for name in ("writes_in", "about", "returns"):
        op.add_column("shop", sa.Column(name, TEXT, nullable=True))


def downgrade() -> None:
    for name in ("returns", "about", "writes_in"):
        op.drop_column("shop", name)
    op.drop_table("own_text")
