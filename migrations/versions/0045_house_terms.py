"""The terms that the house begins with at galleries and with shops that buy, beside its shares of retail."""

from alembic import op

revision = "0045_house_terms"
down_revision = "0044_orders_told"
branch_labels = None
depends_on = None

CHOICES = (
    ("discount_by", "discount", "'maker','gallery','both'"),
    ("gallery_loss_by", "gallery_loss", "'maker','gallery'"),
    ("carriage_by", "carriage", "'maker','buyer'"),
    ("shop_loss_by", "shop_loss", "'maker','buyer'"),
)
DAYS = (
    ("gallery_pay_days", "gallery_pay", "0 AND 365"),
    ("due_days", "due", "1 AND 730"),
    ("shop_pay_days", "shop_pay", "0 AND 365"),
    ("return_days", "return", "1 AND 730"),
)


def upgrade() -> None:
    """Said in SQL: SQLite takes a check only together with its column."""
    whole = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for column, name, choices in CHOICES:
        _add(column, "TEXT", name, f"IN ({choices})")
    for column, name, limits in DAYS:
        _add(column, whole, name, f"BETWEEN {limits}")


def _add(column: str, kind: str, name: str, holds: str) -> None:
    op.execute(
        f"ALTER TABLE reckoning ADD COLUMN {column} {kind} CONSTRAINT ck_reckoning_{name} CHECK ({column} {holds})"
    )


def downgrade() -> None:
    for column, _name, _holds in reversed((*CHOICES, *DAYS)):
        op.drop_column("reckoning", column)
