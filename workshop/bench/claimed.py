"""What may be said of a piece, as its page shows it: numbered sentences, what must be said, what lacks a paper, and the papers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workshop.bench.asking import Ways, ways_of
from workshop.claims.facts import Paper
from workshop.claims.overview import Judged, lacks_a_paper, papers_in
from workshop.claims.results import DOES_NOT_APPLY, UNKNOWN, ClaimResult
from workshop.claims.rulebook import BY_KEY
from workshop.claims.wordings import called
from workshop.days import day
from workshop.wording import _


@dataclass(frozen=True)
class Sentence:
    """One sentence as it may be copied: whole, with date and link. `number` is 1, 2, … or a, b, … for what must be said."""

    number: str
    sentence: str
    limit: str
    name: str
    copied: str


@dataclass(frozen=True)
class Missing:
    """A claim that one paper would make stand, and how many pieces that paper would carry."""

    wording: str
    missing: str
    reasons: str
    carries: int
    ways: Ways


@dataclass(frozen=True)
class Carrier:
    """A paper with the numbers of the sentences that rest on it. `code` is empty for the workshop's own log."""

    title: str
    note: str
    code: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Claimed:
    """The page. `not_here`: names of disclosures that do not apply; `unknown` and `against` are (name, why)."""

    allowed: tuple[Sentence, ...]
    must: tuple[Sentence, ...]
    not_here: tuple[str, ...]
    missing: tuple[Missing, ...]
    unknown: tuple[tuple[str, str], ...]
    against: tuple[tuple[str, str], ...]
    carriers: tuple[Carrier, ...]

    @property
    def copied(self) -> str:
        """Everything that may and must be said, one after the other."""
        return "\n".join(one.copied for one in (*self.allowed, *self.must))


def claimed(
    judged: Judged, carries: Mapping[tuple[str, str], int], on: date, address: str, emails: Mapping[str, str]
) -> Claimed:
    """`carries`: by rule and missing paper, how many pieces lack the same; `address` of the public page, empty for none.

    `emails`: by code, where suppliers are written to.
    """
    results = judged.results
    plain = [one for one in results if not one.is_mandatory]
    allowed = tuple(_sentence(str(place), one, on, address) for place, one in _numbered(plain, 1))
    must = tuple(
        _sentence(chr(place), one, on, address)
        for place, one in _numbered([one for one in results if one.is_mandatory], ord("a"))
    )
    fallen = [one for one in plain if not one.stands and one.status != DOES_NOT_APPLY]
    return Claimed(
        allowed,
        must,
        tuple(_name(one) for one in results if one.is_mandatory and one.status == DOES_NOT_APPLY),
        tuple(
            _missing(one, carries, ways_of(one, judged.facts, emails))
            for one in fallen
            if one.status != UNKNOWN and lacks_a_paper(one)
        ),
        tuple((_name(one), _why(one)) for one in fallen if one.status == UNKNOWN),
        tuple((_name(one), _why(one)) for one in fallen if one.status != UNKNOWN and not lacks_a_paper(one)),
        tuple(_carriers(results, papers_in(judged.facts))),
    )


def _numbered(results: Iterable[ClaimResult], first: int) -> list[tuple[int, ClaimResult]]:
    told = [one for one in results if one.sentence and (one.stands or one.is_mandatory)]
    return list(enumerate(told, first))


def _sentence(number: str, one: ClaimResult, on: date, address: str) -> Sentence:
    dated = _("({day}) {address}", day=day(on), address=address).strip()
    copied = " ".join(part for part in (one.sentence, one.limit, dated) if part)
    return Sentence(number, one.sentence, one.limit, _name(one), copied)


def _name(one: ClaimResult) -> str:
    return _(BY_KEY[one.key].name)


def _why(one: ClaimResult) -> str:
    return " ".join(one.reasons) or _("Nothing is recorded.")


def _missing(one: ClaimResult, carries: Mapping[tuple[str, str], int], ways: Ways) -> Missing:
    carried = max(1, carries.get((one.key, one.missing), 1))
    return Missing(_(BY_KEY[one.key].wording), one.missing, _why(one), carried, ways)


def _carriers(results: Sequence[ClaimResult], papers: Mapping[str, Paper]) -> Iterable[Carrier]:
    plain = _numbered([one for one in results if not one.is_mandatory], 1)
    must = _numbered([one for one in results if one.is_mandatory], ord("a"))
    numbered = [(str(place), one) for place, one in plain] + [(chr(place), one) for place, one in must]
    carried: dict[str, list[str]] = defaultdict(list)
    for number, one in numbered:
        for reference in one.papers or ("",):
            carried[reference].append(number)
    own = carried.pop("", [])
    for reference, numbers in carried.items():
        yield _carrier(papers.get(reference), reference, tuple(numbers))
    if own:
        yield Carrier(_("This workshop’s own log"), _("what was recorded and inspected here"), "", tuple(own))


def _carrier(paper: Paper | None, reference: str, numbers: tuple[str, ...]) -> Carrier:
    if paper is None:
        return Carrier(reference, "", reference, numbers)
    notes = [
        _("holder {holder}", holder=paper.holder) if paper.holder else "",
        _("to {day}", day=day(paper.valid_until)) if paper.valid_until else "",
    ]
    return Carrier(called(paper), ", ".join(note for note in notes if note), reference, numbers)
