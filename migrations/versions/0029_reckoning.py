"""By what the owner reckons: what an hour costs, the shares of retail, and whether time is told by person."""

import sqlalchemy as sa
from alembic import op

revision = "0029_reckoning"
down_revision = "0028_cases"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reckoning",
        sa.Column("id", WHOLE),
        sa.Column("hour_minor", WHOLE),
        *(
            sa.Column(name, WHOLE, nullable=False)
            for name in ("wholesale_percent", "consignment_percent", "is_announced", "at")
        ),
        sa.Column("by_id", WHOLE),
        sa.CheckConstraint("hour_minor > 0", name="ck_reckoning_hour"),
        sa.CheckConstraint("wholesale_percent BETWEEN 1 AND 100", name="ck_reckoning_wholesale"),
        sa.CheckConstraint("consignment_percent BETWEEN 1 AND 100", name="ck_reckoning_consignment"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_reckoning_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reckoning"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("reckoning")
