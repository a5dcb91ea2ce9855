"""How an operation is declared: one value from which its address, its checks and its description all follow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from workshop.access import Present
from workshop.api.bodies import Body, Nothing, Query

Scope = Literal["read", "log", "inspect", "office"]
SCOPES: dict[str, str] = {
    "read": "Read pieces, designs, inspections, lots, papers, books and lists.",
    "log": "Make pieces, record what happens to them, send photos; issue and return material, melt, weigh.",
    "inspect": "Inspect: each verdict is signed by the token's person, who must be an inspector.",
    "office": "Designs, editions, tags, departures, people; suppliers, documents, lots that come in, settlements, costs.",
}
Method = Literal["GET", "POST", "PUT"]


@dataclass(frozen=True)
class Operation:
    """One thing that a program may ask.

    `does` of a GET is called with session, query, who is here, and what stands in the path; of a write with the open
    writing, the body, and the path. `picture`: the body is a raw picture, handed over as stored. `roles`: the token's
    person needs one of them. `refuses`: the problems that only this operation has.
    `files`: the body is a document's file as it is, or JSON; handed over as `Sent`.
    `reveals`: what the answer says besides what is stored of it, made of the body each time: a secret that is kept nowhere.
    `shows`: the answer is no JSON but the stored file that `does` names, or what it drew, of this type.
    """

    method: Method
    path: str
    name: str
    summary: str
    scope: Scope
    does: Callable[..., Any]
    gives: type[BaseModel] | None
    takes: type[Body] | None = None
    asks: type[Query] = Nothing
    picture: bool = False
    files: bool = False
    status: int = 200
    roles: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    shows: str | None = None
    reveals: Callable[..., dict[str, Any]] | None = None

    @property
    def writes(self) -> bool:
        return self.method != "GET"


@dataclass(frozen=True)
class Sent:
    """A document that came: `content` is what was kept of its file, or the JSON in its shape; `asked` the query."""

    content: Any
    asked: Any


@dataclass(frozen=True)
class Download:
    """A stored file, by its digest, to be taken away under a name."""

    file: str
    called: str


@dataclass(frozen=True)
class Caller:
    """Who asks, and within which scopes."""

    present: Present
    scopes: frozenset[str]
