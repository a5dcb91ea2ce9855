"""The first start: a link that makes the owner, once, while there is none."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from workshop.errors import Conflict
from workshop.people.actions import add_person, keep_shop, set_password
from workshop.people.brief import brief
from workshop.people.models import Invitation, Person
from workshop.people.secrets import digest_of, new_secret
from workshop.people.tablets import enrol_device, use_invitation
from workshop.shoproom import Shoproom
from workshop.wording import _
from workshop.writing import Actor, Writing

OWNER_LINK_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Opening:
    """What the first owner says: the shop, their name, which roles besides owner they have."""

    shop: dict[str, str | None]
    name: str
    roles: tuple[str, ...]
    password_hash: str
    tablet_name: str
    tablet_key: str


def has_owner(session: Session) -> bool:
    return session.scalar(select(Person.id).where(Person.active == True, Person.is_owner == True).limit(1)) is not None


def first_owner_link(room: Shoproom) -> str | None:
    """The secret of a new link /setup/<secret>, good for a day and once; None as soon as there is an owner. Earlier links end."""
    secret = new_secret()
    with brief(room.database) as session:
        if has_owner(session):
            return None
        earlier = update(Invitation).where(Invitation.purpose == "owner", Invitation.used_at.is_(None))
        session.execute(earlier.values(expires_at=room.now()))
        session.execute(
            insert(Invitation),
            {"digest": digest_of(secret), "purpose": "owner", "expires_at": room.now() + OWNER_LINK_LASTS},
        )
    return secret


def open_shop(writing: Writing, secret: str, opening: Opening) -> None:
    """The shop's details, its owner and the owner's browser as the first tablet. Raises NotFound for a used link, and Conflict."""
    use_invitation(writing, secret, "owner")
    if has_owner(writing.session):
        raise Conflict(_("The shop has an owner already. Sign in, or ask them."), slug="owner-there")
    keep_shop(writing, dict(opening.shop))
    owner_id = add_person(writing, opening.name, ("owner", *opening.roles))
    set_password(writing, owner_id, opening.password_hash)
    subject = writing.session.execute(select(Person.subject).where(Person.id == owner_id)).scalar_one()
    writing.by = Actor(owner_id, subject)
    enrol_device(writing, name=opening.tablet_name, key=opening.tablet_key)
