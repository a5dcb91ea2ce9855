"""The gate as decisions over plain values: who may look, what was answered, what a verdict needs. The guards hold the same in the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workshop.errors import Conflict, Invalid
from workshop.units import thousandths
from workshop.wording import _

VERDICTS = ("pass", "rework", "scrap")
LEVELS = {"independent": 3, "not_known": 3, "second": 2, "maker": 1}
TOLERANCE_DIVISIONS = 3
LEAST_TOLERANCE_MG = 30


@dataclass(frozen=True)
class Looker:
    """A qualified person, and what they had to do with the piece."""

    id: int
    name: str
    has_hand: bool
    did_last_work: bool


@dataclass(frozen=True)
class Asked:
    """A check that this inspection asks, with the list it stands in. `low`, `high` in thousandths of `unit`."""

    id: int
    checklist_id: int
    code: str
    text: str
    how: str
    required: bool
    each_part: bool
    low: int | None
    high: int | None
    unit: str | None
    instrument: str | None
    role: str | None


@dataclass(frozen=True)
class Given:
    """An answer as given: `passes` for yes/no, counts and photos; `measured` in thousandths of the unit; `part` 0 is the whole piece."""

    code: str
    part: int = 0
    passes: bool | None = None
    measured: int | None = None
    instrument: str | None = None
    photo_id: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Judged:
    """An answer judged against its check."""

    check: Asked
    part: int
    passes: bool
    given: Given


def level_of(looker: Looker, *, maker_unnamed: bool) -> str:
    """How the inspection is told: by somebody with no hand in the piece, by a second pair of eyes, or by its maker."""
    if not looker.has_hand:
        return "not_known" if maker_unnamed else "independent"
    return "maker" if looker.did_last_work else "second"


def require_qualified(by_id: int | None, lookers: Sequence[Looker]) -> Looker:
    """The person among those who may inspect. Raises Conflict when they are not."""
    looker = next((one for one in lookers if one.id == by_id), None)
    if looker is None:
        raise Conflict(
            _("Only an inspector gives a verdict. The owner says who inspects, on the page of the people."),
            slug="not-qualified",
        )
    return looker


def require_best_level(by_id: int, lookers: Sequence[Looker], *, maker_unnamed: bool) -> str:
    """The level at which this person may pass the piece. Raises Conflict when they are not qualified or a better pair of eyes is.

    The owner cannot override this and no setting does.
    """
    looker = require_qualified(by_id, lookers)
    level = level_of(looker, maker_unnamed=maker_unnamed)
    better = [one.name for one in lookers if LEVELS[level_of(one, maker_unnamed=maker_unnamed)] > LEVELS[level]]
    if better:
        raise Conflict(
            _(
                "{names} had less of a hand in this piece and can inspect it. Ask them: nobody passes their own work while somebody else can look.",
                names=", ".join(better),
            ),
            slug="someone-else-can-look",
        )
    return level


def judge(asked: Sequence[Asked], given: Iterable[Given], parts: int) -> list[Judged]:
    """The answers, judged; where two lists ask the same code, one answer is judged by each. Raises Invalid for an answer to nothing asked, to a part that is not there, twice, or of the wrong sort."""
    by_code: dict[str, list[Asked]] = {}
    for check in asked:
        by_code.setdefault(check.code, []).append(check)
    judged: dict[tuple[str, int], list[Judged]] = {}
    for answer in given:
        if answer.code not in by_code:
            raise Invalid(
                _(
                    "{code} is no check of this inspection. Load the page again: the checklist may be a newer one.",
                    code=answer.code[:20],
                ),
                slug="check-unknown",
                field=answer.code[:20],
            )
        if (answer.code, answer.part) in judged:
            raise Invalid(
                _("Check {code} is answered twice.", code=answer.code), slug="answered-twice", field=answer.code
            )
        judged[answer.code, answer.part] = [_judge_one(check, answer, parts) for check in by_code[answer.code]]
    return [one for same in judged.values() for one in same]


def _judge_one(check: Asked, answer: Given, parts: int) -> Judged:
    _require_part(check, answer.part, parts)
    return Judged(check, answer.part, _passes(check, answer), answer)


def _require_part(check: Asked, part: int, parts: int) -> None:
    if not (1 <= part <= parts if check.each_part else part == 0):
        raise Invalid(
            _("Check {code} is answered for each of the {parts} parts.", code=check.code, parts=parts)
            if check.each_part
            else _("Check {code} is answered once, for the whole piece.", code=check.code),
            slug="part-unknown",
            field=check.code,
        )


def _passes(check: Asked, answer: Given) -> bool:
    if check.how == "measurement":
        if answer.measured is None or answer.passes is not None:
            raise Invalid(
                _(
                    "Check {code} is a measurement: type the figure in {unit}, the limits judge it.",
                    code=check.code,
                    unit=check.unit,
                ),
                slug="figure-missing",
                field=check.code,
            )
        assert check.low is not None and check.high is not None
        return check.low <= answer.measured <= check.high
    if answer.passes is None:
        raise Invalid(
            _("Check {code} is answered yes or no.", code=check.code), slug="answer-missing", field=check.code
        )
    if check.how == "count" and (answer.measured is None or answer.measured < 0):
        raise Invalid(
            _("Check {code} is a count: type how many.", code=check.code), slug="figure-missing", field=check.code
        )
    if check.how != "count" and answer.measured is not None:
        raise Invalid(_("Check {code} takes no figure.", code=check.code), slug="figure-not-asked", field=check.code)
    if check.how == "photo" and answer.photo_id is None:
        raise Invalid(
            _("Check {code} asks for a photo of this piece.", code=check.code), slug="photo-missing", field=check.code
        )
    return answer.passes


def open_checks(asked: Sequence[Asked], judged: Sequence[Judged], parts: int) -> list[Asked]:
    """The required checks that are not answered for every part."""
    done = {(one.check.id, one.part) for one in judged}
    return [
        check
        for check in asked
        if check.required and any((check.id, part) not in done for part in parts_of(check, parts))
    ]


def parts_of(check: Asked, parts: int) -> range:
    """The part numbers for which a check is answered: 0 alone for the whole piece."""
    return range(1, parts + 1) if check.each_part else range(1)


def require_passing(asked: Sequence[Asked], judged: Sequence[Judged], parts: int) -> None:
    """Raises Conflict when a pass has a required check open or any answer failed."""
    failed = [one for one in judged if not one.passes]
    if failed:
        raise Conflict(
            _(
                "{what} did not hold. A piece passes with every answer good: send it back, or scrap it.",
                what=", ".join(_failure(one) for one in failed),
            ),
            slug="check-failed",
            field=failed[0].check.code,
        )
    still = open_checks(asked, judged, parts)
    if still:
        raise Conflict(
            _(
                "{count} of the required checks are still open: {codes}. Answer each one, for each part.",
                count=len(still),
                codes=", ".join(c.code for c in still),
            ),
            slug="check-open",
            field=still[0].code,
        )


def _failure(one: Judged) -> str:
    if one.check.how == "measurement":
        return _(
            "{code} ({figure} {unit}, allowed {low} to {high})",
            code=one.check.code,
            figure=thousandths(one.given.measured),
            unit=one.check.unit,
            low=thousandths(one.check.low),
            high=thousandths(one.check.high),
        )
    return one.check.code


def tolerance_mg(gross_mg: int, division_mg: int) -> int:
    """How far a later weighing may be off and still be the same weight: three divisions of the scale, at most 2% beyond 0.03 g."""
    return min(TOLERANCE_DIVISIONS * division_mg, max(LEAST_TOLERANCE_MG, gross_mg // 50))


def gross_weight_mg(judged: Sequence[Judged]) -> int | None:
    """The gross weight that was measured: thousandths of a gram are milligrams."""
    return next((one.given.measured for one in judged if one.check.role == "gross_weight"), None)
