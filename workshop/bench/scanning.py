"""Scanning: one address takes whatever a scanner, a camera or a hand gives, and answers where it leads."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.bench.fixing import fixed_by_scan
from workshop.bench.scanning_commands import obey
from workshop.bench.scanning_leads import DO, Lead, is_like_a_code, lead_of
from workshop.bench.scanning_pictures import text_in
from workshop.browserfiles import has_reader
from workshop.errors import Invalid, NotFound, Refusal
from workshop.people.shop_web import the_shop
from workshop.people.signin import locked_before
from workshop.pieces.queries import piece_standing
from workshop.web import STAFF_POLICY, done_reading, reading
from workshop.wording import _

bp = Blueprint("scanning", __name__)

JSON = "application/json"
READER_POLICY = STAFF_POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


@bp.get("/scan")
@open_to()
def page() -> ResponseReturnValue:
    """The camera, a photo, a field; with `q` what that text leads to, and nothing is done."""
    sought = request.args.get("q", "").strip()
    if not sought or sought.upper().startswith(DO):
        return _page(typed=sought)
    try:
        return _go(_lead(sought, is_typed=False))
    except Refusal as refusal:
        return _page(refusal, typed=sought)


@bp.post("/scan")
@open_to()
def scan() -> ResponseReturnValue:
    """A slip, tag or number leads somewhere; a command card does something to the piece that was scanned before."""
    typed = ""
    try:
        typed = forms.needed_text("text", longest=300)
        lead = _answered(typed, is_typed=not forms.text("how"))
    except Refusal as refusal:
        return _refused(refusal, typed)
    return _told(lead) if _wants_json() else _go(lead)


@bp.post("/scan/photo")
@open_to()
def photo() -> ResponseReturnValue:
    """The code in a photo, read here."""
    file = request.files.get("photo")
    try:
        if file is None or not file.filename:
            raise Invalid(_("Take a photo of the code first."), slug="picture-missing", field="photo")
        done_reading()
        lead = _answered(text_in(file.read(), field="photo"), is_typed=False)
    except Refusal as refusal:
        return _page(refusal)
    return _go(lead)


def _answered(text: str, *, is_typed: bool) -> Lead:
    if text.upper().startswith(DO):
        return obey(text.upper().removeprefix(DO).strip(), forms.text("serial"), forms.seen() or 0)
    return fixed_by_scan(text, forms.text("serial")) or _lead(text, is_typed=is_typed)


def _lead(text: str, *, is_typed: bool) -> Lead:
    """Words that somebody typed and that are no code are looked for everywhere."""
    try:
        return lead_of(reading(), text, our_hosts())
    except Refusal:
        if is_typed and not is_like_a_code(text):
            return Lead(url_for("finding.find", q=text))
        raise


def our_hosts() -> frozenset[str]:
    """Under which names this shop is reached."""
    shop = the_shop()
    public = (shop.public_address if shop else None) or ""
    host = urlsplit(public if "://" in public else f"//{public}").netloc
    return frozenset({host.lower(), request.host.lower()} - {""})


def _go(lead: Lead) -> ResponseReturnValue:
    done_reading()
    if lead.said:
        flash(lead.said, "wait" if lead.is_warning else "done")
    return redirect(lead.address, 303)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == JSON


def _told(lead: Lead) -> ResponseReturnValue:
    """For the script that scanned: where to go, and the piece with its last change, for the next card."""
    done_reading()
    seen = _last_change(lead.serial)
    done_reading()
    if lead.said and not (lead.serial and forms.text("stays")):
        flash(lead.said, "wait" if lead.is_warning else "done")
    to = locked_before(lead.address)
    told = {"to": to, "said": lead.said, "serial": lead.serial, "serials": lead.serials, "last_change": seen}
    return {**told, "is_warning": lead.is_warning}


def _last_change(serial: str) -> int | None:
    try:
        return piece_standing(reading(), serial).seen if serial else None
    except NotFound:
        return None


def _refused(refusal: Refusal, typed: str) -> ResponseReturnValue:
    if _wants_json():
        done_reading()
        return {"said": refusal.sentence, "slug": refusal.slug}, refusal.status
    return _page(refusal, typed=typed)


def _page(refusal: Refusal | None = None, *, typed: str = "") -> ResponseReturnValue:
    """Only here may a script run the decoder. After a code that leads nowhere no card speaks of the piece before it."""
    is_card = typed.upper().startswith(DO)
    is_kept = refusal is None or is_card
    serial = request.values.get("serial", "")[:60] if is_kept else ""
    seen = request.values.get("last_change", "")[:9] if is_kept else ""
    done_reading()
    told = render_template(
        "scan/scan.html",
        refusal=refusal,
        typed={"text": typed},
        scanned_piece=serial,
        last_change=seen,
        has_reader=has_reader(),
    )
    response: Response = make_response(told, refusal.status if refusal else 200)
    response.headers["Content-Security-Policy"] = READER_POLICY
    return response
