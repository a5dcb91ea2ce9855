"""Looking back at the books: every balance follows from the movements, every melt closes, every lot is somewhere whole.

All of it is asked of the database in sums, so that books of any length are looked through in a few statements.
"""

from collections.abc import Callable, Iterator

from workshop.findings import Books, Finding
from workshop.materials.accounts import HOLDING
from workshop.materials.guards import AMOUNTS

TIMED = ()
NUMBERED = {
    "sourcing": "lot_id",
    "lot_hold": "lot_id",
    "stone_facts": "lot_id",
    "lot_paper": "lot_id, document_id",
    "reading": "document_id",
    "withdrawal": "document_id",
}
_HOLDING = ", ".join(repr(kind) for kind in HOLDING)
_ALL = ", ".join(AMOUNTS)
_LESS = ", ".join(f"-{amount}" for amount in AMOUNTS)
_MOVED_ON = "EXISTS(SELECT 1 FROM balance n WHERE n.account_id = b.account_id AND n.lot_id = b.lot_id AND n.sequence > b.sequence)"
_NEWEST = f"SELECT b.account_id, b.lot_id, {', '.join(f'b.{amount}' for amount in AMOUNTS)} FROM balance b WHERE NOT {_MOVED_ON}"


def _end(column: str, sign: str, through: str) -> str:
    """What movements did at one of their ends: to the account itself, or to the one that sums it up."""
    amounts = ", ".join(f"{sign}m.{amount} AS {amount}" for amount in AMOUNTS)
    return f"SELECT a.{through} AS account_id, m.lot_id, m.id AS movement_id, {amounts} FROM movement m JOIN account a ON a.id = m.{column} WHERE a.{through} IS NOT NULL"


_ENDS = " UNION ALL ".join(
    _end(column, sign, through)
    for column, sign in (("from_id", "-"), ("to_id", ""))
    for through in ("id", "control_id")
)
_UNEQUAL = " OR ".join(f"sum({amount}) <> 0" for amount in AMOUNTS)
_NAMED = "LEFT JOIN lot l ON l.id = x.lot_id LEFT JOIN account a ON a.id = x.account_id ORDER BY x.lot_id, x.account_id"

FOLDED = (
    f"SELECT l.code, a.key FROM (SELECT account_id, lot_id FROM (SELECT account_id, lot_id, {_ALL} FROM ({_ENDS}) ends "
    f"UNION ALL SELECT account_id, lot_id, {_LESS} FROM ({_NEWEST}) newest) both_sides "
    f"GROUP BY account_id, lot_id HAVING {_UNEQUAL}) x {_NAMED}"
)
_BEFORE = ", ".join(f"lag({amount}, 1, 0) OVER w AS {amount}_before" for amount in ("sequence", *AMOUNTS))
_STEP = " AND ".join(f"e.{amount} = c.{amount} - c.{amount}_before" for amount in AMOUNTS)
CHAINED = (
    f"SELECT DISTINCT l.code, a.key, x.lot_id, x.account_id FROM (SELECT c.* FROM (SELECT b.*, {_BEFORE} FROM balance b "
    "WINDOW w AS (PARTITION BY b.account_id, b.lot_id ORDER BY b.sequence)) c "
    f"LEFT JOIN ({_ENDS}) e ON e.movement_id = c.movement_id AND e.account_id = c.account_id AND e.lot_id = c.lot_id AND {_STEP} "
    "LEFT JOIN movement m ON m.id = c.movement_id LEFT JOIN posting p ON p.id = m.posting_id "
    f"WHERE e.movement_id IS NULL OR c.sequence <> c.sequence_before + 1 OR p.at IS DISTINCT FROM c.at) x {_NAMED}"
)
BELOW = (
    "SELECT DISTINCT l.code, a.key FROM balance b JOIN account a ON a.id = b.account_id LEFT JOIN lot l ON l.id = b.lot_id "
    f"WHERE a.kind IN ({_HOLDING}) AND (b.mg < 0 OR b.carat_thousandths < 0 OR b.number < 0) ORDER BY l.code, a.key"
)
SOMEWHERE = (
    f"SELECT l.code, x.lot_id FROM (SELECT lot_id FROM ({_NEWEST}) newest JOIN account t ON t.id = newest.account_id "
    f"WHERE t.id NOT IN (SELECT c.control_id FROM account c WHERE c.control_id IS NOT NULL) GROUP BY lot_id HAVING {_UNEQUAL}) x LEFT JOIN lot l ON l.id = x.lot_id ORDER BY x.lot_id"
)
ENDLESS = (
    "SELECT l.code, m.lot_id FROM movement m LEFT JOIN account f ON f.id = m.from_id LEFT JOIN account t ON t.id = m.to_id "
    "LEFT JOIN posting p ON p.id = m.posting_id LEFT JOIN lot l ON l.id = m.lot_id "
    "WHERE f.id IS NULL OR t.id IS NULL OR p.id IS NULL OR l.id IS NULL OR m.from_id = m.to_id OR m.mg < 0 OR m.carat_thousandths < 0 OR m.number < 0 ORDER BY m.id"
)
_MELTED = (
    "SELECT m.posting_id, m.lot_id, m.mg, CASE WHEN t.kind = 'melt' THEN 1 ELSE -1 END AS way FROM movement m "
    "JOIN account f ON f.id = m.from_id JOIN account t ON t.id = m.to_id WHERE f.kind = 'melt' OR t.kind = 'melt'"
)
UNMELTED = f"SELECT max(l.code), x.posting_id FROM ({_MELTED}) x LEFT JOIN lot l ON l.id = x.lot_id GROUP BY x.posting_id HAVING sum(x.mg * x.way) <> 0 ORDER BY x.posting_id"
PARENTS = (
    "SELECT l.code, p.code FROM (SELECT lot_id, parent_id FROM (SELECT lot_id, parent_id, mg FROM lot_parent UNION ALL "
    f"SELECT made.lot_id, gone.lot_id, -gone.mg FROM ({_MELTED}) gone JOIN ({_MELTED}) made ON made.posting_id = gone.posting_id AND made.way = -1 AND gone.way = 1 "
    "JOIN posting o ON o.id = gone.posting_id WHERE o.reverses_id IS NULL) both_sides "
    "GROUP BY lot_id, parent_id HAVING sum(mg) <> 0) x LEFT JOIN lot l ON l.id = x.lot_id LEFT JOIN lot p ON p.id = x.parent_id ORDER BY x.lot_id, x.parent_id"
)
CIRCLES = (
    "SELECT l.code FROM lot_parent p LEFT JOIN lot l ON l.id = p.lot_id WHERE p.parent_id >= p.lot_id ORDER BY p.id"
)
TOGETHER = (
    f"SELECT max(l.code), x.posting_id FROM ({_MELTED}) x JOIN lot l ON l.id = x.lot_id GROUP BY x.posting_id "
    "HAVING min(COALESCE(l.owner_id, 0)) <> max(COALESCE(l.owner_id, 0)) ORDER BY x.posting_id"
)
OF_ITS_OWN = (
    "SELECT l.code AS whose FROM lot l LEFT JOIN account a ON a.id = l.account_id WHERE a.key IS DISTINCT FROM 'lot:' || l.code "
    "UNION ALL SELECT a.key FROM account a LEFT JOIN account c ON c.id = a.control_id "
    "WHERE CASE WHEN a.key = a.kind THEN a.control_id IS NOT NULL ELSE a.key NOT LIKE a.kind || ':%' OR c.key IS DISTINCT FROM a.kind END ORDER BY 1"
)
SETTLED = (
    "SELECT l.code, s.lot_id FROM settlement s LEFT JOIN lot l ON l.id = s.lot_id WHERE s.gross_mg IS DISTINCT FROM "
    "(SELECT sum(m.mg) FROM movement m JOIN account t ON t.id = m.to_id WHERE m.posting_id = s.posting_id AND m.lot_id = s.lot_id AND t.kind = 'refined') ORDER BY s.id"
)


