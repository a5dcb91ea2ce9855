"""The codes that suppliers, documents and lots are called by: letters and a number, read aloud and written on a bag."""

from sqlalchemy import text

from workshop.writing import Writing

LETTERS = {"gold": "G", "silver": "A", "platinum": "P", "palladium": "D", "base": "B"}
SUPPLIER, DOCUMENT, STONES, FINDINGS, CASTINGS, TREE, RECALL = "SUP", "DOC", "S", "F", "K", "T", "RC"
CASE, DELIVERY = "CS", "DN"

_TAKE = text(
    "INSERT INTO code_counter (letters, last) VALUES (:letters, :count) "
    "ON CONFLICT (letters) DO UPDATE SET last = code_counter.last + :count RETURNING last"
)


def take_codes(writing: Writing, letters: str, count: int = 1) -> list[str]:
    """The next codes with these letters. One statement."""
    last = writing.session.execute(_TAKE, {"letters": letters, "count": count}).scalar_one()
    return [f"{letters}-{number:04d}" for number in range(last - count + 1, last + 1)]


def letters_of(kind: str, metal: str | None) -> str:
    """What the code of a lot begins with."""
    by_kind = {"stones": STONES, "stone": STONES, "findings": FINDINGS, "castings": CASTINGS}
    return by_kind.get(kind) or LETTERS[metal or "base"]
