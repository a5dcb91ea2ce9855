"""How a piece is drawn while it has no photo."""

from workshop.catalogue.defaults import KINDS

WHITE_METALS = ("silver", "platinum", "palladium")
_BY_KEY = {kind.key: kind for kind in KINDS}


def drawing_of(kind: str, metal: str | None, alloy: str = "") -> str:
    """The key of the line drawing, and after it `plain` for no stones and `white` for a white metal."""
    spec = _BY_KEY.get(kind)
    words = [spec.base if spec else "other"]
    if spec and not spec.has_stones:
        words.append("plain")
    if metal in WHITE_METALS or "white" in alloy.lower().split():
        words.append("white")
    return " ".join(words)
