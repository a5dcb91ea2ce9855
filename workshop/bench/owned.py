"""What the shop sees of a piece's owners: the card, who is recorded, requests with their next steps, reports."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.aftercare.losses import KINDS
from workshop.aftercare.models import LossReport, OwnerRequest, Ownership
from workshop.aftercare.notices import notices_of_requests, told_line
from workshop.aftercare.queries import earliest_of, has_tag, is_open_objection, owner_of, requests_of, secret_of
from workshop.aftercare.requests import REASONS
from workshop.bench.card import load_card, told_piece
from workshop.bench.pages import Piece
from workshop.days import day_at
from workshop.letter import Letter
from workshop.people.queries import find_shop
from workshop.wording import N_, _

MOST = 50
ENDED = {
    "found": N_("found again"),
    "refused": N_("not confirmed"),
    "handed_on": N_("handed on"),
    "dispute": N_("the dispute was right"),
}
VERDICTS = {"granted": N_("granted"), "refused": N_("refused"), "withdrawn": N_("withdrawn")}
HOW = {"card": N_("with the card"), "transfer": N_("from the owner before"), "request": N_("by a request")}


@dataclass(frozen=True)
class RequestLine:
    """A request with its steps so far; `steps` are the ones that can be taken now."""

    serial: str
    design: str
    number: int
    why: str
    asked: str
    name: str
    contact: str
    story: str
    proof: str
    stands: str
    steps: tuple[str, ...]
    is_erased: bool
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportLine:
    serial: str
    design: str
    number: int
    title: str
    stands: str
    dispute: str
    dispute_contact: str
    aside: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class OwnerLine:
    number: int
    since: str
    until: str
    how: str
    name: str
    contact: str


@dataclass(frozen=True)
class OwnedPiece:
    """All of it; `notice` is the neutral letter to the recorded contact, `card` since when one waits to be claimed."""

    piece: Piece
    tagged: bool
    card: str
    is_gift: bool
    owners: tuple[OwnerLine, ...]
    requests: tuple[RequestLine, ...]
    reports: tuple[ReportLine, ...]
    notice: Letter | None

    @property
    def owner(self) -> OwnerLine | None:
        return next((one for one in self.owners if not one.until), None)


def owned_piece(session: Session, serial: str, now: datetime, here: ZoneInfo) -> OwnedPiece:
    """Raises NotFound."""
    card = load_card(session, serial)
    piece, piece_id = told_piece(card), card.standing.piece_id
    secret = secret_of(session, piece_id)
    owner = owner_of(session, piece_id)
    requests = requests_of(session, piece_id)[:MOST]
    told = notices_of_requests(session, [one.id for one in requests])
    owners = session.scalars(
        select(Ownership).where(Ownership.piece_id == piece_id).order_by(Ownership.sequence.desc()).limit(MOST)
    )
    reports = session.scalars(
        select(LossReport).where(LossReport.piece_id == piece_id).order_by(LossReport.sequence.desc()).limit(MOST)
    )
    return OwnedPiece(
        piece=piece,
        tagged=has_tag(session, piece_id),
        card=day_at(secret.at, here) if secret else "",
        is_gift=secret is not None and secret.is_gift,
        owners=tuple(_owner_line(one, here) for one in owners),
        requests=tuple(
            replace(
                request_line(one, here, serial=serial, now=now, owner=owner),
                told=tuple(told_line(row, here) for row in told.get(one.id, ())),
            )
            for one in requests
        ),
        reports=tuple(report_line(one, here, serial=serial, now=now) for one in reports),
        notice=_notice(session, piece, owner.contact or "") if owner else None,
    )


def _notice(session: Session, piece: Piece, contact: str) -> Letter:
    shop = find_shop(session)
    name = shop.name if shop else _("The workshop")
    body = _(
        "Somebody asked us to be recorded as the owner of a piece of ours: {serial}, {design}. They showed us a proof. By our records it is yours. If you do not agree, please tell us within thirty days from today, or say so on your page. If you agree, you need not do anything.\n\n{shop}",
        serial=piece.serial,
        design=piece.design,
        shop=name,
    )
    return Letter(contact, _("About a piece of {shop}", shop=name), body)


def _owner_line(row: Ownership, here: ZoneInfo) -> OwnerLine:
    until = day_at(row.ended_at, here) if row.ended_at else ""
    said = (row.name or "", row.contact or "")
    return OwnerLine(row.sequence, day_at(row.at, here), until, _(HOW[row.how]), *said)


def request_line(
    row: OwnerRequest,
    here: ZoneInfo,
    *,
    serial: str,
    design: str = "",
    now: datetime | None = None,
    owner: Ownership | None = None,
) -> RequestLine:
    said = (row.name, row.contact, row.story, row.proof_note)
    return RequestLine(
        serial=serial,
        design=design,
        number=row.sequence,
        why=_(REASONS[row.why]),
        asked=day_at(row.at, here),
        name=row.name or "",
        contact=row.contact or "",
        story=row.story or "",
        proof=row.proof_note or "",
        stands=_request_stands(row, here),
        steps=_request_steps(row, now, owner),
        is_erased=not any(said),
    )


def _request_stands(row: OwnerRequest, here: ZoneInfo) -> str:
    if row.verdict is not None and row.closed_at is not None:
        return _("{verdict} on {day}", verdict=_(VERDICTS[row.verdict]), day=day_at(row.closed_at, here))
    if row.objected_at is not None and is_open_objection(row):
        return _("The recorded owner objected on {day}.", day=day_at(row.objected_at, here))
    earliest = earliest_of(row)
    if earliest is not None:
        return _("The recorded contact was told. It can be granted from {day} on.", day=day_at(earliest, here))
    return _("The proof was seen.") if row.proof_seen_at else _("No proof was seen yet.")


def _request_steps(row: OwnerRequest, now: datetime | None, owner: Ownership | None) -> tuple[str, ...]:
    """What can be done now; nothing can be granted while the notice runs."""
    if row.verdict is not None:
        return ()
    if row.proof_seen_at is None:
        return ("proof", "refuse")
    if is_open_objection(row):
        return ("settle", "refuse")
    earliest = earliest_of(row)
    if owner is not None and (row.noticed_at is None or row.noticed_at < owner.at):
        return ("notice", "refuse")
    if earliest is None or owner is None:
        return ("grant", "refuse")
    return ("refuse",) if now is not None and now < earliest else ("grant", "refuse")


def report_line(
    row: LossReport, here: ZoneInfo, *, serial: str, design: str = "", now: datetime | None = None
) -> ReportLine:
    title = _("{kind}, reported on {day}", kind=_(KINDS[row.kind]), day=day_at(row.at, here))
    is_over = row.ended_at is not None or (now is not None and row.ends_at <= now)
    steps: tuple[str, ...] = () if is_over else ("refused",) if row.confirmed_at else ("confirm", "refused")
    if row.disputed_at and not is_over:
        steps = (*steps, "dispute") if row.aside_at else (*steps, "dispute", "aside")
    told: dict[str, Any] = {"dispute": row.dispute_story or "", "dispute_contact": row.dispute_contact or ""}
    told["aside"] = row.aside_why or ""
    return ReportLine(
        serial, design, row.sequence, title, _report_stands(row, here, is_over=is_over), steps=steps, **told
    )


def _report_stands(row: LossReport, here: ZoneInfo, *, is_over: bool) -> str:
    if row.ended_at is not None and row.ended_why is not None:
        return _("Ended on {day}: {why}.", day=day_at(row.ended_at, here), why=_(ENDED[row.ended_why]))
    if is_over:
        return _("Ended on {day}: not renewed.", day=day_at(row.ends_at, here))
    if row.aside_at is not None:
        return _("The dispute was set aside on {day}.", day=day_at(row.aside_at, here))
    if row.disputed_at is not None:
        return _("Disputed on {day}.", day=day_at(row.disputed_at, here))
    if row.confirmed_at is not None:
        return _("Shown on its page until {day}.", day=day_at(row.ends_at, here))
    return _("Not shown yet: speak with the owner, then confirm it.")
