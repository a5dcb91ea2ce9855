"""A stranger holds a piece that is not as the page of its tag says, and tells the workshop so: no account, no cookie."""

from flask import Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to_all
from workshop.errors import Refusal
from workshop.provenance.codes import is_code
from workshop.provenance.queries import find_keeper, is_given
from workshop.provenance.reported_copies import report_copy
from workshop.public.answers import with_policy
from workshop.public.door import LONGEST_TYPED, chosen, missed, public_blueprint, ways
from workshop.public.misses import Misses
from workshop.public.owner_door import digest_of_form, require_here
from workshop.public.telling import render
from workshop.texts import PARAGRAPH
from workshop.web import done_reading, new_request_key, reading, shoproom
from workshop.wording import _
from workshop.writing import NOBODY, Intent, Writing, check_key

bp = public_blueprint("copies")

FIELDS = ("told", "seen_where", "contact")


@bp.get("/p/<code>/copy")
@open_to_all
def form(code: str) -> ResponseReturnValue:
    """The form; after it was sent, that it has come."""
    return _page(code, 200, sent=request.args.get("sent") == "1") if _is_known(code) else missed()


@bp.post("/p/<code>/copy")
@open_to_all
def report(code: str) -> ResponseReturnValue:
    """Kept once for each form, however often it is sent; so many from one address, then it waits."""
    require_here()
    if not _is_known(code):
        return missed()
    reports, now = current_app.extensions.setdefault("public_copies", Misses()), shoproom().now()
    wait_s = reports.wait_s(request.remote_addr, now)
    if wait_s:
        told = _(
            "Enough was reported from here for now. Wait {minutes} minutes, then send it again.",
            minutes=-(-wait_s // 60),
        )
        response = _page(code, 429, wrong=told)
        response.headers["Retry-After"] = str(wait_s)
        return response
    try:
        told, where = forms.needed_text("told", longest=PARAGRAPH), forms.text("seen_where")
        _keep(code, told, where, forms.text("contact"))
    except Refusal as refusal:
        return _page(code, refusal.status, wrong=refusal.sentence, field=refusal.field or "")
    reports.add(request.remote_addr, now)
    ways_on = chosen()
    return redirect(f"/p/{code}/copy{ways_on}{'&' if ways_on else '?'}sent=1", 303)


def _keep(code: str, told: str, where: str | None, contact: str | None) -> None:
    def act(writing: Writing) -> dict[str, object]:
        report_copy(writing, code, told, where, contact)
        return {}

    done_reading()
    key = check_key(request.form.get("request_key"))
    shoproom().do(Intent("report a copy", NOBODY, shoproom().now(), key, digest_of_form()), act)


def _is_known(code: str) -> bool:
    return is_code(code) and is_given(reading(), code)


def _page(code: str, status: int, *, wrong: str = "", field: str = "", sent: bool = False) -> Response:
    keeper = find_keeper(reading(), _("Workshop"))
    done_reading()
    typed = {name: request.form.get(name, "")[: LONGEST_TYPED * 10] for name in FIELDS}
    key = new_request_key()
    told = render("copy", ways(), shop=keeper, code=code, wrong=wrong, field=field, sent=sent, typed=typed, key=key)
    response = with_policy(Response(told, status))
    response.headers["Cache-Control"] = "no-store"
    return response
