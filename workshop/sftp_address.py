"""A folder on a server by how it is written: name@host:/folder, or sftp://name@host:port/folder. Never with a password."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from workshop.errors import CannotStart, Invalid
from workshop.wording import _

PORT = 22
_SHORT = re.compile(r"([^@/:\s]+)@([^@/:\s]+):(.+)")


@dataclass(frozen=True)
class Address:
    user: str
    host: str
    port: int
    folder: str

    def __str__(self) -> str:
        port = "" if self.port == PORT else f":{self.port}"
        return (
            f"sftp://{self.user}@{self.host}{port}{self.folder if self.folder.startswith('/') else '/./' + self.folder}"
        )


class UnknownServer(CannotStart):
    """The server was never met before; `fingerprint` is that of the key it shows."""

    def __init__(self, host: str, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        super().__init__(
            f"{host} is not known yet. It shows the key {fingerprint}. Compare it with what your provider tells, "
            f"then run publish once with --trust {fingerprint}"
        )


def is_sftp(place: str) -> bool:
    return place.startswith("sftp://")


def read_address(typed: str) -> Address:
    """user@host:/path, or sftp://user@host:port/path. Raises Invalid."""
    short = _SHORT.fullmatch(typed.strip())
    if short and not is_sftp(typed):
        return Address(short[1], short[2], PORT, short[3])
    try:
        parts = urlsplit(typed.strip())
        port = parts.port or PORT
    except ValueError as error:
        raise _no_address() from error
    if (
        parts.scheme != "sftp"
        or not parts.username
        or not parts.hostname
        or not parts.path.strip("/")
        or parts.password
    ):
        raise _no_address()
    return Address(unquote(parts.username), parts.hostname, port, unquote(parts.path).removeprefix("/./"))


def _no_address() -> Invalid:
    return Invalid(
        _("This is no place on a server. Write it like name@host.example:/folder, without a password."),
        slug="not-a-place",
        field="place",
    )
