"""The charm bar: scan the piece, scan the charm, inspect what changed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop import forms
from workshop.access import open_to, present
from workshop.bench.scanning import our_hosts
from workshop.bench.scanning_leads import lead_of
from workshop.errors import Invalid, NotFound, Refusal
from workshop.inspection.attaching import attach_charm, carrier_of, charms_of, detach_charm
from workshop.people.duties import MAY_INSPECT, MAY_WORK
from workshop.people.shop_web import local_date
from workshop.pieces.queries import passed_weight, piece_standing
from workshop.pieces.story import card_of
from workshop.web import done, done_reading, new_request_key, reading
from workshop.wording import _

bp = Blueprint("charms", __name__, url_prefix="/charms")
LONGEST_SCAN = 300


@bp.get("")
@open_to(*MAY_WORK)
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    """First the piece is asked for, then its charm; what is on it can be taken off."""
    session = reading()
    typed = request.values.get("piece", "")[:LONGEST_SCAN].replace("\0", "").strip()
    told = None
    if typed:
        try:
            told = _told(session, _serial(session, typed, "piece"))
        except Refusal as unknown:
            refusal = refusal or unknown
    done_reading()
    page = render_template(
        "pieces/charms.html",
        typed_piece=typed,
        piece=told,
        may_inspect=bool(present().roles & set(MAY_INSPECT)),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


def _told(session: Session, serial: str) -> dict[str, Any]:
    standing = piece_standing(session, serial)
    card = card_of(session, standing.piece_id)
    return {
        "serial": serial,
        "design": card.design,
        "seen": standing.seen,
        "is_passed": passed_weight(session, standing.piece_id) is not None,
        "on": carrier_of(session, standing.piece_id) or "",
        "charms": [(one.serial, one.name, local_date(one.at)) for one in charms_of(session, standing.piece_id)],
    }


def _serial(session: Session, typed: str, field: str) -> str:
    """The piece of a scanned slip or tag, or of a typed number. Raises Invalid, NotFound with the field."""
    if not typed:
        raise Invalid(_("Scan it, or type its number."), slug="missing", field=field)
    try:
        serial = lead_of(session, typed, our_hosts()).serial
    except Refusal as refusal:
        refusal.field = field
        raise
    if not serial:
        raise NotFound(_("This is no piece. Scan its slip or its tag."), slug="no-such-piece", field=field)
    return serial


@bp.post("")
@open_to(*MAY_WORK)
def put_on() -> ResponseReturnValue:
    """The charm is on: the piece waits for its short inspection, by whoever may look."""
    try:
        parent, charm, seen = _pair()
        done("attach charm", lambda w: attach_charm(w, parent, charm, seen))
    except Refusal as refusal:
        return _page(refusal)
    flash(_("{charm} is on {serial}, which is inspected before it goes.", charm=charm, serial=parent), "done")
    if present().roles & set(MAY_INSPECT):
        return redirect(url_for("inspecting.inspections", serial=parent), 303)
    return redirect(url_for("charms.page", piece=parent), 303)


@bp.post("/off")
@open_to(*MAY_WORK)
def taken_off() -> ResponseReturnValue:
    try:
        parent, charm, seen = _pair()
        done("detach charm", lambda w: detach_charm(w, parent, charm, seen))
    except Refusal as refusal:
        return _page(refusal)
    flash(_("{charm} is off: both are inspected before either leaves.", charm=charm), "done")
    return redirect(url_for("charms.page", piece=parent), 303)


def _pair() -> tuple[str, str, int]:
    session = reading()
    parent = _serial(session, forms.text("piece", longest=LONGEST_SCAN) or "", "piece")
    charm = _serial(session, forms.text("charm", longest=LONGEST_SCAN) or "", "charm")
    return parent, charm, forms.seen() or 0
