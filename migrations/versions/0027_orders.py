"""Orders: who ordered what until when, what was agreed to, what was paid, which pieces and photos belong to it."""

import sqlalchemy as sa
from alembic import op

revision = "0027_orders"
down_revision = "0026_sought"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shop_order",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("customer", TEXT, nullable=True),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("ended_how", TEXT, nullable=True),
        sa.CheckConstraint("ended_how IN ('delivered','cancelled')", name=op.f("ck_shop_order_how")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name=op.f("ck_shop_order_ended")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_shop_order_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_order")),
        sa.UniqueConstraint("code", name=op.f("uq_shop_order_code")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_shop_order_open",
        "shop_order",
        ["id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "order_deposit",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_order_deposit_some")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_order_deposit_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("fk_order_deposit_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_deposit")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_order_deposit_order_id_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "order_link",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("expires_at", WHOLE, nullable=False),
        sa.Column("revoked_at", WHOLE, nullable=True),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_order_link_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("fk_order_link_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_order_link_digest")),
        sqlite_strict=True,
    )
    op.create_index("ix_order_link_order", "order_link", ["order_id"], unique=False)
    op.create_table(
        "order_wish",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("design_id", WHOLE, nullable=True),
        sa.Column("material_id", WHOLE, nullable=True),
        sa.Column("size", TEXT, nullable=True),
        sa.Column("stones", TEXT, nullable=True),
        sa.Column("engraving", TEXT, nullable=True),
        sa.Column("engraving_place", TEXT, nullable=True),
        sa.Column("letters", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("due_on", TEXT, nullable=True),
        sa.Column("currency", TEXT, nullable=True),
        sa.Column("price_minor", WHOLE, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("letters IN ('upright','script','capitals')", name=op.f("ck_order_wish_letters")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_order_wish_price")),
        sa.CheckConstraint("price_minor IS NULL OR currency IS NOT NULL", name=op.f("ck_order_wish_currency")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_order_wish_by_id")),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_order_wish_design_id")),
        sa.ForeignKeyConstraint(["material_id"], ["material.id"], name=op.f("fk_order_wish_material_id")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("fk_order_wish_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_wish")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_order_wish_order_id_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_order_wish_due", "order_wish", ["due_on"], unique=False)
    op.create_table(
        "order_approval",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("wish_id", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("shown", TEXT, nullable=True),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("answer IN ('yes','change')", name=op.f("ck_order_approval_answer")),
        sa.CheckConstraint("how IN ('link','desk','phone')", name=op.f("ck_order_approval_how")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_order_approval_by_id")),
        sa.ForeignKeyConstraint(["wish_id"], ["order_wish.id"], name=op.f("fk_order_approval_wish_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_approval")),
        sa.UniqueConstraint("wish_id", name=op.f("uq_order_approval_wish_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "order_piece",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("taken_off_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_order_piece_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("fk_order_piece_order_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_order_piece_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_piece")),
        sqlite_strict=True,
    )
    op.create_index("ix_order_piece_order", "order_piece", ["order_id"], unique=False)
    op.create_index("ix_order_piece_piece", "order_piece", ["piece_id"], unique=False)
    op.create_table(
        "order_photo",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("photo_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("is_shown", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_order_photo_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("fk_order_photo_order_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_order_photo_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_photo")),
        sa.UniqueConstraint("order_id", "photo_id", "sequence", name=op.f("uq_order_photo_order_id_photo_id_sequence")),
        sqlite_strict=True,
    )


def downgrade() -> None:

    op.drop_table("order_photo")
    op.drop_index("ix_order_piece_piece", table_name="order_piece")
    op.drop_index("ix_order_piece_order", table_name="order_piece")
    op.drop_table("order_piece")
    op.drop_table("order_approval")
    op.drop_index("ix_order_wish_due", table_name="order_wish")
    op.drop_table("order_wish")
    op.drop_index("ix_order_link_order", table_name="order_link")
    op.drop_table("order_link")
    op.drop_table("order_deposit")
    op.drop_index(
        "ix_shop_order_open",
        table_name="shop_order",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("shop_order")
