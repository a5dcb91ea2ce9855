"""The workshop itself, as the rules read it: its owners, its own papers, what it bought under a registration."""

from sqlalchemy.orm import Session

from workshop.claims.facts import Paper, WorkshopFact
from workshop.claims.paper_queries import BOUGHT_UNDER, OWN_PAPERS
from workshop.claims.queries import OWNERS
from workshop.claims.reading import day_of, paper_of
from workshop.people.models import Shop

REGISTRATION = "fairtrade_goldsmith"


def workshop_of(session: Session, shop: Shop | None) -> WorkshopFact:
    own = [paper_of(row) for row in session.execute(OWN_PAPERS)]
    licences = tuple(paper for paper in own if paper.kind != "pay" and _is_ours(paper, shop))
    return WorkshopFact(
        country=shop.country if shop else None,
        owners=frozenset(session.scalars(OWNERS)),
        licences=licences,
        countries_of_sale=tuple((shop.sells_in or shop.country or "").replace(",", " ").split()) if shop else (),
        pay=tuple(paper for paper in own if paper.kind == "pay"),
        registered=_registered(session) if any(paper.standard == REGISTRATION for paper in licences) else (),
    )


def _is_ours(paper: Paper, shop: Shop | None) -> bool:
    """A licence is ours by its kind; a certificate only when it is held in the shop's own name."""
    if paper.kind == "licence":
        return paper.holder_code is None
    return bool(shop and paper.holder) and _plain(paper.holder or "") == _plain(shop.name if shop else "")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _registered(session: Session) -> tuple[tuple[int | None, str, int], ...]:
    rows = session.execute(BOUGHT_UNDER, {"standard": "fairtrade"})
    bought = ((day_of(row.received_on), row.metal, row.received_mg or 0) for row in rows)
    return tuple((on.year if on else None, metal, mg) for on, metal, mg in bought)
