"""Suppliers and their papers, lots and what is said of them, the ledger, prices of metal."""

import sqlalchemy as sa
from alembic import op

revision = "0008_materials"
down_revision = "0007_queue"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "code_counter",
        sa.Column("letters", TEXT, nullable=False),
        sa.Column("last", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("letters", name="pk_code_counter"),
        sqlite_strict=True,
    )
    op.create_table(
        "exchange_rate",
        sa.Column("id", WHOLE),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("on_date", TEXT, nullable=False),
        sa.Column("rate_millionths", WHOLE, nullable=False),
        sa.CheckConstraint("rate_millionths > 0", name=op.f("ck_exchange_rate_rate")),
        sa.PrimaryKeyConstraint("id", name="pk_exchange_rate"),
        sa.UniqueConstraint("currency", "on_date", name="uq_exchange_rate_currency_on_date"),
        sqlite_strict=True,
    )
    op.create_table(
        "metal_price",
        sa.Column("id", WHOLE),
        sa.Column("metal", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("on_date", TEXT, nullable=False),
        sa.Column("price_thousandths", WHOLE, nullable=False),
        sa.CheckConstraint("price_thousandths > 0", name=op.f("ck_metal_price_price")),
        sa.PrimaryKeyConstraint("id", name="pk_metal_price"),
        sa.UniqueConstraint("metal", "currency", "on_date", name="uq_metal_price_metal_currency_on_date"),
        sqlite_strict=True,
    )
    op.create_table(
        "account",
        sa.Column("id", WHOLE),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("person_id", WHOLE),
        sa.Column("control_id", WHOLE),
        sa.CheckConstraint(
            "kind IN ('lot', 'piece', 'tree', 'person', 'supplier', 'scrap', 'lemel', 'sweeps', 'broken', 'lost', 'loss', 'refined', 'outside', 'melt', 'weighing', 'unexplained')",
            name=op.f("ck_account_kind"),
        ),
        sa.CheckConstraint("person_id IS NULL OR kind = 'person'", name=op.f("ck_account_person")),
        sa.ForeignKeyConstraint(["control_id"], ["account.id"], name="fk_account_control_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("key", name="uq_account_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "posting",
        sa.Column("id", WHOLE),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("note", TEXT),
        sa.Column("reverses_id", WHOLE),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_posting_by_id"),
        sa.ForeignKeyConstraint(["reverses_id"], ["posting.id"], name="fk_posting_reverses_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posting"),
        sa.UniqueConstraint("reverses_id", name="uq_posting_reverses_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "supplier",
        sa.Column("id", WHOLE),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("name", TEXT),
        sa.Column("address", TEXT),
        sa.Column("email", TEXT),
        sa.Column("note", TEXT),
        sa.Column("country", TEXT),
        sa.Column("is_refiner", WHOLE, nullable=False),
        sa.Column("is_caster", WHOLE, nullable=False),
        sa.Column("is_dealer", WHOLE, nullable=False),
        sa.Column("is_cutter", WHOLE, nullable=False),
        sa.Column("is_mine", WHOLE, nullable=False),
        sa.Column("is_customer", WHOLE, nullable=False),
        sa.Column("recheck_on", TEXT),
        sa.Column("retired_at", WHOLE),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_supplier_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supplier"),
        sa.UniqueConstraint("code", name="uq_supplier_code"),
        sa.UniqueConstraint("subject", name="uq_supplier_subject"),
        sqlite_strict=True,
    )
    op.create_table(
        "document",
        sa.Column("id", WHOLE),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("supplier_id", WHOLE),
        sa.Column("file", TEXT),
        sa.Column("media_type", TEXT),
        sa.Column("size", WHOLE),
        sa.Column("pages", WHOLE),
        sa.Column("picture", TEXT),
        sa.Column("small", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("(file IS NULL) = (media_type IS NULL)", name=op.f("ck_document_file")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_document_by_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_document_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("code", name="uq_document_code"),
        sqlite_strict=True,
    )
    op.create_index("ix_document_file", "document", ["file"])
    op.create_index("ix_document_supplier", "document", ["supplier_id"])
    op.create_table(
        "lot",
        sa.Column("id", WHOLE),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT),
        sa.Column("material_id", WHOLE),
        sa.Column("metal", TEXT),
        sa.Column("fineness", WHOLE),
        sa.Column("colour", TEXT),
        sa.Column("form", TEXT),
        sa.Column("supplier_id", WHOLE),
        sa.Column("owner_id", WHOLE),
        sa.Column("is_own", WHOLE, nullable=False),
        sa.Column("received_on", TEXT),
        sa.Column("produced_on", TEXT),
        sa.Column("has_nickel", WHOLE),
        sa.Column("cost_minor", WHOLE),
        sa.Column("currency", TEXT),
        sa.Column("division_mg", WHOLE, nullable=False),
        sa.Column("note", TEXT),
        sa.Column("source_key", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("(kind IN ('stones','stone')) = (metal IS NULL)", name=op.f("ck_lot_metal")),
        sa.CheckConstraint(
            "form IN ('grain', 'sheet', 'wire', 'tube', 'bar', 'coin', 'casting', 'finding', 'ingot', 'button', 'scrap', 'lemel', 'sweeps', 'skull', 'old_metal')",
            name=op.f("ck_lot_form"),
        ),
        sa.CheckConstraint("kind IN ('metal', 'castings', 'stones', 'stone', 'findings')", name=op.f("ck_lot_kind")),
        sa.CheckConstraint(
            "cost_minor IS NULL OR (cost_minor >= 0 AND currency IS NOT NULL)", name=op.f("ck_lot_cost")
        ),
        sa.CheckConstraint("division_mg > 0", name=op.f("ck_lot_division")),
        sa.CheckConstraint("fineness IS NULL OR fineness BETWEEN 1 AND 10000", name=op.f("ck_lot_fineness")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_lot_account_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_lot_by_id"),
        sa.ForeignKeyConstraint(["material_id"], ["material.id"], name="fk_lot_material_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["supplier.id"], name="fk_lot_owner_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_lot_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot"),
        sa.UniqueConstraint("account_id", name="uq_lot_account_id"),
        sa.UniqueConstraint("code", name="uq_lot_code"),
        sa.UniqueConstraint("source_key", name="uq_lot_source_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_lot_kind", "lot", ["kind", "id"])
    op.create_index("ix_lot_material", "lot", ["material_id", "id"])
    op.create_index("ix_lot_supplier", "lot", ["supplier_id", "id"])
    op.create_table(
        "lot_hold",
        sa.Column("id", WHOLE),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("is_held", WHOLE, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_lot_hold_by_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_hold_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot_hold"),
        sa.UniqueConstraint("lot_id", "sequence", name="uq_lot_hold_lot_id_sequence"),
        sqlite_strict=True,
    )
    op.create_table(
        "lot_paper",
        sa.Column("id", WHOLE),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("stands", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_lot_paper_by_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_lot_paper_document_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_paper_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot_paper"),
        sa.UniqueConstraint("lot_id", "document_id", "sequence", name="uq_lot_paper_lot_id_document_id_sequence"),
        sqlite_strict=True,
    )
    op.create_index("ix_lot_paper_document", "lot_paper", ["document_id", "lot_id"])
    op.create_table(
        "lot_parent",
        sa.Column("id", WHOLE),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("parent_id", WHOLE, nullable=False),
        sa.Column("mg", WHOLE, nullable=False),
        sa.CheckConstraint("mg > 0", name=op.f("ck_lot_parent_mg")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_parent_lot_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["lot.id"], name="fk_lot_parent_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot_parent"),
        sa.UniqueConstraint("lot_id", "parent_id", name="uq_lot_parent_lot_id_parent_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_lot_parent_parent", "lot_parent", ["parent_id"])
    op.create_table(
        "movement",
        sa.Column("id", WHOLE),
        sa.Column("posting_id", WHOLE, nullable=False),
        sa.Column("line", WHOLE, nullable=False),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("from_id", WHOLE, nullable=False),
        sa.Column("to_id", WHOLE, nullable=False),
        sa.Column("mg", WHOLE, nullable=False),
        sa.Column("carat_thousandths", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("role", TEXT),
        sa.Column("is_incidental", WHOLE, nullable=False),
        sa.CheckConstraint("role IN ('structure', 'solder', 'finding', 'layer')", name=op.f("ck_movement_role")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_movement_moves")),
        sa.CheckConstraint("mg + carat_thousandths + number > 0", name=op.f("ck_movement_something")),
        sa.CheckConstraint("mg >= 0 AND carat_thousandths >= 0 AND number >= 0", name=op.f("ck_movement_amounts")),
        sa.ForeignKeyConstraint(["from_id"], ["account.id"], name="fk_movement_from_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_movement_lot_id"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_movement_posting_id"),
        sa.ForeignKeyConstraint(["to_id"], ["account.id"], name="fk_movement_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_movement"),
        sa.UniqueConstraint("posting_id", "line", name="uq_movement_posting_id_line"),
        sqlite_strict=True,
    )
    op.create_index("ix_movement_lot", "movement", ["lot_id", "id"])
    op.create_table(
        "reading",
        sa.Column("id", WHOLE),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("standard", TEXT),
        sa.Column("number", TEXT),
        sa.Column("agency", TEXT),
        sa.Column("holder", TEXT),
        sa.Column("holder_id", WHOLE),
        sa.Column("site", TEXT),
        sa.Column("materials", TEXT),
        sa.Column("form", TEXT),
        sa.Column("custody", TEXT),
        sa.Column("assessor", TEXT),
        sa.Column("origin", TEXT),
        sa.Column("country", TEXT),
        sa.Column("share", WHOLE),
        sa.Column("limit_mg", WHOLE),
        sa.Column("fineness", WHOLE),
        sa.Column("nickel_release", WHOLE),
        sa.Column("benchmark", TEXT),
        sa.Column("covers", TEXT),
        sa.Column("issued_on", TEXT),
        sa.Column("valid_from", TEXT),
        sa.Column("valid_until", TEXT),
        sa.Column("statement", TEXT),
        sa.Column("checked_by", TEXT),
        sa.Column("checked_on", TEXT),
        sa.Column("checked_where", TEXT),
        sa.Column("recheck_on", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint(
            "assessor IN ('self', 'commercial', 'buyer', 'membership', 'third_party', 'hybrid')",
            name=op.f("ck_reading_assessor"),
        ),
        sa.CheckConstraint(
            "custody IN ('identity_preserved', 'segregated', 'mass_balance', 'book_and_claim')",
            name=op.f("ck_reading_custody"),
        ),
        sa.CheckConstraint(
            "kind IN ('certificate', 'transfer', 'invoice', 'declaration', 'report', 'assay', 'hallmark', 'pay', 'licence', 'settlement', 'nickel', 'statement')",
            name=op.f("ck_reading_kind"),
        ),
        sa.CheckConstraint(
            "origin IN ('mined_asm', 'mined', 'mined_byproduct', 'recycled_post_consumer', 'recycled_pre_consumer', 'recycled_unspecified', 'grandfathered', 'lab_grown', 'natural', 'customer_supplied', 'unknown')",
            name=op.f("ck_reading_origin"),
        ),
        sa.CheckConstraint("limit_mg > 0", name=op.f("ck_reading_limit")),
        sa.CheckConstraint("share BETWEEN 1 AND 100", name=op.f("ck_reading_share")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_reading_valid")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_reading_by_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_reading_document_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["supplier.id"], name="fk_reading_holder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.UniqueConstraint("document_id", "sequence", name="uq_reading_document_id_sequence"),
        sqlite_strict=True,
    )
    op.create_index("ix_reading_number", "reading", ["number"])
    op.create_table(
        "settlement",
        sa.Column("id", WHOLE),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("supplier_id", WHOLE, nullable=False),
        sa.Column("document_id", WHOLE),
        sa.Column("settled_on", TEXT, nullable=False),
        sa.Column("gross_mg", WHOLE, nullable=False),
        sa.Column("assay", WHOLE, nullable=False),
        sa.Column("fine_mg", WHOLE, nullable=False),
        sa.Column("credited_lot_id", WHOLE),
        sa.Column("money_minor", WHOLE),
        sa.Column("currency", TEXT),
        sa.Column("posting_id", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("assay BETWEEN 1 AND 10000", name=op.f("ck_settlement_assay")),
        sa.CheckConstraint("gross_mg > 0 AND fine_mg >= 0 AND fine_mg <= gross_mg", name=op.f("ck_settlement_weights")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_settlement_by_id"),
        sa.ForeignKeyConstraint(["credited_lot_id"], ["lot.id"], name="fk_settlement_credited_lot_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_settlement_document_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_settlement_lot_id"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_settlement_posting_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_settlement_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_settlement"),
        sa.UniqueConstraint("lot_id", name="uq_settlement_lot_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "sourcing",
        sa.Column("id", WHOLE),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("country", TEXT),
        sa.Column("note", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint(
            "country IS NULL OR country = 'not_traceable' OR length(country) = 2", name=op.f("ck_sourcing_country")
        ),
        sa.CheckConstraint(
            "origin IN ('mined_asm', 'mined', 'mined_byproduct', 'recycled_post_consumer', 'recycled_pre_consumer', 'recycled_unspecified', 'grandfathered', 'lab_grown', 'natural', 'customer_supplied', 'unknown')",
            name=op.f("ck_sourcing_origin"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_sourcing_by_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_sourcing_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sourcing"),
        sa.UniqueConstraint("lot_id", "sequence", name="uq_sourcing_lot_id_sequence"),
        sqlite_strict=True,
    )
    op.create_table(
        "stone_facts",
        sa.Column("id", WHOLE),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("species", TEXT, nullable=False),
        sa.Column("nature", TEXT, nullable=False),
        sa.Column("treatment", TEXT, nullable=False),
        sa.Column("treatment_note", TEXT),
        sa.Column("tested_by", TEXT),
        sa.Column("is_polished", WHOLE),
        sa.Column("shape", TEXT),
        sa.Column("cut", TEXT),
        sa.Column("colour", TEXT),
        sa.Column("clarity", TEXT),
        sa.Column("depth", WHOLE),
        sa.Column("table_width", WHOLE),
        sa.Column("x_um", WHOLE),
        sa.Column("y_um", WHOLE),
        sa.Column("z_um", WHOLE),
        sa.Column("report_number", TEXT),
        sa.Column("laboratory", TEXT),
        sa.Column("sensitivities", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint(
            "nature IN ('natural', 'laboratory_grown', 'simulant', 'composite', 'unknown')",
            name=op.f("ck_stone_facts_nature"),
        ),
        sa.CheckConstraint(
            "treatment IN ('none', 'heated', 'oiled', 'fracture_filled', 'irradiated', 'coated', 'other', 'unknown')",
            name=op.f("ck_stone_facts_treatment"),
        ),
        sa.CheckConstraint("x_um > 0 AND y_um > 0 AND z_um > 0", name=op.f("ck_stone_facts_sizes")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_stone_facts_by_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_stone_facts_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stone_facts"),
        sa.UniqueConstraint("lot_id", "sequence", name="uq_stone_facts_lot_id_sequence"),
        sqlite_strict=True,
    )
    op.create_index("ix_stone_facts_report", "stone_facts", ["report_number"])
    op.create_index("ix_stone_facts_species", "stone_facts", ["species", "lot_id"])
    op.create_table(
        "withdrawal",
        sa.Column("id", WHOLE),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("from_on", TEXT),
        sa.Column("is_false", WHOLE, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_withdrawal_by_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_withdrawal_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawal"),
        sa.UniqueConstraint("document_id", "sequence", name="uq_withdrawal_document_id_sequence"),
        sqlite_strict=True,
    )
    op.create_table(
        "balance",
        sa.Column("id", WHOLE),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("movement_id", WHOLE, nullable=False),
        sa.Column("mg", WHOLE, nullable=False),
        sa.Column("carat_thousandths", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_balance_account_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_balance_lot_id"),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name="fk_balance_movement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_balance"),
        sa.UniqueConstraint("account_id", "lot_id", "sequence", name="uq_balance_account_id_lot_id_sequence"),
        sqlite_strict=True,
    )
    op.create_index("ix_balance_at", "balance", ["account_id", "lot_id", "at", "sequence"])
    op.create_index("ix_balance_lot", "balance", ["lot_id", "account_id"])
    op.create_index("ix_balance_movement", "balance", ["movement_id"])


def downgrade() -> None:
    op.drop_table("balance")
    op.drop_table("withdrawal")
    op.drop_table("stone_facts")
    op.drop_table("sourcing")
    op.drop_table("settlement")
    op.drop_table("reading")
    op.drop_table("movement")
    op.drop_table("lot_parent")
    op.drop_table("lot_paper")
    op.drop_table("lot_hold")
    op.drop_table("lot")
    op.drop_table("document")
    op.drop_table("supplier")
    op.drop_table("posting")
    op.drop_table("account")
    op.drop_table("metal_price")
    op.drop_table("exchange_rate")
    op.drop_table("code_counter")
