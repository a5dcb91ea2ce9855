"""Cases with their pieces, and sales."""

import sqlalchemy as sa
from alembic import op

revision = "0028_cases"
down_revision = "0027_orders"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "packed_case",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=True),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("due_on", TEXT, nullable=True),
        sa.Column("currency", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("closed_at", WHOLE, nullable=True),
        sa.Column("closed_by_id", WHOLE, nullable=True),
        sa.CheckConstraint(
            "place IN ('safe','customer','gallery','fair','photographer','insurer')", name=op.f("ck_packed_case_place")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_packed_case_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_packed_case_closed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packed_case")),
        sa.UniqueConstraint("code", name=op.f("uq_packed_case_code")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_packed_case_open",
        "packed_case",
        ["id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "packed_piece",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("case_id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("departure_id", WHOLE, nullable=True),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("custody_sequence", WHOLE, nullable=False),
        sa.Column("price_minor", WHOLE, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("decided_at", WHOLE, nullable=True),
        sa.Column("decided_by_id", WHOLE, nullable=True),
        sa.CheckConstraint("kind IN ('lent','shipped')", name=op.f("ck_packed_piece_kind")),
        sa.CheckConstraint("outcome IN ('back','sold','still_there','lost')", name=op.f("ck_packed_piece_outcome")),
        sa.CheckConstraint("(departure_id IS NULL) = (kind IS NULL)", name=op.f("ck_packed_piece_departed")),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_packed_piece_decided")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_packed_piece_price")),
        sa.ForeignKeyConstraint(["case_id"], ["packed_case.id"], name=op.f("fk_packed_piece_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_packed_piece_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["departure_id", "piece_id", "kind"],
            ["departure.id", "departure.piece_id", "departure.kind"],
            name=op.f("fk_packed_piece_departure_id_piece_id_kind"),
        ),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_packed_piece_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packed_piece")),
        sa.UniqueConstraint("case_id", "piece_id", name=op.f("uq_packed_piece_case_id_piece_id")),
        sa.UniqueConstraint("departure_id", name=op.f("uq_packed_piece_departure_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_packed_piece_away",
        "packed_piece",
        ["piece_id"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL OR outcome NOT IN ('back','sold')"),
        postgresql_where=sa.text("outcome IS NULL OR outcome NOT IN ('back','sold')"),
    )
    op.create_table(
        "sale",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("departure_id", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("packed_id", WHOLE, nullable=True),
        sa.Column("price_minor", WHOLE, nullable=True),
        sa.Column("currency", TEXT, nullable=True),
        sa.Column("sold_on", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("returned_at", WHOLE, nullable=True),
        sa.CheckConstraint("kind IN ('sold','shipped')", name=op.f("ck_sale_kind")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_sale_price")),
        sa.CheckConstraint("price_minor IS NULL OR currency IS NOT NULL", name=op.f("ck_sale_currency")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sale_by_id")),
        sa.ForeignKeyConstraint(
            ["departure_id", "piece_id", "kind"],
            ["departure.id", "departure.piece_id", "departure.kind"],
            name=op.f("fk_sale_departure_id_piece_id_kind"),
        ),
        sa.ForeignKeyConstraint(["packed_id"], ["packed_piece.id"], name=op.f("fk_sale_packed_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_sale_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("departure_id", name=op.f("uq_sale_departure_id")),
        sa.UniqueConstraint("packed_id", name=op.f("uq_sale_packed_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_sale_piece", "sale", ["piece_id"], unique=False)
    op.create_index("ix_sale_sold_on", "sale", ["sold_on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_sale_sold_on", table_name="sale")
    op.drop_index("ix_sale_piece", table_name="sale")
    op.drop_table("sale")
    op.drop_index(
        "ix_packed_piece_away",
        table_name="packed_piece",
        sqlite_where=sa.text("outcome IS NULL OR outcome NOT IN ('back','sold')"),
        postgresql_where=sa.text("outcome IS NULL OR outcome NOT IN ('back','sold')"),
    )
    op.drop_table("packed_piece")
    op.drop_index(
        "ix_packed_case_open",
        table_name="packed_case",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("packed_case")
