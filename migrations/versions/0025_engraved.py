"""An index by which a piece is found by what is engraved on it, for those who lost its tag."""

from alembic import op

revision = "0025_engraved"
down_revision = "0024_report_times"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_personalisation_engraving", "personalisation", ["engraving"])


def downgrade() -> None:
    op.drop_index("ix_personalisation_engraving", table_name="personalisation")
