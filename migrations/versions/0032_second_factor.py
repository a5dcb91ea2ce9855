"""A second factor for those who sign in by password, its recovery codes, and in which browser somebody is signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0032_second_factor"
down_revision = "0031_consignments"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("id", WHOLE),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("sealed_secret", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        *(sa.Column(name, WHOLE) for name in ("confirmed_at", "ended_at", "last_step")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_second_factor_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_second_factor"),
        sqlite_strict=True,
    )
    op.create_index("ix_second_factor_person_id", "second_factor", ["person_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", WHOLE),
        sa.Column("factor_id", WHOLE, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("used_at", WHOLE),
        sa.ForeignKeyConstraint(["factor_id"], ["second_factor.id"], name="fk_recovery_code_factor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("digest", name="uq_recovery_code_digest"),
        sqlite_strict=True,
    )
    op.create_index("ix_recovery_code_factor_id", "recovery_code", ["factor_id"])
    op.add_column("sign_in", sa.Column("browser", TEXT))


def downgrade() -> None:
    op.drop_column("sign_in", "browser")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
