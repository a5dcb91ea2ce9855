"""Reading what was typed in a form; what cannot be understood is refused with the name of its field."""

from datetime import UTC, datetime

from flask import request

from workshop.errors import Invalid
from workshop.texts import LINE, clean, one_line, require_text
from workshop.units import read_figure, read_weight
from workshop.wording import _

LONGEST_WHOLE = 9
FIRST_YEAR, LAST_YEAR = 2000, 2099


def text(name: str, *, longest: int = LINE) -> str | None:
    """The typed text, None when empty. Raises Invalid."""
    return clean(request.form.get(name), field=name, longest=longest)


def needed_text(name: str, *, longest: int = LINE) -> str:
    """The typed text. Raises Invalid when it is empty."""
    return require_text(request.form.get(name), field=name, longest=longest)


def line(name: str, *, longest: int = LINE) -> str | None:
    """The typed text in one line, None when empty. Raises Invalid."""
    return one_line(request.form.get(name), field=name, longest=longest)


def texts(name: str) -> list[str]:
    """All values ticked or typed under one name."""
    return [one for one in (clean(value, field=name) for value in request.form.getlist(name)) if one]


def whole(name: str, *, default: int | None = None) -> int | None:
    """A whole number from 0 up; the default when empty. Raises Invalid."""
    typed = text(name)
    if typed is None:
        return default
    if not typed.isascii() or not typed.isdigit() or len(typed) > LONGEST_WHOLE:
        raise Invalid(_("“{typed}” is not a whole number.", typed=typed[:40]), slug="not-a-whole-number", field=name)
    return int(typed)


def weight(name: str) -> int | None:
    """Milligrams of a weight typed in grams; None when empty. Raises Invalid."""
    typed = text(name)
    return None if typed is None else read_weight(typed, field=name)


def figure(name: str) -> int | None:
    """Thousandths of a typed figure; None when empty. Raises Invalid."""
    typed = text(name)
    return None if typed is None else read_figure(typed, field=name)


def ticked(name: str) -> bool:
    return request.form.get(name) is not None


def device_time() -> datetime | None:
    """What the tablet's clock said when it was saved; None when it said nothing, or was plainly never set."""
    try:
        typed = datetime.fromisoformat(request.form.get("device_at", ""))
    except ValueError:
        return None
    if typed.tzinfo is None or not FIRST_YEAR <= typed.year < LAST_YEAR:
        return None
    return typed.astimezone(UTC)


def seen() -> int | None:
    """The last change of the piece that the person had before their eyes."""
    return whole("last_change")
