"""That the owner went on with an order before its customer's yes, with the reason."""

import sqlalchemy as sa
from alembic import op

revision = "0036_go_ahead"
down_revision = "0035_design_name"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "order_go_ahead",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("wish_id", WHOLE, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_order_go_ahead_by_id")),
        sa.ForeignKeyConstraint(["wish_id"], ["order_wish.id"], name=op.f("fk_order_go_ahead_wish_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_go_ahead")),
        sa.UniqueConstraint("wish_id", name=op.f("uq_order_go_ahead_wish_id")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("order_go_ahead")
