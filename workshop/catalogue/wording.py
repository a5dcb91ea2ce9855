"""Words that outrun the facts in a design's public texts, and those that the owner let stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.catalogue.actions import no_such_design
from workshop.catalogue.models import Design, WordingOverride
from workshop.errors import Invalid
from workshop.wordguard import Found, digest_of_text, outruns
from workshop.wording import _
from workshop.writing import Writing

# All but the risk note are kept off public pages while they outrun the facts; nobody is kept from a warning.
PUBLIC_TEXTS = ("name", "size", "story", "care", "made_of", "dated", "risk_note")


@dataclass(frozen=True)
class Flagged:
    """A guarded word in one of the design's texts."""

    place: str
    found: Found


def let_stand(session: Session) -> frozenset[tuple[str, str]]:
    """What the owner let stand: digests of texts with their words. One statement."""
    rows = session.execute(select(WordingOverride.text_digest, WordingOverride.word))
    return frozenset((row.text_digest, row.word) for row in rows)


def flagged(session: Session, texts: Iterable[tuple[str, str | None]]) -> list[Flagged]:
    """The guarded words of these texts, named by their place, that nobody let stand. One statement."""
    allowed = let_stand(session)
    return [Flagged(place, found) for place, text in texts for found in outruns(text, allowed)]


def let_word_stand(writing: Writing, code: str, *, place: str, word: str, reason: str) -> None:
    """Let a guarded word of a design stand as it is written now, for a reason that stays. Done again it changes nothing.

    Raises NotFound for an unknown design, Invalid without a reason or for a word that is not guarded there.
    """
    row = writing.session.execute(select(Design).where(Design.code == code)).scalar_one_or_none()
    if row is None:
        raise no_such_design(code)
    text = getattr(row, place) if place in PUBLIC_TEXTS else None
    let_text_stand(writing, place=f"design {code}: {place}", text=text, word=word, reason=reason)


def let_text_stand(writing: Writing, *, place: str, text: str | None, word: str, reason: str) -> None:
    """The same for any typed text, named by its place. Raises Invalid without a reason or for a word that is not guarded there."""
    if not reason.strip():
        raise Invalid(
            _("Say why the word may stand: the reason stays on record."), slug="reason-missing", field="reason"
        )
    allowed = let_stand(writing.session)
    if text and (digest_of_text(text), word.casefold()) in allowed:
        return
    if text is None or word.casefold() not in {found.word.casefold() for found in outruns(text, allowed)}:
        raise Invalid(
            _("“{word}” does not stand there any more. Look at the text again.", word=word[:60]),
            slug="word-not-there",
            field="word",
        )
    writing.add(
        WordingOverride,
        place=place,
        text_digest=digest_of_text(text),
        word=word.casefold(),
        reason=reason.strip(),
        at=writing.at,
        by_id=writing.by.id,
    )
