"""What the database holds about the catalogue: the kinds are frozen."""

from workshop.guarding import Guard, Rule, append_only, never_removed

GUARDS: tuple[Rule, ...] = (
    Guard("event_kind_frozen", "event_kind", "INSERT", "1=0", "The kinds of event are fixed."),
    *append_only("event_kind", "The kinds of event are fixed."),
    Guard("piece_kind_frozen", "piece_kind", "INSERT", "1=0", "The kinds of piece are fixed."),
    *append_only("piece_kind", "The kinds of piece are fixed."),
    never_removed("design", "A design stays: pieces were made after it."),
    never_removed("edition", "An edition stays."),
    never_removed("route", "A route stays."),
    never_removed("stage", "A stage is retired, never removed."),
)
