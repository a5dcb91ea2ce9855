"""The shop's own texts in the language of the page; one that is not written in it stands in the language in which it was first written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Text, cast, literal, or_, select
from sqlalchemy.orm import Session

from workshop.catalogue.guarantees import SHOP, of_design
from workshop.catalogue.own_texts import DESIGN_PARTS, TERMS_PARTS, newest
from workshop.catalogue.text_models import OwnText
from workshop.claims.facts import GuaranteeFact
from workshop.claims.queries import TERMS
from workshop.pieces.models import Piece
from workshop.provenance.facts import Facts, Head
from workshop.wordguard import LetStand, shown
from workshop.wording import language

Written = Mapping[tuple[str, str], str]  # by part and language
HEAD = {"design": "name"} | {part: part for part in (*DESIGN_PARTS, "about", "returns", "kept_by") if part != "name"}
ALWAYS = ("risk_note",)  # nobody is kept from a warning


@dataclass(frozen=True)
class Spoken:
    """One text as it is shown; `language` is that of its words where it is another than that of the page, else empty."""

    text: str
    language: str = ""


def says_more(head: Head) -> bool:
    """Whether the shop ever wrote a text in another language."""
    return not head.papers_seen.endswith("/0")


def find_texts(session: Session, head: Head) -> Written:
    """What is written in any language of the texts on the page of a piece. One statement, and none where nothing ever was."""
    if not says_more(head):
        return {}
    piece_id = head.piece_id
    designs = literal("design:") + cast(select(Piece.design_id).where(Piece.id == piece_id).scalar_subquery(), Text)
    terms = literal("guarantee:") + cast(
        select(TERMS).select_from(Piece).where(Piece.id == piece_id).scalar_subquery(), Text
    )
    mine = or_(OwnText.serves == SHOP, OwnText.serves == designs, OwnText.serves == terms)
    return {(row.part, row.language): row.text for row in session.execute(newest().where(mine))}


def names_of(session: Session, head: Head, designs: Collection[int]) -> dict[int, dict[str, str]]:
    """How each of these designs is called in other languages, by language. One statement, and none where nothing ever was."""
    called: dict[int, dict[str, str]] = {one: {} for one in designs}
    if not says_more(head):
        return called
    serves = {of_design(one): one for one in designs}
    for row in session.execute(newest().where(OwnText.serves.in_(list(serves)), OwnText.part == "name")):
        called[serves[row.serves]][row.language] = row.text
    return called


def in_own_language(facts: Facts) -> tuple[Facts, dict[str, str]]:
    """The facts with their texts in the language that is spoken, and of each that is not written in it the language that it is in."""
    head, others = head_spoken(facts.head, facts.texts, facts.let_stand)
    guarantee = facts.piece.guarantee
    if guarantee is not None:
        facts = replace(facts, piece=replace(facts.piece, guarantee=terms_spoken(guarantee, facts.texts)))
    return replace(facts, head=head), others


def head_spoken(head: Head, written: Written, let_stand: LetStand) -> tuple[Head, dict[str, str]]:
    """Design and shop in the language that is spoken; a text that outruns the facts in it is as one not written."""
    said: dict[str, Any] = {}
    others: dict[str, str] = {}
    for name, part in HEAD.items():
        told = spoken_of(
            getattr(head, name), written.get((part, language())), head.writes_in, let_stand, always=part in ALWAYS
        )
        if told is not None:
            said[name] = told.text
            others |= {name: told.language} if told.language else {}
    return replace(head, **said), others


def spoken_of(
    first: str | None, written: str | None, of_shop: str | None, let_stand: LetStand, *, always: bool = False
) -> Spoken | None:
    """The text in the reader's language, else as it was first written; None when there is none, or none that may be shown.

    `of_shop`: the language that the shop writes in, None where that is not known. `always`: whatever it says.
    """
    if not first:
        return None
    if written and (always or shown(written, let_stand)):
        return Spoken(written)
    if not (always or shown(first, let_stand)):
        return None
    return Spoken(first, of_shop if of_shop and of_shop != language() else "")


def terms_spoken(terms: GuaranteeFact, written: Written) -> GuaranteeFact:
    """The terms in the words in which they are published in the language that is spoken."""
    said: dict[str, Any] = {part: written[part, language()] for part in TERMS_PARTS if (part, language()) in written}
    return replace(terms, **said)


def other_language(terms: GuaranteeFact, written: Written, of_shop: str | None) -> str:
    """The language of the words of these terms where they are not all in the one that is spoken; empty when they are, or it is not known."""
    lacks = any(getattr(terms, part) and (part, language()) not in written for part in TERMS_PARTS)
    return of_shop if lacks and of_shop and of_shop != language() else ""
