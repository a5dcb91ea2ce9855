"""The best of the eight masks of a QR code, weighed on whole numbers: one bit is one module, one shift a whole symbol.

The library makes a symbol with one given mask quickly; weighing all eight module by module is what takes its time.
"""

from functools import cache

from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules, True is dark, without the quiet zone."""

MASKS = range(8)
_LIKE_A_FINDER = (0b10111010000, 0b00001011101)


def with_best_mask(text: str, version: int, level: int) -> Matrix | None:
    """The symbol with the mask that decoders like best; None when the text does not fit."""
    plain = _symbol(text, version, level, 0)
    if plain is None:
        return None
    side = 17 + 4 * version
    best = min((plain ^ change for change in _changes(version, level)), key=lambda bits: _penalty(bits, side))
    drawn = f"{best:0{side * side}b}"
    return tuple(tuple(sign == "1" for sign in drawn[start : start + side]) for start in range(0, side * side, side))


@cache
def _changes(version: int, level: int) -> tuple[int, ...]:
    """What each mask changes in a symbol with the first one, whatever it says."""
    plain, *others = (_symbol("0", version, level, mask) or 0 for mask in MASKS)
    return (0, *(plain ^ other for other in others))


def _symbol(text: str, version: int, level: int, mask: int) -> int | None:
    symbol = QRCode(version=version, error_correction=level, border=0, mask_pattern=mask)
    symbol.add_data(text, optimize=0)
    try:
        symbol.make(fit=False)
    except DataOverflowError:
        return None
    return int("".join(["1" if dark else "0" for row in symbol.modules for dark in row]), 2)


def _penalty(bits: int, side: int) -> int:
    """The four penalties of ISO/IEC 18004."""
    dark = bits.bit_count() * 100 // (side * side)
    steps = sum(_of_lines(bits, side, step) for step in (1, side))
    return steps + 3 * _squares(bits, side) + 10 * (abs(dark - 50) // 5)


def _of_lines(bits: int, side: int, step: int) -> int:
    """Runs of five and more (three each, and one for each module more), and what looks like a finder, along one direction."""
    found = 0
    for dark in (bits, ~bits & _all(side)):
        five = _all(side)
        for place in range(5):
            five &= dark >> (place * step)
        five &= _starts(side, step, 5)
        begun = five & ~(five << step & _starts(side, step, 5))
        found += five.bit_count() + 2 * begun.bit_count()
    for like in _LIKE_A_FINDER:
        hit = _starts(side, step, 11)
        for place in range(11):
            moved = bits >> (place * step)
            hit &= moved if like >> place & 1 else ~moved
        found += 40 * hit.bit_count()
    return found


def _squares(bits: int, side: int) -> int:
    other = bits ^ bits >> 1 | bits ^ bits >> side | bits ^ bits >> (side + 1)
    return (~other & _starts(side, 1, 2) & _starts(side, side, 2)).bit_count()


@cache
def _all(side: int) -> int:
    return (1 << side * side) - 1


@cache
def _starts(side: int, step: int, length: int) -> int:
    """Where a stretch of this length can begin, along rows (step 1) or down columns."""
    across, down = (side - length + 1, side) if step == 1 else (side, side - length + 1)
    return sum(1 << (y * side + x) for y in range(down) for x in range(across))
