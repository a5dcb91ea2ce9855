"""Whose address stands in the codes of tags."""

from flask import request

from workshop.people.shop_web import the_shop
from workshop.provenance.labelled import Address, in_tags


def public_address() -> str:
    shop = the_shop()
    return (shop.public_address if shop else None) or ""


def tag_address() -> Address:
    """The shop's own, else the one that this page came from, for practice tags."""
    address = public_address()
    return in_tags(address) if address else Address(request.host, request.is_secure)
