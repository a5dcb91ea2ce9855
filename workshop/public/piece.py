"""The public page of a piece: for anybody, without cookie or script."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from flask import Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all
from workshop.aftercare.telling import revision_of
from workshop.days import zone_of
from workshop.people.signin import passing_by
from workshop.provenance.codes import is_code, understand
from workshop.provenance.facts import Head
from workshop.provenance.queries import find_head
from workshop.public.answers import has_it, kept_page, with_policy
from workshop.public.door import chosen, missed, public_blueprint, ways
from workshop.public.pages import Pages
from workshop.public.scans import Scans, note_scan
from workshop.public.sheets import edition
from workshop.public.telling import drawn, page_of, render
from workshop.web import done_reading, reading, shoproom
from workshop.wording import language

bp = public_blueprint("public")


@bp.get("/p/<path:typed>")
@bp.get("/P/<path:typed>")
@open_to_all
def page(typed: str) -> ResponseReturnValue:
    """The page of a code. Spelled as it is kept it is served at both addresses; every other spelling is sent on to it."""
    if not is_code(typed):
        code = understand(typed)
        return redirect(f"/p/{code}{chosen()}", 308) if code else missed()
    head = find_head(reading(), typed)
    if head is None:
        return missed()
    on = today(head)
    if passing_by() is not None:
        return _for_staff(head, on)
    note_scan(shoproom(), scans(current_app), request, head.piece_id)
    response = kept(tag_of(head, on, "page"), lambda: _told(head, on))
    if head.in_gallery:
        del response.headers["X-Robots-Tag"]
    return response


def scans(app: Flask) -> Scans:
    """What this application counted and did not write down yet."""
    found = app.extensions.setdefault("public_scans", Scans())
    assert isinstance(found, Scans)
    return found


def today(head: Head) -> date:
    """The day where the shop is."""
    return shoproom().now().astimezone(zone_of(head.time_zone)).date()


def tag_of(head: Head, on: date, what: str) -> str:
    """A name for what is made of these rows on this day in this language: it changes with every one of them."""
    since = revision_of(reading(), head.piece_id)
    return sha256(edition() + repr((what, head, since, on, language(), chosen())).encode()).hexdigest()[:40]


def kept(tag: str, make: Callable[[], str], mimetype: str = "text/html") -> Response:
    """What has this tag: only that it is the same, or as it was last made, or made now."""
    if has_it(tag):
        return kept_page(tag, None, mimetype)
    pages = current_app.extensions.setdefault("public_pages", Pages())
    return kept_page(tag, pages.get(tag, make), mimetype)


def _for_staff(head: Head, on: date) -> Response:
    """The same page with the way to the bench above it, for who is signed in here; nobody keeps it."""
    bar = render("_bench", ways(), serial=head.serial)
    response = Response(_told(head, on).replace("<main>", f"{bar}<main>", 1))
    response.headers["Cache-Control"] = "private, no-store"
    return with_policy(response)


def _told(head: Head, on: date) -> str:
    page = page_of(reading(), head, on)
    done_reading()
    return drawn(page, ways())
