"""What would fall with a document: the pieces that say something by it, their public pages, and the owners who could be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.claims.overview import BATCH, Dependent, dependents, is_own_paper, newest_pieces
from workshop.claims.trace import find_start, lot_codes, piece_ids
from workshop.errors import NotFound
from workshop.pieces.models import PieceHead
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.wording import _


@dataclass(frozen=True)
class Falling:
    """`falls` and `stays`: pieces in which the document has a part; `pages` how many of those that fall have a public page, `left` how many have left.

    `is_cut`: only the newest pieces were judged.
    """

    document: str
    lots: tuple[str, ...]
    falls: tuple[Dependent, ...]
    stays: tuple[Dependent, ...]
    pages: int
    left: int
    is_cut: bool

    @property
    def claims(self) -> tuple[str, ...]:
        """The names of the claims that fall, each once."""
        return tuple(dict.fromkeys(name for one in self.falls for name in one.falls))


def falling(session: Session, document_code: str, on: date) -> Falling:
    """What would fall with this document, and what stays. Six statements more than `facts_of`. Raises NotFound."""
    start = find_start(session, document_code)
    if start.kind != "document":
        raise NotFound(_("There is no document {code}.", code=document_code[:40]), slug="no-such-document")
    most = BATCH + 1
    found = newest_pieces(session, most) if is_own_paper(session, start.id) else piece_ids(session, start, most)
    judged = dependents(session, found[:BATCH], start.code, on)
    falls = tuple(one for one in judged if one.falls)
    some = [one.piece_id for one in falls]
    return Falling(
        start.code,
        tuple(lot_codes(session, start)),
        falls,
        tuple(one for one in judged if not one.falls),
        len(pages_of(session, some)),
        _left(session, some),
        len(found) > BATCH,
    )


def pages_of(session: Session, piece_ids: Sequence[int]) -> dict[int, str]:
    """The code that counts of each of these pieces that has one. One statement."""
    wanted = (
        select(Tag.piece_id, Tag.code)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.piece_id.in_(piece_ids), TagWithdrawal.id.is_(None))
    )
    return {row.piece_id: row.code for row in session.execute(wanted)}


def _left(session: Session, piece_ids: Sequence[int]) -> int:
    wanted = select(PieceHead.piece_id).where(PieceHead.piece_id.in_(piece_ids), PieceHead.state == "away")
    return len(session.scalars(wanted).all())