def balances_follow(books: Books) -> Iterator[Finding]:
    """What an account holds of a lot is the sum of what came and went, and so it was after every movement."""
    for lot, account in _told(books, FOLDED):
        yield Finding("balance-follows", lot, f"what {account} holds of it is not what its movements add up to.")
    for lot, account in _told(books, CHAINED):
        yield Finding("balance-chained", lot, f"a balance of it at {account} does not follow from the one before.")
    for lot, account in _told(books, BELOW):
        yield Finding("balance-not-below", lot, f"{account} held less than nothing of it.")


def lots_are_somewhere(books: Books) -> Iterator[Finding]:
    """All that was received of a lot is somewhere: what left one account reached another."""
    for (lot,) in _told(books, SOMEWHERE, 1):
        yield Finding("lot-somewhere", lot, "what was received of it and what is there differ.")
    for (lot,) in _told(books, ENDLESS, 1):
        yield Finding("movement-ends", lot, "a movement of it has not both its ends, or is of less than nothing.")


def melts_close(books: Books) -> Iterator[Finding]:
    """What goes into the crucible comes out of it, and is what the new lot says it was made of; a customer's metal by itself."""
    for (lot,) in _told(books, UNMELTED, 1):
        yield Finding("melt-closes", lot, "what went into its melt is not what came out of it.")
    for lot, parent in _told(books, PARENTS):
        yield Finding("parents-melted", lot, f"what it says it was made of {parent} is not what went into its melt.")
    for (lot,) in _told(books, CIRCLES, 1):
        yield Finding("parents-older", lot, "it is said to be made of a lot that was not there before it.")
    for (lot,) in _told(books, TOGETHER, 1):
        yield Finding("melt-apart", lot, "a customer's metal was melted together with other metal.")


def accounts_are_their_own(books: Books) -> Iterator[Finding]:
    """Every lot has the account that is named after it, and every account is summed up by that of its kind."""
    for (whose,) in _told(books, OF_ITS_OWN, 1):
        yield Finding("account-own", whose, "its account in the books is not its own, or is not summed up by its kind.")


def settlements_fit(books: Books) -> Iterator[Finding]:
    """What a refiner settled is what the books sent into refining."""
    for (lot,) in _told(books, SETTLED, 1):
        yield Finding("settlement-booked", lot, "its settlement is not what the books sent to the refiner.")


def papers_numbered(books: Books) -> Iterator[Finding]:
    """What is told of lots and documents anew is numbered without gaps, so that nothing between was taken out."""
    for table, key in NUMBERED.items():
        whose = "document" if key == "document_id" else "lot"
        gaps = f"SELECT o.code FROM (SELECT {whose}_id AS id FROM {table} GROUP BY {key} HAVING max(sequence) <> count(*) OR min(sequence) <> 1) x LEFT JOIN {whose} o ON o.id = x.id"
        for (code,) in _told(books, gaps, 1):
            yield Finding("told-numbered", code, f"rows of {table} about it are missing, or were put in.")


def _told(books: Books, statement: str, columns: int = 2) -> Iterator[tuple[str, ...]]:
    """The names in the first columns of the answer; what is not there is said to be so."""
    for row in books.rows(statement):
        yield tuple("what is not there" if name is None else str(name) for name in row[:columns])


RULES: tuple[Callable[[Books], Iterator[Finding]], ...] = (
    balances_follow,
    lots_are_somewhere,
    melts_close,
    accounts_are_their_own,
    settlements_fit,
    papers_numbered,
)
