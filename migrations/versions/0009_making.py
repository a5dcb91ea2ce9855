"""Casting trees, layers and hallmarks; pieces and events find their way into the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0009_making"
down_revision = "0008_materials"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "casting_tree",
        sa.Column("id", WHOLE),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("material_id", WHOLE, nullable=False),
        sa.Column("wax_mg", WHOLE, nullable=False),
        sa.Column("base_mg", WHOLE, nullable=False),
        sa.Column("button_mg", WHOLE),
        sa.Column("wax_density", WHOLE, nullable=False),
        sa.Column("needed_mg", WHOLE, nullable=False),
        sa.Column("picture", TEXT),
        sa.Column("note", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("wax_mg > 0 AND base_mg >= 0 AND wax_mg > base_mg", name=op.f("ck_casting_tree_wax")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_casting_tree_account_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_casting_tree_by_id"),
        sa.ForeignKeyConstraint(["material_id"], ["material.id"], name="fk_casting_tree_material_id"),
        sa.PrimaryKeyConstraint("id", name="pk_casting_tree"),
        sa.UniqueConstraint("account_id", name="uq_casting_tree_account_id"),
        sa.UniqueConstraint("code", name="uq_casting_tree_code"),
        sqlite_strict=True,
    )
    op.create_table(
        "tree_place",
        sa.Column("id", WHOLE),
        sa.Column("tree_id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_tree_place_by_id"),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_tree_place_piece_id"),
        sa.ForeignKeyConstraint(["tree_id"], ["casting_tree.id"], name="fk_tree_place_tree_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tree_place"),
        sa.UniqueConstraint("tree_id", "piece_id", name="uq_tree_place_tree_id_piece_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_tree_place_piece", "tree_place", ["piece_id"])
    op.create_table(
        "hallmark",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("event_id", WHOLE, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("sponsor", TEXT),
        sa.Column("metal", TEXT, nullable=False),
        sa.Column("fineness", WHOLE, nullable=False),
        sa.Column("marked_on", TEXT, nullable=False),
        sa.Column("document_id", WHOLE),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_hallmark_document_id"),
        sa.ForeignKeyConstraint(["event_id"], ["work_event.id"], name="fk_hallmark_event_id"),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_hallmark_piece_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hallmark"),
        sa.UniqueConstraint("event_id", name="uq_hallmark_event_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_hallmark_piece", "hallmark", ["piece_id"])
    op.create_table(
        "layer",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("event_id", WHOLE, nullable=False),
        sa.Column("metal", TEXT, nullable=False),
        sa.Column("fineness", WHOLE),
        sa.Column("thickness_nm", WHOLE),
        sa.Column("method", TEXT),
        sa.Column("has_nickel", WHOLE),
        sa.Column("document_id", WHOLE),
        sa.CheckConstraint("thickness_nm > 0", name=op.f("ck_layer_thickness")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_layer_document_id"),
        sa.ForeignKeyConstraint(["event_id"], ["work_event.id"], name="fk_layer_event_id"),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_layer_piece_id"),
        sa.PrimaryKeyConstraint("id", name="pk_layer"),
        sa.UniqueConstraint("event_id", name="uq_layer_event_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_layer_piece", "layer", ["piece_id"])
    op.add_column("design", sa.Column("risk_note", TEXT))
    op.add_column("design", sa.Column("counts_casting", WHOLE))
    op.add_column("design", sa.Column("mould", TEXT))
    op.add_column("shop", sa.Column("sells_in", TEXT))
    _point("piece", "account_id", "account")
    op.create_index("ix_piece_account", "piece", ["account_id"])
    _point("work_event", "posting_id", "posting")


def _point(table: str, column: str, to: str) -> None:
    """A new column that points at another table, in one statement on both databases."""
    whole = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {whole} CONSTRAINT fk_{table}_{column} REFERENCES {to} (id)")


def downgrade() -> None:
    op.drop_column("work_event", "posting_id")
    op.drop_index("ix_piece_account", table_name="piece")
    op.drop_column("piece", "account_id")
    op.drop_column("shop", "sells_in")
    op.drop_column("design", "mould")
    op.drop_column("design", "counts_casting")
    op.drop_column("design", "risk_note")
    op.drop_table("layer")
    op.drop_table("hallmark")
    op.drop_table("tree_place")
    op.drop_table("casting_tree")
