"""Parts of a span, and spans, as people call them."""

from datetime import date

from babel.dates import format_date, format_interval

from workshop.languages import locale_of
from workshop.reports.spans import Part, size_of
from workshop.reports.told import Kind, Span
from workshop.wording import _, language


def beginning(told: str) -> str:
    """The same words as they begin a line: the first letter is a capital."""
    return told[:1].upper() + told[1:]


def part_name(part: Part) -> str:
    """Short enough to stand under a column: a day's or week's number, a month, a year."""
    if part.size == "week":
        return str(part.first.isocalendar().week)
    locale = locale_of(language())
    pattern = {"day": "MMMd", "month": "yMMM", "quarter": "yQQQ"}.get(part.size)
    return (
        format_date(part.first, locale.datetime_skeletons[pattern].pattern, locale) if pattern else str(part.first.year)
    )


def span_name(span: Span) -> str:
    """What is shown, in words: 31 Aug – 22 Nov 2026."""
    if span.first is None or span.last is None:
        return _("All that is recorded")
    return days_name(span.first, span.last)


def told_span(kind: Kind, span: Span) -> str:
    """What the figures of a report cover, in words."""
    if kind.has_span:
        return span_name(span)
    return _("At the end of {day}", day=days_name(span.last, span.last)) if span.last else _("As it stands now")


def days_name(first: date, last: date) -> str:
    """With the number of the week where it is one."""
    told = (
        format_interval(first, last, "yMMMd", locale=locale_of(language()))
        if first < last
        else format_date(first, "medium", locale_of(language()))
    )
    if size_of(first, last) == "week":
        return _("Week {number}, {days}", number=first.isocalendar().week, days=told)
    return str(told)
