"""Looking back at owners: who came by a request had shown a proof, and whoever owned the piece had their thirty days."""

from collections.abc import Iterator
from typing import Any

from workshop.aftercare.guards import NOTICE_US
from workshop.findings import Books, Finding

TIMED: tuple[str, ...] = ()
_BY_REQUEST = (
    "SELECT o.piece_id, o.at, r.piece_id AS asked_for, r.verdict, r.closed_at, r.proof_seen_at, r.noticed_at, r.objected_at, r.settled_at, "
    "p.at AS owned_at, p.ended_why FROM ownership o LEFT JOIN owner_request r ON r.id = o.request_id "
    "LEFT JOIN ownership p ON p.piece_id = o.piece_id AND p.sequence = o.sequence - 1 WHERE o.how = 'request'"
)


def requests_waited(books: Books) -> Iterator[Finding]:
    for row in books.rows(_BY_REQUEST):
        for rule, sentence in _wrong(row):
            yield Finding(rule, books.serial(row.piece_id), sentence)


def _wrong(row: Any) -> Iterator[tuple[str, str]]:
    if row.asked_for != row.piece_id or row.verdict != "granted" or row.closed_at > row.at:
        yield "owner-granted", "somebody owns it by a request that was not granted for it before."
        return
    if row.proof_seen_at is None or row.proof_seen_at > row.closed_at:
        yield "owner-proof", "somebody owns it by a request for which no proof had been seen."
    if row.owned_at is not None and row.ended_why != "traded_in" and not _was_told(row):
        yield "owner-notice", "it went to another owner before the recorded one had thirty days' notice."
    if row.objected_at is not None and (
        row.settled_at is None or not row.objected_at <= row.settled_at <= row.closed_at
    ):
        yield "owner-objection", "it went to another owner while an objection was open."


def _was_told(row: Any) -> bool:
    return row.noticed_at is not None and row.owned_at <= row.noticed_at <= row.closed_at - NOTICE_US


RULES = (requests_waited,)
