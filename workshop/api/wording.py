"""What programs do about words that promise more than a workshop can type: see them, and let one stand."""

from typing import Annotated

from sqlalchemy.orm import Session

from workshop.api import answers, bodies
from workshop.api.amounts import OneOf
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.catalogue.queries import design
from workshop.catalogue.wording import PUBLIC_TEXTS, flagged, let_word_stand
from workshop.people.duties import MAY_LET_GO
from workshop.wording import _
from workshop.writing import Writing


class LetWordStand(bodies.Body):
    """A guarded word in one text of the design, as it is written there, and why it may stand. The reason stays on record."""

    place: Annotated[str, OneOf(PUBLIC_TEXTS)]
    word: bodies.Named
    reason: bodies.Reason


class GuardedWord(answers.Told):
    """`needs`: the fact or paper that it promises; `instead`: what to write; `rule`: the claim that carries it, null when none can."""

    place: str
    word: str
    needs: str
    instead: str
    source: str
    rule: str | None


class WordsTold(answers.Told):
    """The guarded words that nobody let stand. A text that holds one is kept off public pages; a risk note stands all the same."""

    design: str
    words: list[GuardedWord]


def list_words(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Told:
    return _told(session, code)


def let_stand(writing: Writing, typed: LetWordStand, code: str) -> Told:
    let_word_stand(writing, code, place=typed.place, word=typed.word, reason=typed.reason)
    return _told(writing.session, code)


def _told(session: Session, code: str) -> Told:
    row = design(session, code)
    flags = flagged(session, [(name, getattr(row, name)) for name in PUBLIC_TEXTS])
    return {
        "design": code,
        "words": [
            {
                "place": one.place,
                "word": one.found.word,
                "needs": _(one.found.needs),
                "instead": _(one.found.instead),
                "source": one.found.source,
                "rule": one.found.rule,
            }
            for one in flags
        ],
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/designs/{code}/words",
        "list_words",
        "Words in a design's public texts that promise more than is shown",
        "read",
        list_words,
        WordsTold,
        refuses=("no-such-design",),
    ),
    Operation(
        "POST",
        "/designs/{code}/words",
        "let_word_stand",
        "Let such a word stand, for a reason that stays on record",
        "office",
        let_stand,
        WordsTold,
        LetWordStand,
        status=201,
        roles=MAY_LET_GO,
        refuses=("no-such-design", "word-not-there", "reason-missing"),
    ),
)
