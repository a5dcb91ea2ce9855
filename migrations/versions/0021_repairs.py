"""Repairs: stays, estimates with their answers, links, consents, photos, hand-backs; work by others; two kinds of event."""

import sqlalchemy as sa
from alembic import op

revision = "0021_repairs"
down_revision = "0020_old_logs"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = (
    ("taken_in", "Taken in for a repair", 0, 1, "waiting"),
    ("traded_in", "Taken into stock", 0, 1, "waiting"),
)
COLUMNS = ("key", "name", "is_work", "ends_release", "leads_to")


def upgrade() -> None:
    op.create_table(
        "repair_job",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("intake_sequence", WHOLE, nullable=False),
        sa.Column("is_ours", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("customer", TEXT, nullable=True),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("seen", TEXT, nullable=False),
        sa.Column("wish", TEXT, nullable=True),
        sa.Column("size", TEXT, nullable=True),
        sa.Column("stones", WHOLE, nullable=True),
        sa.Column("stones_before", WHOLE, nullable=True),
        sa.Column("weight_mg", WHOLE, nullable=False),
        sa.Column("division_mg", WHOLE, nullable=False),
        sa.Column("before_mg", WHOLE, nullable=True),
        sa.Column("before_on", TEXT, nullable=True),
        sa.Column("tolerance_mg", WHOLE, nullable=True),
        sa.Column("received_at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("ended_how", TEXT, nullable=True),
        sa.CheckConstraint("ended_how IN ('handed_back','traded_in')", name=op.f("ck_repair_job_how")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name=op.f("ck_repair_job_ended")),
        sa.CheckConstraint("weight_mg > 0", name=op.f("ck_repair_job_weight")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_repair_job_by_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_repair_job_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_job")),
        sa.UniqueConstraint("code", name=op.f("uq_repair_job_code")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_repair_job_open",
        "repair_job",
        ["id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_repair_job_piece", "repair_job", ["piece_id"], unique=False)
    op.create_table(
        "reported_work",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("done_on", TEXT, nullable=True),
        sa.Column("by_whom", TEXT, nullable=True),
        sa.Column("told", TEXT, nullable=False),
        sa.Column("is_told", WHOLE, nullable=False),
        sa.Column("source_key", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("withdrawn_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reported_work_by_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_reported_work_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_work")),
        sa.UniqueConstraint("piece_id", "number", name=op.f("uq_reported_work_piece_id_number")),
        sa.UniqueConstraint("source_key", name=op.f("uq_reported_work_source_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "repair_consent",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("job_id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("is_told", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_repair_consent_by_id")),
        sa.ForeignKeyConstraint(["job_id"], ["repair_job.id"], name=op.f("fk_repair_consent_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_consent")),
        sa.UniqueConstraint("job_id", "sequence", name=op.f("uq_repair_consent_job_id_sequence")),
        sqlite_strict=True,
    )
    op.create_table(
        "repair_estimate",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("job_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("currency", TEXT, nullable=True),
        sa.Column("valid_until", TEXT, nullable=False),
        sa.Column("days", WHOLE, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_repair_estimate_by_id")),
        sa.ForeignKeyConstraint(["job_id"], ["repair_job.id"], name=op.f("fk_repair_estimate_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_estimate")),
        sa.UniqueConstraint("job_id", "number", name=op.f("uq_repair_estimate_job_id_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "repair_link",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("job_id", WHOLE, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("expires_at", WHOLE, nullable=False),
        sa.Column("revoked_at", WHOLE, nullable=True),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_repair_link_by_id")),
        sa.ForeignKeyConstraint(["job_id"], ["repair_job.id"], name=op.f("fk_repair_link_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_repair_link_digest")),
        sqlite_strict=True,
    )
    op.create_index("ix_repair_link_job", "repair_link", ["job_id"], unique=False)
    op.create_table(
        "repair_photo",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("job_id", WHOLE, nullable=False),
        sa.Column("photo_id", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_repair_photo_by_id")),
        sa.ForeignKeyConstraint(["job_id"], ["repair_job.id"], name=op.f("fk_repair_photo_job_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_repair_photo_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_photo")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_repair_photo_photo_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_repair_photo_job", "repair_photo", ["job_id"], unique=False)
    op.create_table(
        "repair_question",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("job_id", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["repair_job.id"], name=op.f("fk_repair_question_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_question")),
        sqlite_strict=True,
    )
    op.create_index("ix_repair_question_job", "repair_question", ["job_id"], unique=False)
    op.create_table(
        "repair_answer",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("estimate_id", WHOLE, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("lines", TEXT, nullable=False),
        sa.Column("price_minor", WHOLE, nullable=False),
        sa.Column("told", TEXT, nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("answer IN ('all','some','no')", name=op.f("ck_repair_answer_answer")),
        sa.CheckConstraint("how IN ('link','desk','phone')", name=op.f("ck_repair_answer_how")),
        sa.CheckConstraint("words IS NULL OR subject IS NOT NULL", name=op.f("ck_repair_answer_held")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_repair_answer_by_id")),
        sa.ForeignKeyConstraint(["estimate_id"], ["repair_estimate.id"], name=op.f("fk_repair_answer_estimate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_answer")),
        sa.UniqueConstraint("estimate_id", name=op.f("uq_repair_answer_estimate_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "repair_line",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("estimate_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("price_minor", WHOLE, nullable=False),
        sa.Column("is_guarantee", WHOLE, nullable=False),
        sa.CheckConstraint("is_guarantee = 0 OR price_minor = 0", name=op.f("ck_repair_line_free")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_repair_line_price")),
        sa.ForeignKeyConstraint(["estimate_id"], ["repair_estimate.id"], name=op.f("fk_repair_line_estimate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_line")),
        sa.UniqueConstraint("estimate_id", "position", name=op.f("uq_repair_line_estimate_id_position")),
        sqlite_strict=True,
    )
    op.create_table(
        "hand_back",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("job_id", WHOLE, nullable=False),
        sa.Column("piece_id", WHOLE, nullable=False),
        sa.Column("departure_id", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("kind = 'handed_back'", name=op.f("ck_hand_back_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_hand_back_by_id")),
        sa.ForeignKeyConstraint(
            ["departure_id", "piece_id", "kind"],
            ["departure.id", "departure.piece_id", "departure.kind"],
            name=op.f("fk_hand_back_departure_id_piece_id_kind"),
        ),
        sa.ForeignKeyConstraint(["job_id"], ["repair_job.id"], name=op.f("fk_hand_back_job_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_hand_back_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_back")),
        sa.UniqueConstraint("departure_id", name=op.f("uq_hand_back_departure_id")),
        sa.UniqueConstraint("job_id", name=op.f("uq_hand_back_job_id")),
        sqlite_strict=True,
    )
    event_kind = sa.table("event_kind", *map(sa.column, COLUMNS))
    op.bulk_insert(event_kind, [dict(zip(COLUMNS, row, strict=True)) for row in KINDS])


def downgrade() -> None:
    op.execute("DELETE FROM event_kind WHERE key IN ('taken_in', 'traded_in')")
    op.drop_table("hand_back")
    op.drop_table("repair_line")
    op.drop_table("repair_answer")
    op.drop_index("ix_repair_question_job", table_name="repair_question")
    op.drop_table("repair_question")
    op.drop_index("ix_repair_photo_job", table_name="repair_photo")
    op.drop_table("repair_photo")
    op.drop_index("ix_repair_link_job", table_name="repair_link")
    op.drop_table("repair_link")
    op.drop_table("repair_estimate")
    op.drop_table("repair_consent")
    op.drop_table("reported_work")
    op.drop_index("ix_repair_job_piece", table_name="repair_job")
    op.drop_index(
        "ix_repair_job_open",
        table_name="repair_job",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("repair_job")
