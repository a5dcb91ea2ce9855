"""New pieces: one, or so many at once, after a design."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop import forms
from workshop.access import open_to
from workshop.bench.earlier import makers, typed_maker
from workshop.bench.offering import label_of
from workshop.bench.piece import typed_division
from workshop.catalogue.models import Design, Edition
from workshop.days import read_day
from workshop.errors import Invalid, Refusal
from workshop.materials.typed import read_grams
from workshop.people.duties import MAY_WORK
from workshop.pieces.contents import castings_at_hand, has_lots
from workshop.pieces.making import NewPieces, make_pieces
from workshop.texts import PARAGRAPH, STORY
from workshop.web import do, done_reading, reading
from workshop.wording import _, n_

bp = Blueprint("making", __name__)

MOST_DESIGNS = 500


@bp.get("/pieces/new")
@open_to(*MAY_WORK)
def form() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    session = reading()
    designs, editions = _designs(session), _editions(session)
    castings = [(one.code, label_of(one)) for one in castings_at_hand(session)]
    people, lots_here = makers(session), has_lots(session)
    done_reading()
    return render_template(
        "pieces/new.html",
        designs=[("", _("Choose a design")), *designs],
        editions=[("", _("Outside any edition")), *editions],
        makers=people,
        castings=[("", _("Not recorded: claims stay unknown")), *castings] if lots_here else [],
        chosen=request.args.get("design", ""),
        way_in=request.args.get("way_in", "wax"),
        refusal=refusal,
        typed=request.form if refusal else {},
    ), refusal.status if refusal else 200


def _designs(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(Design.code, Design.name).order_by(Design.name, Design.code).limit(MOST_DESIGNS))
    return [(row.code, _("{name} ({code})", name=row.name, code=row.code)) for row in rows]


def _editions(session: Session) -> list[tuple[str, str]]:
    """Editions by design code and name, which the form keeps in one choice."""
    rows = session.execute(
        select(Design.code, Design.name.label("design"), Edition.name, Edition.size)
        .join(Design, Design.id == Edition.design_id)
        .order_by(Design.name, Edition.name)
        .limit(MOST_DESIGNS)
    )
    return [
        (
            f"{row.code}\n{row.name}",
            _("{design}: {edition}, {size} pieces", design=row.design, edition=row.name, size=row.size),
        )
        for row in rows
    ]


@bp.post("/pieces")
@open_to(*MAY_WORK)
def pieces() -> ResponseReturnValue:
    """Make them; one goes to its page, several to the list."""
    try:
        new = _typed()
        answer = do("make pieces", lambda w: {"serials": make_pieces(w, new)})
    except Refusal as refusal:
        return _page(refusal)
    serials = answer.told["serials"]
    if len(serials) == 1:
        return redirect(url_for("piece.card", serial=serials[0]), 303)
    made = {"first": serials[0], "last": serials[-1]}
    flash(n_("{count} piece: {first}.", "{count} pieces: {first} to {last}.", len(serials), **made), "done")
    return redirect(url_for("queue.pieces"), 303)


def _typed() -> NewPieces:
    code = forms.needed_text("design")
    return NewPieces(
        design_code=code,
        count=forms.whole("count", default=1) or 0,
        way_in=forms.needed_text("way_in"),
        size=forms.text("size"),
        parts=forms.whole("parts"),
        edition=_edition_of(code),
        engraving=forms.text("engraving"),
        engraving_place=forms.text("engraving_place"),
        due_on=read_day(forms.text("due_on"), field="due_on"),
        is_rush=forms.ticked("is_rush"),
        order_note=forms.text("order_note", longest=PARAGRAPH),
        weight_mg=forms.weight("weight"),
        division_mg=typed_division(),
        maker_id=typed_maker(),
        castings=forms.text("other_castings") or forms.text("castings"),
        weights_mg=_weights(),
    )


def _weights() -> tuple[int, ...]:
    """What each weighs, one in a line. Raises Invalid."""
    typed = forms.text("weights", longest=STORY) or ""
    return tuple(read_grams(one, field="weights") for one in typed.split())


def _edition_of(code: str) -> str | None:
    typed = forms.text("edition")
    if typed is None:
        return None
    design, _line, name = typed.partition("\n")
    if design != code:
        raise Invalid(_("That edition belongs to another design."), slug="edition-of-other-design", field="edition")
    return name
