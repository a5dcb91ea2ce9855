"""Is a document in force for this purchase? Each check gives a problem with its reason and what would mend it, or nothing.

A certificate that ends later takes nothing from what was bought before; one that was withdrawn on or before the receipt, or
is false, does. A paper about one delivery (invoice, transfer, declaration, settlement) is dated once; without a period of
its own it speaks for a year on either side of its date (our choice). A report or assay speaks of the thing itself and does not end; whoever calls a paper about a trade a report is asked who holds it.

Source: RJC Chain of Custody transfer rules (certificate dates must cover the transfer), ISO 22095 custody models; 2026-11-22."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workshop.claims.facts import Paper, Source, StoneLine
from workshop.claims.standards import BY_KEY
from workshop.claims.wordings import called
from workshop.days import day
from workshop.wording import _

WITH_PERIOD = frozenset({"certificate", "licence", "pay", "statement"})
DELIVERIES = frozenset({"transfer", "invoice", "declaration", "settlement"})
NUMBERED = frozenset({"certificate", "transfer", "licence", "report", "hallmark"})
OF_THE_THING = frozenset({"report", "assay", "hallmark"})
DELIVERY_SPEAKS = timedelta(days=366)
THIRD_PARTY = frozenset({"third_party", "hybrid"})


@dataclass(frozen=True)
class Purchase:
    """What a paper is held against: one lot or parcel on the day it was received. `sites`: those that papers of its delivery name."""

    code: str
    material: str
    form: str | None
    received_on: date | None
    produced_on: date | None
    supplier_code: str | None
    supplier_name: str | None
    sites: frozenset[str]
    used_mg: int | None
    is_stones: bool = False
    report_number: str | None = None


@dataclass(frozen=True)
class Problem:
    """Why a paper does not carry a claim. `is_open`: nothing speaks against it, something is not recorded yet."""

    code: str
    told: str
    missing: str
    is_open: bool = False


Check = Callable[[Paper, Purchase], Problem | None]


def metal_bought(source: Source) -> Purchase:
    return Purchase(
        source.code,
        source.metal,
        source.form,
        source.received_on,
        source.produced_on,
        source.supplier_code,
        source.supplier_name,
        _sites(source),
        source.used_mg,
    )


def _sites(source: Source) -> frozenset[str]:
    """Where it came from, as invoices, transfers and the like of this very delivery say."""
    said = (paper for paper in source.papers if paper.kind in DELIVERIES and paper.holder_code == source.supplier_code)
    return frozenset(paper.site.casefold() for paper in said if paper.site and _stands(paper))


def _stands(paper: Paper) -> bool:
    """Whether it is kept, was looked up, and has not fallen on any day."""
    return bool(paper.digest and paper.checked_by) and not paper.is_false and paper.withdrawn_from is None


def stones_bought(line: StoneLine) -> Purchase:
    return Purchase(
        line.lot,
        line.species,
        None,
        line.received_on,
        None,
        line.supplier_code,
        line.supplier_name,
        frozenset(),
        None,
        is_stones=True,
        report_number=line.report_number,
    )


def period_problem(paper: Paper, on: date) -> Problem | None:
    """Does the paper hold on that day? Judges dates, withdrawal and falsehood only."""
    return _false(paper) or _ends_before_start(paper) or _withdrawn(paper, on) or _outside(paper, on)


def _false(paper: Paper) -> Problem | None:
    if not paper.is_false:
        return None
    return Problem(
        "false", _("{paper} was found to be false.", paper=called(paper)), _("a true paper from the supplier")
    )


def _ends_before_start(paper: Paper) -> Problem | None:
    if not (paper.valid_from and paper.valid_until and paper.valid_until < paper.valid_from):
        return None
    told = _("{paper} ends before it starts.", paper=called(paper))
    return Problem("ends_before_start", told, _("the right dates of {paper}", paper=called(paper)))


def _withdrawn(paper: Paper, on: date) -> Problem | None:
    if paper.withdrawn_from is None or paper.withdrawn_from > on:
        return None
    told = _("{paper} is withdrawn from {day}.", paper=called(paper), day=day(paper.withdrawn_from))
    return Problem("withdrawn", told, _("another paper in force on {day}", day=day(on)))


def _outside(paper: Paper, on: date) -> Problem | None:
    if paper.kind in WITH_PERIOD or paper.valid_from or paper.valid_until:
        return _outside_period(paper, on)
    if paper.issued_on is None:
        return Problem(
            "no_date", _("{paper} bears no date.", paper=called(paper)), _("the date of {paper}", paper=called(paper))
        )
    if paper.kind in DELIVERIES and abs(paper.issued_on - on) > DELIVERY_SPEAKS:
        told = _("{paper} is of {day}, too far from this purchase.", paper=called(paper), day=day(paper.issued_on))
        return Problem("other_delivery", told, _("the paper of the delivery of {day}", day=day(on)))
    return None


def _outside_period(paper: Paper, on: date) -> Problem | None:
    if paper.valid_from is None or paper.valid_until is None:
        told = _(
            "{paper} does not say from when to when it holds; the day of an audit is no period.", paper=called(paper)
        )
        return Problem("no_validity", told, _("the period of {paper}", paper=called(paper)))
    wanted = _("a paper in force on {day}", day=day(on))
    if on < paper.valid_from:
        told = _("{paper} began on {day}, later.", paper=called(paper), day=day(paper.valid_from))
        return Problem("not_yet", told, wanted)
    if on > paper.valid_until:
        told = _("{paper} ended on {day}, before.", paper=called(paper), day=day(paper.valid_until))
        return Problem("ended", told, wanted)
    return None


def _unread(paper: Paper, _purchase: Purchase | None = None) -> Problem | None:
    if paper.checked_by and paper.checked_on and paper.checked_where:
        return None
    told = _("Nobody has noted who checked {paper}, when and where.", paper=called(paper))
    return Problem("unread", told, _("who checked {paper}, when and where", paper=called(paper)), is_open=True)


def _without_file(paper: Paper, _purchase: Purchase | None = None) -> Problem | None:
    if paper.digest:
        return None
    told = _("The file of {paper} is not kept here.", paper=called(paper))
    return Problem("no_file", told, _("the file of {paper}", paper=called(paper)), is_open=True)


def _without_number(paper: Paper, _purchase: Purchase | None = None) -> Problem | None:
    if paper.number or paper.kind not in NUMBERED:
        return None
    return Problem("no_number", _("{paper} has no number.", paper=called(paper)), _("its number, from the issuer"))


def _dates(paper: Paper, purchase: Purchase) -> Problem | None:
    standard = BY_KEY.get(paper.standard or "")
    by_production = standard is not None and standard.by_production
    on = purchase.produced_on if by_production else purchase.received_on
    if on is None:
        what = _("the day it was made") if by_production else _("the day it was received")
        told = _("Of {lot}, {what} is not recorded.", lot=purchase.code, what=what)
        return Problem("no_day", told, _("{what}, for {lot}", what=what, lot=purchase.code), is_open=True)
    return period_problem(paper, on)


def _holder(paper: Paper, purchase: Purchase) -> Problem | None:
    """A report speaks of the thing whoever holds it, so there its number counts instead. Under a standard it is a paper like others."""
    if paper.kind in OF_THE_THING and paper.standard is None:
        return _no_laboratory(paper) or _other_report(paper, purchase)
    if paper.holder_code is None:
        told = _("{paper} is not tied to a supplier.", paper=called(paper))
        return Problem("no_holder", told, _("the holder of {paper}", paper=called(paper)))
    if paper.holder_code == purchase.supplier_code:
        return None
    told = _(
        "{paper} is held by {holder}, who did not sell this.",
        paper=called(paper),
        holder=paper.holder or paper.holder_code,
    )
    seller = purchase.supplier_name or _("the supplier")
    return Problem("wrong_holder", told, _("a paper held by {seller}", seller=seller))


def _no_laboratory(paper: Paper) -> Problem | None:
    """What the seller wrote is no report, whatever it is called."""
    if paper.kind != "report" or is_third_party(paper):
        return None
    told = _("That somebody independent stands behind {paper} is not recorded.", paper=called(paper))
    return Problem("no_laboratory", told, _("a report by an independent laboratory"), is_open=paper.assessor is None)


def _other_report(paper: Paper, purchase: Purchase) -> Problem | None:
    if paper.kind != "report" or not purchase.is_stones or purchase.report_number == paper.number is not None:
        return None
    if purchase.report_number is None:
        told = _("That {paper} is the report of {lot} is not recorded.", paper=called(paper), lot=purchase.code)
        return Problem("no_tie", told, _("the number of its report, with {lot}", lot=purchase.code), is_open=True)
    told = _("{paper} is not the report of {lot}.", paper=called(paper), lot=purchase.code)
    return Problem("other_report", told, _("report {number}", number=purchase.report_number))


def _scope(paper: Paper, purchase: Purchase) -> Problem | None:
    wanted = _("a paper whose scope names {material}", material=_(purchase.material))
    if not paper.materials:
        return Problem("no_scope", _("{paper} does not say what it covers.", paper=called(paper)), wanted)
    if purchase.material not in paper.materials:
        told = _("{paper} does not cover {material}.", paper=called(paper), material=_(purchase.material))
        return Problem("wrong_material", told, wanted)
    if paper.form and purchase.form and paper.form != purchase.form:
        told = _("{paper} covers another form ({form}).", paper=called(paper), form=_(paper.form))
        return Problem("wrong_form", told, _("a paper whose scope names {form}", form=_(purchase.form)))
    return None


def _site(paper: Paper, purchase: Purchase) -> Problem | None:
    if paper.site is None or paper.site.casefold() in purchase.sites:
        return None
    told = _(
        "{paper} is for the site {site}; that {lot} is from there is not recorded.",
        paper=called(paper),
        site=paper.site,
        lot=purchase.code,
    )
    return Problem("wrong_site", told, _("a paper of the delivery of {lot} that names its site", lot=purchase.code))


def _standard(paper: Paper, purchase: Purchase) -> Problem | None:
    if paper.standard is None:
        if paper.kind != "certificate":
            return None
        told = _("{paper} names no standard; who certified is not what was certified.", paper=called(paper))
        return Problem("no_standard", told, _("the standard of {paper}", paper=called(paper)))
    standard = BY_KEY.get(paper.standard)
    if standard is None:
        told = _("{paper} is under a standard that the rules do not know.", paper=called(paper))
        return Problem("unknown_standard", told, _("a paper under a standard that the rules know"))
    if standard.accepted_until and (purchase.received_on or date.max) > standard.accepted_until:
        return Problem("old_wording", _(standard.says), _("an invoice with the current wording"))
    return None


def _quantity(paper: Paper, purchase: Purchase) -> Problem | None:
    used_mg = purchase.used_mg if paper.used_mg is None else paper.used_mg
    if paper.limit_mg is None or used_mg is None or used_mg <= paper.limit_mg:
        return None
    told = _("More was used than {paper} covers.", paper=called(paper))
    return Problem("overspent_paper", told, _("a paper for the rest of what was used"))


CHECKS: tuple[Check, ...] = (
    _dates,
    _standard,
    _holder,
    _scope,
    _site,
    _without_number,
    _quantity,
    _without_file,
    _unread,
)


def problems(paper: Paper, purchase: Purchase) -> tuple[Problem, ...]:
    """Everything that keeps this paper from speaking for this purchase; empty when it is in force."""
    return tuple(found for check in CHECKS if (found := check(paper, purchase)))


def own_problems(paper: Paper, on: date) -> tuple[Problem, ...]:
    """The same for the workshop's own paper (licence, pay, test) on a day, where nobody bought anything."""
    found = (period_problem(paper, on), _without_number(paper), _without_file(paper), _unread(paper))
    return tuple(one for one in found if one)


def is_third_party(paper: Paper) -> bool:
    """Whether somebody outside the trade of this purchase checked it, so that it is more than the supplier's word."""
    return paper.kind not in ("declaration", "invoice") and paper.assessor in THIRD_PARTY


def only_open(found: Iterable[Problem]) -> bool:
    """Whether nothing speaks against, and something only waits to be recorded."""
    return all(problem.is_open for problem in found)
