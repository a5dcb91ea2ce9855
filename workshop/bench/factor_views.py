"""One's second factor: set up with an authenticator app, its recovery codes, switched off again."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from qrcode import constants
from qrcode.main import QRCode

from workshop.access import open_to, present
from workshop.errors import Refusal
from workshop.people.entrance_views import retry
from workshop.people.models import Person
from workshop.people.second_factor import (
    address_for_app,
    begin_factor,
    confirm_factor,
    end_factor,
    factor_of,
    limits_of_code,
    recovery_codes,
    renew_codes,
)
from workshop.people.shop_web import the_shop
from workshop.people.signin import ask_for_fresh, here
from workshop.people.throttle import clear_try, count_try
from workshop.provenance.qr import QUIET_ZONE, path_of
from workshop.web import done, done_reading, reading, request_key, shoproom
from workshop.wording import _
from workshop.writing import Writing

factor = Blueprint("factor", __name__, url_prefix="/people/me/second-factor")
factor.before_request(ask_for_fresh)


@factor.get("")
@open_to("owner")
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None, codes: Sequence[str] = ()) -> ResponseReturnValue:
    who, shop = present(), the_shop()
    found = factor_of(reading(), who.id, shoproom().settings.secret_key)
    begun = found is not None and not found.is_on
    address = address_for_app(found.secret, who.name, shop.name if shop else _("Workshop")) if found and begun else ""
    done_reading()
    page = render_template(
        "people/second_factor.html",
        factor=found,
        codes=codes,
        picture=_picture(address) if address else None,
        secret=" ".join(found.secret[at : at + 4] for at in range(0, len(found.secret), 4)) if found and begun else "",
        refusal=refusal,
        typed={},
    )
    return page, refusal.status if refusal else 200, retry(refusal)


def _picture(address: str) -> tuple[str, int]:
    """The address as one path of a QR code, and the side of the square around it."""
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=0)
    code.add_data(address)
    code.make(fit=True)
    return path_of(code.modules), len(code.modules) + 2 * QUIET_ZONE


@factor.post("")
@open_to("owner")
def begin() -> ResponseReturnValue:
    key = shoproom().settings.secret_key
    try:
        done("begin second factor", lambda w: begin_factor(w, present().id, key))
    except Refusal as refusal:
        return _page(refusal)
    return redirect(url_for("factor.page"), 303)


@factor.post("/confirmation")
@open_to("owner")
def confirm() -> ResponseReturnValue:
    """The recovery codes are shown with the answer, and never again."""
    who, key = present(), shoproom().settings.secret_key
    codes = recovery_codes(request_key() or "", key)

    def act(writing: Writing) -> None:
        confirm_factor(writing, writing.session.get_one(Person, who.id), _typed(), codes, key, who.sign_in_id)

    refusal = _counted("confirm second factor", act)
    return _page(refusal) if refusal else _page(codes=codes)


@factor.post("/codes")
@open_to("owner")
def renew() -> ResponseReturnValue:
    key, who = shoproom().settings.secret_key, present()
    codes = recovery_codes(request_key() or "", key)
    refusal = _counted("renew recovery codes", lambda w: renew_codes(w, who.id, _typed(), codes, key))
    return _page(refusal) if refusal else _page(codes=codes)


@factor.post("/end")
@open_to("owner")
def end() -> ResponseReturnValue:
    who, key = present(), shoproom().settings.secret_key

    def act(writing: Writing) -> None:
        end_factor(writing, writing.session.get_one(Person, who.id), _typed(), key)

    refusal = _counted("end second factor", act)
    if refusal:
        return _page(refusal)
    flash(_("Your second factor is off: your password alone signs you in."), "done")
    return redirect(url_for("factor.page"), 303)


def _typed() -> str:
    return request.form.get("current", "")[:100]


def _counted(verb: str, act: Callable[[Writing], object]) -> Refusal | None:
    """Do it, every try counted before it is compared; returns why not."""
    limits = limits_of_code(present().subject, here().scope)
    done_reading()
    try:
        count_try(shoproom().database, limits, shoproom().now())
        done(verb, act)
    except Refusal as refusal:
        return refusal
    clear_try(shoproom().database, limits)
    return None
