"""The shop's own details, as every page of one request reads them."""

from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app, g, request

from workshop.days import short_date, short_day, short_moment, zone_of
from workshop.people.models import Shop
from workshop.people.queries import find_shop
from workshop.web import reading, shoproom

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def the_shop() -> Shop | None:
    """The shop's own details, read once a request and left for the frame of the page; None before it is set up."""
    if "shop" not in g:
        g.shop = find_shop(reading())
    found = g.shop
    assert found is None or isinstance(found, Shop)
    return found


def zone() -> ZoneInfo:
    """The time zone where the shop is."""
    shop = the_shop()
    return zone_of(shop.time_zone if shop else None)


def today() -> date:
    """The day where the shop is."""
    return shoproom().now().astimezone(zone()).date()


def local_day(at: datetime) -> str:
    """22 Nov, where the shop is."""
    return short_day(at, zone())


def local_date(at: datetime) -> str:
    """22 Nov 2026, where the shop is."""
    return short_date(at, zone())


def local_moment(at: datetime) -> str:
    """22 Nov, 14:05, where the shop is."""
    return short_moment(at, zone())


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


def customer_address(path: str) -> str:
    """The path as somebody outside of the shop can open it: at its public address, once there is one."""
    shop = the_shop()
    if shop is None or not shop.public_address:
        return whole_address(path)
    public = shop.public_address.rstrip("/")
    return (public if "://" in public else f"https://{public}") + path


def _host_of(address: str) -> str:
    return urlsplit(address if "://" in address else f"//{address}").netloc.lower()
