"""Checklists, inspections, releases and departures."""

import sqlalchemy as sa
from alembic import op

revision = "0005_inspection"
down_revision = "0004_pieces"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "checklist",
        sa.Column("id", WHOLE),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("serves", TEXT, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("published", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_checklist_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_checklist"),
        sa.CheckConstraint("purpose IN ('final','delta','stage')", name=op.f("ck_checklist_purpose")),
        sa.UniqueConstraint("purpose", "serves", "number", name="uq_checklist_purpose_serves_number"),
        sqlite_strict=True,
    )
    op.create_index("ix_checklist_newest", "checklist", ["serves", "purpose", "published", "number"])
    op.create_table(
        "inspection_check",
        sa.Column("id", WHOLE),
        sa.Column(
            "checklist_id",
            WHOLE,
            sa.ForeignKey("checklist.id", name="fk_inspection_check_checklist_id"),
            nullable=False,
        ),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("required", WHOLE, nullable=False),
        sa.Column("each_part", WHOLE, nullable=False),
        sa.Column("low", WHOLE),
        sa.Column("high", WHOLE),
        sa.Column("unit", TEXT),
        sa.Column("instrument", TEXT),
        sa.Column("role", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_inspection_check"),
        sa.CheckConstraint("how IN ('yes_no','measurement','count','photo')", name=op.f("ck_inspection_check_how")),
        sa.CheckConstraint(
            "how <> 'measurement' OR (low IS NOT NULL AND high IS NOT NULL AND unit IS NOT NULL)",
            name=op.f("ck_inspection_check_limits"),
        ),
        sa.CheckConstraint(
            "role IS NULL OR role IN ('identity','gross_weight')", name=op.f("ck_inspection_check_role")
        ),
        sa.UniqueConstraint("checklist_id", "code", name="uq_inspection_check_checklist_id_code"),
        sa.UniqueConstraint("id", "checklist_id", name="uq_inspection_check_id_checklist_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "inspection",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_inspection_piece_id"), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("last_change_id", WHOLE, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_inspection_by_id"), nullable=False),
        sa.Column("opened_at", WHOLE, nullable=False),
        sa.Column("verdict", TEXT),
        sa.Column("level", TEXT),
        sa.Column("qualified", WHOLE),
        sa.Column("gross_mg", WHOLE),
        sa.Column("tolerance_mg", WHOLE),
        sa.Column("decided_at", WHOLE),
        sa.Column("note", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_inspection"),
        sa.CheckConstraint("level IN ('independent','second','maker','not_known')", name=op.f("ck_inspection_level")),
        sa.CheckConstraint("purpose IN ('final','delta','stage')", name=op.f("ck_inspection_purpose")),
        sa.CheckConstraint("verdict IN ('pass','rework','scrap')", name=op.f("ck_inspection_verdict")),
        sa.ForeignKeyConstraint(
            ["piece_id", "last_change_id"],
            ["work_event.piece_id", "work_event.id"],
            name="fk_inspection_piece_id_last_change_id",
        ),
        sa.UniqueConstraint("id", "piece_id", "purpose", "verdict", name="uq_inspection_departed"),
        sa.UniqueConstraint("piece_id", "number", name="uq_inspection_piece_id_number"),
        sa.UniqueConstraint("id", "piece_id", "purpose", "verdict", "last_change_id", name="uq_inspection_released"),
        sqlite_strict=True,
    )
    op.create_table(
        "inspection_list",
        sa.Column("id", WHOLE),
        sa.Column(
            "inspection_id",
            WHOLE,
            sa.ForeignKey("inspection.id", name="fk_inspection_list_inspection_id"),
            nullable=False,
        ),
        sa.Column(
            "checklist_id", WHOLE, sa.ForeignKey("checklist.id", name="fk_inspection_list_checklist_id"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inspection_list"),
        sa.UniqueConstraint("inspection_id", "checklist_id", name="uq_inspection_list_inspection_id_checklist_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "answer",
        sa.Column("id", WHOLE),
        sa.Column("inspection_id", WHOLE, nullable=False),
        sa.Column("checklist_id", WHOLE, nullable=False),
        sa.Column("check_id", WHOLE, nullable=False),
        sa.Column("part", WHOLE, nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("measured", WHOLE),
        sa.Column("instrument", TEXT),
        sa.Column("photo_id", WHOLE, sa.ForeignKey("photo.id", name="fk_answer_photo_id")),
        sa.Column("note", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.CheckConstraint("result IN ('pass','fail')", name=op.f("ck_answer_result")),
        sa.ForeignKeyConstraint(
            ["check_id", "checklist_id"],
            ["inspection_check.id", "inspection_check.checklist_id"],
            name="fk_answer_check_id_checklist_id",
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id", "checklist_id"],
            ["inspection_list.inspection_id", "inspection_list.checklist_id"],
            name="fk_answer_inspection_id_checklist_id",
        ),
        sa.UniqueConstraint("inspection_id", "check_id", "part", name="uq_answer_inspection_id_check_id_part"),
        sqlite_strict=True,
    )
    op.create_index("ix_answer_photo", "answer", ["photo_id"])
    op.create_table(
        "trait",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_trait_piece_id"), nullable=False),
        sa.Column(
            "inspection_id", WHOLE, sa.ForeignKey("inspection.id", name="fk_trait_inspection_id"), nullable=False
        ),
        sa.Column("told", TEXT, nullable=False),
        sa.Column("photo_id", WHOLE),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_trait_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_trait"),
        sa.ForeignKeyConstraint(
            ["piece_id", "photo_id"], ["photo.piece_id", "photo.id"], name="fk_trait_piece_id_photo_id"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_trait_piece", "trait", ["piece_id"])
    op.create_table(
        "release",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("inspection_id", WHOLE, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("last_change_id", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.CheckConstraint("verdict = 'pass' AND purpose IN ('final','delta')", name=op.f("ck_release_passed")),
        sa.ForeignKeyConstraint(
            ["inspection_id", "piece_id", "purpose", "verdict", "last_change_id"],
            [
                "inspection.id",
                "inspection.piece_id",
                "inspection.purpose",
                "inspection.verdict",
                "inspection.last_change_id",
            ],
            name="fk_release_inspection",
        ),
        sa.ForeignKeyConstraint(
            ["piece_id", "last_change_id"],
            ["piece_head.piece_id", "piece_head.last_change_id"],
            name="fk_release_piece_id_last_change_id",
        ),
        sa.UniqueConstraint("piece_id", name="uq_release_piece_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "departure",
        sa.Column("id", WHOLE),
        sa.Column("piece_id", WHOLE, sa.ForeignKey("piece.id", name="fk_departure_piece_id"), nullable=False),
        sa.Column("inspection_id", WHOLE, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("custody_sequence", WHOLE),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_departure_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_departure"),
        sa.CheckConstraint("kind IN ('tagged','sold','shipped','lent','handed_back')", name=op.f("ck_departure_kind")),
        sa.CheckConstraint("(kind = 'tagged') = (custody_sequence IS NULL)", name=op.f("ck_departure_moves")),
        sa.CheckConstraint("verdict = 'pass' AND purpose IN ('final','delta')", name=op.f("ck_departure_passed")),
        sa.ForeignKeyConstraint(
            ["inspection_id", "piece_id", "purpose", "verdict"],
            ["inspection.id", "inspection.piece_id", "inspection.purpose", "inspection.verdict"],
            name="fk_departure_inspection",
        ),
        sa.UniqueConstraint("id", "piece_id", "kind", name="uq_departure_id_piece_id_kind"),
        sa.UniqueConstraint("piece_id", "custody_sequence", name="uq_departure_piece_id_custody_sequence"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("departure")
    op.drop_table("release")
    op.drop_table("trait")
    op.drop_table("answer")
    op.drop_table("inspection_list")
    op.drop_table("inspection")
    op.drop_table("inspection_check")
    op.drop_table("checklist")
