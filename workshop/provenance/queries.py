"""Reading what a stranger may know of a piece. Nothing private is read here, so nothing private can be shown."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from workshop.catalogue.wording import let_stand
from workshop.claims.gathering import facts_of
from workshop.provenance.facts import Event, Facts, Head, Look, Notice, Reply, Shot
from workshop.provenance.joined import find_joined, joined_seen
from workshop.provenance.keeping_back import shop_shown
from workshop.provenance.recalls import recalls_of
from workshop.provenance.spoken import find_texts
from workshop.units import moment

MOST_EVENTS = 200
MOST_LOOKS = 12
MOST_REPLIES = 400
MOST_TRAITS = 20
MOST_SHOTS = 9
SPELLINGS = (str.upper, str.lower, str.title, str.capitalize)
NOT_TOLD = "'photo','note','weighed','put_down','moved','packed','tagged','problem'"

_NEWEST_LOOK = "(SELECT max(i.number) FROM inspection i WHERE i.piece_id = p.id AND i.verdict {which})"
# Whatever a claim rests on: a paper that falls changes every page at its next request.
# `own_text` stands last: `spoken.says_more` looks at it.
_PAPERS_SEEN = " || '/' || ".join(
    f"COALESCE((SELECT max(x.id) FROM {table} x), 0)"
    for table in (
        "reading",
        "withdrawal",
        "lot_paper",
        "sourcing",
        "stone_facts",
        "layer",
        "hallmark",
        "posting",
        "wording_override",
        "own_text",
    )
)
_RECALLS_SEEN = (
    "(SELECT count(*) || '/' || COALESCE(max(k.id), 0) FROM recalled_piece q JOIN recall k ON k.id = q.recall_id "
    "WHERE q.piece_id = p.id AND k.ended_at IS NULL)"
)
_STRINGS = {"sqlite": "group_concat({what}, ',')", "postgresql": "string_agg({what}, ',')"}
_HEAD = (
    "SELECT t.code, t.is_practice, t.at, w.at, p.id, p.serial, p.kind, p.parts, p.size, p.edition_number, e.size, "
    "d.name, d.story, d.care, d.made_of, d.dated, d.risk_note, m.name, m.metal, m.fineness, h.sequence, h.state, "
    "(SELECT c.place FROM custody c WHERE c.piece_id = p.id ORDER BY c.sequence DESC LIMIT 1), "
    "CASE WHEN r.id IS NULL THEN 0 ELSE 1 END, "
    + _NEWEST_LOOK.format(which="IS NOT NULL")
    + ", "
    + _NEWEST_LOOK.format(which="= 'pass' AND i.purpose <> 'stage'")
    + ", "
    + _NEWEST_LOOK.format(which="= 'pass' AND i.purpose = 'final'")
    + ", (SELECT max(x.id) FROM trait x WHERE x.piece_id = p.id), "
    + _PAPERS_SEEN
    + ", "
    + _RECALLS_SEEN
    + ", "
    "(SELECT max(l.at) FROM departure l WHERE l.piece_id = p.id AND l.kind <> 'tagged' AND l.inspection_id = r.inspection_id), "
    "(SELECT count(*) || '/' || COALESCE(sum(o.id), 0) || '/' || COALESCE(sum(o.id * o.id), 0) FROM photo o "
    "WHERE o.piece_id = p.id AND o.is_public = 1), "
    "(SELECT {stages} FROM stage s WHERE s.route_id = p.route_id), "
    "(SELECT count(*) || '/' || count(c.shown_as) || '/' || COALESCE(max(c.id), 0) FROM consent c), "
    "s.name, s.time_zone, s.public_address, s.postal_address, s.email, s.kept_by, s.country, s.sells_in, "
    "(SELECT n.place FROM personalisation n WHERE n.piece_id = p.id AND n.engraving IS NOT NULL AND n.sequence = "
    "(SELECT max(o.sequence) FROM personalisation o WHERE o.piece_id = p.id)), "
    "(SELECT min(o.at) FROM tag o WHERE o.piece_id = p.id), "
    "CASE WHEN EXISTS(SELECT 1 FROM gallery_showing y WHERE y.piece_id = p.id AND y.ended_at IS NULL) THEN 1 ELSE 0 END, COALESCE(s.demonstration, 0), s.about, s.returns, COALESCE(s.writes_in, s.language), {joined} "
    "FROM tag t JOIN piece p ON p.id = t.piece_id JOIN piece_head h ON h.piece_id = p.id JOIN design d ON d.id = p.design_id "
    "JOIN material m ON m.id = p.material_id LEFT JOIN edition e ON e.id = p.edition_id "
    "LEFT JOIN release r ON r.piece_id = p.id AND r.last_change_id = h.last_change_id "
    "LEFT JOIN tag_withdrawal w ON w.tag_id = t.id LEFT JOIN shop s ON s.id = 1 "
    "WHERE t.code = :code"
)
_EVENTS = text(
    "SELECT e.id, e.sequence, e.kind, e.at, e.by_id, e.method, e.corrects_id, e.stage_id, s.name, s.work "
    "FROM work_event e LEFT JOIN stage s ON s.id = e.stage_id "
    f"WHERE e.piece_id = :piece_id AND e.kind NOT IN ({NOT_TOLD}) ORDER BY e.sequence DESC LIMIT {MOST_EVENTS + 1}"
)
_TOLD_LOOK = (
    "i.piece_id = :piece_id AND i.verdict IS NOT NULL AND (i.number > :before OR i.number IN (:passed, :whole))"
)
_LOOKS = text(
    "SELECT i.number, i.purpose, i.by_id, i.verdict, i.level, i.qualified, i.gross_mg, i.decided_at, b.sequence "
    f"FROM inspection i JOIN work_event b ON b.id = i.last_change_id WHERE {_TOLD_LOOK} ORDER BY i.number"
)
_REPLIES = text(
    "SELECT i.number, c.code, c.text, c.how, c.low, c.high, c.unit, c.role, a.part, "
    "CASE WHEN a.result = 'pass' THEN 1 ELSE 0 END, a.measured, COALESCE(a.instrument, c.instrument) "
    "FROM inspection i JOIN answer a ON a.inspection_id = i.id JOIN inspection_check c ON c.id = a.check_id "
    f"WHERE {_TOLD_LOOK} AND (a.result = 'fail' OR i.number IN (:passed, :whole)) "
    f"ORDER BY i.number DESC, a.checklist_id, c.position, a.part LIMIT {MOST_REPLIES}"
)
_TRAITS = text(f"SELECT x.told FROM trait x WHERE x.piece_id = :piece_id ORDER BY x.id DESC LIMIT {MOST_TRAITS}")
_SHOTS = text(
    "SELECT (SELECT count(*) FROM photo g WHERE g.piece_id = f.piece_id AND g.id <= f.id), f.picture, f.width, f.height, f.at, "
    "(SELECT max(x.told) FROM trait x WHERE x.photo_id = f.id) "
    f"FROM photo f WHERE f.piece_id = :piece_id AND f.is_public = 1 ORDER BY f.id DESC LIMIT {MOST_SHOTS}"
)
_NAMES = text(
    "SELECT c.person_id, c.shown_as FROM consent c WHERE c.form <> 'nothing' AND c.shown_as IS NOT NULL AND c.id IN "
    "(SELECT max(n.id) FROM consent n WHERE n.person_id IN "
    "(SELECT e.by_id FROM work_event e WHERE e.piece_id = :piece_id UNION SELECT i.by_id FROM inspection i WHERE i.piece_id = :piece_id) "
    "GROUP BY n.person_id)"
)
_PHOTO = text(
    "SELECT f.picture, f.small FROM tag t JOIN photo f ON f.piece_id = t.piece_id "
    "WHERE t.code = :code AND f.is_public = 1 AND NOT EXISTS(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = t.id) "
    "AND (SELECT count(*) FROM photo g WHERE g.piece_id = f.piece_id AND g.id <= f.id) = :number"
)
_KEEPER = text("SELECT s.name, s.email, s.demonstration FROM shop s WHERE s.id = 1")
_CODE = text("SELECT t.code FROM tag t WHERE t.code = :code")
_SERIAL = text(
    "SELECT t.code, i.gross_mg FROM piece p JOIN tag t ON t.piece_id = p.id JOIN inspection i ON i.piece_id = p.id "
    "WHERE p.serial = :serial AND NOT EXISTS(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = t.id) "
    "AND i.number = " + _NEWEST_LOOK.format(which="= 'pass' AND i.purpose <> 'stage'")
)
_ENGRAVED = text(
    "SELECT t.code, i.gross_mg FROM personalisation n JOIN piece p ON p.id = n.piece_id JOIN tag t ON t.piece_id = p.id "
    "JOIN inspection i ON i.piece_id = p.id WHERE n.engraving IN (:a, :b, :c, :d, :e) "
    "AND n.sequence = (SELECT max(o.sequence) FROM personalisation o WHERE o.piece_id = n.piece_id) "
    "AND NOT EXISTS(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = t.id) "
    "AND i.gross_mg BETWEEN :low AND :high AND i.number = "
    + _NEWEST_LOOK.format(which="= 'pass' AND i.purpose <> 'stage'")
    + " LIMIT 2"
)


@dataclass(frozen=True)
class Keeper:
    """The shop as every public page names it; also when it is not set up yet. `title` is how it is called over a page."""

    name: str
    title: str
    email: str | None = None
    demonstration: bool = False


@cache
def _head_statement(dialect: str) -> TextClause:
    strings = _STRINGS[dialect]
    return text(_HEAD.format(stages=strings.format(what="s.name || '=' || s.work"), joined=joined_seen(strings)))


def find_head(session: Session, code: str) -> Head | None:
    """What the code stands for; None when no tag has it. One statement: all that it takes to say that a page is still the same."""
    row = session.execute(_head_statement(session.get_bind().dialect.name), {"code": code}).one_or_none()
    if row is None:
        return None
    head = Head(*row)
    return Head(
        **(
            vars(head)
            | {
                name: bool(getattr(head, name))
                for name in ("is_practice", "is_released", "in_gallery", "demonstration")
            }
            | {
                name: _moment(getattr(head, name))
                for name in ("tagged_at", "withdrawn_at", "left_at", "first_tagged_at")
            }
        )
    )


def find_facts(session: Session, head: Head) -> Facts:
    """Everything else that the page tells. Seven statements, each of them capped, two more for charms, one or two for texts in other languages, and those of `claims.gathering`."""
    looked = {
        "piece_id": head.piece_id,
        "passed": head.passed,
        "whole": head.whole,
        "before": (head.decided or 0) - MOST_LOOKS,
    }
    piece = {"piece_id": head.piece_id}
    events = [_event(*row) for row in session.execute(_EVENTS, piece)]
    return Facts(
        head=head,
        events=tuple(reversed(events[:MOST_EVENTS])),
        is_cut=len(events) > MOST_EVENTS,
        looks=tuple(_look(*row) for row in session.execute(_LOOKS, looked)),
        replies=tuple(_reply(*row) for row in session.execute(_REPLIES, looked)),
        traits=tuple(reversed(session.scalars(_TRAITS, piece).all())),
        names={row.person_id: row.shown_as for row in session.execute(_NAMES, piece)},
        piece=facts_of(session, [head.piece_id])[head.piece_id],
        recalls=find_recalls(session, head),
        let_stand=let_stand(session),
        shots=tuple(_shot(*row) for row in session.execute(_SHOTS, piece)),
        joined=find_joined(session, head),
        texts=find_texts(session, head),
    )


def find_recalls(session: Session, head: Head) -> tuple[Notice, ...]:
    """The recalls of the piece that go on. One statement, and none when there are none."""
    if head.recalls_seen.startswith("0/"):
        return ()
    return tuple(Notice(row.at, row.reason, row.risk, row.to_do) for row in recalls_of(session, head.piece_id))


def find_photo(session: Session, code: str, number: int) -> tuple[str, str] | None:
    """The names of the two sizes of a public photo in the file store. One statement."""
    row = session.execute(_PHOTO, {"code": code, "number": number}).one_or_none()
    return None if row is None else (row.picture, row.small)


def find_keeper(session: Session, nameless: str) -> Keeper:
    """Who keeps the pages. Two statements."""
    row = session.execute(_KEEPER).one_or_none()
    if row is None:
        return Keeper(nameless, nameless)
    return Keeper(row.name, shop_shown(row.name, let_stand(session)), row.email, bool(row.demonstration))


def is_given(session: Session, code: str) -> bool:
    """Whether any tag ever had this code. One statement."""
    return session.scalar(_CODE, {"code": code}) is not None


def code_by_serial(session: Session, serial: str, weight_mg: int, within_mg: int) -> str | None:
    """The living code of the piece that has this serial and weighed as much when it last passed. One statement."""
    row = session.execute(_SERIAL, {"serial": serial}).one_or_none()
    if row is None or row.gross_mg is None or abs(row.gross_mg - weight_mg) > within_mg:
        return None
    return str(row.code)


def code_by_engraving(session: Session, engraved: str, weight_mg: int, within_mg: int) -> str | None:
    """The living code of the one piece on which this is engraved and which weighed as much; None when there are several. One statement.

    Capitals and small letters count alike as far as people write them: as typed, all capitals, all small, each word or only the first with a capital.
    """
    spelled = dict(zip("abcde", (engraved, *(spell(engraved) for spell in SPELLINGS)), strict=True))
    weighed = {"low": weight_mg - within_mg, "high": weight_mg + within_mg}
    found = session.execute(_ENGRAVED, spelled | weighed).all()
    return str(found[0].code) if len(found) == 1 else None


def _moment(value: Any) -> Any:
    return None if value is None else moment(value)


def _event(event_id: int, sequence: int, kind: str, at: int, *rest: Any) -> Event:
    return Event(event_id, sequence, kind, moment(at), *rest)


def _shot(number: int, picture: str, width: int, height: int, at: int, shows: str | None) -> Shot:
    return Shot(number, picture, width, height, moment(at), shows)


def _look(number: int, purpose: str, by_id: int, verdict: str, level: str | None, *rest: Any) -> Look:
    qualified, gross_mg, decided_at, since = rest
    return Look(number, purpose, by_id, verdict, level, qualified, gross_mg, moment(decided_at), since)


def _reply(look: int, code: str, text: str, how: str, low: int | None, high: int | None, *rest: Any) -> Reply:
    unit, role, part, passes, measured, instrument = rest
    return Reply(look, code, text, how, low, high, unit, role, part, bool(passes), measured, instrument)
