"""What stands for ever in the reports' own rows."""

from workshop.guarding import Rule, append_only

GUARDS: tuple[Rule, ...] = (
    *append_only("log_import", "An imported log stays as it came."),
    *append_only("log_row", "An imported log stays as it came."),
    *append_only("reckoning", "By what was reckoned stays on record; a change is a new row."),
)
