"""The owner's pages of own texts in other languages: which are written, and the form that writes them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop import forms
from workshop.access import open_to
from workshop.aftercare.guarantee_actions import say_terms_in
from workshop.aftercare.guarantee_queries import all_terms
from workshop.bench.own_texts_listed import COLUMNS, SORTS, address_of, all_lines, listed
from workshop.bench.showing import page_number
from workshop.catalogue.own_texts import (
    LONGEST,
    PART_NAMES,
    Texts,
    first_language,
    mark_of,
    require_same,
    said_in,
    texts_of_design,
    texts_of_shop,
    texts_of_terms,
    write_texts,
)
from workshop.catalogue.wording import flagged
from workshop.csvs import csv_bytes
from workshop.errors import NotFound, Refusal
from workshop.languages import LANGUAGES, known
from workshop.people.shop_web import the_shop
from workshop.sorting import read_sort
from workshop.texts import PARAGRAPH
from workshop.web import done, new_request_key, reading
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("own_texts", __name__)


@dataclass(frozen=True)
class Line:
    """One text on the form: as it was first written, and in the language that is being written."""

    part: str
    label: str
    first: str
    text: str
    is_old: bool
    longest: int

    @property
    def rows(self) -> int:
        """How high its field is."""
        return 1 if self.longest < PARAGRAPH else min(10, 3 + len(self.first) // 90)


@bp.get("/settings/texts")
@open_to("owner")
def page() -> ResponseReturnValue:
    sought, sort = _sought(), read_sort(request.args.get("sort"), SORTS)
    return render_template(
        "people/texts.html",
        found=listed(reading(), sought, page_number(), into(), sort),
        sought=sought,
        sort=sort,
        languages=[(code, LANGUAGES[code]) for code in into()],
        first=LANGUAGES.get(first_language(the_shop()) or ""),
    )


@bp.get("/settings/texts.csv")
@open_to("owner")
def export() -> ResponseReturnValue:
    """Every text with what it says in each language: also for whoever translates."""
    head, sort = (*COLUMNS, *into()), read_sort(request.args.get("sort"), SORTS)
    return Response(
        csv_bytes(head, all_lines(reading(), _sought(), into(), sort)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=texts.csv"},
    )


@bp.get("/settings/texts/one")
@open_to("owner")
def one() -> ResponseReturnValue:
    return _form(_typed("of", request.args.get("of")), _language(request.args.get("in")))


@bp.post("/settings/texts/one")
@open_to("owner")
def keep() -> ResponseReturnValue:
    of, language = _typed("of", request.form.get("of")), _language(request.form.get("in"))
    texts = texts_for(reading(), of)
    try:
        typed = {part: forms.text(part, longest=LONGEST[part]) for part in texts.first if part in request.form}
        seen = forms.text("seen")
        done("say texts in a language", lambda w: _write(w, of, language, typed, seen))
    except Refusal as refusal:
        return _form(of, language, refusal)
    flash(_("Kept."), "done")
    return redirect(address_of(of, language), 303)


def _write(writing: Writing, of: str, language: str, typed: dict[str, str | None], seen: str | None) -> None:
    """Words of terms are frozen as they are published; a field that is left empty publishes nothing."""
    texts = texts_for(writing.session, of)
    require_same(writing.session, texts, language, seen)
    kind, _colon, code = of.partition(":")
    if kind == "terms":
        say_terms_in(writing, code or None, language, {part: text for part, text in typed.items() if text})
    else:
        write_texts(writing, texts, language, typed)


def texts_for(session: Session, of: str) -> Texts:
    """The texts of what an address names: shop, design:CODE, terms, terms:CODE. Raises NotFound."""
    kind, _colon, code = of.partition(":")
    if kind == "shop":
        return texts_of_shop(session)
    if kind == "design":
        return texts_of_design(session, code)
    for row in all_terms(session) if kind == "terms" else ():
        if (row.code or "") == code and row.Guarantee.is_given:
            return texts_of_terms(row.Guarantee)
    raise NotFound(_("There are no such texts. Choose from the list."), slug="no-such-texts")


def into() -> tuple[str, ...]:
    """The languages to be written in: all but the one in which texts are first written."""
    return tuple(code for code in LANGUAGES if code != first_language(the_shop()))


def _form(of: str, language: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    session = reading()
    texts = texts_for(session, of)
    lines = list(_lines(session, texts, language))
    said = [(line.part, line.text) for line in lines if line.text]
    told = render_template(
        "people/texts_one.html",
        of=of,
        called=called(session, of, texts),
        lines=lines,
        seen=mark_of(session, texts, language),
        into=language,
        languages=[(address_of(of, code), code, LANGUAGES[code]) for code in into()],
        language_name=LANGUAGES[language],
        first=first_language(the_shop()),
        first_name=LANGUAGES.get(first_language(the_shop()) or ""),
        is_terms=of.startswith("terms"),
        flags=flagged(session, said),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return told, refusal.status if refusal else 200


def _lines(session: Session, texts: Texts, language: str) -> Iterator[Line]:
    said = said_in(session, texts)
    for part, first in texts.first.items():
        now = said.get((part, language))
        yield Line(
            part, _(PART_NAMES[part]), first, now.text if now else "", bool(now and now.is_old(first)), LONGEST[part]
        )


def called(session: Session, of: str, texts: Texts) -> str:
    """What the texts belong to, as people read it."""
    kind, _colon, code = of.partition(":")
    if kind == "shop":
        return _("The shop")
    if kind == "design":
        return texts.first["name"]
    return _("Guarantee of {design}", design=code) if code else _("Guarantee")


def _typed(name: str, sent: str | None) -> str:
    return (sent or "").replace("\0", "")[:100]


def _language(sent: str | None) -> str:
    """Raises NotFound for one that the house does not speak."""
    code = known(sent)
    if code is None:
        raise NotFound(_("The pages are not in this language. Choose from the list."), slug="no-such-language")
    return code


def _sought() -> str:
    return (request.args.get("q") or "").replace("\0", "").strip()[:100]
