"""How public answers are sent: what may be kept and how long, packed where the browser takes it, one tag for each spelling."""

from flask import Response, request

from workshop.public.pages import Kept, packed
from workshop.public.sheets import policy

KEPT_S = 30
FOR_EVER_S = 365 * 24 * 3600
PACKED = "-gzip"
SMALLEST_PACKED = 600  # bytes; what is smaller fits into one packet anyway


def kept_page(tag: str, page: Kept | None, mimetype: str = "text/html") -> Response:
    """The page under its tag, in the spelling that was asked for; None: it is still the same."""
    packs = takes_gzip()
    if page is None:
        response = Response(status=304, mimetype=mimetype)
    else:
        response = Response(page.packed if packs else page.plain, mimetype=mimetype)
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    response.set_etag(tag + PACKED * packs)
    response.vary.add("Accept-Encoding")
    return with_policy(kept_for(response, KEPT_S))


def has_it(tag: str) -> bool:
    """Whether the browser holds the page of this tag, in either spelling."""
    return any(request.if_none_match.contains(one) for one in (tag, tag + PACKED))


def kept_for(response: Response, seconds: int) -> Response:
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    return response


def with_policy(response: Response, *, may_be_listed: bool = False) -> Response:
    response.headers["Content-Security-Policy"] = policy()
    if not may_be_listed:
        response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    return response


def takes_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0


def pack(response: Response) -> Response:
    """A page that is made for one request only, packed where the browser takes it."""
    if response.mimetype != "text/html" or "Content-Encoding" in response.headers or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    plain = response.get_data()
    if takes_gzip() and len(plain) >= SMALLEST_PACKED:
        response.set_data(packed(plain))
        response.headers["Content-Encoding"] = "gzip"
    return response


def as_file(text: str, name: str, kind: str) -> Response:
    """A text to be kept as a file of that name and media type."""
    answer = Response(text, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
