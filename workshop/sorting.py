"""Lists in the order that somebody asks for: by a column that the list offers, always with its key as the last word."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Sort:
    """A column of a list by its name, and the way; without a name the list as it comes by itself."""

    by: str = ""
    falls: bool = False

    @property
    def asked(self) -> str | None:
        """As it stands in an address."""
        return ("-" + self.by if self.falls else self.by) or None

    def turned(self, by: str) -> str:
        """What the head of a column asks for: rising first, the other way the next time."""
        return "-" + by if by == self.by and not self.falls else by

    def told(self, by: str) -> str:
        """How a column is sorted, in the words of aria-sort; nothing for one by which the list is not sorted."""
        if by != self.by:
            return ""
        return "descending" if self.falls else "ascending"


AS_IT_COMES = Sort()


def read_sort(typed: str | None, offered: Collection[str]) -> Sort:
    """What an address asks for; as it comes for anything that the list does not offer."""
    by = (typed or "").removeprefix("-")
    return Sort(by, falls=(typed or "").startswith("-")) if by in offered else AS_IT_COMES


def in_order(sort: Sort, columns: Mapping[str, Any], tie: Any, usual: tuple[Any, ...]) -> tuple[Any, ...]:
    """What to order a statement by: a column or several, then `tie`, the key, the same way; `usual` when nothing was asked.

    Rows without a value stand last both ways. A column that is never without one is left plain, so that its index gives the order.
    """
    if sort.by not in columns:
        return usual
    chosen = columns[sort.by]
    first, *more = chosen if isinstance(chosen, tuple) else (chosen,)
    head = _way(first, sort)
    ready = head.nulls_last() if getattr(first, "nullable", True) else head
    return (ready, *(_way(one, sort) for one in more), _way(tie, sort))


def _way(column: Any, sort: Sort) -> Any:
    return column.desc() if sort.falls else column.asc()


def rows_in_order(rows: Sequence[Row], sort: Sort, keys: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
    """The same for rows that were read whole: equal ones stay as they came, those without a value stand last."""
    key = keys.get(sort.by)
    if key is None:
        return list(rows)
    known = sorted((row for row in rows if key(row) is not None), key=key, reverse=sort.falls)
    return [*known, *(row for row in rows if key(row) is None)]
