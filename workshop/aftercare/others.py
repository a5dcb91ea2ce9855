"""Things that were made elsewhere and are taken in all the same: the design that stands for them, with its own final list."""

from sqlalchemy import select

from workshop.catalogue.actions import NewDesign, add_design
from workshop.catalogue.models import Design
from workshop.inspection.actions import publish_checklist
from workshop.inspection.defaults_delta import K3, K4, K5, K6
from workshop.inspection.defaults_final import C1, C6, C7
from workshop.wording import N_
from workshop.writing import Writing

CHECKS = (C1, K3, K4, K5, K6, C7, C6)
NAME = N_("Made elsewhere")
BEGINS = "OTHERS-"


def is_of_others(design_code: str) -> bool:
    """Whether pieces of this design were made elsewhere."""
    return design_code.startswith(BEGINS)


def design_of_others(writing: Writing, kind: str) -> str:
    """The code of the design for things of that kind; the first time it is written, with the list by which they pass.

    What we did not make is looked at against its intake, not against a design. Raises Invalid for a kind that is none.
    """
    code = f"{BEGINS}{kind.upper().replace('_', '-')}"[:60]
    if writing.session.scalar(select(Design.id).where(Design.code == code)) is None:
        add_design(writing, NewDesign(NAME, kind, "other", code=code))
        design_id = writing.session.scalar(select(Design.id).where(Design.code == code))
        publish_checklist(writing, purpose="final", serves=f"design:{design_id}", name=NAME, checks=CHECKS)
    return code
