"""Verbs of a report that a piece is lost or stolen: by its owner, confirmed by the workshop, disputed, renewed, ended."""

from datetime import timedelta

from sqlalchemy import select

from workshop.aftercare.claiming import end_secret, new_subject, require_owner
from workshop.aftercare.models import LossReport
from workshop.aftercare.queries import Held, next_number, report_of
from workshop.errors import Conflict, Invalid, NotFound
from workshop.pieces.queries import lock_piece
from workshop.wording import N_, _
from workshop.writing import Writing

KINDS = {"lost": N_("Lost"), "stolen": N_("Stolen")}
TERM = timedelta(days=365)


def report_loss(writing: Writing, held: Held, kind: str) -> None:
    """The owner reports it; its page says so once the workshop confirmed it. A secret for the next owner opens nothing more. Repeated, it changes nothing. Raises Invalid and NotFound."""
    if kind not in KINDS:
        raise Invalid(_("Choose lost or stolen."), slug="kind-unknown", field="kind")
    require_owner(writing, held)
    if report_of(writing.session, held.piece_id, writing.at) is None:
        number = next_number(writing.session, LossReport, held.piece_id)
        fixed = {"piece_id": held.piece_id, "sequence": number, "subject": new_subject()}
        term = {"at": writing.at, "ends_at": writing.at + TERM}
        end_secret(writing, held.piece_id, "withdrawn")
        writing.add(LossReport, ownership_id=held.id, kind=kind, **fixed, **term)


def renew_report(writing: Writing, held: Held) -> None:
    """It stands for another year from now. Raises NotFound and Conflict."""
    require_owner(writing, held)
    report = report_of(writing.session, held.piece_id, writing.at)
    if report is None:
        raise Conflict(_("There is no report to renew: report it anew."), slug="no-report")
    writing.change(LossReport, report.id, renewed_at=writing.at, ends_at=writing.at + TERM)


def found_again(writing: Writing, held: Held) -> None:
    """The owner has it again. Repeated, it changes nothing."""
    require_owner(writing, held)
    report = report_of(writing.session, held.piece_id, writing.at)
    if report is not None:
        writing.change(LossReport, report.id, ended_at=writing.at, ended_why="found")


def confirm_report(writing: Writing, serial: str, number: int) -> None:
    """The workshop spoke with the owner: from now on the page says it. Repeated, it changes nothing. Raises NotFound and Conflict."""
    report = _open_report(writing, serial, number)
    if report.confirmed_at is None:
        writing.change(LossReport, report.id, confirmed_at=writing.at, confirmed_by_id=writing.by.id)


def dispute_report(writing: Writing, serial: str, contact: str | None, story: str) -> None:
    """Somebody says that it is otherwise; the page tells that it is disputed. Raises Conflict when there is nothing to dispute."""
    piece_id = lock_piece(writing.session, serial).piece_id
    report = report_of(writing.session, piece_id, writing.at)
    if report is None or report.confirmed_at is None:
        raise Conflict(_("This piece is not reported, so there is nothing to dispute."), slug="no-report")
    if report.disputed_at is not None:  # once looked into, another goes to the workshop itself
        raise Conflict(_("The report is disputed already. Write to the workshop."), slug="disputed-already")
    said = {"dispute_contact": contact, "dispute_story": story}
    writing.change(LossReport, report.id, disputed_at=writing.at, **said)


def end_report(writing: Writing, serial: str, number: int, why: str) -> None:
    """The workshop ends it: not confirmed, or the dispute was right. Raises Invalid, NotFound and Conflict."""
    if why not in ("refused", "dispute"):
        raise Invalid(_("Say why it ends."), slug="reason-unknown", field="why")
    report = _open_report(writing, serial, number)
    writing.change(LossReport, report.id, ended_at=writing.at, ended_why=why)


def set_aside(writing: Writing, serial: str, number: int, reason: str) -> None:
    """The dispute was looked into and is not right: the page tells it no longer, the report stands. Repeated, it changes nothing.

    Raises Invalid without a reason, NotFound and Conflict.
    """
    if not reason.strip():
        raise Invalid(_("Say why it is set aside: the reason is kept."), slug="reason-missing", field="note")
    report = _open_report(writing, serial, number)
    if report.disputed_at is None:
        raise Conflict(_("Nobody disputes this report."), slug="not-disputed")
    if report.aside_at is None:
        told = {"aside_at": writing.at, "aside_by_id": writing.by.id, "aside_why": reason}
        writing.change(LossReport, report.id, **told)


def _open_report(writing: Writing, serial: str, number: int) -> LossReport:
    piece_id = lock_piece(writing.session, serial).piece_id
    wanted = (LossReport.piece_id == piece_id, LossReport.sequence == number)
    report = writing.session.scalar(select(LossReport).where(*wanted))
    if report is None:
        raise NotFound(_("{serial} has no such report.", serial=serial), slug="no-such-report-of-loss")
    if report.ended_at is not None or report.ends_at <= writing.at:
        raise Conflict(_("This report has ended already."), slug="report-ended")
    return report
