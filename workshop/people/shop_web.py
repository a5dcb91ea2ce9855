"""The shop's own details, as every page of one request reads them."""

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask import current_app, g, request

from workshop.people.models import Shop
from workshop.people.queries import find_shop
from workshop.web import reading

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def the_shop() -> Shop | None:
    """The shop's own details, read once a request and left for the frame of the page; None before it is set up."""
    if "shop" not in g:
        g.shop = find_shop(reading())
    found = g.shop
    assert found is None or isinstance(found, Shop)
    return found


def local_day(at: datetime) -> str:
    """22 Nov, where the shop is."""
    return format_skeleton("MMMd", _here(at), locale="en")


def local_moment(at: datetime) -> str:
    """22 Nov, 14:05, where the shop is."""
    return f"{local_day(at)}, {_here(at):%H:%M}"


def _here(at: datetime) -> datetime:
    shop = the_shop()
    return at.astimezone(ZoneInfo(shop.time_zone if shop else "UTC"))


def whole_address(path: str) -> str:
    """The path as another device in the shop can open it, by an address that the request did not choose.

    By the shop's public address when this page came from there, else by the one chosen at the start; the path alone when neither will do.
    """
    shop = the_shop()
    if shop and shop.public_address and request.host.lower() == _host_of(shop.public_address):
        return f"{request.scheme}://{request.host}{path}"
    chosen: str = current_app.config.get("ADDRESS", "")
    if not chosen or urlsplit(chosen).hostname in LOOPBACK:
        return path
    return chosen.rstrip("/") + path


def _host_of(address: str) -> str:
    return urlsplit(address if "://" in address else f"//{address}").netloc.lower()
