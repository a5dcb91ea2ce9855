"""The form that says of an imported piece that it was made before records, and who may have made it."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop import forms
from workshop.access import Present
from workshop.bench.card import Card
from workshop.bench.pages import Options, Pane
from workshop.errors import Invalid
from workshop.people.models import Person
from workshop.pieces.earlier import NOT_KNOWN
from workshop.web import reading
from workshop.wording import _


def makers(session: Session) -> Options:
    """Everybody who ever worked here, after “not known”. One statement."""
    people = session.execute(select(Person.subject, Person.name).order_by(Person.name))
    return [(NOT_KNOWN, _("Not known")), *((one.subject, one.name) for one in people)]


def typed_maker() -> int | None:
    """Who made a piece that was made before records; None is not known. Raises Invalid."""
    subject = forms.text("maker")
    if subject is None or subject == NOT_KNOWN:
        return None
    found = reading().scalar(select(Person.id).where(Person.subject == subject))
    if found is None:
        raise Invalid(_("There is no such person here."), slug="no-such-person", field="maker")
    return found


def made_pane(card: Card, _who: Present) -> Pane:
    return Pane(
        "made",
        _("Made before records"),
        url_for("piece.events", serial=card.serial),
        _("It was made before records"),
        sub=_("Its stages stay “not recorded”. It is then inspected like any other piece."),
        go_note=_("Next: its inspection"),
        fields=("maker", "weight", "division", "note"),
        hidden={"kind": "made_before"},
        options={"maker": makers(reading())},
        values={"maker": NOT_KNOWN},
    )
