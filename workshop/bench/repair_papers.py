"""Papers of aftercare: the receipt of an intake, the dossier of a piece, and what others did to it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.aftercare.repair_queries import find_repair, living_code, open_repair_of, reported_of
from workshop.aftercare.repair_shown import shown_repair
from workshop.aftercare.reported_work import Report, report_work, withdraw_report
from workshop.aftercare.telling import Aftercare, aftercare_of
from workshop.aftercare.weights import shown_weights, weights_of
from workshop.bench.card import known_serial
from workshop.bench.paper_sizes import paper_asked
from workshop.errors import Refusal
from workshop.people.duties import MAY_WORK
from workshop.people.shop_web import local_date, the_shop, today, zone
from workshop.pieces.queries import piece_standing
from workshop.provenance.passport import Passport, passport_of
from workshop.provenance.queries import find_facts, find_head
from workshop.texts import PARAGRAPH
from workshop.web import do, reading, shoproom
from workshop.wording import _

bp = Blueprint("repair_papers", __name__)


@bp.get("/repairs/<code>/receipt")
@open_to()
def receipt(code: str) -> ResponseReturnValue:
    """What its owner takes home: what came in, as it was seen and weighed."""
    shop = the_shop()
    found = find_repair(reading(), code[:20], shop.time_zone if shop else None)
    return render_template(
        "repairs/receipt.html",
        paper=paper_asked("a5"),
        repair=shown_repair(found, zone()),
        customer=found.row.customer or "",
        contact=found.row.contact or "",
        printed_on=local_date(shoproom().now()),
    )


@bp.get("/pieces/<serial>/dossier")
@open_to()
def dossier(serial: str) -> ResponseReturnValue:
    """Facts of a piece for whoever sells it on, and no value; what others did to it is written down here too."""
    return _dossier(serial)


def _dossier(serial: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    session = reading()
    standing = piece_standing(session, known_serial(serial))
    code = living_code(session, standing.piece_id)
    aftercare = aftercare_of(session, standing.piece_id, today())
    told = render_template(
        "repairs/dossier.html",
        paper=paper_asked("a4"),
        serial=standing.serial,
        passport=_passport(session, code, aftercare),
        aftercare=aftercare,
        weights=shown_weights(weights_of(session, standing.piece_id, aftercare.told), zone()),
        reported=reported_of(session, standing.piece_id),
        repair=open_repair_of(session, standing.piece_id),
        printed_on=local_date(shoproom().now()),
        refusal=refusal,
        typed=request.form,
    )
    return told, refusal.status if refusal else 200


def _passport(session: Any, code: str | None, aftercare: Aftercare) -> Passport | None:
    head = find_head(session, code) if code else None
    return passport_of(replace(find_facts(session, head), told=aftercare.told), today()) if head else None


@bp.post("/pieces/<serial>/reported-work")
@open_to(*MAY_WORK)
def reported(serial: str) -> ResponseReturnValue:
    """Work by others that somebody told of."""
    try:
        report = Report(
            forms.needed_text("told", longest=PARAGRAPH),
            forms.text("done_on"),
            forms.text("by_whom"),
            forms.ticked("is_told"),
        )
        do("report work", lambda w: {"number": report_work(w, known_serial(serial), report)})
    except Refusal as refusal:
        return _dossier(serial, refusal)
    flash(_("Kept as it was told, not seen by us."), "done")
    return redirect(url_for("repair_papers.dossier", serial=serial), 303)


@bp.post("/pieces/<serial>/reported-work/withdrawal")
@open_to(*MAY_WORK)
def withdrawn(serial: str) -> ResponseReturnValue:
    try:
        number = forms.whole("number") or 0

        def act(writing: Any) -> dict[str, object]:
            withdraw_report(writing, known_serial(serial), number)
            return {}

        do("withdraw report of work", act)
    except Refusal as refusal:
        return _dossier(serial, refusal)
    flash(_("It is told no longer."), "done")
    return redirect(url_for("repair_papers.dossier", serial=serial), 303)
