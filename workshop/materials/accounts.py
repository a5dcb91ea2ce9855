"""The ledger's rows: accounts, postings, their movements, and the balances that the database keeps beside them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.materials.words import METAL_ROLES, one_of
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}

# Where material stands. The first group holds things and is never below nothing; the second only balances the books.
HOLDING = (
    "lot",
    "piece",
    "tree",
    "person",
    "supplier",
    "scrap",
    "lemel",
    "sweeps",
    "broken",
    "lost",
    "loss",
    "refined",
)
BALANCING = ("outside", "melt", "weighing", "unexplained")


class Account(Base):
    """A place in the books. `key` is its kind, and for one of many whose it is: "lot:G-0231", "person:<subject>".

    `control_id`: the account of the whole kind ("piece" over all pieces), which moves along, so that sums need no adding up.
    """

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint(one_of("kind", (*HOLDING, *BALANCING)), name="kind"),
        CheckConstraint("person_id IS NULL OR kind = 'person'", name="person"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    key: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    control_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Posting(Base):
    """One happening in the books: its movements together. `reverses_id`: it takes back another, whole, and says why in the note."""

    __tablename__ = "posting"
    __table_args__ = (UniqueConstraint("reverses_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Movement(Base):
    """So much of one lot from one account to another: what leaves the one is what the other gets, so that nothing can be lost between.

    Metal in milligrams, stones in thousandths of a carat and their number; castings and findings in milligrams and their number.
    """

    __tablename__ = "movement"
    __table_args__ = (
        UniqueConstraint("posting_id", "line"),
        CheckConstraint("from_id <> to_id", name="moves"),
        CheckConstraint("mg >= 0 AND carat_thousandths >= 0 AND number >= 0", name="amounts"),
        CheckConstraint("mg + carat_thousandths + number > 0", name="something"),
        CheckConstraint(one_of("role", METAL_ROLES), name="role"),
        Index("ix_movement_lot", "lot_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))
    line: Mapped[int] = mapped_column(Whole)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    mg: Mapped[int] = mapped_column(Whole)
    carat_thousandths: Mapped[int] = mapped_column(Whole)
    number: Mapped[int] = mapped_column(Whole)
    role: Mapped[str | None] = mapped_column(Text)
    is_incidental: Mapped[bool] = mapped_column(YesNo)


class Balance(Base):
    """How much of a lot an account holds after a movement, written by the database itself; the newest row is now."""

    __tablename__ = "balance"
    __table_args__ = (
        UniqueConstraint("account_id", "lot_id", "sequence"),
        Index("ix_balance_at", "account_id", "lot_id", "at", "sequence"),
        Index("ix_balance_lot", "lot_id", "account_id"),
        Index("ix_balance_movement", "movement_id"),
        STRICT,
    )
    journalled = False

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"))
    mg: Mapped[int] = mapped_column(Whole)
    carat_thousandths: Mapped[int] = mapped_column(Whole)
    number: Mapped[int] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
