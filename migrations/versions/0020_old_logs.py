"""Old logs that were imported: each log, and its rows as they came."""

import sqlalchemy as sa
from alembic import op

revision = "0020_old_logs"
down_revision = "0019_ownership"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "log_import",
        sa.Column("id", WHOLE),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_log_import_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_log_import"),
        sa.UniqueConstraint("source", name="uq_log_import_source"),
        sqlite_strict=True,
    )
    op.create_table(
        "log_row",
        sa.Column("id", WHOLE),
        sa.Column("log_id", WHOLE, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("source_key", "case_name")),
        sa.Column("design", TEXT),
        *(sa.Column(name, TEXT, nullable=False) for name in ("activity", "sort")),
        *(sa.Column(name, TEXT) for name in ("who", "resource")),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("started_at", "finished_at")),
        *(sa.Column(name, WHOLE) for name in ("done", "rejected")),
        sa.Column("is_rework", WHOLE, nullable=False),
        sa.CheckConstraint("sort IN ('work','inspection','final inspection','release')", name="ck_log_row_sort"),
        sa.CheckConstraint("finished_at >= started_at", name="ck_log_row_times"),
        sa.ForeignKeyConstraint(["log_id"], ["log_import.id"], name="fk_log_row_log_id"),
        sa.PrimaryKeyConstraint("id", name="pk_log_row"),
        sa.UniqueConstraint("source_key", name="uq_log_row_source_key"),
        sqlite_strict=True,
    )
    op.create_index("ix_log_row_case", "log_row", ["log_id", "case_name"])


def downgrade() -> None:
    op.drop_table("log_row")
    op.drop_table("log_import")
