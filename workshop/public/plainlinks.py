"""Addresses of the served site as ways between plain files: relative, so that they hold on any webspace and on a disk.

`/p/<CODE>` becomes `P/<CODE>/index.html`, and so on; the folders' own pages are named in full, since a disk shows no index.
"""

import re
from pathlib import PurePosixPath

from workshop.provenance.codes import is_code

HOME, VERIFY, ICON = "P/index.html", "P/verify.html", "P/favicon.svg"
_SERVED = {"/p/": HOME, "/p/verify.html": VERIFY, "/static/icons/favicon.svg": ICON}
_ATTRIBUTE = re.compile(r'\b(href|src|action)="(/[^"]*)"')
_SOURCES = re.compile(r'\bsrcset="([^"]*)"')
_GALLERY = re.compile(
    r"/gallery(/[1-9][0-9]*)?"
)  # stands below P, because a site of one's own may have a gallery already
_PIECE = re.compile(r"/[pP]/([^/?#.]+)(/[^?#]+|\.json)?")


def plain(page: str, path: str, home: str = HOME, language: str = "") -> str:
    """The page as the file of that path; `home` is the lookup in its language, `language` the folder of its pages in it, if any."""
    page = page.replace('href="/p/"', f'href="{relative(path, home)}"')
    page = _ATTRIBUTE.sub(lambda found: f'{found[1]}="{way(path, found[2], language)}"', page)
    return _SOURCES.sub(lambda found: f'srcset="{_sources(found[1], path)}"', page)


def way(path: str, address: str, language: str = "") -> str:
    """From the file of that path to what an address of the served site leads to."""
    return relative(path, file_of(address, language))


def relative(path: str, target: str) -> str:
    """From one file to another."""
    here, there = PurePosixPath(path).parent.parts, PurePosixPath(target).parts
    shared = next(
        (at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there))
    )
    return "/".join([".."] * (len(here) - shared) + list(there[shared:]))


def file_of(address: str, language: str = "") -> str:
    """The file of an address. Raises LookupError for one that has none, so that no page leads nowhere."""
    plain_address = re.split(r"[?#]", address)[0]
    if plain_address in _SERVED:
        return _SERVED[plain_address]
    index = f"/{language}/index.html" if language else "/index.html"
    if found := _GALLERY.fullmatch(plain_address):
        return f"P/gallery{found[1] or ''}{index}"
    found = _PIECE.fullmatch(plain_address)
    if found is None or not is_code(found[1]):
        raise LookupError(f"{address} is no address of the published site")
    return f"P/{found[1]}{found[2] or index}"


def _sources(listed: str, path: str) -> str:
    """srcset="/p/…/1.jpg?v=… 640w, …": each address on its own."""
    parts = (one.strip().split(" ") for one in listed.split(","))
    return ", ".join(
        " ".join([way(path, address) if address.startswith("/") else address, *rest]) for address, *rest in parts
    )
