"""What may be said: of one piece, of all pieces, and what would fall with a document."""

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop.access import open_to
from workshop.bench.asking import letters_to, suppliers_in
from workshop.bench.card import edition_of, known_serial
from workshop.bench.claimed import claimed
from workshop.bench.showing import page_number, words
from workshop.catalogue.drawn import drawing_of
from workshop.claims.freezing import freeze_claims, freeze_fallen, published
from workshop.claims.overview import PAGE, Open, judge_pieces, overview, running_out, would_carry
from workshop.claims.rulebook import BY_KEY, FIRST_VERSION
from workshop.csvs import csv_bytes
from workshop.days import day, told_day
from workshop.errors import Refusal
from workshop.materials.paper_queries import newest_withdrawal
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import the_shop, today, zone
from workshop.pieces.queries import piece_standing
from workshop.pieces.story import card_of
from workshop.provenance.falling import falling, pages_of
from workshop.sorting import read_sort, rows_in_order
from workshop.web import asked_with, do, done_reading, reading
from workshop.wording import N_, _, n_

bp = Blueprint("claims", __name__)

LINES = 50
SORTS: dict[str, Callable[[Open], Any]] = {
    "claim": lambda one: _(one.rule).casefold(),
    "missing": lambda one: one.missing.casefold(),
    "carries": lambda one: len(one.serials),
}
ENDING_SORTS: dict[str, Callable[[Any], Any]] = {
    "document": lambda one: one.code,
    "number": lambda one: " ".join(filter(None, (one.agency, one.number))).casefold() or None,
    "holder": lambda one: one.holder and one.holder.casefold(),
    "until": lambda one: one.valid_until,
    "again": lambda one: one.recheck_on,
}
STATUSES = {
    "supported": N_("said"),
    "limited": N_("said, with its limit"),
    "unknown": N_("said to be unknown"),
    "not_supported": N_("not said"),
    "withdrawn": N_("withdrawn"),
}


@bp.get("/pieces/<serial>/claims")
@open_to()
def piece(serial: str) -> ResponseReturnValue:
    """Every sentence of one piece. A number of statements that stands still."""
    return _piece_page(serial)


