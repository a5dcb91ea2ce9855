"""What the shop says in its own words, in each language: which texts there are, what they say, and writing them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.actions import no_such_design
from workshop.catalogue.guarantee_models import Guarantee
from workshop.catalogue.guarantees import SHOP, of_design
from workshop.catalogue.models import Design
from workshop.catalogue.text_models import OwnText
from workshop.errors import Conflict, Invalid
from workshop.languages import LANGUAGES
from workshop.people.models import Shop
from workshop.people.queries import find_shop
from workshop.texts import LINE, PARAGRAPH, STORY
from workshop.wordguard import digest_of_text
from workshop.wording import N_, _, language
from workshop.writing import Writing

# The texts that can be had in several languages, with the most characters of each.
SHOP_PARTS = {"about": PARAGRAPH, "returns": PARAGRAPH, "kept_by": LINE}
DESIGN_PARTS = {
    "name": LINE,
    "story": STORY,
    "care": PARAGRAPH,
    "made_of": PARAGRAPH,
    "dated": LINE,
    "risk_note": PARAGRAPH,
}
TERMS_PARTS = {"lasts": LINE, "covers": PARAGRAPH, "excludes": PARAGRAPH}
LONGEST = SHOP_PARTS | DESIGN_PARTS | TERMS_PARTS
PART_NAMES = {
    "about": N_("About the workshop"),
    "returns": N_("Returns, in your words"),
    "kept_by": N_("Who keeps these pages when the shop is no more?"),
    "name": N_("Name"),
    "story": N_("Story"),
    "care": N_("Care"),
    "made_of": N_("Made of, in your words"),
    "dated": N_("Dated"),
    "risk_note": N_("Risk note"),
    "lasts": N_("How long it lasts, in words"),
    "covers": N_("What it mends"),
    "excludes": N_("What it does not mend"),
}


@dataclass(frozen=True)
class Said:
    """A text in one language, with the digest of the text that it was translated from."""

    text: str
    made_of: str | None

    def is_old(self, first: str | None) -> bool:
        """Whether what it was translated from is another text now."""
        return self.made_of != _digest(first)


@dataclass(frozen=True)
class Texts:
    """What has texts, with those that it was first written with. `serves` as rows spell it, `first` by part, without empty ones."""

    serves: str
    first: Mapping[str, str]


def texts_of_shop(session: Session) -> Texts:
    """One statement."""
    shop = find_shop(session)
    return _texts(SHOP, shop, SHOP_PARTS) if shop else Texts(SHOP, {})


def texts_of_design(session: Session, code: str) -> Texts:
    """One statement. Raises NotFound."""
    row = session.execute(select(*Design.__table__.c).where(Design.code == code)).one_or_none()
    if row is None:
        raise no_such_design(code)
    return _texts(of_design(row.id), row, DESIGN_PARTS)


def texts_of_terms(terms: Guarantee) -> Texts:
    return _texts(of_terms(terms.id), terms, TERMS_PARTS)


def of_terms(guarantee_id: int) -> str:
    """What texts of one version of terms are for, as their row spells it."""
    return f"guarantee:{guarantee_id}"


def _texts(serves: str, row: Any, parts: Mapping[str, int]) -> Texts:
    return Texts(serves, {part: text for part in parts if (text := getattr(row, part))})


def is_newest() -> ColumnElement[bool]:
    """As SQL: it is what the text says now in its language."""
    later = aliased(OwnText)
    last = select(func.max(later.number)).where(
        later.serves == OwnText.serves, later.part == OwnText.part, later.language == OwnText.language
    )
    return OwnText.number == last.correlate(OwnText).scalar_subquery()


def newest() -> Select[Any]:
    """What each text says now in each language; one that was taken back is not in it."""
    columns: tuple[Any, ...] = (OwnText.serves, OwnText.part, OwnText.language, OwnText.text, OwnText.made_of)
    return select(*columns).where(is_newest(), OwnText.text.is_not(None))


def said_in(session: Session, texts: Texts) -> dict[tuple[str, str], Said]:
    """What is written, by part and language. One statement."""
    said = said_by(session, [texts.serves])
    return {(part, code): one for (_serves, part, code), one in said.items()}


def said_by(session: Session, serves: Sequence[str]) -> dict[tuple[str, str, str], Said]:
    """The same of all of these, by what they serve too. One statement."""
    rows = session.execute(newest().where(OwnText.serves.in_(serves)))
    return {(row.serves, row.part, row.language): Said(row.text, row.made_of) for row in rows}


def mark_of(session: Session, texts: Texts, into: str) -> str:
    """What changes with each of these texts and with what they say in that language: a form says by it what it was filled in for."""
    said = {part: one.text for (part, language), one in said_in(session, texts).items() if language == into}
    return digest_of_text(repr((sorted(texts.first.items()), sorted(said.items()))))


def require_same(session: Session, texts: Texts, into: str, mark: str | None) -> None:
    """Raises Conflict where somebody changed one of them meanwhile."""
    if mark != mark_of(session, texts, into):
        raise Conflict(
            _("Somebody changed these texts meanwhile. What you typed is kept: look at both, then keep it."),
            slug="texts-changed",
        )


def shown_in(session: Session, designs: Iterable[str]) -> dict[tuple[str, str], str]:
    """What is written in the reader's language of the shop and of these designs, by what it serves and part. One statement."""
    rows = session.execute(newest().where(OwnText.language == language(), OwnText.serves.in_([SHOP, *designs])))
    return {(row.serves, row.part): row.text for row in rows}


