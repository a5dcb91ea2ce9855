"""What the database holds about scan-rounds: a link to one open case at a gallery, answers by a link that lives and about its own pieces only."""

from workshop.guarding import Guard, Rule, never_removed, same

_ALIVE = "EXISTS(SELECT 1 FROM case_link k JOIN packed_piece l ON l.case_id = k.case_id WHERE k.id = NEW.link_id AND l.id = NEW.packed_id AND k.revoked_at IS NULL AND k.expires_at > NEW.at)"
_NEXT = "NEW.number = 1 + COALESCE((SELECT max(n.number) FROM case_answer n WHERE n.packed_id = NEW.packed_id), 0)"
_ONE = "NOT EXISTS(SELECT 1 FROM case_answer n WHERE n.packed_id = NEW.packed_id AND n.ended_at IS NULL)"

GUARDS: tuple[Rule, ...] = (
    Guard(
        "case_link_to_gallery",
        "case_link",
        "INSERT",
        "NEW.revoked_at IS NULL AND EXISTS(SELECT 1 FROM packed_case k WHERE k.id = NEW.case_id AND k.place = 'gallery' AND k.closed_at IS NULL)",
        "A link is made for an open case at a gallery.",
    ),
    Guard(
        "case_link_ends",
        "case_link",
        "UPDATE",
        f"{same('id', 'case_id', 'digest', 'shows_prices', 'at', 'expires_at', 'by_id')} AND OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL",
        "A link can only be ended.",
    ),
    never_removed("case_link", "A link stays written: end it instead."),
    Guard(
        "case_answer_by_link",
        "case_answer",
        "INSERT",
        f"NEW.ended_at IS NULL AND {_NEXT} AND {_ONE} AND {_ALIVE}",
        "A gallery answers by a link that lives, about a piece of its own case.",
    ),
    Guard(
        "case_answer_stands",
        "case_answer",
        "UPDATE",
        f"{same('id', 'packed_id', 'link_id', 'number', 'subject', 'said', 'sold_on', 'at')} AND (NEW.words IS NULL OR {same('words')}) AND (({same('ended_at', 'ended_how', 'ended_by_id')}) OR (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL))",
        "What a gallery said stays as it was said; it is taken over or set aside once.",
    ),
    never_removed("case_answer", "What a gallery said stays written."),
)
