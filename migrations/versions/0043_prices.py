"""What the price of a design was, one row for each change."""

import sqlalchemy as sa
from alembic import op

revision = "0043_prices"
down_revision = "0042_lent"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "design_price",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("design_id", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("was_minor", WHOLE, nullable=True),
        sa.Column("price_minor", WHOLE, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("kind IN ('retail','wholesale')", name=op.f("ck_design_price_kind")),
        sa.CheckConstraint("was_minor >= 0", name=op.f("ck_design_price_was")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_design_price_price")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_design_price_by_id")),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_design_price_design_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design_price")),
        sa.UniqueConstraint("design_id", "kind", "number", name=op.f("uq_design_price_design_id_kind_number")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("design_price")
