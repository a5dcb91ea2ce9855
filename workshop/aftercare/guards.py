"""What the database holds about owners: one secret, one owner, thirty days' notice, and no report by who owns it no longer."""

from workshop.aftercare.models import A_YEAR_US
from workshop.guarding import Guard, Rule, append_only, never_removed, same

NOTICE_DAYS = 30
NOTICE_US = NOTICE_DAYS * 24 * 3600 * 1_000_000
_OWNED = "EXISTS(SELECT 1 FROM ownership o WHERE o.piece_id = NEW.piece_id AND o.ended_at IS NULL)"
_BY_ITS_OWNER = "EXISTS(SELECT 1 FROM ownership o WHERE o.id = NEW.ownership_id AND o.piece_id = NEW.piece_id AND o.ended_at IS NULL)"


def _told(request: str) -> str:
    """Holds when the owner `o` was told of this request, thirty days before it was closed."""
    noticed = f"{request}.noticed_at"
    return f"{noticed} IS NOT NULL AND o.at <= {noticed} AND {request}.closed_at >= {noticed} + {NOTICE_US}"


def _of_one_door(table: str, column: str) -> str:
    """Holds when no other table has this digest: one secret opens one thing."""
    doors = (("owner_secret", "digest"), ("owner_request", "digest"), ("ownership", "owner_digest"))
    return " AND ".join(
        f"NOT EXISTS(SELECT 1 FROM {other} x WHERE x.{theirs} = NEW.{column})"
        for other, theirs in doors
        if other != table
    )


_NOT_SINCE = (
    "NOT EXISTS(SELECT 1 FROM work_event e WHERE e.piece_id = r.piece_id AND e.kind = 'traded_in' AND e.at >= r.at)"
)
_ONE_DOOR = "This secret opens something else already: make another."


def _blanked(*columns: str) -> str:
    """Holds when these stay or are erased."""
    return " AND ".join(f"(NEW.{c} IS NULL OR {same(c)})" for c in columns)


def _once(*columns: str) -> str:
    """Holds when each of these stays once it is written."""
    return " AND ".join(f"(OLD.{c} IS NULL OR {same(c)})" for c in columns)


def _again(when: str, *columns: str) -> str:
    """Holds when these stay once the first is written, or the first moves forward while nothing is decided."""
    first = columns[0]
    return (
        f"(OLD.{first} IS NULL OR ({same(*columns)}) OR (OLD.verdict IS NULL AND NEW.{first} > OLD.{first} AND {when}))"
    )


_NEW_OWNER = "EXISTS(SELECT 1 FROM ownership o WHERE o.piece_id = NEW.piece_id AND o.at > OLD.noticed_at AND o.at <= NEW.noticed_at)"
_ANEW = " AND ".join(
    (
        _again(_NEW_OWNER, "noticed_at", "noticed_by_id"),
        _again("OLD.objected_at < OLD.noticed_at", "objected_at"),
        _again("OLD.settled_at < OLD.objected_at", "settled_at", "settled_by_id"),
    )
)

