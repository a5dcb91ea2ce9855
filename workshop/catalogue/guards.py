"""What the database holds about the catalogue: the kinds are frozen."""

from workshop.guarding import Guard, Rule, append_only, never_removed, same

_NEWEST = "SELECT {what} FROM design_price p WHERE p.design_id = NEW.{key} AND p.kind = '{kind}' ORDER BY p.number DESC LIMIT 1"
_WAS = f"""CASE WHEN NEW.kind = 'retail' THEN (SELECT d.price_minor FROM design d WHERE d.id = NEW.design_id)
    ELSE ({_NEWEST.format(what="p.price_minor", key="design_id", kind="wholesale")}) END"""
PRICES: tuple[Rule, ...] = (
    Guard(
        "design_priced",
        "design",
        "UPDATE",
        f"{same('price_minor')} OR (EXISTS(SELECT 1 FROM design_price n WHERE n.design_id = NEW.id AND n.kind = 'retail') "
        f"AND NEW.price_minor IS NOT DISTINCT FROM ({_NEWEST.format(what='p.price_minor', key='id', kind='retail')}) "
        f"AND OLD.price_minor IS NOT DISTINCT FROM ({_NEWEST.format(what='p.was_minor', key='id', kind='retail')}))",
        "A price changes once the change is written down.",
    ),
    Guard(
        "design_price_follows",
        "design_price",
        "INSERT",
        f"NEW.was_minor IS NOT DISTINCT FROM ({_WAS}) AND NEW.price_minor IS DISTINCT FROM NEW.was_minor "
        "AND NEW.number = 1 + COALESCE((SELECT max(n.number) FROM design_price n WHERE n.design_id = NEW.design_id AND n.kind = NEW.kind), 0)",
        "A change of price begins at the price that stands.",
    ),
    *append_only("design_price", "What a price was stays written."),
)
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
    *PRICES,
)
