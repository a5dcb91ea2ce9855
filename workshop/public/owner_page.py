"""An owner's page as a plain value: what only the owner sees of the piece, and what they can do."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.aftercare.losses import KINDS
from workshop.aftercare.models import LossReport, OwnerRequest, OwnerSecret, Ownership
from workshop.aftercare.queries import (
    Held,
    earliest_of,
    is_of_another,
    notified_request,
    owner_of,
    report_of,
    secret_of,
)
from workshop.aftercare.requests import REASONS
from workshop.aftercare.telling import Aftercare
from workshop.days import day, day_at, zone_of
from workshop.people.queries import find_shop
from workshop.provenance.codes import printed
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.provenance.passport import Passport
from workshop.provenance.queries import find_head
from workshop.public.telling import page_of
from workshop.wording import _


@dataclass(frozen=True)
class GiftTold:
    """Words for the owner: before their day only that they wait."""

    waits: str
    giver: str
    message: str


@dataclass(frozen=True)
class LossTold:
    """The open report: what it says, how it stands, and when it ends by itself."""

    title: str
    stands: str
    until: str
    disputed: bool


@dataclass(frozen=True)
class OwnerTold:
    """The owner's page. `code` is the tag's that counts now; `passport` is None while none does."""

    code: str
    said_code: str
    passport: Passport | None
    aftercare: Aftercare
    since: str
    name: str
    contact: str
    gift: GiftTold | None
    handing_on: str
    loss: LossTold | None
    notice: str
    objected: bool


@dataclass(frozen=True)
class RequestTold:
    """A request as its asker sees it: neutral, and only how it stands."""

    serial: str
    why: str
    since: str
    stands: str
    is_open: bool
    is_granted: bool


def owner_told(session: Session, held: Held, now: datetime) -> OwnerTold:
    """Reads the page, the owner and what is open."""
    code = _code_now(session, held.piece_id)
    head = find_head(session, code)
    assert head is not None
    zone = zone_of(head.time_zone)
    on = now.astimezone(zone).date()
    page = page_of(session, head, on)
    owner, secret = owner_of(session, held.piece_id), secret_of(session, held.piece_id)
    assert owner is not None
    request = notified_request(session, held.piece_id)
    return OwnerTold(
        code=code,
        said_code=printed(code),
        passport=page.passport,
        aftercare=page.aftercare,
        since=day_at(owner.at, zone),
        name=owner.name or "",
        contact=owner.contact or "",
        gift=_gift(session, owner, on),
        handing_on=day_at(secret.at, zone) if secret else "",
        loss=_loss(report_of(session, held.piece_id, now), zone),
        notice=_notice(request, zone),
        objected=request is not None and request.objected_at is not None and not is_of_another(request),
    )


def _code_now(session: Session, piece_id: int) -> str:
    """The tag that counts, else the newest that did."""
    tags = (
        select(Tag.code)
        .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
        .where(Tag.piece_id == piece_id)
        .order_by(TagWithdrawal.id.is_not(None), Tag.id.desc())
        .limit(1)
    )
    return str(session.scalar(tags))


def _gift(session: Session, owner: Ownership, on: date) -> GiftTold | None:
    """Nothing of the words before their day, not even from whom."""
    given = session.scalar(select(OwnerSecret).where(OwnerSecret.id == owner.secret_id)) if owner.secret_id else None
    if given is None or not (given.gift_from or given.gift_message):
        return None
    if given.reveal_on and given.reveal_on > on.isoformat():
        return GiftTold(_("Words for you wait here until {day}.", day=day(date.fromisoformat(given.reveal_on))), "", "")
    return GiftTold("", given.gift_from or "", given.gift_message or "")


def _loss(report: LossReport | None, zone: ZoneInfo) -> LossTold | None:
    if report is None:
        return None
    stands = (
        _("Shown on its page since the workshop confirmed it.")
        if report.confirmed_at
        else _("The workshop will write to you or call you, then its page says it. Nothing is shown yet.")
    )
    title = _("{kind}, reported on {day}", kind=_(KINDS[report.kind]), day=day_at(report.at, zone))
    return LossTold(title, stands, day_at(report.ends_at, zone), report.disputed_at is not None)


def _notice(request: OwnerRequest | None, zone: ZoneInfo) -> str:
    earliest = earliest_of(request) if request else None
    if earliest is None:
        return ""
    return _(
        "Somebody asks to be recorded as the owner of this piece, and showed the workshop a proof. If you do not agree, say so here or to the workshop before {day}. If you agree, do nothing.",
        day=day_at(earliest, zone),
    )


def request_told(session: Session, held: Held, zone: ZoneInfo) -> RequestTold:
    """How a request stands; nothing of the recorded owner."""
    row = session.scalar(select(OwnerRequest).where(OwnerRequest.id == held.id))
    assert row is not None
    return RequestTold(
        held.serial,
        _(REASONS[row.why]),
        day_at(row.at, zone),
        _stands(row, zone),
        row.verdict is None,
        row.verdict == "granted",
    )


def _stands(row: OwnerRequest, zone: ZoneInfo) -> str:
    if row.verdict == "granted":
        return _("The workshop agrees. Take the piece over below: you get a secret of your own.")
    if row.verdict is not None:
        return _("It is closed. The workshop tells you why when you ask.")
    if row.noticed_at is not None:
        return _("The proof was seen. Whoever is concerned has time to answer; the workshop decides after that.")
    if row.proof_seen_at is not None:
        return _("The proof was seen. The workshop takes the next step.")
    return _("Show the workshop a proof: the receipt, a will, a photo of you with the piece. Then it goes on.")


def own_address(session: Session, code: str, here: str) -> str:
    """Where an owner types the secret: at the shop's public address, whatever name a browser was told; `here` until there is one."""
    shop = find_shop(session)
    public = shop.public_address if shop else None
    house = (public if "://" in public else f"https://{public}") if public else here
    return f"{house.rstrip('/')}/p/{code}/own"
