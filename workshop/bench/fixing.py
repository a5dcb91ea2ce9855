"""A tag that is scanned for the first time: at the page of its piece it is matched, and counts as fixed."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.bench.card import known_serial
from workshop.bench.scanning_leads import Lead
from workshop.pieces.models import Piece
from workshop.provenance.codes import understand
from workshop.provenance.label_models import TagCheck
from workshop.provenance.labelling import check_tag
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.web import do, reading
from workshop.wording import _


def fixed_by_scan(text: str, scanned_before: str | None) -> Lead | None:
    """What is told of a tag that counts and is not fixed yet; None of everything else.

    After its own piece it is fixed at once; after another piece it may be on the wrong one; alone, nobody knows yet.
    """
    serial = _loose_tag(reading(), text)
    if serial is None:
        return None
    page = url_for("tags.tag", serial=serial)
    if scanned_before == serial:
        do("check tag", lambda w: {"code": check_tag(w, known_serial(serial), text)})
        return Lead(page, serial, _("The tag of {serial} is the right one, and counts as fixed.", serial=serial))
    if scanned_before:
        said = _(
            "This is the tag of {serial}, and {other} was before you. Is it on the right piece?",
            serial=serial,
            other=scanned_before[:60],
        )
        return Lead(page, serial, said, is_warning=True)
    return Lead(page, serial, _("{serial} found. Its tag was not scanned back yet: do it here.", serial=serial))


def _loose_tag(session: Session, text: str) -> str | None:
    """The piece of a tag that counts and was not scanned back. At most one statement."""
    code = understand(text)
    if code is None:
        return None
    return session.scalar(
        select(Piece.serial)
        .join(Tag, Tag.piece_id == Piece.id)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .outerjoin(TagCheck, TagCheck.tag_id == Tag.id)
        .where(Tag.code == code, TagWithdrawal.id.is_(None), TagCheck.id.is_(None))
    )
