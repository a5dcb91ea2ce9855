"""What the database holds about the catalogue: the kinds are frozen."""

from workshop.guarding import Guard, Rule, append_only, never_removed, same

GUARDS: tuple[Rule, ...] = (
    Guard("event_kind_frozen", "event_kind", "INSERT", "1=0", "The kinds of event are fixed."),
    *append_only("event_kind", "The kinds of event are fixed."),
    Guard("piece_kind_frozen", "piece_kind", "INSERT", "1=0", "The kinds of piece are fixed."),
    *append_only("piece_kind", "The kinds of piece are fixed."),
    never_removed("design", "A design stays: pieces were made after it."),
    Guard(
        "design_itself",
        "design",
        "UPDATE",
        f"{same('id')} AND NOT EXISTS(SELECT 1 FROM design d WHERE d.id <> NEW.id AND (d.code = NEW.code OR d.source_key = NEW.source_key))",
        "There is already a design with this code.",
    ),
    never_removed("edition", "An edition stays."),
    Guard(
        "edition_itself",
        "edition",
        "UPDATE",
        "NOT EXISTS(SELECT 1 FROM edition e WHERE e.id <> NEW.id AND e.design_id = NEW.design_id AND e.name = NEW.name)",
        "There is already an edition of this name.",
    ),
    never_removed("route", "A route stays."),
    Guard(
        "route_itself",
        "route",
        "UPDATE",
        f"{same('id')} AND NOT EXISTS(SELECT 1 FROM route r WHERE r.id <> NEW.id AND r.name = NEW.name)",
        "There is already a route of this name.",
    ),
    Guard("stage_itself", "stage", "UPDATE", same("id"), "A stage stays the stage that it is."),
    never_removed("stage", "A stage is retired, never removed."),
    Guard(
        "guarantee_next",
        "guarantee",
        "INSERT",
        "NEW.number = 1 + COALESCE((SELECT max(g.number) FROM guarantee g WHERE g.serves = NEW.serves), 0)",
        "Terms of guarantee take the next number.",
    ),
    *append_only("guarantee", "Published terms are frozen: pieces were sold with them. Publish new ones."),
    *append_only("wording_override", "That a word was let stand stays written, with its reason."),
    Guard(
        "own_text_next",
        "own_text",
        "INSERT",
        "NEW.number = 1 + COALESCE((SELECT max(o.number) FROM own_text o WHERE o.serves = NEW.serves AND o.part = NEW.part "
        "AND o.language = NEW.language), 0)",
        "A text in a language takes the next number.",
    ),
    Guard(
        "own_text_of_terms",
        "own_text",
        "INSERT",
        "NEW.serves NOT LIKE 'guarantee:%' OR (NEW.number = 1 AND NEW.text IS NOT NULL)",
        "The words of published terms are frozen in every language: pieces were sold with them. Publish new terms.",
    ),
    *append_only("own_text", "What was said in a language stays written: say it anew."),
)
