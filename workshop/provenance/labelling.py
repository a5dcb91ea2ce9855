"""Verbs of labels: a printing is noted, a tag is scanned back at its piece, own sizes are kept and put away."""

from collections.abc import Sequence

from sqlalchemy import func, select

from workshop.errors import Conflict, Invalid, NotFound
from workshop.pieces.models import Piece
from workshop.pieces.queries import lock_piece
from workshop.provenance.codes import printed, understand
from workshop.provenance.label import Box, Label, marks_of
from workshop.provenance.label_models import LabelPrint, LabelSize, TagCheck
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.provenance.stock import Stock, check_stock
from workshop.wording import _
from workshop.writing import Writing

MOST_COPIES = 100
_SAMPLE = Label("A" * 23, "0" * 13, "R-0000", "", is_practice=False)


def note_printing(writing: Writing, tags: Sequence[int], stock: Stock, copies: int) -> None:
    """These tags are put on paper. One statement for up to a thousand."""
    noted = {"format": stock.key, "copies": copies, "at": writing.at, "by_id": writing.by.id}
    writing.add_all(LabelPrint, [{"tag_id": tag, **noted} for tag in tags])


def check_tag(writing: Writing, serial: str, scanned: str) -> str:
    """The tag that was scanned at this piece; returns its code. Scanned again it changes nothing.

    Raises Invalid for what is no tag, Conflict for a withdrawn tag and for another piece's.
    """
    standing = lock_piece(writing.session, serial)
    code = understand(scanned)
    if code is None:
        sentence = _("This is no tag. Scan the tag on the piece, or type the code under its QR code.")
        raise Invalid(sentence, slug="not-a-tag", field="text")
    found = writing.session.execute(
        select(Tag.id, Tag.piece_id, Piece.serial, TagWithdrawal.id.label("ended"), TagCheck.id.label("checked"))
        .join(Piece, Piece.id == Tag.piece_id)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .outerjoin(TagCheck, TagCheck.tag_id == Tag.id)
        .where(Tag.code == code)
    ).one_or_none()
    if found is None:
        sentence = _("No piece here has the tag {code}: it is another workshop’s, or was misread.", code=printed(code))
        raise NotFound(sentence, slug="no-such-tag", field="text")
    if found.piece_id != standing.piece_id:
        sentence = _("This tag belongs to {other}, not to {serial}. Take it off.", other=found.serial, serial=serial)
        raise Conflict(sentence, slug="another-pieces-tag", field="text")
    if found.ended is not None:
        sentence = _("This tag was withdrawn. Take it off and fix the new one.")
        raise Conflict(sentence, slug="tag-withdrawn", field="text")
    if found.checked is None:
        writing.add(TagCheck, tag_id=found.id, at=writing.at, by_id=writing.by.id)
    return code


def keep_size(writing: Writing, size: Stock) -> str:
    """A label size of the shop's own; returns its code. Raises Invalid when it does not fit its paper or holds no code."""
    check_stock(size)
    marks_of(_SAMPLE, size, Box(0, 0, size.width * 72 / 25_400, size.height * 72 / 25_400))
    number = writing.session.scalar(select(func.count()).select_from(LabelSize)) or 0
    code = f"own-{number + 1}"
    writing.add(
        LabelSize,
        code=code,
        name=size.name,
        paper=size.paper,
        shape=size.shape,
        dpi=size.dpi,
        width_um=size.width,
        height_um=size.height,
        head_um=size.head,
        across=size.across,
        down=size.down,
        left_um=size.left,
        top_um=size.top,
        step_x_um=size.step_x,
        step_y_um=size.step_y,
        retired_at=None,
        at=writing.at,
        by_id=writing.by.id,
    )
    return code


def retire_size(writing: Writing, code: str) -> None:
    """Put a size of the shop's own away. Repeated it changes nothing. Raises NotFound."""
    row = writing.session.execute(
        select(LabelSize.id, LabelSize.retired_at).where(LabelSize.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound(_("There is no such label size here."), slug="no-such-format", field="code")
    if row.retired_at is None:
        writing.change(LabelSize, row.id, retired_at=writing.at)
