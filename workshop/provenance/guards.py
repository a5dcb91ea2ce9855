"""What the database holds about tags: a code stands on the piece's own current release."""

from workshop.guarding import Guard, Rule, append_only

GUARDS: tuple[Rule, ...] = (
    Guard(
        "tag_on_release",
        "tag",
        "INSERT",
        "EXISTS(SELECT 1 FROM departure d JOIN release r ON r.inspection_id = d.inspection_id AND r.piece_id = d.piece_id JOIN piece_head h ON h.piece_id = r.piece_id AND h.last_change_id = r.last_change_id WHERE d.id = NEW.departure_id AND d.piece_id = NEW.piece_id AND d.kind = 'tagged' AND NEW.kind = 'tagged')",
        "A tag needs the piece's own current pass: inspect it first.",
    ),
    Guard(
        "tag_one_at_a_time",
        "tag",
        "INSERT",
        "NOT EXISTS(SELECT 1 FROM tag t WHERE t.piece_id = NEW.piece_id AND NOT EXISTS(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = t.id))",
        "The piece has its tag: withdraw that one before it gets another.",
    ),
    *append_only("tag", "A tag stays written: withdraw it instead."),
    *append_only("tag_withdrawal", "A withdrawn tag stays withdrawn."),
)
