"""Pieces, their events, places and photos."""

import sqlalchemy as sa
from alembic import op

revision = "0004_pieces"
down_revision = "0003_catalogue"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "piece",
        sa.Column("id", WHOLE),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("design_id", WHOLE, sa.ForeignKey("design.id", name="fk_piece_design_id"), nullable=False),
        sa.Column("kind", TEXT, sa.ForeignKey("piece_kind.key", name="fk_piece_kind"), nullable=False),
        sa.Column("material_id", WHOLE, sa.ForeignKey("material.id", name="fk_piece_material_id"), nullable=False),
        sa.Column("parts", WHOLE, nullable=False),
        sa.Column("size", TEXT),
        sa.Column("spec_event_id", WHOLE),
        sa.Column("route_id", WHOLE, sa.ForeignKey("route.id", name="fk_piece_route_id"), nullable=False),
        sa.Column("edition_id", WHOLE),
        sa.Column("edition_number", WHOLE),
        sa.Column("way_in", TEXT, nullable=False),
        sa.Column("due_on", TEXT),
        sa.Column("is_rush", WHOLE, nullable=False),
        sa.Column("order_note", TEXT),
        sa.Column("source_key", TEXT),
        sa.Column("before_records", TEXT),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_piece_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_piece"),
        sa.CheckConstraint("(edition_id IS NULL) = (edition_number IS NULL)", name=op.f("ck_piece_numbered")),
        sa.CheckConstraint("parts BETWEEN 1 AND 20", name=op.f("ck_piece_parts")),
        sa.CheckConstraint("way_in IN ('wax','castings','made')", name=op.f("ck_piece_way_in")),
        sa.ForeignKeyConstraint(
            ["edition_id", "design_id"], ["edition.id", "edition.design_id"], name="fk_piece_edition_id_design_id"
        ),
        sa.UniqueConstraint("edition_id", "edition_number", name="uq_piece_edition_id_edition_number"),
        sa.UniqueConstraint("serial", name="uq_piece_serial"),
        sa.UniqueConstraint("source_key", name="uq_piece_source_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_piece_design", "piece", ["design_id"])
    op.create_table(
        "work_event",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_work_event_piece_id"), nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("kind", TEXT, sa.ForeignKey("event_kind.key", name="fk_work_event_kind"), nullable=False),
        sa.Column("stage_id", WHOLE, sa.ForeignKey("stage.id", name="fk_work_event_stage_id")),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_work_event_by_id")),
        sa.Column("noted_by_id", WHOLE, sa.ForeignKey("person.id", name="fk_work_event_noted_by_id")),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("device_at", WHOLE),
        sa.Column("method", TEXT),
        sa.Column("place", TEXT),
        sa.Column("weight_mg", WHOLE),
        sa.Column("division_mg", WHOLE),
        sa.Column("reason", TEXT),
        sa.Column("note", TEXT),
        sa.Column("corrects_id", WHOLE),
        sa.Column("request_key", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_work_event"),
        sa.CheckConstraint("division_mg > 0", name=op.f("ck_work_event_division")),
        sa.CheckConstraint("weight_mg > 0", name=op.f("ck_work_event_weight")),
        sa.ForeignKeyConstraint(
            ["piece_id", "corrects_id"],
            ["work_event.piece_id", "work_event.id"],
            name="fk_work_event_piece_id_corrects_id",
        ),
        sa.UniqueConstraint("piece_id", "id", name="uq_work_event_piece_id_id"),
        sa.UniqueConstraint("piece_id", "sequence", name="uq_work_event_piece_id_sequence"),
        sqlite_strict=True,
    )
    op.create_index("ix_work_event_hands", "work_event", ["piece_id", "by_id"])
    op.create_table(
        "piece_head",
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_piece_head_piece_id"), autoincrement=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("last_event_id", WHOLE),
        sa.Column("last_change_id", WHOLE),
        sa.Column("stage_id", WHOLE),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("with_id", WHOLE),
        sa.Column("weight_mg", WHOLE),
        sa.Column("moved_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("piece_id", name="pk_piece_head"),
        sa.UniqueConstraint("piece_id", "last_change_id", name="uq_piece_head_piece_id_last_change_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_piece_head_queue", "piece_head", ["state", "moved_at", "piece_id"])
    op.create_table(
        "personalisation",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_personalisation_piece_id"), nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("engraving", TEXT),
        sa.Column("place", TEXT),
        sa.Column("event_id", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_personalisation"),
        sa.ForeignKeyConstraint(
            ["piece_id", "event_id"],
            ["work_event.piece_id", "work_event.id"],
            name="fk_personalisation_piece_id_event_id",
        ),
        sa.UniqueConstraint("piece_id", "sequence", name="uq_personalisation_piece_id_sequence"),
        sqlite_strict=True,
    )
    op.create_table(
        "custody",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_custody_piece_id"), nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("subject", TEXT),
        sa.Column("holder", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_custody_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_custody"),
        sa.CheckConstraint(
            "place IN ('shop','repair','safe','outwork','customer','gallery','fair','photographer','insurer')",
            name=op.f("ck_custody_place"),
        ),
        sa.CheckConstraint("holder IS NULL OR subject IS NOT NULL", name=op.f("ck_custody_held")),
        sa.UniqueConstraint("piece_id", "sequence", name="uq_custody_piece_id_sequence"),
        sqlite_strict=True,
    )
    op.create_table(
        "photo",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_photo_piece_id"), nullable=False),
        sa.Column("picture", TEXT, nullable=False),
        sa.Column("small", TEXT, nullable=False),
        sa.Column("width", WHOLE, nullable=False),
        sa.Column("height", WHOLE, nullable=False),
        sa.Column("caption", TEXT),
        sa.Column("is_public", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_photo_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_photo"),
        sa.UniqueConstraint("piece_id", "id", name="uq_photo_piece_id_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_photo_picture", "photo", ["picture"])
    op.create_index("ix_photo_piece", "photo", ["piece_id"])
    op.create_table(
        "serial_counter",
        sa.Column("letter", TEXT),
        sa.Column("last", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("letter", name="pk_serial_counter"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("serial_counter")
    op.drop_table("photo")
    op.drop_table("custody")
    op.drop_table("personalisation")
    op.drop_table("piece_head")
    op.drop_table("work_event")
    op.drop_table("piece")
