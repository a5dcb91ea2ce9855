"""Charms on a page: what is on the piece now, each with its own page and inspection, and what the piece is worn on.

The other piece is named by what its own page says: where no tag of it counts, only that it is there.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from workshop.days import day_at
from workshop.provenance.facts import Carrier, Charm, Head, Joined
from workshop.provenance.keeping_back import kind_called
from workshop.provenance.spoken import Spoken, names_of, spoken_of
from workshop.units import moment
from workshop.wordguard import LetStand
from workshop.wording import _, language

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
    f"SELECT x.serial, x.kind, d.id AS design_id, d.name, {_TAG} AS code, i.level, i.decided_at "
    "FROM attachment a JOIN piece x ON x.id = a.child_id JOIN design d ON d.id = x.design_id "
    "JOIN inspection i ON i.id = a.inspection_id "
    f"WHERE a.parent_id = :piece_id AND a.ended_at IS NULL ORDER BY a.id LIMIT {MOST_CHARMS}"
)
_CARRIER = text(
    f"SELECT x.serial, x.kind, d.id AS design_id, d.name, {_TAG} AS code "
    + _JOINED.format(other="parent_id", own="child_id", piece=":piece_id")
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
    design_language: str
    serial: str
    code: str | None
    inspected: str


@dataclass(frozen=True)
class CarrierTold:
    """What the piece is worn on; without `code` nothing of it is public."""

    sentence: str
    design: str = ""
    design_language: str = ""
    serial: str = ""
    code: str | None = None


def find_joined(session: Session, head: Head) -> Joined:
    """Two statements, none for a piece that is joined to nothing; one more for names in other languages."""
    if head.joined_seen == "/":
        return Joined()
    piece = {"piece_id": head.piece_id}
    charms, on = session.execute(_CHARMS, piece).all(), session.execute(_CARRIER, piece).one_or_none()
    names = names_of(session, head, {row.design_id for row in (*charms, *([on] if on else ()))})
    return Joined(
        tuple(
            Charm(row.serial, row.kind, row.name, row.code, row.level, moment(row.decided_at), names[row.design_id])
            for row in charms
        ),
        Carrier(on.serial, on.kind, on.name, on.code, names[on.design_id]) if on else None,
    )


def charms_told(joined: Joined, of_shop: str | None, let_stand: LetStand, zone: ZoneInfo) -> tuple[CharmTold, ...]:
    """`of_shop`: the language that the shop writes in, None where that is not known."""
    return tuple(_charm(one, _called(one, of_shop, let_stand), zone) for one in joined.charms)


def _charm(one: Charm, called: Spoken, zone: ZoneInfo) -> CharmTold:
    return CharmTold(called.text, called.language, one.serial, one.code, _inspected(one, zone))


def _called(one: Charm | Carrier, of_shop: str | None, let_stand: LetStand) -> Spoken:
    """A name that may not be shown gives way to what kind of piece it is."""
    named = spoken_of(one.design, one.names.get(language()), of_shop, let_stand)
    return named or Spoken(kind_called(one.kind))


def _inspected(charm: Charm, zone: ZoneInfo) -> str:
    on = day_at(charm.decided_at, zone)
    if charm.level == "independent":
        return _("Passed its own inspection on {day}, by somebody with no hand in making it.", day=on)
    if charm.level == "second":
        return _("Passed its own inspection on {day}, by a second pair of eyes.", day=on)
    if charm.level == "maker":
        return _("Passed its own inspection on {day}, by its maker.", day=on)
    return _("Passed its own inspection on {day}.", day=on)


def carrier_told(joined: Joined, of_shop: str | None, let_stand: LetStand) -> CarrierTold | None:
    on = joined.carrier
    if on is None:
        return None
    if on.code is None:
        return CarrierTold(_("It is part of another piece now."))
    called = _called(on, of_shop, let_stand)
    return CarrierTold(_("Worn on"), called.text, called.language, on.serial, on.code)
