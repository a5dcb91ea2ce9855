"""What the database holds about claims: what was published stays known."""

from workshop.guarding import Rule, append_only

GUARDS: tuple[Rule, ...] = append_only("frozen_claim", "What was said of a piece stays on record.")
