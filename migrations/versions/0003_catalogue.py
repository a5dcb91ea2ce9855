"""Alloys, kinds, routes, designs and editions."""

import sqlalchemy as sa
from alembic import op

revision = "0003_catalogue"
down_revision = "0002_people"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

EVENT_KINDS = (
    ("start", "Started", 1, 1, "working"),
    ("take_up", "Taken up again", 1, 1, "working"),
    ("finish", "Finished", 1, 1, "waiting"),
    ("made_before", "Made before records", 1, 1, "waiting"),
    ("make", "Made", 1, 1, "waiting"),
    ("wax", "Wax made", 1, 1, "waiting"),
    ("cast", "Cast", 1, 1, "waiting"),
    ("cut", "Cut and checked", 1, 1, "waiting"),
    ("file", "Filed", 1, 1, "waiting"),
    ("assemble", "Assembled", 1, 1, "waiting"),
    ("solder", "Soldered", 1, 1, "waiting"),
    ("pre_polish", "Pre-polished", 1, 1, "waiting"),
    ("mark", "Marked", 1, 1, "waiting"),
    ("engrave", "Engraved", 1, 1, "waiting"),
    ("set", "Stones set", 1, 1, "waiting"),
    ("polish", "Polished", 1, 1, "waiting"),
    ("clean", "Cleaned", 1, 1, "waiting"),
    ("plate", "Plated", 1, 1, "waiting"),
    ("resize", "Resized", 1, 1, "waiting"),
    ("shorten", "Shortened", 1, 1, "waiting"),
    ("attach", "Part added", 1, 1, "waiting"),
    ("detach", "Part taken off", 1, 1, "waiting"),
    ("repair", "Repaired", 1, 1, "waiting"),
    ("respecified", "Changed what it shall be", 0, 1, "waiting"),
    ("correction", "Entry corrected", 0, 1, None),
    ("undo", "Undone", 0, 1, "waiting"),
    ("send_back", "Sent back", 0, 1, "waiting"),
    ("scrap", "Scrapped", 0, 1, "scrapped"),
    ("outwork_out", "Out to another workshop", 0, 1, "outwork"),
    ("outwork_back", "Back from another workshop", 0, 1, "waiting"),
    ("came_back", "Came back from outside", 0, 1, "waiting"),
    ("weight_changed", "Weight changed", 0, 1, None),
    ("received", "Castings received", 0, 1, "waiting"),
    ("photo", "Photo taken", 0, 0, None),
    ("note", "Note", 0, 0, None),
    ("weighed", "Weighed", 0, 0, None),
    ("put_down", "Put down", 0, 0, "paused"),
    ("moved", "Moved inside the house", 0, 0, None),
    ("packed", "Packed", 0, 0, None),
    ("skipped", "Stage not needed", 0, 0, None),
    ("passed", "Passed", 0, 0, "released"),
    ("tagged", "Tagged", 0, 0, None),
    ("left", "Left the house", 0, 0, "away"),
    ("problem", "Problem noted", 0, 0, None),
)
PIECE_KINDS = (
    ("ring", "Ring", "ring", 0, 1),
    ("pendant", "Pendant", "pendant", 0, 1),
    ("earrings", "Earrings", "earrings", 0, 2),
    ("bracelet", "Bracelet", "bracelet", 0, 1),
    ("chain", "Chain", "chain", 0, 1),
    ("other", "Other", "other", 0, 1),
    ("stone_ring", "Ring with stones", "ring", 1, 1),
    ("stone_pendant", "Pendant with stones", "pendant", 1, 1),
    ("stone_earrings", "Earrings with stones", "earrings", 1, 2),
    ("stone_bracelet", "Bracelet with stones", "bracelet", 1, 1),
    ("stone_chain", "Chain with stones", "chain", 1, 1),
    ("stone_other", "Other with stones", "other", 1, 1),
)


