"""Letters that the shop sends with its own mail program: nothing is sent by this house."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

_SIGNS = r"[^\s@<>,;:\"()\[\]\\?&%#/]+"
_MAIL = re.compile(rf"{_SIGNS}@{_SIGNS}\.{_SIGNS}")


@dataclass(frozen=True)
class Letter:
    """What is written to somebody, and where to; `to` may be a phone number, then it is only copied or read out."""

    to: str
    subject: str
    body: str

    @property
    def mail(self) -> str:
        return mail_to(self.to, self.subject, self.body)


def mail_to(contact: str, subject: str, body: str) -> str:
    """An address that opens the letter (RFC 6068); empty for what is no mail address. Nothing in it can add a line to the letter's head."""
    if not (contact.isprintable() and _MAIL.fullmatch(contact)):
        return ""
    written = "\r\n".join(_plain(line) for line in body.splitlines())
    return f"mailto:{quote(contact, safe='@')}?subject={quote(_plain(subject), safe='')}&body={quote(written, safe='')}"


def _plain(line: str) -> str:
    """One line, without signs that steer a device."""
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in line).split())
