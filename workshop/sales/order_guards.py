"""What the database holds about orders: one answer to one wish, a piece on one order, no delivery of what is still here."""

from workshop.guarding import Guard, Rule, append_only, append_only_but, never_removed, same
from workshop.pieces.guards import PLACE
from workshop.sales.order_models import Order, OrderApproval, OrderGoAhead, OrderWish

ORDER_OPEN = "EXISTS(SELECT 1 FROM shop_order o WHERE o.id = NEW.order_id AND o.ended_at IS NULL)"
ON_ORDER = "FROM order_piece p WHERE p.order_id = NEW.id AND p.taken_off_at IS NULL"
FROZEN = tuple(c.name for c in Order.__table__.columns if c.name not in (*Order.personal, "ended_at", "ended_how"))
BLANKED = " AND ".join(f"(NEW.{c} IS NULL OR {same(c)})" for c in Order.personal)
WITH_CUSTOMER = f"EXISTS(SELECT 1 {ON_ORDER}) AND NOT EXISTS(SELECT 1 {ON_ORDER} AND COALESCE({PLACE.format(piece='p.piece_id')}, 'shop') <> 'customer')"


def _next(table: str, number: str, of: str) -> str:
    """Holds when this row takes the next number among those of the same order or photo."""
    return f"NEW.{number} = 1 + COALESCE((SELECT max(n.{number}) FROM {table} n WHERE {of}), 0)"


GUARDS: tuple[Rule, ...] = (
    Guard("shop_order_opens", "shop_order", "INSERT", "NEW.ended_at IS NULL", "An order begins open."),
    Guard(
        "shop_order_stands",
        "shop_order",
        "UPDATE",
        f"{same(*FROZEN)} AND {BLANKED} AND (({same('ended_at', 'ended_how')}) OR (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND (NEW.ended_how = 'cancelled' OR ({WITH_CUSTOMER}))))",
        "An order ends once: cancelled, or delivered when its pieces are with the customer.",
    ),
    never_removed("shop_order", "An order stays written: cancel it instead."),
    Guard(
        "order_wish_next",
        "order_wish",
        "INSERT",
        f"{ORDER_OPEN} AND {_next('order_wish', 'number', 'n.order_id = NEW.order_id')} AND NEW.subject = (SELECT o.subject FROM shop_order o WHERE o.id = NEW.order_id)",
        "What shall be made takes the next number of an open order.",
    ),
    *append_only_but(OrderWish, "What was ordered stays written: write it anew."),
    Guard(
        "order_approval_newest",
        "order_approval",
        "INSERT",
        "EXISTS(SELECT 1 FROM order_wish w JOIN shop_order o ON o.id = w.order_id AND o.ended_at IS NULL WHERE w.id = NEW.wish_id AND w.subject = NEW.subject AND NOT EXISTS(SELECT 1 FROM order_wish n WHERE n.order_id = w.order_id AND n.number > w.number))",
        "Only what an open order says now is agreed to.",
    ),
    *append_only_but(OrderApproval, "What was agreed stays as it was agreed."),
    Guard(
        "order_go_ahead_newest",
        "order_go_ahead",
        "INSERT",
        "length(trim(NEW.reason)) > 0 AND EXISTS(SELECT 1 FROM order_wish w JOIN shop_order o ON o.id = w.order_id AND o.ended_at IS NULL WHERE w.id = NEW.wish_id AND w.subject = NEW.subject AND NOT EXISTS(SELECT 1 FROM order_wish n WHERE n.order_id = w.order_id AND n.number > w.number))",
        "The owner goes on with what an open order says now, and says why.",
    ),
    *append_only_but(OrderGoAhead, "That the owner went on without the yes stays written, with the reason."),
    Guard(
        "order_deposit_next",
        "order_deposit",
        "INSERT",
        f"{_next('order_deposit', 'number', 'n.order_id = NEW.order_id')} AND COALESCE((SELECT sum(d.amount_minor) FROM order_deposit d WHERE d.order_id = NEW.order_id AND d.currency = NEW.currency), 0) + NEW.amount_minor >= 0",
        "No more is given back than was noted.",
    ),
    *append_only("order_deposit", "What was paid stays written: note what was given back."),
    Guard(
        "order_piece_one",
        "order_piece",
        "INSERT",
        f"NEW.taken_off_at IS NULL AND {ORDER_OPEN} AND NOT EXISTS(SELECT 1 FROM order_piece p JOIN shop_order o ON o.id = p.order_id AND o.ended_at IS NULL WHERE p.piece_id = NEW.piece_id AND p.taken_off_at IS NULL)",
        "The piece is on an open order already, or this order has ended.",
    ),
    Guard(
        "order_piece_stands",
        "order_piece",
        "UPDATE",
        f"{same('id', 'order_id', 'piece_id', 'at', 'by_id')} AND OLD.taken_off_at IS NULL AND NEW.taken_off_at IS NOT NULL AND {ORDER_OPEN}",
        "A piece is taken off an open order once.",
    ),
    never_removed("order_piece", "Which piece was made for an order stays written."),
    Guard(
        "order_link_ends",
        "order_link",
        "UPDATE",
        f"{same('id', 'order_id', 'digest', 'at', 'expires_at', 'by_id')} AND OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL",
        "A link can only be ended.",
    ),
    never_removed("order_link", "A link stays written: end it instead."),
    Guard(
        "order_photo_of_its_piece",
        "order_photo",
        "INSERT",
        f"{_next('order_photo', 'sequence', 'n.order_id = NEW.order_id AND n.photo_id = NEW.photo_id')} AND EXISTS(SELECT 1 FROM photo f JOIN order_piece p ON p.piece_id = f.piece_id WHERE f.id = NEW.photo_id AND p.order_id = NEW.order_id AND p.taken_off_at IS NULL)",
        "Only a photo of a piece of this order is shown to its customer.",
    ),
    *append_only("order_photo", "Which photo was shown stays written: say it anew."),
)
