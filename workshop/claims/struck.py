"""Whether a hallmark on record speaks for the piece as it is."""

from collections.abc import Sequence

from workshop.claims.facts import Mark, MetalLine, Paper, PieceFacts
from workshop.claims.papers import Problem, period_problem
from workshop.wording import _


def mark_of(facts: PieceFacts, metal: str) -> Mark | None:
    """The mark of this metal: an office's before the maker's own stamp."""
    marks = [mark for mark in facts.marks if mark.metal == metal]
    return min(marks, key=lambda mark: mark.office is None, default=None)


def mark_paper(mark: Mark) -> tuple[Paper, ...]:
    return (mark.paper,) if mark.paper else ()


def is_struck(facts: PieceFacts, metal: str) -> bool:
    """Whether an office's mark stands for this metal."""
    mark = mark_of(facts, metal)
    lines = [line for line in facts.metals if line.metal == metal and line.role != "layer"]
    return mark is not None and mark_problem(mark, lines) is None


def mark_problem(mark: Mark, lines: Sequence[MetalLine]) -> Problem | None:
    """Why the mark does not stand: no office, no record of it, metal added since, or finer than the lots are."""
    if mark.office is None:
        told = _("A maker's stamp is no hallmark.")
        return Problem("makers_stamp", told, _("the hallmark of an assay office"))
    if mark.paper is None or mark.on is None:
        told = _("No note of the office is on record.")
        return Problem("no_note", told, _("the office's note with its day"))
    if mark.no_metal_after is False:
        told = _("Metal was added after the mark was struck.")
        return Problem("metal_after", told, _("the office's consent, or a new mark"))
    fallen = period_problem(mark.paper, mark.on)
    return fallen or _not_recorded(mark, mark.paper, lines)


def _not_recorded(mark: Mark, paper: Paper, lines: Sequence[MetalLine]) -> Problem | None:
    if mark.no_metal_after is None:
        told = _("Whether metal was added after the mark is not recorded.")
        return Problem("after_unknown", told, _("what was done after the mark"), is_open=True)
    if not (paper.digest and paper.checked_by):
        told = _("The office's note is not kept or was not read.")
        return Problem("note_unread", told, _("the office's note, kept and read"), is_open=True)
    known = [line.fineness for line in lines if line.fineness is not None and line.role != "solder"]
    if mark.fineness is not None and known and mark.fineness > min(known):
        return Problem(
            "finer_mark", _("The mark names a finer metal than the lots are."), _("the right fineness of the lots")
        )
    return None
