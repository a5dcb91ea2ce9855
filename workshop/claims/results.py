"""What a rule answers, before and after it is given its number and its date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workshop.claims.facts import Paper
from workshop.wording import _

SUPPORTED = "supported"
LIMITED = "supported_with_limit"
NOT_SUPPORTED = "not_supported"
UNKNOWN = "unknown"
DOES_NOT_APPLY = "does_not_apply"
STANDING = (SUPPORTED, LIMITED)


@dataclass(frozen=True)
class Outcome:
    """One rule's answer, or its answer for one metal or one kind of stone (`about`).

    `missing` is the one paper or fact that would make it stand.
    """

    status: str
    sentence: str = ""
    limit: str = ""
    reasons: tuple[str, ...] = ()
    missing: str = ""
    papers: tuple[Paper, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True)
class ClaimResult:
    """A claim as it may be published: `inputs` can be written as JSON and names every paper by reference and digest.

    `is_mandatory`: its sentence, when it has one, is said wherever the piece is described; nothing switches it off.
    """

    key: str
    number: int
    version: date
    status: str
    sentence: str
    limit: str
    reasons: tuple[str, ...]
    missing: str
    papers: tuple[str, ...]
    inputs: Mapping[str, object]
    is_mandatory: bool

    @property
    def stands(self) -> bool:
        return self.status in STANDING


def supported(
    sentence: str, *, limit: str = "", papers: Iterable[Paper] = (), about: str = "", **figures: object
) -> Outcome:
    """It stands; with a limit when there is one to tell."""
    status = LIMITED if limit else SUPPORTED
    return Outcome(status, sentence, limit, papers=once(papers), figures=figures, about=about)


def not_supported(*reasons: str, missing: str = "", about: str = "", **figures: object) -> Outcome:
    return Outcome(NOT_SUPPORTED, reasons=tuple(dict.fromkeys(reasons)), missing=missing, about=about, figures=figures)


def unknown(*reasons: str, missing: str = "", about: str = "", **figures: object) -> Outcome:
    return Outcome(UNKNOWN, reasons=tuple(dict.fromkeys(reasons)), missing=missing, about=about, figures=figures)


def does_not_apply() -> Outcome:
    return Outcome(DOES_NOT_APPLY)


def must_be_said(sentence: str, *, known: bool = True, papers: Iterable[Paper] = (), **figures: object) -> Outcome:
    """A disclosure; what is not known is said too."""
    status = SUPPORTED if known else UNKNOWN
    return Outcome(status, sentence, papers=once(papers), figures=figures)


def once(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Each paper once, in the order in which they came."""
    return tuple({paper.reference: paper for paper in papers}.values())


def joined(outcomes: Sequence[Outcome]) -> Outcome:
    """One answer for several metals or stones: those that stand are told, the others are named as not spoken of."""
    outcomes = [one for one in outcomes if one.status != DOES_NOT_APPLY]
    if not outcomes:
        return does_not_apply()
    standing = [one for one in outcomes if one.status in STANDING]
    if not standing:
        return _fallen(outcomes)
    others = [one for one in outcomes if one.status not in STANDING]
    limits = [one.limit for one in standing if one.limit]
    limits += [_("It does not speak of the {other}.", other=one.about) for one in others]
    return Outcome(
        LIMITED if limits else SUPPORTED,
        " ".join(one.sentence for one in standing),
        " ".join(dict.fromkeys(limits)),
        tuple(dict.fromkeys(reason for one in others for reason in one.reasons)),
        next((one.missing for one in others if one.missing), ""),
        once(paper for one in standing for paper in one.papers),
        _figures(outcomes),
    )


def _fallen(outcomes: Sequence[Outcome]) -> Outcome:
    against = any(one.status == NOT_SUPPORTED for one in outcomes)
    return Outcome(
        NOT_SUPPORTED if against else UNKNOWN,
        reasons=tuple(dict.fromkeys(reason for one in outcomes for reason in one.reasons)),
        missing=next((one.missing for one in outcomes if one.missing), ""),
        figures=_figures(outcomes),
    )


def _figures(outcomes: Sequence[Outcome]) -> dict[str, object]:
    return {one.about or "all": dict(one.figures) for one in outcomes}
