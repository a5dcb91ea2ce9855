"""The inspection of one piece: every check on one page, the level said before signing, and the signature."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present
from workshop.bench.agreed import agreed_shown, check_compared
from workshop.bench.answering import Question, Typed, marked, questions_of, typed_answers, with_photos
from workshop.bench.card import known_serial, load_card, told_piece
from workshop.bench.chosen import chosen_again, kept_photo
from workshop.bench.looking import asking_of, eyes_of
from workshop.bench.measured_by import instruments_for
from workshop.bench.piece import typed_division
from workshop.bench.showing import words
from workshop.bench.telling import PURPOSES
from workshop.errors import Conflict, Invalid, Refusal, TooMany
from workshop.inspection.actions import Looked, record_inspection
from workshop.inspection.queries import failed_before, stage_lists, why_asked
from workshop.people.duties import MAY_INSPECT
from workshop.people.signing import check_signature, signs_by
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.pieces.rules import KINDS
from workshop.texts import PARAGRAPH
from workshop.web import do, done_reading, reading, shoproom
from workshop.wording import _
from workshop.writing import Answer, Writing

bp = Blueprint("inspecting", __name__)


@bp.get("/pieces/<serial>/inspections")
@open_to(*MAY_INSPECT)
def inspections(serial: str) -> ResponseReturnValue:
    """The checks of its next inspection; `?stage=` a stage check, `?whole=1` the whole final list."""
    return _page(serial, stage=words("stage"), whole="whole" in request.args)


def _page(
    serial: str,
    *,
    stage: str | None,
    whole: bool,
    refusal: Refusal | None = None,
    given: Typed | None = None,
) -> ResponseReturnValue:
    session, who = reading(), present()
    card = load_card(session, serial)
    asking, why_not = asking_of(session, card, stage=stage, whole=whole)
    checks = asking.questions if asking else []
    questions = questions_of(checks, card.standing.parts, failed_before(session, card.standing.piece_id))
    if refusal is not None:
        questions = marked(questions, checks, given or Typed([], {}), card.standing.parts)
        refusal.field = _placed(refusal.field, questions)
    eyes = eyes_of(session, card, who)
    purpose = asking.purpose if asking else "final"
    why = why_asked(session, card.standing.piece_id) if purpose == "delta" else []
    agreed = agreed_shown(session, card)
    lists, instruments = stage_lists(session), instruments_for(session, questions)
    done_reading()
    values = {
        "piece": told_piece(card),
        "standing": card.standing,
        "questions": questions,
        "instruments": instruments,
        "agreed": agreed if agreed and agreed.compared else None,
        "compared_at": check_compared(one.code for one in questions),
        "why_not": why_not,
        "title": _(dict(lists).get(stage or "", "")) or _(PURPOSES[purpose]),
        "purpose": purpose,
        "why": [_(KINDS[kind].name) for kind in why],
        "eyes": eyes,
        "can_pass": purpose == "stage" or not eyes.refused,
        "draft": f"{serial} {asking.number if asking else 0} {stage or ''} {who.subject}",
        "stage": stage or "",
        "whole": whole,
        "lists": lists,
        "stages": [(one.name, _(one.name)) for one in card.stages],
        "signs_by": signs_by(shoproom(), who),
        "left": [one for one in questions if one.state],
        "chosen": chosen_again() if refusal else {},
    }
    status = refusal.status if refusal else 200
    typed = request.form if refusal else {}
    return render_template("pieces/inspection.html", refusal=refusal, typed=typed, **values), status


@bp.post("/pieces/<serial>/inspections")
@open_to(*MAY_INSPECT)
def decide(serial: str) -> ResponseReturnValue:
    """Answered, decided and signed in one step; of a refused one the form keeps what was typed and which pictures were chosen."""
    stage, whole = None, forms.ticked("whole")
    typed = Typed([], {})
    try:
        stage = forms.text("stage")
        seen = forms.seen() or 0
        card = load_card(reading(), serial)
        asking, why_not = asking_of(reading(), card, stage=stage, whole=whole)
        if asking is None:
            return _answered(serial, _repeated_or(Conflict(why_not, slug="not-asked")))
        questions = questions_of(asking.questions, card.standing.parts, set())
        typed = typed_answers(questions)
        character = _character_photo()
        if typed.refusal is not None:
            raise typed.refusal
        looked = _looked(seen, stage, whole=whole)
        _sign()
        answer = do("inspection", lambda w: _record(w, known_serial(serial), looked, typed, character))
    except Refusal as refusal:
        return _page(serial, stage=stage, whole=whole, refusal=refusal, given=typed)
    return _answered(serial, answer)


def _repeated_or(refusal: Refusal) -> Answer:
    """A second tap finds the answer of the first; anybody else meets the refusal."""

    def refuse(_writing: Writing) -> dict[str, object]:
        raise refusal

    return do("inspection", refuse)


def _answered(serial: str, answer: Answer) -> ResponseReturnValue:
    if not answer.repeated:
        flash(_("Inspection {number} is signed.", number=answer.told["number"]), "done")
    anchor = f"inspection-{answer.told['number']}"
    return redirect(url_for("piece.card", serial=serial, _anchor=anchor), 303)


def _looked(seen: int, stage: str | None, *, whole: bool) -> Looked:
    traits = (forms.text("traits", longest=PARAGRAPH) or "").splitlines()
    verdict, back_to = request.form.get("verdict", ""), forms.text("back_to")
    if verdict == "rework" and back_to is None:
        raise Invalid(_("Choose the stage it goes back to."), slug="stage-missing", field="back_to")
    return Looked(
        seen=seen,
        verdict=verdict,
        answers=(),
        note=forms.text("note", longest=PARAGRAPH),
        back_to=back_to,
        also=forms.texts("also"),
        stage=stage,
        whole=whole,
        division_mg=typed_division(),
        traits=[trait.strip() for trait in traits if trait.strip()],
    )


def _sign() -> None:
    """The inspector's own secret, proven before anything is written."""
    who = present()
    done_reading()
    secret = signs_by(shoproom(), who)
    try:
        check_signature(shoproom(), who, request.form.get(secret))
    except TooMany as refusal:
        refusal.field = secret
        raise


def _character_photo() -> NewPhoto | None:
    """The picture of what is character. Raises Invalid for one of which nothing is said."""
    photo = kept_photo("p-traits", caption=_("Character, no fault"))
    if photo is not None and forms.text("traits", longest=PARAGRAPH) is None:
        raise Invalid(_("Say in a word what the picture of its character shows."), slug="trait-missing", field="traits")
    return photo


def _record(
    writing: Writing, serial: str, looked: Looked, typed: Typed, character: NewPhoto | None
) -> dict[str, object]:
    """The photos first, since an answer names its photo; a photo is an observation and changes nothing else."""
    numbers = {key: add_photo(writing, serial, photo) for key, photo in typed.pictures.items()}
    trait_photo_id = add_photo(writing, serial, character) if character else None
    answered = replace(looked, answers=with_photos(typed, numbers), trait_photo_id=trait_photo_id)
    decided = record_inspection(writing, serial, answered)
    return {"number": decided.number, "verdict": decided.verdict, "level": decided.level}


def _placed(field: str | None, questions: Sequence[Question]) -> str | None:
    """The field of the page: rules name a check by its code, the page has one field a part. The first that is open or failed."""
    if field == "seen":
        return None
    found = [one for one in questions if one.code == field]
    first = next((one for one in found if one.state), next(iter(found), None))
    if first is None:
        return field
    return f"{'m' if first.how == 'measurement' else 'a'}-{first.key}"
