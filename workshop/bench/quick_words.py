"""What is often said at a stage: one tap puts it into the note."""

from workshop.wording import _

USUAL = ("By the book", "Took longer")
WORDS = {
    "wax": ("Seam cleaned", "Wax repaired", "Size checked"),
    "cast": ("Clean casting", "Some pits", "Thin place"),
    "cut": ("Clean casting", "Pits filled", "Sprue flush"),
    "file": ("Seam closed", "Pits filled", "Shape trued"),
    "assemble": ("Seam closed", "Fitted anew"),
    "solder": ("Seam closed", "Solder run again", "Pits filled"),
    "pre_polish": ("Fire stain removed", "Scratch left", "Edges kept"),
    "mark": ("Mark clear", "Mark faint"),
    "engrave": ("Checked letter by letter", "Cut deeper"),
    "set": ("Seat recut", "Bezel redone", "Claw redone"),
    "polish": ("Scratch removed", "Edges kept", "Again at the seam"),
    "clean": ("Steam and dry", "Compound left in"),
    "plate": ("Stripped first", "Second bath"),
    "make": ("Seam closed", "Shape trued"),
    "finish": ("Scratch removed", "Edges kept"),
}


def words_for(work: str) -> list[str]:
    """Few enough for one row."""
    return [_(word) for word in WORDS.get(work, USUAL)]


def with_words(words: list[str], note: str | None) -> str | None:
    """The note as it is kept: what was tapped first, then what was written."""
    return ". ".join([*words, *([note] if note else [])]) or None
