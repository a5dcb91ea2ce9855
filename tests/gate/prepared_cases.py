"""Cases for the ground of attacks: one at a fair, one that is closed, one in the safe."""

from tests.sales.deliveries import delivered
from tests.world import World
from workshop.sales.case_actions import NewCase, Said, close_case, pack_case, say_outcome
from workshop.sales.consignment_actions import agree_terms
from workshop.sales.consignment_rules import Terms
from workshop.sales.delivery_actions import note_entry, take_back
from workshop.sales.delivery_rules import Entry
from workshop.sales.delivery_rules import Terms as Bought
from workshop.sales.round_actions import Telling, make_case_link, set_answer_aside, tell_round
from workshop.sales.round_queries import round_by_link
from workshop.sales.sale_actions import Sold
from workshop.writing import NOBODY

AWAY = ("at_fair", "fair_sold", "fair_lost")
CLOSED = ("gallery_back", "gallery_sold", "gallery_returned")


def fill_cases(world: World, of: dict[str, str]) -> None:
    of |= {name: world.released() for name in (*AWAY, *CLOSED, "in_safe", "lent_before")}
    world.leave(of["lent_before"], "lent")
    world.come_back(of["lent_before"])
    world.inspect(of["lent_before"])
    fair, gallery = _packed(world, of, "fair", AWAY), _packed(world, of, "gallery", CLOSED)
    _packed(world, of, "safe", ("in_safe",))
    world.tell(lambda w: agree_terms(w, gallery, Terms()), world.omar)
    for digest in ("g1", "g2"):
        world.tell(lambda w, d=digest: make_case_link(w, gallery, d, shows_prices=True), world.omar)  # type: ignore[misc]
    with world.room.database.reading() as session:
        found = round_by_link(session, "g2", world.room.now())
    assert found is not None
    told = [Telling(of["gallery_back"], "there"), Telling(of["gallery_returned"], "damaged", words="bent")]
    world.tell(lambda w: tell_round(w, found, told), NOBODY)
    world.tell(lambda w: set_answer_aside(w, gallery, of["gallery_returned"], 1), world.omar)
    _said(world, fair, of["fair_sold"], Said("sold", None, sold=Sold(49_000)))
    _said(world, fair, of["fair_lost"], Said("lost", None, "on Sunday"))
    _said(world, gallery, of["gallery_back"], Said("back", None))
    for name in ("gallery_sold", "gallery_returned"):
        _said(world, gallery, of[name], Said("sold", None))
    _said(world, gallery, of["gallery_returned"], Said("back", None))
    world.tell(lambda w: close_case(w, gallery), world.omar)
    _bought(world, of)


def _bought(world: World, of: dict[str, str]) -> None:
    """Two deliveries to a shop that bears loss: one piece is still there, one came back, one is here to be mended."""
    of |= {name: world.released() for name in ("bought", "bought_back", "bought_mended")}
    terms = Bought("2031-12-24", "2031-12-01", "maker", "buyer")
    code = delivered(world, of["bought"], of["bought_back"], terms=terms)
    delivered(world, of["bought_mended"], terms=terms)
    seen = world.standing(of["bought_back"]).seen
    world.tell(lambda w: take_back(w, code, of["bought_back"], seen), world.omar)
    world.come_back(of["bought_mended"])
    for kind in ("paid", "discount"):
        world.tell(lambda w, k=kind: note_entry(w, code, Entry(k, 500, "2020-01-01")), world.omar)  # type: ignore[misc]


def _packed(world: World, of: dict[str, str], place: str, names: tuple[str, ...]) -> str:
    new = NewCase(place, [of[name] for name in names], holder="Feira", contact="feira@example.test")
    return world.tell(lambda w: pack_case(w, new), world.omar)


def _said(world: World, code: str, serial: str, said: Said) -> None:
    seen = world.standing(serial).seen
    told = Said(said.outcome, seen, said.note, said.sold)
    world.tell(lambda w: say_outcome(w, code, serial, told), world.omar)
