"""People, what they may do, their tablets, tokens, and the shop."""

import sqlalchemy as sa
from alembic import op

revision = "0002_people"
down_revision = "0001_ground"
branch_labels = None
depends_on = None

TEXT = sa.Text()
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", WHOLE),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("active", WHOLE, nullable=False),
        sa.Column("is_owner", WHOLE, nullable=False),
        sa.Column("is_artisan", WHOLE, nullable=False),
        sa.Column("is_inspector", WHOLE, nullable=False),
        sa.Column("password_hash", TEXT),
        sa.Column("pin_hash", TEXT),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("subject", name="uq_person_subject"),
        sqlite_strict=True,
    )
    op.create_table(
        "standing",
        sa.Column("id", WHOLE),
        sa.Column("person_id", WHOLE, sa.ForeignKey("person.id", name="fk_standing_person_id"), nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("active", WHOLE, nullable=False),
        sa.Column("is_owner", WHOLE, nullable=False),
        sa.Column("is_artisan", WHOLE, nullable=False),
        sa.Column("is_inspector", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_standing_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_standing"),
        sa.UniqueConstraint("person_id", "sequence", name="uq_standing_person_id_sequence"),
        sqlite_strict=True,
    )
    op.create_table(
        "consent",
        sa.Column("id", WHOLE),
        sa.Column("person_id", WHOLE, sa.ForeignKey("person.id", name="fk_consent_person_id"), nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("shown_as", TEXT),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_consent_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
        sa.CheckConstraint(
            "form IN ('nothing','initials','first_name','full_name','mark')", name=op.f("ck_consent_form")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"])
    op.create_table(
        "device",
        sa.Column("id", WHOLE),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("key_digest", TEXT, nullable=False),
        sa.Column("enrolled_at", WHOLE, nullable=False),
        sa.Column("by_id", WHOLE, sa.ForeignKey("person.id", name="fk_device_by_id")),
        sa.Column("revoked_at", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("key_digest", name="uq_device_key_digest"),
        sqlite_strict=True,
    )
    op.create_table(
        "sign_in",
        sa.Column("id", WHOLE),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("person_id", WHOLE, sa.ForeignKey("person.id", name="fk_sign_in_person_id"), nullable=False),
        sa.Column("device_id", WHOLE, sa.ForeignKey("device.id", name="fk_sign_in_device_id")),
        sa.Column("by_password", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("seen_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("digest", name="uq_sign_in_digest"),
        sqlite_strict=True,
    )
    op.create_index("ix_sign_in_device_id", "sign_in", ["device_id"])
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])
    op.create_table(
        "tries",
        sa.Column("scope", TEXT),
        sa.Column("failures", WHOLE, nullable=False),
        sa.Column("today", WHOLE, nullable=False),
        sa.Column("last_at", WHOLE, nullable=False),
        sa.Column("wait_until", WHOLE),
        sa.PrimaryKeyConstraint("scope", name="pk_tries"),
        sqlite_strict=True,
    )
    op.create_table(
        "invitation",
        sa.Column("id", WHOLE),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("person_id", WHOLE, sa.ForeignKey("person.id", name="fk_invitation_person_id")),
        sa.Column("expires_at", WHOLE, nullable=False),
        sa.Column("used_at", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("digest", name="uq_invitation_digest"),
        sqlite_strict=True,
    )
    op.create_table(
        "api_token",
        sa.Column("id", WHOLE),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("person_id", WHOLE, sa.ForeignKey("person.id", name="fk_api_token_person_id"), nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("revoked_at", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("digest", name="uq_api_token_digest"),
        sqlite_strict=True,
    )
    op.create_index("ix_api_token_person_id", "api_token", ["person_id"])
    op.create_table(
        "shop",
        sa.Column("id", WHOLE, autoincrement=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("country", TEXT),
        sa.Column("currency", TEXT),
        sa.Column("time_zone", TEXT, nullable=False),
        sa.Column("public_address", TEXT),
        sa.Column("postal_address", TEXT),
        sa.Column("email", TEXT),
        sa.Column("kept_by", TEXT),
        sa.Column("demonstration", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shop"),
        sa.CheckConstraint("id = 1", name=op.f("ck_shop_only_one")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("shop")
    op.drop_table("api_token")
    op.drop_table("invitation")
    op.drop_table("tries")
    op.drop_table("sign_in")
    op.drop_table("device")
    op.drop_table("consent")
    op.drop_table("standing")
    op.drop_table("person")
