"""What an owner keeps of a piece, made of its facts in the language that is spoken: the signed file and the certificate."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from workshop.errors import NotFound
from workshop.filestore import FileStore
from workshop.provenance.facts import Facts
from workshop.provenance.passport import keeper_of
from workshop.provenance.photos import photos_first
from workshop.provenance.queries import find_photo
from workshop.public.certificate import Certified, certificate
from workshop.public.signed import signed_file
from workshop.signing import SigningKey


@dataclass(frozen=True)
class Told:
    """Under which key, on which day, as which published version (0: never published)."""

    key: SigningKey
    on: date
    version: int


def signed_of(snapshot: dict[str, Any], told: Told) -> bytes:
    return signed_file(snapshot, told.key, told.on, told.version)


def certificate_of(session: Session, facts: Facts, snapshot: dict[str, Any], told: Told, store: FileStore) -> bytes:
    head = facts.head
    return certificate(
        Certified(
            snapshot,
            keeper_of(head, facts.let_stand),
            head.public_address,
            told.key.number,
            told.on,
            told.version,
            _photo(session, facts, store),
        )
    )


def _photo(session: Session, facts: Facts, store: FileStore) -> bytes | None:
    """The small public photo of the piece; None when there is none, or its file is not there."""
    number = next((one.number for one in photos_first(facts)), None)
    names = find_photo(session, facts.head.code, number) if number else None
    try:
        return store.open_file(names[1]) if names else None
    except NotFound:
        return None
