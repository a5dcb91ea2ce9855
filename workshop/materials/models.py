"""What pieces are made of."""

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Whole


class Material(Base):
    """An alloy. `fineness` is in parts per 10,000, `density` in micrograms per cubic millimetre; None is not stated."""

    __tablename__ = "material"
    __table_args__ = (UniqueConstraint("key"), {"sqlite_strict": True})

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    key: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    metal: Mapped[str] = mapped_column(Text)
    fineness: Mapped[int | None] = mapped_column(Whole)
    colour: Mapped[str | None] = mapped_column(Text)
    density: Mapped[int | None] = mapped_column(Whole)
