"""Charms on a page: what is on the piece now, each with its own page and inspection, and what the piece is worn on.

The other piece is named by what its own page says: where no tag of it counts, only that it is there.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from workshop.days import day_at
from workshop.provenance.facts import Carrier, Charm, Head, Joined
from workshop.provenance.keeping_back import design_shown
from workshop.units import moment
from workshop.wordguard import LetStand
from workshop.wording import _

MOST_CHARMS = 60
# What changes with any of it stands in the head (`JOINED_SEEN`), so a kept page never lies.
_TAG = (
    "(SELECT t.code FROM tag t WHERE t.id = (SELECT max(n.id) FROM tag n WHERE n.piece_id = x.id "
    "AND NOT EXISTS(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = n.id)))"
)
_JOINED = (
    "FROM attachment a JOIN piece x ON x.id = a.{other} JOIN design d ON d.id = x.design_id "
    "WHERE a.{own} = {piece} AND a.ended_at IS NULL"
)
_CHARMS = text(
    f"SELECT x.serial, x.kind, d.name, {_TAG} AS code, i.level, i.decided_at "
    "FROM attachment a JOIN piece x ON x.id = a.child_id JOIN design d ON d.id = x.design_id "
    "JOIN inspection i ON i.id = a.inspection_id "
    f"WHERE a.parent_id = :piece_id AND a.ended_at IS NULL ORDER BY a.id LIMIT {MOST_CHARMS}"
)
_CARRIER = text(
    f"SELECT x.serial, x.kind, d.name, {_TAG} " + _JOINED.format(other="parent_id", own="child_id", piece=":piece_id")
)


def joined_seen(strings: str) -> str:
    """A text in SQL that changes with what is joined to the piece `p`; `strings` puts several into one."""
    told = f"a.id || '=' || d.name || '=' || COALESCE({_TAG}, '')"
    own = _JOINED.format(other="child_id", own="parent_id", piece="p.id")
    on = _JOINED.format(other="parent_id", own="child_id", piece="p.id")
    return " || '/' || ".join(f"COALESCE((SELECT {strings.format(what=told)} {one}), '')" for one in (own, on))


@dataclass(frozen=True)
class CharmTold:
    """One charm for the page; `code` None: it has no page of its own."""

    design: str
    serial: str
    code: str | None
    inspected: str


@dataclass(frozen=True)
class CarrierTold:
    """What the piece is worn on; without `code` nothing of it is public."""

    sentence: str
    design: str = ""
    serial: str = ""
    code: str | None = None


def find_joined(session: Session, head: Head) -> Joined:
    """Two statements, and none for a piece that is joined to nothing."""
    if head.joined_seen == "/":
        return Joined()
    piece = {"piece_id": head.piece_id}
    charms = [
        Charm(row.serial, row.kind, row.name, row.code, row.level, moment(row.decided_at))
        for row in session.execute(_CHARMS, piece)
    ]
    row = session.execute(_CARRIER, piece).one_or_none()
    return Joined(tuple(charms), Carrier(*row) if row else None)


def charms_told(joined: Joined, let_stand: LetStand, zone: ZoneInfo) -> tuple[CharmTold, ...]:
    return tuple(
        CharmTold(
            design_shown(one.design, one.kind, let_stand),
            one.serial,
            one.code,
            _inspected(one, zone),
        )
        for one in joined.charms
    )


def _inspected(charm: Charm, zone: ZoneInfo) -> str:
    on = day_at(charm.decided_at, zone)
    if charm.level == "independent":
        return _("Passed its own inspection on {day}, by somebody with no hand in making it.", day=on)
    if charm.level == "second":
        return _("Passed its own inspection on {day}, by a second pair of eyes.", day=on)
    if charm.level == "maker":
        return _("Passed its own inspection on {day}, by its maker.", day=on)
    return _("Passed its own inspection on {day}.", day=on)


def carrier_told(joined: Joined, let_stand: LetStand) -> CarrierTold | None:
    on = joined.carrier
    if on is None:
        return None
    if on.code is None:
        return CarrierTold(_("It is part of another piece now."))
    return CarrierTold(_("Worn on"), design_shown(on.design, on.kind, let_stand), on.serial, on.code)
