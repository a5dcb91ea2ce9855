"""Who may do what: one list for the pages and the API."""

MAY_WORK = ("owner", "artisan")  # work at the bench, new pieces, what a piece shall be, when it is due
MAY_INSPECT = ("inspector",)
MAY_LET_GO = ("owner",)  # what cannot be called back: a piece that leaves, a code that ends
ALL_STAFF: tuple[str, ...] = ()
