"""What programs do for the owners of pieces: cards, what waits, each step with a request or a report, forgetting."""

from datetime import UTC, date
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, StringConstraints
from sqlalchemy.orm import Session

from workshop.aftercare.claiming import Details, Gift, check_reveal, print_card
from workshop.aftercare.forgetting import MODELS, subjects_of_piece
from workshop.aftercare.losses import confirm_report, end_report, set_aside
from workshop.aftercare.models import LossReport, OwnerRequest
from workshop.aftercare.owner_secrets import secret_digest, secret_from, spelled
from workshop.aftercare.queries import (
    earliest_of,
    owner_of,
    requests_of,
    secret_of,
    waiting_reports,
    waiting_requests,
)
from workshop.aftercare.requests import Asked, ask_at_desk, give_notice, grant, refuse, see_proof, settle
from workshop.api import bodies
from workshop.api.answers import Serial
from workshop.api.answers import Told as Shape
from workshop.api.bodies import ANY, Body, Number, Paragraph, Reason, Seed, kept
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.errors import NotFound
from workshop.forgetting import forget, note_erased
from workshop.people.duties import MAY_LET_GO
from workshop.pieces.queries import piece_standing
from workshop.texts import one_line
from workshop.web import shoproom
from workshop.wording import _
from workshop.writing import Writing

Giver = Annotated[str, StringConstraints(max_length=100, pattern=ANY), AfterValidator(kept)]
Message = Annotated[str, StringConstraints(max_length=600, pattern=ANY), AfterValidator(kept)]


class PrintCard(Body):
    """A card's secret; as a gift with words that wait until their day."""

    seed: Seed
    is_gift: bool = False
    giver: Giver | None = None
    message: Message | None = None
    reveal_on: date | None = None


class RequestStep(Body):
    """`how` the recorded contact was told, with the step `notice`."""

    step: Literal["proof", "notice", "settle", "grant", "refuse"]
    note: Paragraph | None = None
    how: Literal["mail", "post", "phone", "desk"] | None = None


class ReportStep(Body):
    """`aside` sets a dispute aside and needs its reason as `note`."""

    step: Literal["confirm", "refused", "dispute", "aside"]
    note: Paragraph | None = None


class AskAtDesk(Body):
    """Somebody showed a proof; `note` says which."""

    seed: Seed
    why: Literal["heir", "lost_card", "second_hand", "other"]
    note: Reason
    name: Giver | None = None
    contact: Giver | None = None
    story: Paragraph | None = None


class Forgotten(Body):
    what: Literal["owner", "request", "report"]
    number: Number


class CardTold(Shape):
    """`secret` stands in this answer and on the card only; `replaced`: one printed before counts no longer."""

    serial: Serial
    replaced: bool
    secret: str


class RequestTold(Shape):
    """A request; who asks is told on the page only."""

    serial: Serial
    number: int
    why: str
    asked_at: AwareDatetime
    proof_seen_at: AwareDatetime | None
    noticed_at: AwareDatetime | None
    grantable_from: AwareDatetime | None
    objected_at: AwareDatetime | None
    settled_at: AwareDatetime | None
    verdict: str | None


class ReportTold(Shape):
    serial: Serial
    number: int
    kind: str
    reported_at: AwareDatetime
    confirmed_at: AwareDatetime | None
    disputed_at: AwareDatetime | None
    ends_at: AwareDatetime


class AskedTold(Shape):
    """`secret` stands in this answer only: with it the asker comes back."""

    serial: Serial
    number: int
    secret: str


class Waiting(Shape):
    requests: list[RequestTold]
    reports: list[ReportTold]


class OwnedTold(Shape):
    """Since when somebody owns it, since when a secret waits to be claimed with, and every request."""

    serial: Serial
    owned_since: AwareDatetime | None
    secret_since: AwareDatetime | None
    requests: list[RequestTold]


class Stepped(Shape):
    serial: Serial
    number: int
    step: str


class Erased(Shape):
    serial: Serial
    rows: int


