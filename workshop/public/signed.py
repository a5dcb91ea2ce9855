"""The signed file that an owner keeps, and the page that says whether it is right: one file, which needs no network."""

from base64 import b64encode
from datetime import date
from hashlib import sha256
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from workshop.public.sheets import HOUSE
from workshop.public.telling import PublishedTold, Ways, render
from workshop.public.verdicts import words_of_verdicts
from workshop.signing import SigningKey
from workshop.wording import _, language

FORM = "workshop-signed/1"


def signed_file(snapshot: dict[str, Any], key: SigningKey, on: date, version: int) -> bytes:
    """What the workshop says of the piece on that day, under its signature. `version` 0: it was never published."""
    told = {"form": FORM, "as_of": on.isoformat(), "language": language(), "version": version, "passport": snapshot}
    return key.sign(told)


def verify_page(key: SigningKey, shop: str) -> str:
    """The page that knows the shop's key, in the language that is spoken."""
    told = {"title": _("Check a signed file"), "keeper": shop, "number": key.number}
    as_file = Ways(published=PublishedTold(date.min))  # served too it is kept on disks, so it names no other file
    return render("verify", as_file, parts=_parts(key, shop), policy=policy(), **told)


def _parts(key: SigningKey, shop: str) -> Markup:
    """What the script reads, and the script: our own file and JSON in which no tag can begin."""
    parts = (
        ("key", htmlsafe_json_dumps(key.jwk)),
        ("words", htmlsafe_json_dumps(words_of_verdicts(shop, key.number))),
    )
    blocks = "".join(f'<script type="application/json" id="{name}">{told}</script>\n' for name, told in parts)
    return Markup(f"{blocks}<script>{script()}</script>")  # noqa: S704


def script() -> str:
    return (HOUSE / "workshop" / "static" / "verify.js").read_text("utf-8").strip()


def policy() -> str:
    """Its own script and style run, nothing is fetched and nothing sent."""
    digest = b64encode(sha256(script().encode()).digest()).decode()
    return f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
