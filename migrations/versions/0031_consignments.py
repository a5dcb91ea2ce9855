"""What was agreed with galleries about the pieces of a case."""

import sqlalchemy as sa
from alembic import op

revision = "0031_consignments"
down_revision = "0030_aftercare"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "consignment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("case_id", WHOLE, nullable=False),
        sa.Column("share_per_mille", WHOLE, nullable=False),
        sa.Column("discount_by", TEXT, nullable=False),
        sa.Column("loss_by", TEXT, nullable=False),
        sa.Column("pay_days", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.CheckConstraint("discount_by IN ('maker','gallery','both')", name=op.f("ck_consignment_discount")),
        sa.CheckConstraint("loss_by IN ('maker','gallery')", name=op.f("ck_consignment_loss")),
        sa.CheckConstraint("pay_days BETWEEN 0 AND 365", name=op.f("ck_consignment_pay")),
        sa.CheckConstraint("share_per_mille BETWEEN 0 AND 1000", name=op.f("ck_consignment_share")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_consignment_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["packed_case.id"], name=op.f("fk_consignment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consignment")),
        sa.UniqueConstraint("case_id", name=op.f("uq_consignment_case_id")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("consignment")
