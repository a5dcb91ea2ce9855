"""What the database holds about materials: papers and lots stay written, and the books always balance.

A movement is one row with both its ends, so that nothing can leave one account without reaching another. The database
writes the balances after it by itself; a holding account never goes below nothing, so the last grams have one winner.
"""

from workshop.guarding import Follow, Guard, Rule, append_only, never_removed, same
from workshop.materials.accounts import BALANCING

ENDS = (
    ("NEW.from_id", "-"),
    ("NEW.to_id", "+"),
    ("(SELECT a.control_id FROM account a WHERE a.id = NEW.from_id)", "-"),
    ("(SELECT a.control_id FROM account a WHERE a.id = NEW.to_id)", "+"),
)
AMOUNTS = ("mg", "carat_thousandths", "number")
BALANCED = f"({', '.join(repr(kind) for kind in BALANCING)})"
BEFORE = "(SELECT max(m.sequence) FROM balance m WHERE m.account_id = {account} AND m.lot_id = NEW.lot_id)"
OWN_STOCK = "EXISTS(SELECT 1 FROM lot l WHERE l.id = NEW.lot_id AND l.account_id = NEW.from_id)"
HELD = "(SELECT h.is_held FROM lot_hold h WHERE h.lot_id = NEW.lot_id ORDER BY h.sequence DESC LIMIT 1)"
INTO_MELT = "EXISTS(SELECT 1 FROM account a WHERE a.id = NEW.to_id AND a.kind = 'melt')"
OTHERS_METAL = (
    "EXISTS(SELECT 1 FROM movement m JOIN lot o ON o.id = m.lot_id JOIN lot n ON n.id = NEW.lot_id "
    "WHERE m.posting_id = NEW.posting_id AND m.to_id = NEW.to_id AND o.owner_id IS DISTINCT FROM n.owner_id)"
)


def _balance(account: str, sign: str) -> str:
    """The statement that writes down what an account holds of the lot after the movement; none for an account that is not there."""
    after = ", ".join(f"COALESCE(b.{amount}, 0) {sign} NEW.{amount}" for amount in AMOUNTS)
    return (
        f"INSERT INTO balance (account_id, lot_id, sequence, movement_id, {', '.join(AMOUNTS)}, at) "
        f"SELECT t.id, NEW.lot_id, COALESCE(b.sequence, 0) + 1, NEW.id, {after}, (SELECT p.at FROM posting p WHERE p.id = NEW.posting_id) "
        f"FROM account t LEFT JOIN balance b ON b.account_id = t.id AND b.lot_id = NEW.lot_id AND b.sequence = {BEFORE.format(account='t.id')} "
        f"WHERE t.id = {account}"
    )


def _fits(sign: str) -> str:
    """Holds when the new balance is the one before, moved by its movement."""
    return " AND ".join(
        f"NEW.{amount} = COALESCE((SELECT b.{amount} FROM balance b WHERE b.account_id = NEW.account_id AND b.lot_id = NEW.lot_id AND b.sequence = NEW.sequence - 1), 0) "
        f"{sign} (SELECT m.{amount} FROM movement m WHERE m.id = NEW.movement_id)"
        for amount in AMOUNTS
    )


def _ends_at(end: str) -> str:
    """Holds when that end of the movement is this account, or one that this account sums up."""
    return (
        f"EXISTS(SELECT 1 FROM movement m JOIN account a ON a.id = m.{end} WHERE m.id = NEW.movement_id "
        "AND m.lot_id = NEW.lot_id AND NEW.account_id IN (a.id, a.control_id))"
    )


def _is_there(table: str, column: str) -> str:
    """Holds when the row that is named is there: tools may look away from keys."""
    return f"EXISTS(SELECT 1 FROM {table} t WHERE t.id = NEW.{column})"


