"""What the office writes around a piece: an order that it is made for, a case that it goes with, designs with their prices."""

from typing import Any

from bench.owner_years import Years
from workshop.catalogue.actions import NewDesign, add_design
from workshop.catalogue.price_actions import change_prices
from workshop.catalogue.price_history import RETAIL
from workshop.catalogue.price_rules import PriceChange
from workshop.inspection.actions import Leaving
from workshop.sales.case_actions import NewCase, Said, close_case, pack_case, say_outcome
from workshop.sales.order_actions import Wish, end_order, take_order
from workshop.sales.order_agreed import go_ahead
from workshop.sales.order_pieces import make_for_order
from workshop.sales.sale_actions import let_leave

DESIGNS = 500
FAIR = {"place": "fair", "holder": "Winter fair", "due_on": "2030-06-30"}


def ordered(bench: Years, *, leaves: bool) -> str:
    """A piece made for a customer's order; with it delivered, or in work."""
    wish = Wish(design=bench.design, size="54", engraving="Bench", due_on="2030-06-30")
    code = bench.tell(lambda w: take_order(w, "Mara Lind", "mara@example.org", wish), bench.maker)
    bench.tell(lambda w: go_ahead(w, code, 1, "Known for years"), bench.maker)
    serial: str = bench.tell(lambda w: make_for_order(w, code), bench.maker)
    if not leaves:
        return serial
    bench.made(serial)
    bench.tell(lambda w: let_leave(w, serial, Leaving(bench.seen(serial), "sold")), bench.maker)
    bench.tell(lambda w: end_order(w, code, "delivered"), bench.maker)
    return serial


def taken_along(bench: Years, *, sold: bool) -> str:
    """A piece that went to a fair in a case of its own; sold there, the case closed, or still there."""
    serial = bench.made()
    code = bench.tell(lambda w: pack_case(w, NewCase(serials=[serial], **FAIR)), bench.maker)
    if sold:
        bench.tell(lambda w: say_outcome(w, code, serial, Said("sold", bench.seen(serial))), bench.maker)
        bench.tell(lambda w: close_case(w, code), bench.maker)
    return serial


def price_designs(bench: Years) -> None:
    """So many designs with a price each; every tenth has a piece that passed."""
    for number in range(DESIGNS):
        new = NewDesign(f"Signet {number}", "ring", "ag925")
        code: str = bench.tell(lambda w, new=new: add_design(w, new))
        _price(bench, code, 10_000 + number * 37)
        if number % 10 == 0:
            bench.tell(lambda w, code=code: bench.six_checks(w, code))
            bench.made(design=code)


def _price(bench: Years, code: str, minor: int) -> None:
    change: Any = [PriceChange(code, RETAIL, None, minor)]
    bench.tell(lambda w: change_prices(w, change), bench.maker)
