"""Pictures of figures: where each bar, line and word stands. Nothing here is drawn; templates/reports/_picture.html does that."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 600, 230
LEFT, RIGHT, TOP, FOOT = 56, 44, 24, 32
WIDEST_BAR = 64
SIGN = 7.6  # how wide a letter is, about


@dataclass(frozen=True)
class Point:
    """One figure to draw. None is not known: a gap. `address`: the column and the row whose pieces it opens; a bar stands on `base`."""

    label: str
    value: float | None
    address: tuple[str, str] | None = None
    told: str = ""
    base: float = 0


@dataclass(frozen=True)
class Mark:
    """One figure as it is drawn, `full` in words: its column from `left` of `width`, its middle, the height where it stands."""

    label: str
    full: str
    told: str
    address: tuple[str, str] | None
    left: float
    width: float
    middle: float
    bar: float
    y: float
    height: float
    is_known: bool
    has_label: bool


@dataclass(frozen=True)
class Picture:
    """`form`: bars, or line; `running` are points of a second, dashed line from 0 to 100; `words` say it all to who cannot see it."""

    form: str
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    paths: tuple[str, ...]
    running: str = ""
    dots: tuple[tuple[float, float], ...] = ()
    words: str = ""
    title: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - FOOT


def draw(
    form: str,
    points: Sequence[Point],
    *,
    words: str,
    unit: str = "",
    most: float | None = None,
    running: Sequence[int] = (),
    title: str = "",
) -> Picture | None:
    """None when there is nothing to draw. `most`: what the highest tick says, when that is known."""
    if not points:
        return None
    known = [one.value for one in points if one.value is not None]
    steps = _steps(most if most is not None else max([*known, *(one.base for one in points)], default=0))
    top = steps[-1]
    column = (WIDTH - LEFT - RIGHT) / len(points)
    marks = tuple(_mark(one, number, column, top, len(points)) for number, one in enumerate(points))
    heights = tuple((mark.middle, _y(share, 100)) for mark, share in zip(marks, running, strict=False))
    return Picture(
        form,
        marks,
        tuple((_y(step, top), f"{step:g}{unit}") for step in steps),
        _lines(marks) if form == "line" else (),
        _path(heights),
        heights,
        words,
        title,
    )


def _steps(most: float) -> tuple[float, ...]:
    """From nothing to at least the most, in two to five round steps."""
    if most <= 0:
        return (0.0, 1.0)
    rough = most / 4
    power = 10.0 ** (ceil(log10(rough)) - 1)
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.999)
    step = max(step, 1.0) if most >= 1 else step
    return tuple(round(step * number, 6) for number in range(ceil(most / step - 1e-9) + 1))


def _y(value: float, top: float) -> float:
    return round(HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * value / top, 1)


def _mark(point: Point, number: int, column: float, top: float, of: int) -> Mark:
    left = LEFT + number * column
    y = _y(max(point.value or 0, point.base), top)
    bar = min(column * 0.64, WIDEST_BAR)
    every = ceil(of / 13)
    return Mark(
        _short(point.label, column * every),
        f"{point.label} {point.told}",
        point.told,
        point.address if point.value else None,
        round(left, 1),
        round(column, 1),
        round(left + column / 2, 1),
        round(bar, 1),
        y,
        round(_y(min(point.value or 0, point.base), top) - y, 1),
        point.value is not None,
        (of - 1 - number) % every == 0,
    )


def _short(label: str, width: float) -> str:
    """So much of a label as does not touch its neighbour."""
    most = max(int(width / SIGN), 2)
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def _lines(marks: Sequence[Mark]) -> tuple[str, ...]:
    """One path for each run of known figures."""
    runs: list[list[tuple[float, float]]] = [[]]
    for mark in marks:
        if mark.is_known:
            runs[-1].append((mark.middle, mark.y))
        elif runs[-1]:
            runs.append([])
    return tuple(_path(run) for run in runs if len(run) > 1)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) if points else ""
