"""What is kept of labels: each printing of a tag, the scan back that fixes it, and the shop's own label sizes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}


class LabelPrint(Base):
    """A tag was put on paper, so often, in this format. A second row for a tag is a reprint."""

    __tablename__ = "label_print"
    __table_args__ = (Index("ix_label_print_tag", "tag_id"), CheckConstraint("copies > 0", name="copies"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"))
    format: Mapped[str] = mapped_column(Text)
    copies: Mapped[int] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TagCheck(Base):
    """The tag was scanned at its piece and was the right one: from then on it counts as fixed."""

    __tablename__ = "tag_check"
    __table_args__ = (UniqueConstraint("tag_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LabelSize(Base):
    """Label stock of the shop's own, lengths in micrometres. Its size stays, since printings name it; it can be put away."""

    __tablename__ = "label_size"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("shape IN ('label','string','dumbbell','card')", name="shape"),
        CheckConstraint("paper IN ('a4','letter','roll')", name="paper"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    paper: Mapped[str] = mapped_column(Text)
    shape: Mapped[str] = mapped_column(Text)
    dpi: Mapped[int] = mapped_column(Whole)
    width_um: Mapped[int] = mapped_column(Whole)
    height_um: Mapped[int] = mapped_column(Whole)
    head_um: Mapped[int] = mapped_column(Whole)
    across: Mapped[int] = mapped_column(Whole)
    down: Mapped[int] = mapped_column(Whole)
    left_um: Mapped[int] = mapped_column(Whole)
    top_um: Mapped[int] = mapped_column(Whole)
    step_x_um: Mapped[int] = mapped_column(Whole)
    step_y_um: Mapped[int] = mapped_column(Whole)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
