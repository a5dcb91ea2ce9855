"""The audit: every rule of the gate recomputed from rows and journal, for every piece; 0 when nothing was forged."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workshop import guarding
from workshop.aftercare import audits as aftercare
from workshop.findings import Books, Finding
from workshop.house import rules_for
from workshop.inspection import audits as inspection
from workshop.materials import audits as materials
from workshop.people import audits as people
from workshop.pieces import audits as pieces
from workshop.provenance import audits as provenance
from workshop.shoproom import Shoproom

ROOMS = (people, materials, pieces, inspection, provenance, aftercare)
RULES: tuple[Callable[[Books], Iterator[Finding]], ...] = (
    *people.RULES,
    *materials.RULES,
    *pieces.RULES,
    *inspection.RULES,
    *provenance.RULES,
    *aftercare.RULES,
)
TIMED = {table for room in ROOMS for table in room.TIMED}


@dataclass(frozen=True)
class Audited:
    """What breaks a rule, and what is only worth a look."""

    findings: list[Finding]
    notices: list[str]

    @property
    def violations(self) -> int:
        return len(self.findings)

    @property
    def by_rule(self) -> dict[str, int]:
        return dict(sorted(Counter(one.rule for one in self.findings).items()))


def audit(room: Shoproom) -> Audited:
    """Recompute the gate, on one unchanging picture of the database."""
    with room.database.reading() as session:
        books = Books(session, TIMED)
        findings = [*_guards_stand(session), *(finding for rule in RULES for finding in rule(books))]
        return Audited(findings, [notice for rule in inspection.NOTICES for notice in rule(books)])


def _guards_stand(session: Session) -> Iterator[Finding]:
    connection = session.connection()
    for line in guarding.differences(connection, rules_for(connection.dialect.name)):
        yield Finding("guards", "", f"The guard {line}.")
