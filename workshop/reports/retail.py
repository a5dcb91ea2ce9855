"""The retail price of a design at the end of a report's days."""

from typing import Any

from workshop.catalogue.models import Design
from workshop.catalogue.price_history import retail_at
from workshop.reports.told import Span


def retail_of(span: Span) -> Any:
    """For a statement over designs; until today without looking back."""
    if span.last is None or span.last >= span.today:
        return Design.price_minor
    return retail_at(span.until).label("price_minor")
