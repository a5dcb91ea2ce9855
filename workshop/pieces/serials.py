"""Serials in the order in which they are counted: R-9999 before R-10000."""

from typing import Any

from sqlalchemy import func, literal_column

from workshop.pieces.models import Piece

# As the index has them: a figure that is bound instead of written would not be found in it.
_ONE: Any = literal_column("1")
SERIAL_ORDER: tuple[Any, ...] = (func.substr(Piece.serial, _ONE, _ONE), func.length(Piece.serial), Piece.serial)


def in_serial_order(*, falls: bool = False) -> tuple[Any, ...]:
    """What to order a statement by: the letter, then the shorter number, then the number. No two pieces stand alike."""
    return tuple(one.desc() if falls else one for one in SERIAL_ORDER)


def serial_key(serial: str) -> tuple[str, int, str]:
    """The same for what was read already."""
    return serial[:1], len(serial), serial
