"""How the guards of cases and sales are attacked; read with attacks.py."""

from tests.gate.attacks import Attack, _attack, _set
from tests.gate.steps import Value, custody, departure, event, insert, of

FAIR, CLOSED, SAFE = (
    f"(SELECT k.id FROM packed_case k WHERE k.place = '{place}')" for place in ("fair", "gallery", "safe")
)


def door(piece: str, kind: str, column: str = "id", which: str = "max") -> str:
    return f"(SELECT {which}(d.{column}) FROM departure d WHERE d.piece_id = {of(piece)} AND d.kind = '{kind}')"


def packed(piece: str, case: str = FAIR, **more: Value) -> str:
    """The piece in the case, by its newest departure of being lent."""
    usual: dict[str, Value] = {
        "case_id": case,
        "piece_id": of(piece),
        "departure_id": door(piece, "lent"),
        "kind": "'lent'",
        "custody_sequence": door(piece, "lent", "custody_sequence"),
        "at": "{now}",
    }
    return insert("packed_piece", **(usual | more))


def line(piece: str) -> str:
    return f"(SELECT l.id FROM packed_piece l WHERE l.piece_id = {of(piece)})"


def said(piece: str, outcome: str, **more: Value) -> str:
    told = {"outcome": f"'{outcome}'", "decided_at": "{now}"} | more
    return _set("packed_piece", ", ".join(f"{k} = {v}" for k, v in told.items()), f"piece_id = {of(piece)}")


def sold(piece: str, **more: Value) -> str:
    usual: dict[str, Value] = {
        "piece_id": of(piece),
        "departure_id": door(piece, "sold"),
        "kind": "'sold'",
        "sold_on": "'2026-01-01'",
        "at": "{now}",
    }
    return insert("sale", **(usual | more))


def entry(number: int, **more: Value) -> str:
    usual: dict[str, Value] = {
        "delivery_id": "(SELECT d.id FROM delivery d ORDER BY d.id LIMIT 1)",
        "number": number,
        "kind": "'paid'",
        "amount_minor": 100,
        "happened_on": "'2026-01-01'",
        "at": "{now}",
    }
    return insert("delivery_entry", **(usual | more))


NO_DOOR: dict[str, Value] = {"departure_id": None, "kind": None, "custody_sequence": 1}

