"""What every request and answer has in common: the shop it belongs to, the session it reads by, headers, refusals."""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit
from uuid import uuid4

from flask import Flask, Request, Response, current_app, g, redirect, render_template, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from workshop.access import is_declared, present
from workshop.errors import NotFound, NotSignedIn, Refusal, TooMany
from workshop.languages import ENGLISH, preferred
from workshop.languages.catalogues import speak
from workshop.shoproom import Shoproom
from workshop.statuses import SENTENCES, SLUGS, TITLES
from workshop.storms import refusal_of
from workshop.wording import _
from workshop.writing import Act, Answer, Intent, Writing, check_key, digest_body

log = logging.getLogger("workshop")
SECRET_PATHS = ("/calendar/", "/g/", "/o/", "/r/", "/enrol/", "/setup/")

STAFF_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
HEADERS = (
    ("Content-Security-Policy", STAFF_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), microphone=(), geolocation=()"),
    ("Cache-Control", "no-store"),
)
LARGEST_BODY = 21 * 1024 * 1024  # a document of 20 MB in its form
LARGEST_FORM = 1024 * 1024
# A stored digest of a password or PIN could be guessed at much faster than what is kept of it.
NOT_DIGESTED = ("csrf_token", "request_key", "pin", "new_pin", "password", "new_password", "current")


def shoproom() -> Shoproom:
    """The shop this application serves."""
    room = current_app.extensions["workshop"]
    assert isinstance(room, Shoproom)
    return room


def reading() -> Session:
    """The session by which this request reads; closed when the request ends."""
    if "reading" not in g:
        g.reading = shoproom().database.read_session()
    session = g.reading
    assert isinstance(session, Session)
    return session


def done_reading() -> None:
    """Give the reading session back before writing or rendering needs it no longer."""
    session = g.pop("reading", None)
    if session is not None:
        session.close()


def do(verb: str, act: Act, *, key: str | None = None, body: str | None = None) -> Answer:
    """Do one verb as who is here, once for the form's or header's request key. Raises Refusal."""
    done_reading()
    intent = Intent(verb, present().actor, shoproom().now(), check_key(key or request_key()), body or request_digest())
    answer = shoproom().do(intent, act)
    g.saved = True
    return answer


def done(verb: str, act: Callable[[Writing], object]) -> None:
    """The same, for a verb that has nothing to answer but that it is done."""

    def told(writing: Writing) -> dict[str, Any]:
        act(writing)
        return {}

    do(verb, told)


def request_key() -> str | None:
    return request.form.get("request_key") or request.headers.get("Idempotency-Key")


def request_digest() -> str:
    """What was asked, without what differs in a mere repetition (CSRF token, PIN)."""
    form = sorted((k, v) for k, v in request.form.items(multi=True) if k not in NOT_DIGESTED)
    files = [(name, file.filename, _digest_of_file(file)) for name, file in request.files.items(multi=True)]
    return digest_body(request.method, request.path, form, files)


def _digest_of_file(file: FileStorage) -> str:
    """The SHA-256 of what was sent, wherever it was read to, and left to be read again."""
    file.stream.seek(0)
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest


def new_request_key() -> str:
    """A fresh key for one form."""
    return uuid4().hex


def page_here() -> str:
    """The address of the page that is being answered, for forms that lead back to it: the form's own page after a refused
    POST, the start page where there is no page.
    """
    if g.get("failed"):
        return "/"
    if request.method == "GET":
        return request.full_path.rstrip("?")
    from_page = parts_of(request.headers.get("Referer"))
    return from_page.path if from_page.netloc == request.host and from_page.path else "/"


def asked_with(**changed: object) -> str:
    """What this page was asked, with these asked otherwise or (None) left out: `?q=emai&page=2`; nothing when nothing is left."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changed]
    asked = [*kept, *((name, value) for name, value in changed.items() if value is not None)]
    return f"?{urlencode(asked)}" if asked else ""


def parts_of(address: str | None) -> SplitResult:
    """The parts of an address that a browser sent; all empty for what is none."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")


def wants_json() -> bool:
    return request.path.startswith("/api/") or bool(g.get("by_outbox"))


