"""That the customer of an order was told: what waits for their yes, or that it is ready."""

from contextlib import AbstractContextManager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0044_orders_told"
down_revision = "0043_prices"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD = ("request", "owner_request"), ("estimate", "repair_estimate")
NEW = ("wish", "order_wish"), ("order", "shop_order")
ONE_OF_TWO = "(request_id IS NULL) <> (estimate_id IS NULL)"
ONE_OF_FOUR = (
    " + ".join(f"CASE WHEN {thing}_id IS NULL THEN 0 ELSE 1 END" for thing in ("request", "estimate", "wish", "order"))
    + " = 1"
)


def upgrade() -> None:
    with _rebuilt(OLD, ONE_OF_TWO) as batch:
        batch.drop_constraint(op.f("ck_notice_one_thing"), type_="check")
        for thing, table in NEW:
            batch.add_column(sa.Column(f"{thing}_id", WHOLE, nullable=True))
            batch.create_foreign_key(op.f(f"fk_notice_{thing}_id"), table, [f"{thing}_id"], ["id"])
        batch.create_check_constraint(op.f("ck_notice_one_thing"), ONE_OF_FOUR)
    for thing, _table in NEW:
        op.create_index(f"ix_notice_{thing}", "notice", [f"{thing}_id"], unique=False)


def downgrade() -> None:
    """What was told of orders has no place before: those rows go."""
    op.execute("DELETE FROM notice WHERE request_id IS NULL AND estimate_id IS NULL")
    for thing, _table in NEW:
        op.drop_index(f"ix_notice_{thing}", table_name="notice")
    with _rebuilt((*OLD, *NEW), ONE_OF_FOUR) as batch:
        batch.drop_constraint(op.f("ck_notice_one_thing"), type_="check")
        for thing, _table in NEW:
            batch.drop_constraint(op.f(f"fk_notice_{thing}_id"), type_="foreignkey")
            batch.drop_column(f"{thing}_id")
        batch.create_check_constraint(op.f("ck_notice_one_thing"), ONE_OF_TWO)


def _rebuilt(things: tuple[tuple[str, str], ...], check: str) -> AbstractContextManager[BatchOperations]:
    return op.batch_alter_table("notice", copy_from=_notice(things, check), table_kwargs={"sqlite_strict": True})


def _notice(things: tuple[tuple[str, str], ...], check: str) -> sa.Table:
    """As it stands before the change."""
    columns = [sa.Column(f"{thing}_id", WHOLE, nullable=True) for thing, _table in things]
    return sa.Table(
        "notice",
        sa.MetaData(),
        sa.Column("id", WHOLE, nullable=False),
        *columns[:2],
        sa.Column("how", TEXT, nullable=True),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, nullable=False),
        *columns[2:],
        sa.CheckConstraint(check, name=op.f("ck_notice_one_thing")),
        sa.CheckConstraint("how IN ('mail','post','phone','desk')", name=op.f("ck_notice_how")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_notice_by_id")),
        *(
            sa.ForeignKeyConstraint([f"{thing}_id"], [f"{table}.id"], name=op.f(f"fk_notice_{thing}_id"))
            for thing, table in things
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        *(sa.Index(f"ix_notice_{thing}", f"{thing}_id") for thing, _table in OLD),
    )
