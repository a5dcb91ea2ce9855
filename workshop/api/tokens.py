"""Who a token is: one statement finds the token, its person, and the answer that its request was given before."""

from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from workshop.access import Present
from workshop.api.operations import Caller, Operation
from workshop.database import fetch
from workshop.errors import Forbidden, NotSignedIn
from workshop.people.duties import roles_of
from workshop.people.models import ApiToken, Person
from workshop.people.secrets import token_digest
from workshop.wording import _
from workshop.writing import RequestKey

_TOKEN = (
    select(
        ApiToken.scopes,
        Person.id.label("who_id"),
        Person.subject,
        Person.name,
        Person.is_owner,
        Person.is_artisan,
        Person.is_inspector,
        RequestKey.person_id,
        RequestKey.body,
        RequestKey.answer,
    )
    .join(Person, Person.id == ApiToken.person_id)
    .outerjoin(RequestKey, RequestKey.key == bindparam("key"))
    .where(and_(ApiToken.digest == bindparam("digest"), ApiToken.revoked_at.is_(None), Person.active == True))
)
LONGEST_TOKEN = 200


def find_token(session: Session, header: str | None, key: str | None, *, secret_key: str) -> tuple[Caller, Any]:
    """The caller behind an Authorization header, and the row of their request's earlier answer (its `answer` None: none).

    One statement. Raises NotSignedIn for a missing, unknown or revoked token, and for somebody who left.
    """
    kind, _space, secret = (header or "").partition(" ")
    if kind.lower() != "bearer" or not secret or len(secret) > LONGEST_TOKEN:
        raise NotSignedIn(
            _("Send your token: Authorization: Bearer …. The owner makes one for you."), slug="not-signed-in"
        )
    row = fetch(session, _TOKEN, {"digest": token_digest(secret.strip(), secret_key), "key": key}).one_or_none()
    if row is None:
        raise NotSignedIn(_("This token counts no longer. Ask the owner for a new one."), slug="not-signed-in")
    roles = frozenset(roles_of(row))
    return Caller(Present(row.who_id, row.subject, row.name, roles, 0, None, False), frozenset(row.scopes.split())), row


def require_allowed(caller: Caller, operation: Operation) -> None:
    """Raises Forbidden when the token lacks the scope, or its person the role."""
    if operation.scope not in caller.scopes:
        raise Forbidden(
            _("This token is not for that: it needs the scope “{scope}”.", scope=operation.scope), slug="scope-missing"
        )
    if operation.roles and not caller.present.roles & set(operation.roles):
        raise Forbidden(
            _("This is for {roles}. Ask the owner if you need it.", roles=", ".join(_(one) for one in operation.roles)),
            slug="not-your-role",
        )
