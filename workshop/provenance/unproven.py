"""Words that claim more than a workshop can type: text that holds one is kept back until a document carries it.

A promise of the house: every claim is computed, never typed. The words are those that the FTC's Jewelry Guides (16 CFR 23, 2018), its
Green Guides (16 CFR 260, 2012) and Directive (EU) 2024/825 (applied since 2026-09-27) ask facts for.
"""

import re

CLAIMING = re.compile(
    r"\b(recycl\w*|re-?claimed|conflict[ -]?free|fair[ -]?(?:mined|trade|traded|wages?)|ethical\w*|responsibl\w*|sustainab\w*|"
    r"eco(?:-?friendly|logical\w*)|green gold|carbon[ -]neutral|climate[ -]neutral|traceable|hand-?made|solid gold|investment|lifetime|forever)\b",
    re.IGNORECASE,
)


def claims_unproven(text: str | None) -> bool:
    """Whether a typed text holds a word that needs a document."""
    return text is not None and CLAIMING.search(text) is not None


def without_claims(text: str | None) -> str | None:
    """The typed text when it claims nothing, else None."""
    return None if claims_unproven(text) else text
