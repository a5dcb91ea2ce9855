"""What an entry of the outbox tells besides its form: which entries of the same person went before it."""

from flask import request

from workshop import forms
from workshop.access import present
from workshop.bench.card import known_serial
from workshop.pieces.queries import own_change
from workshop.web import reading

MOST_BEFORE = 100


def last_seen(serial: str) -> int:
    """The last change that the person knew of: that on the page, or since then their own, by an entry that they had queued before.

    The page that an entry was saved on cannot show what the entries before it were going to change. At most one statement.
    """
    before = request.form.getlist("after")[:MOST_BEFORE]
    own = own_change(reading(), known_serial(serial), before, present().id) if before else None
    return forms.seen() or 0 if own is None else own
