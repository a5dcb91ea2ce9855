"""What programs do with a design's own texts in other languages: read them, and write them."""

from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from workshop.api import answers, bodies
from workshop.api.amounts import OneOf
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.catalogue.own_texts import DESIGN_PARTS, said_in, texts_of_design, write_texts
from workshop.languages import LANGUAGES
from workshop.people.duties import MAY_LET_GO
from workshop.texts import clean
from workshop.writing import Writing


class WriteText(bodies.Body):
    """One text of the design in a language; `text` null takes it back, and the first one stands there again."""

    part: Annotated[str, OneOf(tuple(DESIGN_PARTS))]
    language: Annotated[str, OneOf(tuple(LANGUAGES))]
    text: Annotated[bodies.Story | None, Field(description="As long as the design’s own text of this part may be.")]


class OwnTextTold(answers.Told):
    """`is_old`: the text that it was translated from was changed since."""

    part: str
    language: str
    text: str
    is_old: bool


class OwnTexts(answers.Told):
    """`first`: the texts as they were first written, by part; `texts`: what is written in other languages."""

    design: str
    first: dict[str, str]
    texts: list[OwnTextTold]


def list_texts(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Told:
    return _told(session, code)


def write_text(writing: Writing, typed: WriteText, code: str) -> Told:
    text = clean(typed.text, field="text", longest=DESIGN_PARTS[typed.part])
    write_texts(writing, texts_of_design(writing.session, code), typed.language, {typed.part: text})
    return _told(writing.session, code)


def _told(session: Session, code: str) -> Told:
    texts = texts_of_design(session, code)
    said = sorted(said_in(session, texts).items())
    return {
        "design": code,
        "first": dict(texts.first),
        "texts": [
            {"part": part, "language": language, "text": one.text, "is_old": one.is_old(texts.first.get(part))}
            for (part, language), one in said
        ],
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/designs/{code}/texts",
        "list_texts",
        "A design’s own texts, and what they say in other languages",
        "read",
        list_texts,
        OwnTexts,
        refuses=("no-such-design",),
    ),
    Operation(
        "POST",
        "/designs/{code}/texts",
        "write_text",
        "Write one of them in a language",
        "office",
        write_text,
        OwnTexts,
        WriteText,
        status=201,
        roles=MAY_LET_GO,
        refuses=("no-such-design", "text-not-there", "too-long"),
    ),
)
