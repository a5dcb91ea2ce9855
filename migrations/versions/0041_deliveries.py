"""Wholesale: the terms of a delivery, and what was paid or changed of its sum. Cases are found by who has them:
the program puts in all words anew after this migration."""

import sqlalchemy as sa
from alembic import op

revision = "0041_deliveries"
down_revision = "0040_sale_ends"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("case_id", WHOLE, nullable=False),
        sa.Column("pay_on", TEXT, nullable=False),
        sa.Column("returns_until", TEXT, nullable=True),
        sa.Column("carriage_by", TEXT, nullable=False),
        sa.Column("loss_by", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("carriage_by IN ('maker','buyer')", name=op.f("ck_delivery_carriage")),
        sa.CheckConstraint("loss_by IN ('maker','buyer')", name=op.f("ck_delivery_loss")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_delivery_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["packed_case.id"], name=op.f("fk_delivery_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("case_id", name=op.f("uq_delivery_case_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_delivery_pay_on", "delivery", ["pay_on"], unique=False)
    op.create_table(
        "delivery_entry",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("delivery_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        sa.Column("happened_on", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("kind IN ('paid','carriage','lost','discount')", name=op.f("ck_delivery_entry_kind")),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_delivery_entry_amount")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_delivery_entry_by_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_entry_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_entry")),
        sa.UniqueConstraint("delivery_id", "number", name=op.f("uq_delivery_entry_delivery_id_number")),
        sqlite_strict=True,
    )
    op.execute("DELETE FROM sought_word")


def downgrade() -> None:
    op.drop_table("delivery_entry")
    op.drop_index("ix_delivery_pay_on", table_name="delivery")
    op.drop_table("delivery")
