"""What a shop that bought pieces owes, over plain values."""

import pytest

from workshop.errors import Conflict, Invalid
from workshop.sales.delivery_rules import Entry, Terms, require_entry, require_terms, still_owed

DAY = "2026-11-20"


def test_what_is_owed_is_what_was_kept_with_what_changed_it() -> None:
    entries = [Entry("carriage", 900, DAY), Entry("lost", 2_000, DAY), Entry("discount", 500, DAY)]
    assert still_owed(12_000, [*entries, Entry("paid", 5_000, DAY)]) == 5_400
    assert still_owed(12_000, [Entry("paid", 13_000, DAY)]) == -1_000
    assert still_owed(12_000, [Entry("paid", 13_000, DAY), Entry("paid", -1_000, DAY)]) == 0


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms("2026-11-19"), "pay_on"),
        (Terms(DAY, "2026-11-19"), "returns_until"),
        (Terms(DAY, carriage_by="nobody"), "carriage_by"),
        (Terms(DAY, loss_by="nobody"), "loss_by"),
    ],
)
def test_terms_that_are_none_are_refused(terms: Terms, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        require_terms(terms, DAY)
    assert refused.value.field == field
    require_terms(Terms(DAY, DAY), DAY)


def test_who_bears_what_is_kept_to() -> None:
    with pytest.raises(Conflict, match="the shop bears a loss"):
        require_entry(Entry("lost", 100, DAY), (), Terms(DAY, loss_by="buyer"))
    with pytest.raises(Conflict, match="we bear the carriage"):
        require_entry(Entry("carriage", 100, DAY), (), Terms(DAY, carriage_by="maker"))
    require_entry(Entry("lost", 100, DAY), (), Terms(DAY, loss_by="maker"))
    require_entry(Entry("carriage", 100, DAY), (), Terms(DAY, carriage_by="buyer"))


def test_no_more_is_taken_back_than_was_noted() -> None:
    paid = [Entry("paid", 100, DAY), Entry("discount", 900, DAY)]
    require_entry(Entry("paid", -100, DAY), paid, Terms(DAY))
    with pytest.raises(Conflict, match="taken back"):
        require_entry(Entry("paid", -101, DAY), paid, Terms(DAY))
    for wrong in (Entry("gift", 1, DAY), Entry("paid", 0, DAY), Entry("paid", 10**13, DAY)):
        with pytest.raises(Invalid):
            require_entry(wrong, paid, Terms(DAY))
