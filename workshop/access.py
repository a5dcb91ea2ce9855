"""Who may come in: closed by default, each view says for whom it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import g

from workshop.errors import Forbidden, NotSignedIn
from workshop.wording import _
from workshop.writing import Actor

View = TypeVar("View", bound=Callable[..., Any])
OPEN = "_open_to_all"
ROLES = "_open_to_roles"
GOES_OUT = "_goes_out"


@dataclass(frozen=True)
class Present:
    """Who is here: the person behind this request, as the sign-in found them."""

    id: int
    subject: str
    name: str
    roles: frozenset[str]
    sign_in_id: int
    device_id: int | None
    by_password: bool

    @property
    def actor(self) -> Actor:
        return Actor(self.id, self.subject)


def open_to_all(view: View) -> View:
    """A view that needs nobody signed in; it must not ask who is here."""
    setattr(view, OPEN, True)
    return view


def open_to(*roles: str) -> Callable[[View], View]:
    """A view for people with one of these roles ("owner", "artisan", "inspector"); none named: for everybody who works here."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            require_role(*roles)
            return view(*args, **kwargs)

        setattr(checked, ROLES, roles)
        return checked  # type: ignore[return-value]

    return decorate


def goes_out(view: View) -> View:
    """A file with names or prices in it: whoever takes it away signed in a moment ago. Stands below `open_to`."""
    setattr(view, GOES_OUT, True)
    return view


def present() -> Present:
    """Who is here. Raises NotSignedIn."""
    who = g.get("present")
    if who is None:
        raise NotSignedIn(_("Sign in first."), slug="not-signed-in")
    assert isinstance(who, Present)
    return who


def require_role(*roles: str) -> Present:
    """Who is here, when they have one of the roles. Raises NotSignedIn or Forbidden."""
    who = present()
    if roles and not who.roles & set(roles):
        raise Forbidden(
            _("This is for {roles}. Ask the owner if you need it.", roles=", ".join(_(role) for role in roles)),
            slug="not-your-role",
        )
    return who


def is_declared(view: Callable[..., Any]) -> bool:
    """Whether a view says for whom it opens; one that does not is closed to everybody."""
    return getattr(view, OPEN, False) or hasattr(view, ROLES)
