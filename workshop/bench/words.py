"""The owner's list of typed words that are kept off public pages, and letting one stand with a reason."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.access import open_to
from workshop.bench.showing import page_number
from workshop.bench.typed_words import kept_back, text_of
from workshop.catalogue.wording import let_text_stand
from workshop.errors import Refusal
from workshop.forms import needed_text
from workshop.texts import PARAGRAPH
from workshop.web import done, done_reading, reading
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("words", __name__)


@bp.get("/claims/words")
@open_to("owner")
def words() -> ResponseReturnValue:
    """Words that need proof, in whatever was typed besides the designs' own texts. Four statements."""
    return _page(None)


def _page(refusal: Refusal | None) -> ResponseReturnValue:
    page = page_number()
    found = kept_back(reading(), page)
    done_reading()
    values = {
        "found": found,
        "said": _("Texts {first} to {last} of {all}", first=found.first, last=found.last, all=found.total),
        "previous": url_for("words.words", page=page - 1) if page > 1 else "",
        "next": url_for("words.words", page=page + 1) if found.last < found.total else "",
    }
    again = {"refusal": refusal, "typed": request.form} if refusal else {}
    return render_template("claims/words.html", **values, **again), refusal.status if refusal else 200


@bp.post("/claims/words")
@open_to("owner")
def let_word() -> ResponseReturnValue:
    """Let a word stand in a text as it is typed now."""
    try:
        place, digest, word = needed_text("place"), needed_text("text"), needed_text("word")
        reason = needed_text("reason", longest=PARAGRAPH)
        done("let a word stand", lambda w: _let(w, place, digest, word, reason))
    except Refusal as refusal:
        return _page(refusal)
    return redirect(url_for("words.words"), 303)


def _let(writing: Writing, place: str, digest: str, word: str, reason: str) -> None:
    text = text_of(writing.session, place, digest)
    let_text_stand(writing, place=place, text=text, word=word, reason=reason)
