"""Looks at public pages counted by hour, reports of copies, the gallery."""

import sqlalchemy as sa
from alembic import op

revision = "0023_looking"
down_revision = "0022_tree_photos"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "scan_count",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("hour", WHOLE, nullable=False),
        sa.Column("country", TEXT, nullable=False),
        sa.Column("scans", WHOLE, nullable=False),
        sa.CheckConstraint("scans > 0", name="ck_scan_count_scans"),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_scan_count_piece_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scan_count"),
        sa.UniqueConstraint("piece_id", "hour", "country", name="uq_scan_count_piece_id_hour_country"),
        sqlite_strict=True,
    )
    op.create_index("ix_scan_count_hour", "scan_count", ["hour"])
    op.create_table(
        "copy_report",
        sa.Column("id", WHOLE),
        sa.Column("tag_id", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        *(sa.Column(name, TEXT) for name in ("told", "seen_where", "contact")),
        sa.Column("at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_copy_report_tag_id"),
        sa.PrimaryKeyConstraint("id", name="pk_copy_report"),
        sa.UniqueConstraint("subject", name="uq_copy_report_subject"),
        sqlite_strict=True,
    )
    op.create_index("ix_copy_report_tag", "copy_report", ["tag_id"])
    op.create_table(
        "gallery_showing",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.Column("ended_at", WHOLE),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name="fk_gallery_showing_piece_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_gallery_showing_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gallery_showing"),
        sqlite_strict=True,
    )
    op.create_index("ix_gallery_showing_piece", "gallery_showing", ["piece_id"])


def downgrade() -> None:
    op.drop_table("gallery_showing")
    op.drop_table("copy_report")
    op.drop_table("scan_count")