CASES: tuple[Attack, ...] = (
    _attack("departure_from_here", "lent on from where it was lent", departure("at_fair", "lent")),
    _attack("departure_from_here", "tagged at the fair", departure("at_fair", "tagged")),
    _attack(
        "custody_came_back", "from the fair to a gallery", departure("at_fair", "sold"), custody("at_fair", "gallery")
    ),
    _attack("custody_through_the_door", "a customer's without a sale", custody("at_fair", "customer")),
    _attack(
        "packed_case_opens",
        "a case that never was open",
        insert("packed_case", code="'CS-9'", place="'fair'", subject="'x'", at="{now}", closed_at="{now}"),
    ),
    _attack("packed_case_stands", "to another place", _set("packed_case", "place = 'gallery'", f"id = {FAIR}")),
    _attack("packed_case_stands", "opened again", _set("packed_case", "closed_at = NULL", f"id = {CLOSED}")),
    _attack("packed_case_stands", "to somebody else", _set("packed_case", "holder = 'Bo'", f"id = {FAIR}")),
    _attack(
        "packed_case_decided",
        "closed over a piece of which nobody said what became",
        _set("packed_case", "closed_at = {now}", f"id = {FAIR}"),
    ),
    _attack("packed_piece_open", "into a closed case", departure("released", "lent"), packed("released", CLOSED)),
    _attack(
        "packed_piece_open",
        "back before it went",
        departure("released", "lent"),
        packed("released", outcome="'back'", decided_at="{now}"),
    ),
    _attack("packed_piece_departs", "without a departure", packed("released", **NO_DOOR)),
    _attack("packed_piece_departs", "an old departure reused", packed("lent_before")),
    _attack(
        "packed_piece_departs",
        "on the departure of another",
        departure("passed_too", "lent"),
        packed("released", departure_id=door("passed_too", "lent"), custody_sequence=2),
    ),
    _attack(
        "packed_piece_departs",
        "worked on after its departure",
        departure("released", "lent"),
        event("released", "polish"),
        packed("released"),
    ),
    _attack(
        "packed_piece_departs",
        "lent by its sale",
        departure("released", "sold"),
        packed("released", departure_id=door("released", "sold"), custody_sequence=2),
    ),
    _attack("packed_piece_departs", "in the safe's list and not in the safe", packed("released", SAFE, **NO_DOOR)),
    _attack("packed_piece_one", "in two cases at once", departure("in_safe", "lent"), packed("in_safe")),
    _attack("packed_piece_stands", "another price", said("at_fair", "lost", note="'x'", price_minor=1)),
    _attack("packed_piece_stands", "nothing said after all", said("fair_lost", "x").replace("'x'", "NULL")),
    _attack("packed_piece_so", "back while it is at the fair", said("at_fair", "back")),
    _attack("packed_piece_so", "sold without a sale", said("at_fair", "sold")),
    _attack("packed_piece_so", "missing without a word", said("at_fair", "lost")),
    _attack(
        "packed_piece_so",
        "still there though it came home",
        event("at_fair", "came_back"),
        custody("at_fair", "shop"),
        said("at_fair", "still_there"),
    ),
    _attack("packed_piece_so", "out of the safe while it lies there", said("in_safe", "back")),
    _attack("sale_on_release", "sold without a departure", sold("released", departure_id=0)),
    _attack(
        "sale_on_release",
        "sold by its sale before",
        sold("sold_twice", departure_id=door("sold_twice", "sold", which="min")),
    ),
    _attack(
        "sale_on_release",
        "sold on the departure of another",
        departure("passed_too", "sold"),
        sold("released", departure_id=door("passed_too", "sold")),
    ),
    _attack(
        "sale_on_release",
        "worked on after its departure",
        departure("released", "sold"),
        event("released", "polish"),
        sold("released"),
    ),
    _attack("sale_on_release", "lent and told as sold", sold("at_fair", departure_id=door("at_fair", "lent"))),
    _attack(
        "sale_of_line",
        "from the case of another",
        departure("released", "sold"),
        sold("released", packed_id=line("at_fair")),
    ),
    _attack(
        "consignment_first",
        "terms for a fair",
        insert(
            "consignment",
            case_id=FAIR,
            share_per_mille=100,
            discount_by="'maker'",
            loss_by="'maker'",
            pay_days=30,
            at="{now}",
        ),
    ),
    _attack(
        "delivery_first",
        "terms for a fair",
        insert("delivery", case_id=FAIR, pay_on="'2031-12-24'", carriage_by="'maker'", loss_by="'maker'", at="{now}"),
    ),
    _attack("delivery_entry_next", "out of turn", entry(9)),
    _attack("delivery_entry_next", "more taken back than was noted", entry(3, amount_minor=-999_999)),
    _attack("delivery_entry_borne", "carriage that the maker bears", entry(3, kind="'carriage'")),
    _attack("delivery_entry_borne", "a loss that the buyer bears", entry(3, kind="'lost'")),
    _attack(
        "sale_stands",
        "returned nobody says how",
        _set("sale", "returned_at = {now}", f"piece_id = {of('bought_mended')}"),
    ),
    _attack(
        "sale_stands",
        "a slip after it was returned",
        _set("sale", "returned_how = 'slip'", f"piece_id = {of('bought_back')}"),
    ),
    _attack("sale_stands", "a lower price", _set("sale", "price_minor = 1", f"piece_id = {of('fair_sold')}")),
    _attack(
        "sale_stands", "returned and not here", _set("sale", "returned_at = {now}", f"piece_id = {of('fair_sold')}")
    ),
)
