"""How the guards of orders are attacked; read with attacks.py."""

from tests.gate.attacks import Attack, _attack, _set
from tests.gate.steps import Value, insert

WAITS, PASSED, DELIVERED, CANCELLED = (f"'ORD-000{number}'" for number in range(1, 5))


def order(code: str, column: str = "id") -> str:
    return f"(SELECT o.{column} FROM shop_order o WHERE o.code = {code})"


def wish(code: str, which: str = "max") -> str:
    return f"(SELECT {which}(w.id) FROM order_wish w WHERE w.order_id = {order(code)})"


def wished(code: str, number: int, **more: Value) -> str:
    usual: dict[str, Value] = {"order_id": order(code), "number": number, "subject": order(code, "subject")}
    return insert("order_wish", **(usual | {"at": "{now}"} | more))


def answered(wish_id: str, subject: str) -> str:
    told = {"wish_id": wish_id, "subject": subject, "answer": "'yes'", "how": "'link'", "digest": "'x'", "at": "{now}"}
    return insert("order_approval", **told)


def went_on(wish_id: str, subject: str, reason: str = "'why'") -> str:
    return insert("order_go_ahead", wish_id=wish_id, subject=subject, reason=reason, at="{now}")


def paid(number: int, amount: int) -> str:
    return insert(
        "order_deposit", order_id=order(PASSED), number=number, currency="'EUR'", amount_minor=amount, at="{now}"
    )


def put_on(code: str, piece: str, **more: Value) -> str:
    return insert("order_piece", order_id=order(code), piece_id="{" + piece + "}", at="{now}", **more)


def shown(code: str, photo: str, sequence: int) -> str:
    return insert("order_photo", order_id=order(code), photo_id=photo, sequence=sequence, is_shown=1, at="{now}")


OWN_PHOTO = "(SELECT f.id FROM photo f WHERE f.piece_id = {ordered})"
NEW = {"code": "'ORD-0009'", "subject": "'x'", "at": "{now}"}
ENDED = "ended_at = {now}, ended_how = "

ORDERS: tuple[Attack, ...] = (
    _attack(
        "shop_order_opens",
        "an order that never was open",
        insert("shop_order", **NEW, ended_at="{now}", ended_how="'delivered'"),
    ),
    _attack(
        "shop_order_stands", "delivered before it left", _set("shop_order", f"{ENDED}'delivered'", f"code = {PASSED}")
    ),
    _attack(
        "shop_order_stands", "delivered without a piece", _set("shop_order", f"{ENDED}'delivered'", f"code = {WAITS}")
    ),
    _attack(
        "shop_order_stands",
        "a cancelled order open again",
        _set("shop_order", "ended_at = NULL, ended_how = NULL", f"code = {CANCELLED}"),
    ),
    _attack("shop_order_stands", "another customer", _set("shop_order", "customer = 'Eve'", f"code = {WAITS}")),
    _attack("order_wish_next", "a wish put before others", wished(WAITS, 9)),
    _attack("order_wish_next", "a wish after the end", wished(CANCELLED, 2)),
    _attack("order_wish_next", "a wish that is not forgotten with the order", wished(WAITS, 2, subject="'x'")),
    _attack("order_wish_stands", "another engraving", _set("order_wish", "engraving = 'For Eve'", "1=1")),
    _attack("order_approval_newest", "a yes after the end", answered(wish(CANCELLED), order(CANCELLED, "subject"))),
    _attack(
        "order_approval_newest",
        "a yes to what was before",
        wished(WAITS, 2),
        answered(wish(WAITS, "min"), order(WAITS, "subject")),
    ),
    _attack("order_approval_newest", "a yes that is not forgotten with the order", answered(wish(WAITS), "'x'")),
    _attack("order_approval_stands", "another digest", _set("order_approval", "digest = 'x'", "1=1")),
    _attack("order_approval_stands", "another text was shown", _set("order_approval", "shown = 'x'", "1=1")),
    _attack("order_go_ahead_newest", "gone on after the end", went_on(wish(CANCELLED), order(CANCELLED, "subject"))),
    _attack("order_go_ahead_newest", "gone on without a reason", went_on(wish(WAITS), order(WAITS, "subject"), "' '")),
    _attack("order_go_ahead_stands", "another reason", _set("order_go_ahead", "reason = 'x'", "1=1")),
    _attack("order_deposit_next", "more given back than was noted", paid(2, -5_001)),
    _attack("order_deposit_next", "a deposit out of turn", paid(9, 100)),
    _attack("order_piece_one", "one piece for two orders", put_on(WAITS, "ordered")),
    _attack("order_piece_one", "a piece for an order that ended", put_on(CANCELLED, "taken_off")),
    _attack("order_piece_one", "a piece that was never on it", put_on(WAITS, "taken_off", taken_off_at="{now}")),
    _attack("order_piece_stands", "taken off and on again", _set("order_piece", "taken_off_at = NULL", "1=1")),
    _attack(
        "order_piece_stands",
        "taken off what was delivered",
        _set("order_piece", "taken_off_at = {now}", f"order_id = {order(DELIVERED)}"),
    ),
    _attack("order_link_ends", "a link that lives on", _set("order_link", "expires_at = expires_at + 1", "1=1")),
    _attack("order_link_ends", "an ended link again", _set("order_link", "revoked_at = NULL", "digest = 'o1'")),
    _attack("order_photo_of_its_piece", "a photo of another's piece", shown(WAITS, OWN_PHOTO, 1)),
    _attack("order_photo_of_its_piece", "a photo told out of turn", shown(PASSED, OWN_PHOTO, 9)),
)
