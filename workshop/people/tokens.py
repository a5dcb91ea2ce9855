"""Verbs over API tokens: made and shown once, revoked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.errors import Conflict, Invalid, NotFound
from workshop.people.models import ApiToken, Person
from workshop.people.secrets import is_hex, new_secret, token_digest
from workshop.people.signing_in import MARK_DIGITS, mark_of
from workshop.shoproom import Shoproom
from workshop.wording import _
from workshop.writing import NOBODY, Intent, Writing

SCOPES = ("read", "log", "inspect", "office")
CALENDAR = "calendar"  # for an address that tells due dates, and nothing else
KNOWN = (*SCOPES, CALENDAR)


@dataclass(frozen=True)
class Shown:
    """One token as a page shows it; the token itself is known to its holder only."""

    mark: str
    label: str
    person: str
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None


def all_tokens(session: Session) -> list[Shown]:
    """The tokens that count, then those revoked, newest first. One statement."""
    rows = session.execute(
        select(ApiToken, Person.name)
        .join(Person, Person.id == ApiToken.person_id)
        .order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
    )
    return [Shown(mark_of(t.digest), t.label, name, t.scopes.split(), t.created_at, t.revoked_at) for t, name in rows]


def create_token(
    writing: Writing, person_id: int, scopes: Iterable[str], *, label: str, secret_key: str, token: str | None = None
) -> str:
    """A key with which a program acts as this person; returned this once, only its digest is kept. Raises Invalid and Conflict."""
    asked = set(scopes)
    if not asked or asked - set(KNOWN):
        raise Invalid(
            _("A token has one or more of the scopes {scopes}.", scopes=", ".join(KNOWN)),
            slug="scope-unknown",
            field="scopes",
        )
    if writing.session.scalar(select(Person.helps_until).where(Person.id == person_id)) is not None:
        raise Conflict(_("Somebody who helps for some days has no token."), slug="helps-only", field="person")
    token = token or new_secret()
    writing.add(
        ApiToken,
        digest=token_digest(token, secret_key),
        person_id=person_id,
        scopes=" ".join(one for one in KNOWN if one in asked),
        label=label,
        created_at=writing.at,
    )
    return token


def create_token_for(room: Shoproom, name: str, scopes: Iterable[str], *, label: str = "") -> str:
    """The same from the console, for the person of that name. Raises NotFound and Invalid."""
    token, asked = new_secret(), list(scopes)

    def act(writing: Writing) -> dict[str, str]:
        everybody = writing.session.execute(select(Person.id, Person.name).where(Person.active == True)).all()
        found = [one.id for one in everybody if one.name.casefold() == name.strip().casefold()]
        if not found:
            raise NotFound(_("Nobody here is called {name}.", name=name), slug="person-unknown", field="person")
        create_token(
            writing,
            found[0],
            asked,
            label=label or _("made at the console"),
            secret_key=room.settings.secret_key,
            token=token,
        )
        return {}

    room.do(Intent("create token", NOBODY, room.now(), key=uuid4().hex, body="console"), act)
    return token


def revoke_token(writing: Writing, mark: str) -> None:
    """The token counts no longer. Raises NotFound."""
    with_mark = select(ApiToken.id, ApiToken.revoked_at).where(ApiToken.digest.startswith(mark))
    found = writing.session.execute(with_mark).all() if is_hex(mark, MARK_DIGITS) else []
    if len(found) != 1:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    if found[0].revoked_at is None:
        writing.change(ApiToken, found[0].id, revoked_at=writing.at)