def name_spoken() -> ColumnElement[Any]:
    """As SQL: how the design of a row is called in the language that is spoken when it is asked, else as it was first named."""
    said = aliased(OwnText)
    spoken = bindparam("spoken", callable_=language, type_=Text)
    of_name = (said.serves == literal("design:") + cast(Design.id, Text), said.part == "name", said.language == spoken)
    written = select(said.text).where(*of_name).order_by(said.number.desc()).limit(1)
    return func.coalesce(written.correlate(Design).scalar_subquery(), Design.name)


def first_language(shop: Shop | None) -> str | None:
    """The language in which texts are first written; None: not known."""
    return shop.writes_in or shop.language if shop else None


def write_texts(writing: Writing, texts: Texts, into: str, typed: Mapping[str, str | None]) -> int:
    """Say these texts in the language, by part, None for one taken back; returns how many were written.

    What is so already writes nothing; the same words for a text that was changed since count as looked at again. Raises Invalid for a language that the house does not speak and a text that there is none of,
    Conflict for words of terms that were published in it already.
    """
    if into not in LANGUAGES:
        raise Invalid(_("Choose one of the languages."), slug="language-unknown", field="language")
    before = said_in(writing.session, texts)
    changed = 0
    for part, text in typed.items():
        if part not in texts.first:
            raise Invalid(
                _("There is no such text to be translated. Write it in your own language first."),
                slug="text-not-there",
                field=part,
            )
        stood = before.get((part, into))
        if (stood.text if stood else None) != text or (stood and stood.is_old(texts.first[part])):
            _write(writing, texts, part, into, text)
            changed += 1
    return changed


def _write(writing: Writing, texts: Texts, part: str, into: str, text: str | None) -> None:
    number = writing.session.scalar(
        select(func.max(OwnText.number)).where(
            OwnText.serves == texts.serves, OwnText.part == part, OwnText.language == into
        )
    )
    if number and texts.serves.startswith("guarantee:"):
        raise Conflict(
            _(
                "The words of these terms are published in this language, and stay. Publish another version of the terms."
            ),
            slug="terms-published",
            field=part,
        )
    writing.add(
        OwnText,
        serves=texts.serves,
        part=part,
        language=into,
        number=(number or 0) + 1,
        text=text,
        made_of=_digest(texts.first[part]) if text else None,
        at=writing.at,
        by_id=writing.by.id,
    )


def _digest(text: str | None) -> str | None:
    return digest_of_text(text) if text else None