def upgrade() -> None:
    op.create_table(
        "material",
        sa.Column("id", WHOLE),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("metal", TEXT, nullable=False),
        sa.Column("fineness", WHOLE),
        sa.Column("colour", TEXT),
        sa.Column("density", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_material"),
        sa.UniqueConstraint("key", name="uq_material_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "event_kind",
        sa.Column("key", TEXT),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("is_work", WHOLE, nullable=False),
        sa.Column("ends_release", WHOLE, nullable=False),
        sa.Column("leads_to", TEXT),
        sa.PrimaryKeyConstraint("key", name="pk_event_kind"),
        sqlite_strict=True,
    )
    op.create_table(
        "piece_kind",
        sa.Column("key", TEXT),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("base", TEXT, nullable=False),
        sa.Column("has_stones", WHOLE, nullable=False),
        sa.Column("parts", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_piece_kind"),
        sqlite_strict=True,
    )
    op.create_table(
        "route",
        sa.Column("id", WHOLE),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("is_default", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_route"),
        sa.UniqueConstraint("name", name="uq_route_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "stage",
        sa.Column("id", WHOLE),
        sa.Column("route_id", WHOLE, sa.ForeignKey("route.id", name="fk_stage_route_id"), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("work", TEXT, sa.ForeignKey("event_kind.key", name="fk_stage_work"), nullable=False),
        sa.Column("loss_asked", WHOLE),
        sa.Column("retired_at", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_stage"),
        sa.CheckConstraint("loss_asked IS NULL OR loss_asked BETWEEN 0 AND 10000", name=op.f("ck_stage_loss")),
        sqlite_strict=True,
    )
    op.create_index("ix_stage_route_id", "stage", ["route_id"])
    op.create_table(
        "design",
        sa.Column("id", WHOLE),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, sa.ForeignKey("piece_kind.key", name="fk_design_kind"), nullable=False),
        sa.Column("material_id", WHOLE, sa.ForeignKey("material.id", name="fk_design_material_id"), nullable=False),
        sa.Column("route_id", WHOLE, sa.ForeignKey("route.id", name="fk_design_route_id"), nullable=False),
        sa.Column("target_weight_mg", WHOLE),
        sa.Column("minimum_thickness_um", WHOLE),
        sa.Column("construction", TEXT),
        sa.Column("size", TEXT),
        sa.Column("price_minor", WHOLE),
        sa.Column("story", TEXT),
        sa.Column("care", TEXT),
        sa.Column("made_of", TEXT),
        sa.Column("dated", TEXT),
        sa.Column("picture", TEXT),
        sa.Column("source_key", TEXT),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_design_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_design"),
        sa.UniqueConstraint("code", name="uq_design_code"),
        sa.UniqueConstraint("source_key", name="uq_design_source_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "edition",
        sa.Column("id", WHOLE),
        sa.Column("design_id", WHOLE, sa.ForeignKey("design.id", name="fk_edition_design_id"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_edition_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.CheckConstraint("size > 0", name=op.f("ck_edition_size")),
        sa.UniqueConstraint("design_id", "name", name="uq_edition_design_id_name"),
        sa.UniqueConstraint("id", "design_id", name="uq_edition_id_design_id"),
        sqlite_strict=True,
    )
    event_kind = sa.table("event_kind", *map(sa.column, ("key", "name", "is_work", "ends_release", "leads_to")))
    piece_kind = sa.table("piece_kind", *map(sa.column, ("key", "name", "base", "has_stones", "parts")))
    op.bulk_insert(
        event_kind,
        [dict(zip(("key", "name", "is_work", "ends_release", "leads_to"), row, strict=True)) for row in EVENT_KINDS],
    )
    op.bulk_insert(
        piece_kind, [dict(zip(("key", "name", "base", "has_stones", "parts"), row, strict=True)) for row in PIECE_KINDS]
    )


def downgrade() -> None:
    op.drop_table("edition")
    op.drop_table("design")
    op.drop_table("stage")
    op.drop_table("route")
    op.drop_table("piece_kind")
    op.drop_table("event_kind")
    op.drop_table("material")
