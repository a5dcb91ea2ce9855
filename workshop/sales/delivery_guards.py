"""What the database holds about deliveries: terms before pieces, and no entry that was agreed otherwise."""

from workshop.guarding import Guard, Rule, append_only

_OF = "(SELECT d.{column} FROM delivery d WHERE d.id = NEW.delivery_id)"

GUARDS: tuple[Rule, ...] = (
    Guard(
        "delivery_first",
        "delivery",
        "INSERT",
        "EXISTS(SELECT 1 FROM packed_case k WHERE k.id = NEW.case_id AND k.place = 'customer' AND k.closed_at IS NULL) AND NOT EXISTS(SELECT 1 FROM packed_piece l WHERE l.case_id = NEW.case_id)",
        "The terms of a delivery are agreed before a piece goes.",
    ),
    *append_only("delivery", "What was agreed stays as it was agreed."),
    Guard(
        "delivery_entry_next",
        "delivery_entry",
        "INSERT",
        "NEW.number = 1 + COALESCE((SELECT max(n.number) FROM delivery_entry n WHERE n.delivery_id = NEW.delivery_id), 0) AND NEW.amount_minor + COALESCE((SELECT sum(n.amount_minor) FROM delivery_entry n WHERE n.delivery_id = NEW.delivery_id AND n.kind = NEW.kind), 0) >= 0",
        "No more is taken back than was noted.",
    ),
    Guard(
        "delivery_entry_borne",
        "delivery_entry",
        "INSERT",
        f"CASE NEW.kind WHEN 'lost' THEN {_OF.format(column='loss_by')} = 'maker' WHEN 'carriage' THEN {_OF.format(column='carriage_by')} = 'buyer' ELSE 1=1 END",
        "Who bears carriage and loss stays as it was agreed.",
    ),
    *append_only("delivery_entry", "What was paid or changed stays written: take it back."),
)