class StaffSessions(SecureCookieSessionInterface):
    """The session of staff pages. Public pages and programs have none: nothing there can read a cookie, set one, or depend on one."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:  # type: ignore[override]
        if request.path[:3].lower() in ("/g/", "/o/", "/p/", "/r/") or request.path.startswith(
            ("/api/", "/static/", "/gallery", "/calendar/")
        ):
            return self.make_null_session(app)
        return super().open_session(app, request)


def set_up(app: Flask) -> None:
    """Everything above, on an application."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    app.config["MAX_FORM_PARTS"] = 1000
    app.before_request(_as_asked)
    app.before_request(_closed_by_default)
    app.before_request(_started)
    app.after_request(_headers)
    app.after_request(_logged)
    app.teardown_request(lambda _error: done_reading())
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(DBAPIError, _answer_storm)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_mistake)


def _as_asked() -> None:
    """Every request begins in the language that its browser asks for: nothing is left of the request before."""
    asked = None if is_table() else preferred(one for one, _quality in request.accept_languages)
    speak(asked or ENGLISH)


def is_table() -> bool:
    """A list for spreadsheets and programs: the same in every language."""
    return request.path.endswith((".csv", ".xlsx"))


def _closed_by_default() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    view = current_app.view_functions[request.endpoint]
    if not is_declared(view):
        raise NotFound(_("There is nothing at this address."), slug="not-found")


def _started() -> None:
    g.started = time.perf_counter()


def _logged(response: Response) -> Response:
    """One line for each request: no query, no body, nothing that a person typed."""
    ms = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1)
    log.info(
        "%s %s",
        request.method,
        response.status_code,
        extra={"path": _path_told(), "status": response.status_code, "ms": ms},
    )
    return response


def _path_told() -> str:
    """The path as a log may hold it: a link that is a secret is left out."""
    return next((f"{start}…" for start in SECRET_PATHS if request.path.startswith(start)), request.path)


def _headers(response: Response) -> Response:
    """What a view said itself stands. A way on inside the house names no host: the browser's word for it may be forged."""
    location = response.headers.get("Location", "")
    if location.startswith(request.host_url):
        response.headers["Location"] = location[len(request.host_url) - 1 :]
    for name, value in HEADERS:
        if name not in response.headers:
            response.headers.add(name, value)
    return response


def answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    """A refusal as JSON for programs, as a page for people; who is not signed in is sent to sign in."""
    done_reading()
    if wants_json():
        return problem(refusal.status, refusal.sentence, refusal.slug, field=refusal.field, headers=_extra(refusal))
    if isinstance(refusal, NotSignedIn) and request.method == "GET":
        return redirect(url_for("entrance.sign_in", next=request.full_path.rstrip("?")))
    return error_page(refusal.status, refusal.sentence), refusal.status, _extra(refusal)


def _extra(refusal: Refusal) -> dict[str, str]:
    return {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}


def error_page(status: int, sentence: str) -> str:
    error = {"title": _(TITLES.get(status) or HTTPStatus(status).phrase), "sentence": sentence}
    g.failed = True
    return render_template("error.html", error=error)


def problem(
    status: int, sentence: str, slug: str, *, field: str | None = None, headers: dict[str, str] | None = None
) -> Response:
    """RFC 9457: a stable type, the sentence, the field."""
    body: dict[str, Any] = {
        "type": f"/problems/{slug}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    if field is not None:
        body["field"] = field
    response = Response(current_app.json.dumps(body), status=status, content_type="application/problem+json")
    response.headers.update(headers or {})
    return response


def _answer_storm(error: DBAPIError) -> ResponseReturnValue:
    return answer_refusal(refusal_of(error))


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    done_reading()
    status = error.code or 500
    sentence = SENTENCES.get(status, error.description or "")
    headers = {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")}
    if status < 400 and error.response is not None:
        return error.get_response()
    if wants_json():
        return problem(status, _(sentence), SLUGS.get(status, "http"), headers=headers)
    return error_page(status, _(sentence)), status, headers


def _answer_mistake(error: Exception) -> ResponseReturnValue:
    """The outer wall: what nobody expected is logged under a number that can be told."""
    number = secrets.token_hex(4)
    log.exception("unexpected", extra={"number": number, "path": _path_told()})
    done_reading()
    sentence = _(
        "Something went wrong here, and nothing was saved. Try again; if it stays, tell the owner the number {number}.",
        number=number,
    )
    if wants_json():
        return problem(500, sentence, "unexpected")
    return error_page(500, sentence), 500
