"""The server's side of the outbox: the same forms to the same addresses, under the name of who saved them, answered for a program."""

from flask import Flask, Response, current_app, g, get_flashed_messages, request, template_rendered
from flask_wtf.csrf import CSRFProtect

from workshop.access import present
from workshop.errors import Conflict, Refusal
from workshop.staleforms import is_from_here
from workshop.web import problem
from workshop.wording import _

PERSON, WHEN = "X-Outbox-Person", "X-Outbox-When"


class Csrf(CSRFProtect):  # type: ignore[misc]
    """A form needs its token, which is stale in an entry that waited.

    An entry instead carries a header that no other site's form can send, and that no other site's script may send without being
    asked for by us, which we never do; and its browser says that it comes from here.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        if not is_entry():
            super().protect(apply_exemptions=apply_exemptions)


def set_up(app: Flask) -> None:
    """To be called before the check for forgery is set up, so that who is here is judged first."""
    app.before_request(_mark)
    app.before_request(_only_in_their_own_name)
    app.after_request(_answer)
    template_rendered.connect(_keep_refusal, app)


def is_entry() -> bool:
    """Whether this request is an entry of our own page's outbox."""
    return request.method == "POST" and PERSON in request.headers and is_from_here()


def is_later() -> bool:
    """Whether a device sends by itself what was saved before: then nobody need be there."""
    return is_entry() and request.headers.get(WHEN) != "now"


def _mark() -> None:
    g.by_outbox = is_entry()


def _only_in_their_own_name() -> None:
    """Nothing is read of the form yet, and the request key is not used up."""
    if g.by_outbox and present().subject != request.headers[PERSON]:
        raise Conflict(
            _("Somebody else is signed in here. This waits until the person who saved it signs in again."),
            slug="another-person",
        )


def _keep_refusal(_app: Flask, context: dict[str, object], **_more: object) -> None:
    if g.get("by_outbox"):
        g.refusal = context.get("refusal")


def _answer(response: Response) -> Response:
    """A page becomes what it says: where it goes on, or why it was refused."""
    if not g.get("by_outbox"):
        return response
    refusal = g.get("refusal")
    if isinstance(refusal, Refusal):
        return problem(response.status_code, refusal.sentence, refusal.slug, field=refusal.field)
    if response.status_code >= 400:
        return response
    # Who waits for the answer reads on the next page what was saved; of what was sent later nobody asks there.
    said = get_flashed_messages() if is_later() else []
    told = {"done": True, "address": response.location or "", "said": said}
    answer = Response(current_app.json.dumps(told), content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
