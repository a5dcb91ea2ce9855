"""Letters to people: an address that opens one in the shop's own mail program."""

import re
from urllib.parse import quote

_MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\?&%#/]+@[^\s@<>,;:\"()\[\]\\?&%#/]+\.[^\s@<>,;:\"()\[\]\\?&%#/]+")


def mail_to(contact: str, body: str = "") -> str:
    """An address that opens a letter; empty for what is no mail address. Nothing in it can add a line to the letter's head."""
    if not _MAIL.fullmatch(contact):
        return ""
    return f"mailto:{quote(contact, safe='@')}" + (f"?body={quote(body, safe='')}" if body else "")
