"""What stands beside a page: its facts as JSON, and the picture that links to it are shown with."""

from flask import Response
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all
from workshop.provenance.codes import is_code
from workshop.provenance.facts import Head
from workshop.provenance.queries import find_head, find_photo
from workshop.public.answers import KEPT_S, has_it, kept_for, with_policy
from workshop.public.card import card_of, card_png
from workshop.public.door import chosen, missed, public_blueprint
from workshop.public.linked import own_json
from workshop.public.piece import kept, tag_of, today
from workshop.public.telling import page_of
from workshop.web import done_reading, reading, shoproom

bp = public_blueprint("public_data")


@bp.get("/p/<code>.json")
@open_to_all
def data(code: str) -> ResponseReturnValue:
    """The facts of the page, for programs of anybody."""
    head = _head(code)
    if head is None:
        return missed()
    on = today(head)
    response = kept(tag_of(head, on, "json"), lambda: own_json(page_of(reading(), head, on), on), "application/json")
    if not chosen():
        response.vary.add("Accept-Language")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.get("/p/<code>/card.png")
@open_to_all
def card(code: str) -> ResponseReturnValue:
    """The picture for a link to the page. A tag that counts no longer has none."""
    head = _head(code)
    if head is None or head.withdrawn_at is not None:
        return missed()
    on = today(head)
    tag = tag_of(head, on, "card")
    response = Response(status=304) if has_it(tag) else Response(_drawn(head, code), mimetype="image/png")
    response.set_etag(tag)
    if not chosen():
        response.vary.add("Accept-Language")
    return with_policy(kept_for(response, KEPT_S))


def _head(code: str) -> Head | None:
    return find_head(reading(), code) if is_code(code) else None


def _drawn(head: Head, code: str) -> bytes:
    page = page_of(reading(), head, today(head))
    passport = page.passport
    assert passport is not None
    names = find_photo(reading(), code, passport.photos[0].number) if passport.photos else None
    done_reading()
    return card_png(card_of(page, names[0] if names else None), shoproom().settings.data_dir)
