"""What programs do with labels: the formats, a printing noted, one label drawn, a tag scanned back, a lost one replaced."""

from sqlalchemy.orm import Session

from workshop.api import answers, bodies
from workshop.api import label_shapes as shapes
from workshop.api.office import told_tag
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.errors import Conflict, NotFound
from workshop.people.duties import MAY_LET_GO
from workshop.provenance.actions import replace_tag
from workshop.provenance.labelled import Address, labelled, own_stocks, public_address_of, without_tag
from workshop.provenance.labelling import check_tag, note_printing
from workshop.provenance.sheets import labels_pdf
from workshop.provenance.stock import STOCKS, stock_called
from workshop.wording import _
from workshop.writing import Writing


def list_formats(session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    return {
        "formats": [
            {
                "key": one.key,
                "name": _(one.name),
                "told": one.told(),
                "paper": one.paper,
                "shape": one.shape,
                "dpi": one.dpi,
                "width_um": one.width,
                "height_um": one.height,
                "a_sheet": one.a_sheet,
            }
            for one in (*STOCKS, *own_stocks(session))
        ]
    }


def print_labels(writing: Writing, typed: shapes.PrintLabels) -> Told:
    session = writing.session
    stock = stock_called(typed.format, own_stocks(session))
    pieces = list(labelled(session, typed.serials, _address(session)))
    if pieces:
        note_printing(writing, [one.tag_id for one in pieces], stock, typed.copies)
    return {
        "labels": len(pieces) * typed.copies,
        "reprints": [one.serial for one in pieces if one.prints],
        "untagged": without_tag(session, typed.serials),
        "not_whole": [one.serial for one in pieces if one.missing],
    }


def draw_label(session: Session, asked: shapes.LabelAsked, _who: Caller, *, serial: str) -> bytes:
    """Only what was noted as printed is drawn, so that no reprint goes unseen."""
    stock = stock_called(asked.format, own_stocks(session))
    found = next(labelled(session, [serial], _address(session)), None)
    if found is None:
        raise NotFound(_("{serial} has no tag that counts.", serial=serial[:60]), slug="no-such-tag")
    if not found.prints:
        sentence = _("Note the printing first (POST /labels): then the label is drawn.")
        raise Conflict(sentence, slug="printing-not-noted")
    return labels_pdf(stock, [found.label], title=serial)


def _address(session: Session) -> Address:
    found = public_address_of(session)
    if found is None:
        sentence = _("The shop has no public address yet. Practice labels are printed from the page Labels.")
        raise Conflict(sentence, slug="no-public-address")
    return found


def scan_back(writing: Writing, typed: shapes.CheckTag, serial: str) -> Told:
    return {"serial": serial, "code": check_tag(writing, serial, typed.text), "is_fixed": True}


def put_another(writing: Writing, typed: shapes.ReplaceTag, serial: str, code: str) -> Told:
    tagged = replace_tag(writing, serial, code, reason=typed.reason, note=typed.note, seen=typed.seen)
    return told_tag(serial, tagged)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/label-formats",
        "list_label_formats",
        "The label formats there are",
        "read",
        list_formats,
        shapes.Formats,
    ),
    Operation(
        "POST",
        "/labels",
        "print_labels",
        "Note that labels are printed",
        "office",
        print_labels,
        shapes.LabelsPrinted,
        shapes.PrintLabels,
        status=201,
        refuses=("no-such-format", "no-public-address"),
    ),
    Operation(
        "GET",
        "/pieces/{serial}/label",
        "draw_label",
        "The label of a piece as a PDF, once its printing is noted",
        "office",
        draw_label,
        None,
        asks=shapes.LabelAsked,
        shows="application/pdf",
        refuses=("no-such-format", "no-such-tag", "no-public-address", "printing-not-noted"),
    ),
    Operation(
        "POST",
        "/pieces/{serial}/tag/check",
        "check_tag",
        "A tag was scanned at its piece: when it is the right one it counts as fixed",
        "log",
        scan_back,
        shapes.Checked,
        shapes.CheckTag,
        status=201,
        refuses=(*PIECE, "no-such-tag", "another-pieces-tag", "tag-withdrawn", "not-a-tag"),
    ),
    Operation(
        "POST",
        "/pieces/{serial}/tag/{code}/replacement",
        "replace_tag",
        "End a lost or damaged code and give the piece another, in one step",
        "office",
        put_another,
        answers.Tagged,
        shapes.ReplaceTag,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*PIECE, "no-such-tag", "reason-unknown", "has-tag", "not-released", "not-here"),
    ),
)
