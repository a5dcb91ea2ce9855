"""How many lines an estimate has; what the shop answers; disputes set aside; repaired pieces that go back by post."""

import sqlalchemy as sa
from alembic import op

revision = "0030_aftercare"
down_revision = "0029_reckoning"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("repair_estimate", sa.Column("line_count", WHOLE))
    for table, column in (("repair_question", "by_id"), ("loss_report", "aside_by_id")):
        _add_person(table, column)
    op.add_column("loss_report", sa.Column("aside_at", WHOLE))
    op.add_column("loss_report", sa.Column("aside_why", TEXT))
    _hand_back_kinds("kind IN ('handed_back','shipped')")


def downgrade() -> None:
    _hand_back_kinds("kind = 'handed_back'")
    for table, column in (
        ("loss_report", "aside_why"),
        ("loss_report", "aside_at"),
        ("loss_report", "aside_by_id"),
        ("repair_question", "by_id"),
        ("repair_estimate", "line_count"),
    ):
        op.drop_column(table, column)


def _add_person(table: str, column: str) -> None:
    """Said in SQL: SQLite takes a reference only together with its column."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} CONSTRAINT fk_{table}_{column} REFERENCES person (id)")


def _hand_back_kinds(holds: str) -> None:
    with op.batch_alter_table("hand_back", copy_from=_hand_back(), table_kwargs={"sqlite_strict": True}) as batch:
        batch.drop_constraint("ck_hand_back_kind", type_="check")
        batch.create_check_constraint(op.f("ck_hand_back_kind"), holds)


def _hand_back() -> sa.Table:
    return sa.Table(
        "hand_back",
        sa.MetaData(),
        sa.Column("id", WHOLE, nullable=False),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("job_id", "piece_id", "departure_id")),
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
    )