def _piece_page(serial: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    session, on, here = reading(), today(), zone()
    standing = piece_standing(session, known_serial(serial))
    row = card_of(session, standing.piece_id)
    code = pages_of(session, [standing.piece_id]).get(standing.piece_id, "")
    (judged,) = judge_pieces(session, [standing.piece_id], on)
    carries = would_carry(session, standing.piece_id, on)
    emails = letters_to(session, suppliers_in(judged.facts))
    values = {
        "serial": standing.serial,
        "design": row.design,
        "edition": edition_of(row),
        "drawn": drawing_of(row.kind, row.metal, row.material),
        "claimed": claimed(judged, carries, on, _address(code), emails),
        "code": code,
        "rules_of": day(FIRST_VERSION),
        "kept": [_kept(one, here) for one in published(session, standing.piece_id)],
    }
    done_reading()
    status = refusal.status if refusal else 200
    return render_template("claims/piece.html", refusal=refusal, **values), status


def _address(code: str) -> str:
    """The public page as it is copied; empty without a tag."""
    shop = the_shop()
    host = (shop.public_address if shop else None) or ""
    return f"{host.rstrip('/')}/p/{code}" if code and host else ""


def _kept(row: Any, here: ZoneInfo) -> dict[str, str]:
    rule = BY_KEY.get(row.rule)
    return {
        "name": _(rule.name) if rule else row.rule,
        "told": row.sentence or "",
        "status": _(STATUSES[row.status]),
        "when": day(row.at.astimezone(here).date()),
        "version": row.version,
    }


@bp.post("/pieces/<serial>/claims")
@open_to(*MAY_LET_GO)
def keep(serial: str) -> ResponseReturnValue:
    """Keep what the public page tells now."""
    try:
        known = known_serial(serial)
        answer = do("keep claims", lambda w: {"kept": freeze_claims(w, known)})
    except Refusal as refusal:
        return _piece_page(serial, refusal)
    _say_kept(answer.told["kept"])
    return redirect(url_for("claims.piece", serial=serial), 303)


def _say_kept(count: int) -> None:
    told = n_("{count} sentence kept.", "{count} sentences kept.", count)
    flash(told if count else _("Nothing is said otherwise than when it was last kept."), "done")


@bp.get("/claims")
@open_to("owner")
def every() -> ResponseReturnValue:
    """Which papers would carry what, over the newest pieces with books, and which documents run out."""
    session, on, page = reading(), today(), page_number()
    found, sought, sort = (
        overview(session, on, page),
        words("q") or "",
        read_sort(words("sort"), (*SORTS, *ENDING_SORTS)),
    )
    ending = running_out(session, on) if page == 1 else []
    done_reading()
    last = (page - 1) * PAGE + found.judged
    return render_template(
        "claims/overview.html",
        found=found,
        open=rows_in_order(matching(found.open, sought), sort, SORTS),
        sought=sought,
        sort=sort,
        ending=rows_in_order(ending, sort, ENDING_SORTS),
        told_day=told_day,
        on=on.isoformat(),
        page=page,
        said=_("Pieces {first} to {last} of {all}", first=min(last, (page - 1) * PAGE + 1), last=last, all=found.of),
        previous=asked_with(page=page - 1) if page > 1 else "",
        next=asked_with(page=page + 1) if last < found.of else "",
    )


def matching(lines: Sequence[Open], sought: str) -> list[Open]:
    """Those that speak of it: a claim, a paper, a lot in the reasons, or a piece."""
    wanted = sought.casefold()
    return [
        one for one in lines if wanted in " ".join((_(one.rule), one.missing, *one.reasons, *one.serials)).casefold()
    ]


@bp.get("/claims.csv")
@open_to("owner")
def every_csv() -> ResponseReturnValue:
    found = matching(overview(reading(), today(), page_number()).open, words("q") or "")
    head = ["claim", "sentence", "missing", "why", "pieces", "serials"]
    found = rows_in_order(found, read_sort(words("sort"), SORTS), SORTS)
    rows = ((o.rule, o.wording, o.missing, " ".join(o.reasons), len(o.serials), " ".join(o.serials)) for o in found)
    return as_csv("claims", csv_bytes(head, rows))


def as_csv(name: str, told: bytes) -> Response:
    """A file to take away."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(told, content_type="text/csv; charset=utf-8", headers=headers)


@bp.get("/materials/documents/<code>/falls")
@open_to()
def falls(code: str) -> ResponseReturnValue:
    """What would fall with this document, and what stays."""
    return _falls_page(code)


def fallen_since(session: Session, code: str) -> str:
    """What is said of a document that has fallen already; empty for one that stands. One statement."""
    row = newest_withdrawal(session, code)
    if row is None or not (row.is_false or row.from_on):
        return ""
    return _("It is false") if row.is_false else _("Withdrawn from {day}", day=told_day(row.from_on))


def _falls_page(code: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    session, page = reading(), page_number()
    found = falling(session, code, today())
    pages = pages_of(session, [one.piece_id for one in found.falls])
    fallen = fallen_since(session, found.document)
    done_reading()
    lines = found.falls[(page - 1) * LINES : page * LINES]
    last = (page - 1) * LINES + len(lines)
    here = url_for("claims.falls", code=found.document)
    return render_template(
        "claims/falls.html",
        refusal=refusal,
        found=found,
        fallen=fallen,
        lines=lines,
        pages=pages,
        said=_("{first} to {last} of {all}", first=min(last, (page - 1) * LINES + 1), last=last, all=len(found.falls)),
        previous=f"{here}?page={page - 1}" if page > 1 else "",
        next=f"{here}?page={page + 1}" if last < len(found.falls) else "",
    ), (refusal.status if refusal else 200)


@bp.get("/materials/documents/<code>/falls.csv")
@open_to()
def falls_csv(code: str) -> ResponseReturnValue:
    session = reading()
    found = falling(session, code, today())
    pages = pages_of(session, [one.piece_id for one in found.falls])
    rows = [(one.serial, ", ".join(map(_, one.falls)), pages.get(one.piece_id)) for one in (*found.falls, *found.stays)]
    return as_csv(f"falls-{found.document}", csv_bytes(["serial", "falls", "public page"], rows))


@bp.post("/materials/documents/<code>/falls")
@open_to(*MAY_LET_GO)
def keep_fallen(code: str) -> ResponseReturnValue:
    """Write down that what was published by a fallen document is said no longer."""
    found = falling(reading(), code, today())
    try:
        answer = do("keep claims", lambda w: {"kept": freeze_fallen(w, found.document)})
    except Refusal as refusal:
        return _falls_page(code, refusal)
    _say_kept(answer.told["kept"])
    return redirect(url_for("claims.falls", code=found.document), 303)
