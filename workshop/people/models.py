"""The people of the shop, what they may do, the tablets they use, and the shop itself."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Text, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.people.duties import roles_of
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class Person(Base):
    """Somebody who works here. What they may do is the newest Standing; it is kept here too, for reading.

    `helps_until` is the end of somebody who helps for some days, None for everybody else; `hand` is "left" or None;
    `language` None: the shop's.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("subject"), STRICT)
    personal = ("name", "password_hash", "pin_hash")
    sought_private = ("name",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    subject: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(YesNo)
    is_owner: Mapped[bool] = mapped_column(YesNo)
    is_artisan: Mapped[bool] = mapped_column(YesNo)
    is_inspector: Mapped[bool] = mapped_column(YesNo)
    password_hash: Mapped[str | None] = mapped_column(Text)
    pin_hash: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    helps_until: Mapped[datetime | None] = mapped_column(Moment)
    hand: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(roles_of(self) if self.active else ())

    @classmethod
    def is_here(cls, now: ColumnElement[datetime]) -> ColumnElement[bool]:
        """As SQL: active, and when they help, not beyond its end."""
        return and_(cls.active == True, or_(cls.helps_until.is_(None), cls.helps_until > now))


class Standing(Base):
    """What a person may do from a moment on: kept for ever, so that it can be told who was qualified when."""

    __tablename__ = "standing"
    __table_args__ = (UniqueConstraint("person_id", "sequence"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    active: Mapped[bool] = mapped_column(YesNo)
    is_owner: Mapped[bool] = mapped_column(YesNo)
    is_artisan: Mapped[bool] = mapped_column(YesNo)
    is_inspector: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Consent(Base):
    """How a person may be told on public pages; the newest counts, none means not at all."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("form IN ('nothing','initials','first_name','full_name','mark')", name="form"),
        STRICT,
    )
    personal = ("shown_as",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(Text)
    shown_as: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Device(Base):
    """A shop tablet on which people sign in by name tile and PIN. It locks after so many idle minutes (None: the usual)."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("key_digest"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    key_digest: Mapped[str] = mapped_column(Text)
    enrolled_at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    idle_minutes: Mapped[int | None] = mapped_column(Whole)
    locks_after_save: Mapped[bool | None] = mapped_column(YesNo)


class SignIn(Base):
    """One sign-in, alive until it is ended here: the cookie is only its name."""

    __tablename__ = "sign_in"
    __table_args__ = (UniqueConstraint("digest"), STRICT)
    journalled = False

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    digest: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), index=True)
    by_password: Mapped[bool] = mapped_column(YesNo)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    browser: Mapped[str | None] = mapped_column(Text)


class SecondFactor(Base):
    """An authenticator app that somebody signs in by, besides the password. It counts from `confirmed_at` to `ended_at`.

    `sealed_secret`: what app and shop share, under the machine's own secret; `last_step`: the half minute of the last code, which counts once.
    """

    __tablename__ = "second_factor"
    __table_args__ = STRICT
    journalled = False

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sealed_secret: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int | None] = mapped_column(Whole)


class RecoveryCode(Base):
    """A code that takes the app's place once. Only a keyed digest is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("digest"), STRICT)
    journalled = False

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    factor_id: Mapped[int] = mapped_column(ForeignKey("second_factor.id"), index=True)
    digest: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Tries(Base):
    """How often a secret was tried in vain, per person, tablet or address; kept over a restart."""

    __tablename__ = "tries"
    __table_args__ = STRICT
    journalled = False

    scope: Mapped[str] = mapped_column(Text, primary_key=True)
    failures: Mapped[int] = mapped_column(Whole)
    today: Mapped[int] = mapped_column(Whole)
    last_at: Mapped[datetime] = mapped_column(Moment)
    wait_until: Mapped[datetime | None] = mapped_column(Moment)


class Invitation(Base):
    """A link that works once: to become the owner, or to enrol a tablet."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("digest"), STRICT)
    journalled = False

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    digest: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class ApiToken(Base):
    """A key with which a program acts as one person, within its scopes (words parted by spaces)."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("digest"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    digest: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    scopes: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class Shop(Base):
    """The shop's own details: one row. `language` None: as each browser asks. `about` and `returns` are public, in its own words, which are of the language `writes_in` (None: as `language`)."""

    __tablename__ = "shop"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    currency: Mapped[str | None] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(Text)
    public_address: Mapped[str | None] = mapped_column(Text)
    postal_address: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    kept_by: Mapped[str | None] = mapped_column(Text)
    demonstration: Mapped[bool] = mapped_column(YesNo)
    sells_in: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    writes_in: Mapped[str | None] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)
    returns: Mapped[str | None] = mapped_column(Text)


class SavedView(Base):
    """A list as somebody looks at it, kept under a name: the address of ours with its filters. Of one person alone."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "number"), STRICT)
    journalled = False

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int] = mapped_column(Whole)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
