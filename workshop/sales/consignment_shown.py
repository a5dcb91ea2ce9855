"""A statement in words: for its page, as CSV, and as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.days import told_day
from workshop.money import amount, priced
from workshop.sales.case_rules import OUTCOMES
from workshop.sales.case_shown import CaseShown
from workshop.sales.consignment_queries import Statement
from workshop.sales.consignment_rules import DISCOUNT_BY, LOSS_BY, Owed, Terms
from workshop.sales.pdfs import Column, Sheet
from workshop.wording import _, n_

CSV_HEAD = ("case", "serial", "piece", "what", "on", "currency", "list price", "paid", "owed to the maker")


@dataclass(frozen=True)
class OwedShown:
    serial: str
    what: str
    outcome: str
    on: str
    listed: str
    got: str
    owed: str


@dataclass(frozen=True)
class StatementShown:
    """What the page of a statement says."""

    title: str
    agreed: tuple[str, ...]
    owed: tuple[OwedShown, ...]
    there: tuple[OwedShown, ...]
    back: tuple[OwedShown, ...]
    total: str
    untold: str


def share_in_percent(terms: Terms) -> str:
    share, rest = divmod(terms.share_per_mille, 10)
    return f"{share}.{rest}" if rest else str(share)


def agreed_in_words(terms: Terms) -> tuple[str, ...]:
    return (
        _("Our share of the price is {percent}%.", percent=share_in_percent(terms)),
        _("Discounts are borne by: {who}.", who=_(DISCOUNT_BY[terms.discount_by])),
        _("A loss is borne by: {who}.", who=_(LOSS_BY[terms.loss_by])),
        n_("What was sold is paid within {count} day.", "What was sold is paid within {count} days.", terms.pay_days),
    )


def shown_statement(case: CaseShown, terms: Terms, statement: Statement, first: str, last: str) -> StatementShown:
    told = {"holder": case.title, "code": case.code}
    title = _("Statement for {holder}, case {code}", **told)
    if first or last:
        span = {"first": told_day(first) if first else "…", "last": told_day(last) if last else "…"}
        title = _("Statement for {holder}, case {code}, {first} to {last}", **told, **span)
    return StatementShown(
        title=title,
        agreed=agreed_in_words(terms),
        owed=_rows(statement.owed, case.currency),
        there=_rows(statement.there, case.currency),
        back=_rows(statement.back, case.currency),
        total=priced(statement.total_minor, case.currency),
        untold=n_(
            "{count} piece is in no sum: what was paid for it is not told.",
            "{count} pieces are in no sum: what was paid for them is not told.",
            statement.untold,
        )
        if statement.untold
        else "",
    )


def _rows(lines: Sequence[Owed], currency: str) -> tuple[OwedShown, ...]:
    return tuple(
        OwedShown(
            one.serial,
            one.what,
            _(OUTCOMES[one.outcome]),
            told_day(one.on),
            amount(one.list_minor, currency) or "–",
            amount(one.got_minor, currency) or "–",
            amount(one.owed_minor, currency) or _("not told"),
        )
        for one in lines
    )


def statement_cells(case: CaseShown, statement: Statement) -> list[Sequence[object]]:
    """Rows of the CSV; amounts as plain decimals."""
    return [
        (case.code, one.serial, one.what, one.outcome, one.on, case.currency, *_plain(one, case.currency))
        for one in (*statement.owed, *statement.there, *statement.back)
    ]


def _plain(one: Owed, currency: str) -> tuple[str, str, str]:
    figures = (one.list_minor, one.got_minor, one.owed_minor)
    listed, got, owed = (amount(figure, currency).replace(",", ".") for figure in figures)
    return listed, got, owed


def statement_sheet(shown: StatementShown, shop: str, printed_on: str) -> Sheet:
    before = (shop, _("Draft of {day}. It is a statement, no invoice.", day=printed_on), " ".join(shown.agreed))
    rows = [
        (one.serial, one.what, one.outcome, one.on, one.listed, one.got, one.owed if one in shown.owed else "")
        for one in (*shown.owed, *shown.there, *shown.back)
    ]
    columns = (
        Column(_("Piece"), 1.1),
        Column(_("Design"), 2.6),
        Column(_("What became of it"), 1.4),
        Column(_("On"), 1.8),
        Column(_("List price"), 1.2, True),
        Column(_("Paid"), 1.2, True),
        Column(_("Ours"), 1.2, True),
    )
    after = [_("Owed to us: {total}", total=shown.total), *([shown.untold] if shown.untold else [])]
    return Sheet(shown.title, before, columns, rows, after)
