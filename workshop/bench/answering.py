"""The answers of one inspection as they were typed: each check for each part, nothing answered before it was looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request

from workshop import forms
from workshop.bench.chosen import kept_photo
from workshop.errors import Invalid, Refusal
from workshop.inspection.rules import Asked, Given, Judged, judge, open_checks, parts_of
from workshop.pieces.actions import NewPhoto
from workshop.texts import PARAGRAPH
from workshop.units import thousandths
from workshop.wording import _

ANY_WEIGHT = 10_000_000


@dataclass(frozen=True)
class Question:
    """A check for one part as the page asks it. `state` is failed or open after a refusal, else empty; `low`, `high` in thousandths."""

    number: int
    code: str
    part: int
    key: str
    text: str
    how: str
    unit: str
    hint: str
    required: bool
    low: int | None = None
    high: int | None = None
    limits: str = ""
    weighs: bool = False
    state: str = ""
    before: bool = False
    instrument: str = ""


@dataclass(frozen=True)
class Typed:
    """Answers and the pictures that belong to some of them, by key; `refusal` is the first that cannot be understood."""

    given: list[Given]
    pictures: dict[str, NewPhoto]
    refusal: Refusal | None = None


def key_of(code: str, part: int) -> str:
    return f"{code}-{part}"


def questions_of(asked: Sequence[Asked], parts: int, failed_before: set[str]) -> list[Question]:
    """Every check, once for each part that it is about."""
    each = ((check, part) for check in asked for part in parts_of(check, parts))
    return [
        _question(number, check, part, parts, before=check.code in failed_before)
        for number, (check, part) in enumerate(each, 1)
    ]


def _question(number: int, check: Asked, part: int, parts: int, *, before: bool) -> Question:
    text = _(check.text)
    return Question(
        number,
        check.code,
        part,
        key_of(check.code, part),
        _("{text} Part {part} of {parts}.", text=text, part=part, parts=parts) if part else text,
        check.how,
        check.unit or "",
        _hint(check),
        check.required,
        low=check.low,
        high=check.high,
        limits=_limits(check),
        weighs=check.role == "gross_weight",
        before=before,
        instrument=_(check.instrument) if check.instrument else "",
    )


def _hint(check: Asked) -> str:
    optional = "" if check.required else _("only where it applies")
    return ", ".join(one for one in (_limits(check), _(check.instrument) if check.instrument else "", optional) if one)


def _limits(check: Asked) -> str:
    """Empty where there are none: a list that knows no design's weight lets a weight be anything."""
    if check.how != "measurement" or (check.role == "gross_weight" and (check.high or 0) >= ANY_WEIGHT):
        return ""
    return _("{low} to {high} {unit}", low=thousandths(check.low), high=thousandths(check.high), unit=check.unit)


def typed_answers(questions: Sequence[Question]) -> Typed:
    """What was answered; a check left empty is open. One that cannot be understood keeps no other from being read."""
    pictures: dict[str, NewPhoto] = {}
    given: list[Given] = []
    refused: list[Refusal] = []
    for question in questions:
        try:
            picture = kept_photo(f"p-{question.key}", caption=question.text[:200])
            if picture is not None:
                pictures[question.key] = picture
            answer = _given(question, has_picture=picture is not None)
        except Invalid as refusal:
            refused.append(refusal)
            continue
        if answer is not None:
            given.append(answer)
    return Typed(given, pictures, next(iter(refused), None))


def _given(question: Question, *, has_picture: bool) -> Given | None:
    """None when nothing at all was typed for it."""
    key = question.key
    note, instrument = forms.text(f"n-{key}", longest=PARAGRAPH), forms.text(f"i-{key}")
    measured = None
    if question.how == "measurement":
        measured = forms.figure(f"m-{key}")
    elif question.how == "count":
        measured = forms.whole(f"m-{key}")
    passes = _yes_or_no(f"a-{key}") if question.how != "measurement" else None
    if measured is None and passes is None and not has_picture:
        if note or instrument:
            raise Invalid(
                _("{code} has a note but no answer yet.", code=question.code),
                slug="answer-missing",
                field=f"{'m' if question.how == 'measurement' else 'a'}-{key}",
            )
        return None
    return Given(question.code, question.part, passes=passes, measured=measured, instrument=instrument, note=note)


def _yes_or_no(name: str) -> bool | None:
    typed = request.form.get(name)
    if typed is None or typed == "":
        return None
    if typed not in ("yes", "no"):
        raise Invalid(_("This is answered yes or no."), slug="answer-missing", field=name)
    return typed == "yes"


def with_photos(typed: Typed, numbers: Mapping[str, int]) -> list[Given]:
    """The answers with the photos that were kept for them."""
    return [replace(one, photo_id=numbers.get(key_of(one.code, one.part))) for one in typed.given]


def marked(questions: Sequence[Question], asked: Sequence[Asked], typed: Typed, parts: int) -> list[Question]:
    """The questions with what is open and what did not hold, after a refusal."""
    judged = [one for answer in _with_chosen(typed) for one in _judged(asked, answer, parts)]
    done = {(one.check.code, one.part) for one in judged}
    failed = {(one.check.code, one.part) for one in judged if not one.passes}
    still = {check.code for check in open_checks(asked, judged, parts)}
    return [replace(one, state=_state((one.code, one.part), one.code, done, failed, still)) for one in questions]


def _with_chosen(typed: Typed) -> list[Given]:
    """The answers as if their pictures had their numbers, which they get when the inspection is kept."""
    return with_photos(typed, dict.fromkeys(typed.pictures, 1))


def _judged(asked: Sequence[Asked], answer: Given, parts: int) -> list[Judged]:
    """One answer by itself; one that is not whole leaves its check open, and no other."""
    try:
        return judge(asked, [answer], parts)
    except Invalid:
        return []


def _state(
    key: tuple[str, int], code: str, done: set[tuple[str, int]], failed: set[tuple[str, int]], still: set[str]
) -> str:
    if key in failed:
        return "failed"
    return "open" if code in still and key not in done else ""