def list_waiting(session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    requests, reports = waiting_requests(session), waiting_reports(session, shoproom().now())
    return {
        "requests": [_request(row.OwnerRequest, row.serial) for row in requests],
        "reports": [_report(row.LossReport, row.serial) for row in reports],
    }


def show_owner(session: Session, _asked: bodies.Nothing, _who: Caller, *, serial: str) -> Told:
    piece_id = piece_standing(session, serial).piece_id
    owner, secret = owner_of(session, piece_id), secret_of(session, piece_id)
    return {
        "serial": serial,
        "owned_since": owner.at.isoformat() if owner else None,
        "secret_since": secret.at.isoformat() if secret else None,
        "requests": [_request(one, serial) for one in requests_of(session, piece_id)],
    }


def _request(row: OwnerRequest, serial: str) -> Told:
    moments = {
        "asked_at": row.at,
        "proof_seen_at": row.proof_seen_at,
        "noticed_at": row.noticed_at,
        "grantable_from": earliest_of(row),
        "objected_at": row.objected_at,
        "settled_at": row.settled_at,
    }
    told = {name: at.isoformat() if at else None for name, at in moments.items()}
    return {"serial": serial, "number": row.sequence, "why": row.why, "verdict": row.verdict, **told}


def _report(row: LossReport, serial: str) -> Told:
    moments = {
        "reported_at": row.at,
        "confirmed_at": row.confirmed_at,
        "disputed_at": row.disputed_at,
        "ends_at": row.ends_at,
    }
    told = {name: at.isoformat() if at else None for name, at in moments.items()}
    return {"serial": serial, "number": row.sequence, "kind": row.kind, **told}


def make_card(writing: Writing, typed: PrintCard, serial: str) -> Told:
    key = shoproom().settings.secret_key
    giver = one_line(typed.giver, field="giver")
    check_reveal(typed.reveal_on, writing.at.astimezone(UTC).date())
    is_gift = typed.is_gift or giver or typed.message
    gift = Gift(giver, typed.message, typed.reveal_on) if is_gift else None
    digest = secret_digest(_secret(typed, serial), key)
    return {"serial": serial, "replaced": print_card(writing, serial, digest, gift)}


def reveal_secret(typed: PrintCard, serial: str) -> Told:
    return {"secret": spelled(_secret(typed, serial))}


def _secret(typed: PrintCard, serial: str) -> str:
    return secret_from(typed.seed, f"card {serial}", shoproom().settings.secret_key)


def keep_asked(writing: Writing, typed: AskAtDesk, serial: str) -> Told:
    details = Details(one_line(typed.name, field="name"), one_line(typed.contact, field="contact"))
    digest = secret_digest(_asked_secret(typed, serial), shoproom().settings.secret_key)
    asked = Asked(typed.why, details, typed.story, digest)
    return {"serial": serial, "number": ask_at_desk(writing, serial, asked, typed.note)}


def reveal_asked(typed: AskAtDesk, serial: str) -> Told:
    return {"secret": spelled(_asked_secret(typed, serial))}


def _asked_secret(typed: AskAtDesk, serial: str) -> str:
    return secret_from(typed.seed, f"asked at desk {serial}", shoproom().settings.secret_key)


def step_request(writing: Writing, typed: RequestStep, serial: str, number: str) -> Told:
    at = _number(number, "no-such-request")
    if typed.step == "proof":
        see_proof(writing, serial, at, typed.note)
    elif typed.step == "notice":
        give_notice(writing, serial, at, typed.how)
    else:
        {"settle": settle, "grant": grant, "refuse": refuse}[typed.step](writing, serial, at)
    return {"serial": serial, "number": at, "step": typed.step}


def step_report(writing: Writing, typed: ReportStep, serial: str, number: str) -> Told:
    at = _number(number, "no-such-report-of-loss")
    if typed.step == "confirm":
        confirm_report(writing, serial, at)
    elif typed.step == "aside":
        set_aside(writing, serial, at, typed.note or "")
    else:
        end_report(writing, serial, at, typed.step)
    return {"serial": serial, "number": at, "step": typed.step}


def _number(typed: str, slug: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise NotFound(_("There is nothing at this address."), slug=slug)
    return int(typed)


def forget_somebody(writing: Writing, typed: Forgotten, serial: str) -> Told:
    piece_id = piece_standing(writing.session, serial).piece_id
    subjects = subjects_of_piece(writing.session, piece_id, typed.what, typed.number)
    if not subjects:
        raise NotFound(_("There is nothing at this address."), slug="nobody-to-forget")
    note_erased(shoproom().settings.data_dir, subjects)
    return {"serial": serial, "rows": forget(writing, MODELS, subjects)}


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET", "/owners/waiting", "list_waiting_owners", "Requests to be recorded, and reports of loss, that wait for the shop",
        "office", list_waiting, Waiting, roles=MAY_LET_GO,
    ),
    Operation(
        "GET", "/pieces/{serial}/owner", "show_owner", "Whether a piece is owned, and what is asked about it", "office",
        show_owner, OwnedTold, roles=MAY_LET_GO, refuses=PIECE,
    ),
    Operation(
        "POST", "/pieces/{serial}/owner/card", "print_card", "Make the secret of a piece's card; it is told this once",
        "office", make_card, CardTold, PrintCard, status=201, roles=MAY_LET_GO, reveals=reveal_secret,
        refuses=(*PIECE, "not-tagged", "has-owner", "more-than-a-line", "signs-not-kept", "too-long", "day-out-of-range"),
    ),
    Operation(
        "POST", "/pieces/{serial}/owner/requests", "ask_at_desk", "Keep the request of somebody who showed a proof; their secret is told this once",
        "office", keep_asked, AskedTold, AskAtDesk, status=201, roles=MAY_LET_GO, reveals=reveal_asked,
        refuses=(*PIECE, "more-than-a-line", "signs-not-kept", "too-long"),
    ),
    Operation(
        "POST", "/pieces/{serial}/owner/requests/{number}", "step_owner_request", "Take a step with a request to be recorded",
        "office", step_request, Stepped, RequestStep, roles=MAY_LET_GO,
        refuses=(*PIECE, "no-such-request", "proof-not-seen", "no-notice", "owner-changed", "notice-runs", "no-objection", "objected", "request-closed"),
    ),
    Operation(
        "POST", "/pieces/{serial}/owner/reports/{number}", "step_loss_report", "Confirm or end a report of loss", "office",
        step_report, Stepped, ReportStep, roles=MAY_LET_GO, refuses=(*PIECE, "no-such-report-of-loss", "report-ended", "reason-missing", "not-disputed"),
    ),
    Operation(
        "POST", "/pieces/{serial}/owner/forgetting", "forget_owner", "Erase what is kept of an owner, an asker or a disputer",
        "office", forget_somebody, Erased, Forgotten, roles=MAY_LET_GO, refuses=(*PIECE, "nobody-to-forget"),
    ),
)  # fmt: skip
