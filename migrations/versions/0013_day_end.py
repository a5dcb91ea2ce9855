"""The end of a day at the bench, and what a scale or calliper showed when it was checked."""

import sqlalchemy as sa
from alembic import op

revision = "0013_day_end"
down_revision = "0012_hand_over"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "day_close",
        sa.Column("id", WHOLE),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("stones", WHOLE),
        sa.Column("booked_stones", WHOLE, nullable=False),
        sa.Column("posting_id", WHOLE),
        sa.Column("note", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.CheckConstraint("stones >= 0", name="ck_day_close_stones"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_day_close_person_id"),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_day_close_posting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_day_close"),
        sqlite_strict=True,
    )
    op.create_index("ix_day_close_person_id", "day_close", ["person_id"])
    op.create_table(
        "day_weight",
        sa.Column("id", WHOLE),
        sa.Column("day_close_id", WHOLE, nullable=False),
        sa.Column("metal", TEXT, nullable=False),
        sa.Column("mg", WHOLE),
        sa.Column("booked_mg", WHOLE, nullable=False),
        sa.Column("lemel_mg", WHOLE),
        sa.CheckConstraint("mg >= 0 AND lemel_mg >= 0", name="ck_day_weight_amounts"),
        sa.ForeignKeyConstraint(["day_close_id"], ["day_close.id"], name="fk_day_weight_day_close_id"),
        sa.PrimaryKeyConstraint("id", name="pk_day_weight"),
        sa.UniqueConstraint("day_close_id", "metal", name="uq_day_weight_day_close_id_metal"),
        sqlite_strict=True,
    )
    op.create_table(
        "instrument_check",
        sa.Column("id", WHOLE),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("standard", WHOLE, nullable=False),
        sa.Column("shown", WHOLE, nullable=False),
        sa.Column("is_good", WHOLE, nullable=False),
        sa.Column("note", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_instrument_check_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_instrument_check"),
        sqlite_strict=True,
    )
    op.create_index("ix_instrument_check_name", "instrument_check", ["name"])


def downgrade() -> None:
    op.drop_table("instrument_check")
    op.drop_table("day_weight")
    op.drop_table("day_close")