GUARDS: tuple[Rule, ...] = (
    Guard(
        "supplier_identity",
        "supplier",
        "UPDATE",
        same("id", "code", "subject", "at", "by_id"),
        "A supplier stays the supplier that it is.",
    ),
    never_removed("supplier", "A supplier is retired, never removed: its lots stay."),
    *append_only("document", "A document stays as it came."),
    Guard(
        "reading_next",
        "reading",
        "INSERT",
        "NEW.sequence = 1 + COALESCE((SELECT max(r.sequence) FROM reading r WHERE r.document_id = NEW.document_id), 0)",
        "Readings of a document are numbered without gaps.",
    ),
    *append_only("reading", "What was read in a document stays written: read it anew."),
    Guard(
        "withdrawal_next",
        "withdrawal",
        "INSERT",
        "NEW.sequence = 1 + COALESCE((SELECT max(w.sequence) FROM withdrawal w WHERE w.document_id = NEW.document_id), 0)",
        "Withdrawals of a document are numbered without gaps.",
    ),
    *append_only("withdrawal", "That a document was withdrawn stays written."),
    *append_only("lot", "What a lot is stays written: its origin and papers are told anew."),
    *append_only("sourcing", "What was said of an origin stays written: say it anew."),
    *append_only("lot_paper", "Which paper spoke of a lot stays written."),
    *append_only("lot_hold", "That a lot was held back stays written."),
    *append_only("stone_facts", "What was known of a stone stays written: tell it anew."),
    *append_only("settlement", "A refiner's settlement stays written."),
    Guard(
        "lot_parent_older",
        "lot_parent",
        "INSERT",
        "NEW.parent_id < NEW.lot_id",
        "A lot is made of lots that were there before it.",
    ),
    *append_only("lot_parent", "What a lot was made of stays written."),
    *append_only("account", "An account stays."),
    *append_only("posting", "What is in the books stays: take it back by another posting."),
    Guard(
        "movement_ends",
        "movement",
        "INSERT",
        f"{_is_there('account', 'from_id')} AND {_is_there('account', 'to_id')} AND {_is_there('lot', 'lot_id')}",
        "What leaves one account reaches another: a movement has both its ends.",
    ),
    Guard(
        "movement_not_held",
        "movement",
        "INSERT",
        f"NOT {OWN_STOCK} OR COALESCE({HELD}, 0) = 0",
        "This lot is held back: nothing is used of it until it is let go.",
    ),
    Guard(
        "movement_apart",
        "movement",
        "INSERT",
        f"CASE WHEN {INTO_MELT} THEN NOT {OTHERS_METAL} ELSE TRUE END",
        "A customer's own metal is never melted together with other metal.",
    ),
    *append_only("movement", "What is in the books stays: take it back by another posting."),
    Guard(
        "balance_follows",
        "balance",
        "INSERT",
        f"NEW.sequence = 1 + COALESCE({BEFORE.format(account='NEW.account_id')}, 0) AND (({_ends_at('from_id')} AND {_fits('-')}) OR ({_ends_at('to_id')} AND {_fits('+')}))",
        "A balance follows from the movements alone.",
    ),
    Guard(
        "balance_not_below",
        "balance",
        "INSERT",
        f"(NEW.mg >= 0 AND NEW.carat_thousandths >= 0 AND NEW.number >= 0) OR (SELECT a.kind FROM account a WHERE a.id = NEW.account_id) IN {BALANCED}",
        "There is not so much of it there: nothing is used beyond what was received.",
    ),
    *append_only("balance", "A balance follows from the movements alone."),
    Follow("movement_balances", "movement", tuple(_balance(account, sign) for account, sign in ENDS)),
    *append_only("day_close", "An end of a day stays written: close another."),
    *append_only("day_weight", "An end of a day stays written: close another."),
    *append_only("instrument_check", "A check of an instrument stays written: check it anew."),
    *append_only("metal_price", "A price of a day stays written."),
    *append_only("exchange_rate", "A rate of a day stays written."),
)