GUARDS: tuple[Rule, ...] = (
    Guard(
        "owner_secret_one",
        "owner_secret",
        "INSERT",
        "NOT EXISTS(SELECT 1 FROM owner_secret s WHERE s.piece_id = NEW.piece_id AND s.ended_at IS NULL)",
        "One secret of a piece counts at a time: the one before ends first.",
    ),
    *(
        Guard(f"{table}_{column}_{on.lower()}", table, on, _of_one_door(table, column), _ONE_DOOR)
        for table, column, on in (
            ("owner_secret", "digest", "INSERT"),
            ("owner_request", "digest", "INSERT"),
            ("ownership", "owner_digest", "INSERT"),
            ("ownership", "owner_digest", "UPDATE"),
        )
    ),
    Guard(
        "owner_secret_of_tagged",
        "owner_secret",
        "INSERT",
        "NEW.kind = 'transfer' OR EXISTS(SELECT 1 FROM tag t WHERE t.piece_id = NEW.piece_id AND NOT EXISTS(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = t.id))",
        "A card is for a piece with a tag: it passes and is tagged first.",
    ),
    Guard(
        "owner_secret_whose",
        "owner_secret",
        "INSERT",
        f"CASE WHEN NEW.kind = 'transfer' THEN {_OWNED} ELSE NOT {_OWNED} END",
        "A card is for a piece without an owner; an owner hands it on with a secret of their own.",
    ),
    Guard(
        "owner_secret_stands",
        "owner_secret",
        "UPDATE",
        f"{same('id', 'piece_id', 'subject', 'kind', 'digest', 'is_gift', 'reveal_on', 'at', 'by_id')} AND {_once('ended_at', 'ended_why')} AND {_blanked('gift_from', 'gift_message')}",
        "A secret stays as it was made: it can only end.",
    ),
    never_removed("owner_secret", "That a secret was made stays noted."),
    Guard(
        "ownership_one",
        "ownership",
        "INSERT",
        f"NOT {_OWNED} AND NEW.ended_at IS NULL",
        "A piece has one owner at a time.",
    ),
    Guard(
        "ownership_by_right",
        "ownership",
        "INSERT",
        f"CASE WHEN NEW.request_id IS NULL THEN EXISTS(SELECT 1 FROM owner_secret s WHERE s.id = NEW.secret_id AND s.piece_id = NEW.piece_id AND s.kind = NEW.how AND s.ended_at IS NULL) ELSE NEW.how = 'request' AND EXISTS(SELECT 1 FROM owner_request r WHERE r.id = NEW.request_id AND r.piece_id = NEW.piece_id AND r.verdict = 'granted' AND {_NOT_SINCE} AND NOT EXISTS(SELECT 1 FROM ownership o WHERE o.piece_id = NEW.piece_id AND o.sequence = (SELECT max(n.sequence) FROM ownership n WHERE n.piece_id = NEW.piece_id) AND o.ended_why <> 'traded_in' AND NOT ({_told('r')}))) END",
        "A piece is claimed with its own secret that counts, or by a request that was granted and of which the owner was told thirty days before.",
    ),
    Guard(
        "ownership_not_reported",
        "ownership",
        "INSERT",
        "NEW.secret_id IS NULL OR NOT EXISTS(SELECT 1 FROM loss_report l WHERE l.piece_id = NEW.piece_id AND l.ended_at IS NULL AND l.ends_at > NEW.at)",
        "What is reported lost or stolen changes hands by no secret: the report ends first.",
    ),
    Guard(
        "ownership_traded",
        "ownership",
        "UPDATE",
        "COALESCE(NEW.ended_why, '') <> 'traded_in' OR EXISTS(SELECT 1 FROM work_event e WHERE e.piece_id = NEW.piece_id AND e.kind = 'traded_in' AND e.at = NEW.ended_at)",
        "An owner whose piece the shop took into stock is one whose piece came in and stayed.",
    ),
    Guard(
        "ownership_stands",
        "ownership",
        "UPDATE",
        f"{same('id', 'piece_id', 'sequence', 'subject', 'how', 'secret_id', 'request_id', 'at')} AND (OLD.ended_at IS NULL OR ({same('owner_digest', 'ended_at', 'ended_why')} AND {_blanked('name', 'contact')}))",
        "Who owned a piece when stays noted.",
    ),
    never_removed("ownership", "Who owned a piece when stays noted."),
    Guard(
        "owner_request_begins",
        "owner_request",
        "INSERT",
        "NEW.proof_seen_at IS NULL AND NEW.noticed_at IS NULL AND NEW.objected_at IS NULL AND NEW.settled_at IS NULL AND NEW.verdict IS NULL",
        "A request begins with nothing seen and nothing decided.",
    ),
    Guard(
        "owner_request_stands",
        "owner_request",
        "UPDATE",
        f"{same('id', 'piece_id', 'sequence', 'subject', 'why', 'digest', 'at')} AND {_blanked('name', 'contact', 'story')} AND {_once('proof_seen_at', 'proof_by_id', 'closed_at', 'closed_by_id', 'verdict')} AND {_ANEW}",
        "A request stays as it was made, and each step is taken once; again only for a new owner.",
    ),
    Guard(
        "owner_request_notice",
        "owner_request",
        "UPDATE",
        f"NEW.verdict IS NULL OR NEW.verdict <> 'granted' OR OLD.verdict = 'granted' OR (NEW.proof_seen_at IS NOT NULL AND (NEW.objected_at IS NULL OR NEW.settled_at >= NEW.objected_at) AND NOT EXISTS(SELECT 1 FROM ownership o WHERE o.piece_id = NEW.piece_id AND o.ended_at IS NULL AND NOT ({_told('NEW')})))",
        "A request is granted once the proof was seen, thirty days after the owner of now was told, and when no objection is open.",
    ),
    Guard(
        "owner_request_order",
        "owner_request",
        "UPDATE",
        f"(NEW.proof_seen_at IS NULL OR NEW.proof_seen_at >= NEW.at) AND (NEW.noticed_at IS NULL OR NEW.noticed_at >= NEW.proof_seen_at) AND (OLD.verdict IS NOT NULL OR NEW.verdict IS NULL OR ({same('proof_seen_at')}))",
        "A request is asked, its proof seen, its notice given and then decided, in this order.",
    ),
    never_removed("owner_request", "A request stays written."),
    Guard(
        "loss_report_by_owner",
        "loss_report",
        "INSERT",
        f"{_BY_ITS_OWNER} AND NEW.confirmed_at IS NULL AND NEW.ended_at IS NULL",
        "Only who owns the piece now can report it, and the workshop confirms it afterwards.",
    ),
    Guard(
        "loss_report_one",
        "loss_report",
        "INSERT",
        "NOT EXISTS(SELECT 1 FROM loss_report l WHERE l.piece_id = NEW.piece_id AND l.ended_at IS NULL AND l.ends_at > NEW.at)",
        "The piece is reported already.",
    ),
    Guard(
        "loss_report_term",
        "loss_report",
        "INSERT",
        f"NEW.renewed_at IS NULL AND NEW.ends_at <= NEW.at + {A_YEAR_US}",
        "A report stands for a year at most from when it was made.",
    ),
    Guard(
        "loss_report_renewed",
        "loss_report",
        "UPDATE",
        f"({same('ends_at', 'renewed_at')}) OR (NEW.renewed_at >= COALESCE(OLD.renewed_at, OLD.at) AND NEW.ends_at <= NEW.renewed_at + {A_YEAR_US})",
        "A report is renewed for a year at most.",
    ),
    Guard(
        "loss_report_stands",
        "loss_report",
        "UPDATE",
        f"{same('id', 'piece_id', 'sequence', 'subject', 'ownership_id', 'kind', 'at')} AND {_once('confirmed_at', 'confirmed_by_id', 'disputed_at', 'aside_at', 'aside_by_id', 'ended_at', 'ended_why')} AND (OLD.aside_at IS NULL OR {_blanked('aside_why')}) AND (OLD.ended_at IS NULL OR {same('ends_at', 'renewed_at', 'confirmed_at', 'disputed_at', 'aside_at')})",
        "A report stays as it was made: it is confirmed, renewed, disputed and ended.",
    ),
    Guard(
        "loss_report_aside",
        "loss_report",
        "UPDATE",
        "NEW.aside_at IS NULL OR OLD.aside_at IS NOT NULL OR (NEW.disputed_at <= NEW.aside_at AND NEW.aside_by_id IS NOT NULL AND LENGTH(NEW.aside_why) > 0)",
        "A dispute is set aside by somebody of the workshop, with the reason.",
    ),
    Guard(
        "loss_report_owned_still",
        "loss_report",
        "UPDATE",
        f"({same('ends_at', 'confirmed_at')}) OR {_BY_ITS_OWNER}",
        "Who handed the piece on can neither report it nor renew a report.",
    ),
    never_removed("loss_report", "A report stays written: end it instead."),
    *append_only("notice", "That somebody was told stays noted."),
)
