"""What all pages behind a private link share: guessing is slowed, nobody keeps them, and links that lead nowhere look alike.

The link is the secret and stands in no form: whoever sends an answer holds it already.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop.errors import NotFound, Refusal, TooMany
from workshop.filestore import FileStore
from workshop.languages import known
from workshop.languages.catalogues import speak
from workshop.people.secrets import digest_of
from workshop.provenance.queries import find_keeper
from workshop.public.misses import Misses
from workshop.public.owner_door import digest_of_form
from workshop.public.sheets import policy
from workshop.public.telling import Ways, render
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _
from workshop.writing import Actor, Intent, Writing, check_key

LONGEST_TOKEN = 100
Found = TypeVar("Found")


def by_link(find: Callable[[Session, str, datetime], Found | None], token: str) -> Found | None:
    """What `find` has for the link's digest now. Who tries many that lead nowhere has to wait. Raises TooMany."""
    found = find(reading(), digest_of(token[:LONGEST_TOKEN]), shoproom().now())
    if found is None:
        _note_miss()
    return found


def answered(
    find: Callable[[], Found | None],
    act: Callable[[Found], None],
    page: Callable[[Found, Refusal], ResponseReturnValue],
    back: str,
) -> ResponseReturnValue:
    """What was sent by a link is done, and leads back; refused, the page is shown again as things stand then."""
    found = find()
    if found is None:
        return unknown_link()
    try:
        act(found)
    except Refusal as refusal:
        again = find()
        return unknown_link() if again is None else page(again, refusal)
    return private(Response(status=303, headers={"Location": back}))


def _note_miss() -> None:
    """Another link that leads nowhere; who tries many has to wait. Raises TooMany."""
    now = shoproom().now()
    misses = current_app.extensions.setdefault("link_misses", Misses())
    wait_s = misses.wait_s(request.remote_addr, now)
    if wait_s:
        sentence = _(
            "You tried many links that lead nowhere. Wait {minutes} minutes, then try again.", minutes=-(-wait_s // 60)
        )
        raise TooMany(sentence, slug="too-many", retry_after=wait_s)
    misses.add(request.remote_addr, now)


def do_by_link(verb: str, subject: str, act: Callable[[Writing], object]) -> None:
    """Once for the form's request key, by nobody who works here."""
    done_reading()

    def told(writing: Writing) -> dict[str, object]:
        act(writing)
        return {}

    key = check_key(request.form.get("request_key"))
    shoproom().do(Intent(verb, Actor(None, subject), shoproom().now(), key, digest_of_form()), told)


def photo_file(name: str | None) -> Response:
    """A photo that the link's holder may see; the one answer of all unknown links for another."""
    if name is None:
        return unknown_link()
    done_reading()
    try:
        response = Response(FileStore(shoproom().settings.data_dir).open_file(name), content_type="image/jpeg")
    except NotFound:
        return unknown_link()
    return private(response)


def unknown_link() -> Response:
    """The same for a link that never was, was ended, or is over."""
    keeper = find_keeper(reading(), _("Workshop"))
    told = render("link_unknown", Ways(chosen_language()), shop=keeper)
    return private(Response(told, 404))


def private(response: Response) -> Response:
    """Kept by nobody, found by no search engine, and its address told to nobody."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = policy().replace("style-src ", "style-src 'self' ")
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def as_chosen() -> None:
    """The language in the address wins over what the browser asks for."""
    if chosen := known(request.args.get("lang")):
        speak(chosen)


def chosen_language() -> str:
    """What an address goes on with, so that the language which was chosen stays."""
    chosen = known(request.args.get("lang"))
    return f"?lang={chosen}" if chosen else ""
