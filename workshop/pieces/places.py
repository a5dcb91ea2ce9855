"""Where a piece can be: at hand, inside the house, at another workshop yet still ours, or outside."""

IN_HAND = ("shop", "repair")
INSIDE = (*IN_HAND, "safe")
STILL_OURS = (*INSIDE, "outwork")  # gone through no door: outwork is away, but has not left
LENT = ("gallery", "fair", "photographer", "insurer")  # out of the house and still the shop's
OUTSIDE = ("customer", *LENT)


def sql(places: tuple[str, ...]) -> str:
    """The places as SQL has them after IN."""
    return "(" + ",".join(f"'{place}'" for place in places) + ")"
