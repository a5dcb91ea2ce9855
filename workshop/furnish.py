"""What a new workshop starts with: alloys, routes, checklists. Done again, it adds only what is missing."""

from sqlalchemy import select

from workshop.catalogue.actions import add_routes
from workshop.inspection.actions import publish_checklist
from workshop.inspection.checks import ListSpec
from workshop.inspection.defaults import LISTS
from workshop.inspection.models import Checklist
from workshop.materials.actions import add_alloys
from workshop.sought import fill_words
from workshop.writing import Writing


def furnish(writing: Writing) -> dict[str, int]:
    """Fill an empty house; returns how many checklists were published."""
    fill_words(writing.session.connection())
    add_alloys(writing)
    add_routes(writing)
    there = {tuple(row) for row in writing.session.execute(select(Checklist.purpose, Checklist.serves))}
    missing = [one for one in LISTS if (one.purpose, serves(one)) not in there]
    for one in missing:
        publish_checklist(writing, purpose=one.purpose, serves=serves(one), name=one.name, checks=one.checks)
    return {"checklists": len(missing)}


def serves(one: ListSpec) -> str:
    """What a default list is for, as checklists spell it."""
    if one.purpose == "final":
        return f"kind:{one.kind}"
    return f"work:{one.work}" if one.purpose == "delta" else f"stage:{one.stage}"
