"""Orders for the prepared shop: one that waits, one that is made and passed, one that was delivered, one that was cancelled."""

from tests.sales.orders import agreed, made, ordered
from tests.world import World
from workshop.inspection.attaching import attach_charm, detach_charm
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.sales.order_actions import end_order, note_deposit
from workshop.sales.order_agreed import go_ahead
from workshop.sales.order_approving import make_order_link, show_order_photo
from workshop.sales.order_pieces import put_on_order, take_off_order

PHOTO = NewPhoto("ordered", "ordered small", 800, 600)


def fill_charms(world: World, of: dict[str, str]) -> None:
    """A bracelet with a charm on it, one whose charm was taken off, and both kinds apart."""
    for bracelet, charm in (("bracelet", "charm"), ("bare", "taken")):
        of[bracelet], of[charm] = world.released(), world.released()
        put_on(world, of[bracelet], of[charm])
    world.inspect(of["bracelet"])
    seen = world.standing(of["bare"]).seen
    world.tell(lambda w: detach_charm(w, of["bare"], of["taken"], seen), world.ana)
    of["loose_charm"], of["other_bracelet"] = world.released(), world.released()


def put_on(world: World, bracelet: str, charm: str) -> None:
    seen = world.standing(bracelet).seen
    world.tell(lambda w: attach_charm(w, bracelet, charm, seen), world.ana)


def fill_orders(world: World, of: dict[str, str]) -> None:
    waits, passed, delivered, cancelled = (ordered(world) for _each in range(4))
    for code in (passed, delivered):
        agreed(world, code)
    of["ordered"], of["delivered"] = made(world, passed), made(world, delivered)
    begun = ordered(world)
    world.tell(lambda w: go_ahead(w, begun, 1, "a present for tomorrow"), world.omar)
    of["taken_off"] = world.piece()
    world.tell(lambda w: put_on_order(w, waits, of["taken_off"]), world.ana)
    world.tell(lambda w: take_off_order(w, waits, of["taken_off"]), world.ana)
    for digest in ("o1", "o2"):
        world.tell(lambda w, d=digest: make_order_link(w, waits, d), world.ana)  # type: ignore[misc]
    world.tell(lambda w: note_deposit(w, passed, 5_000), world.ana)
    world.tell(lambda w: add_photo(w, of["ordered"], PHOTO), world.ana)
    world.tell(lambda w: show_order_photo(w, passed, of["ordered"], 1, is_shown=True), world.ana)
    world.released(of["ordered"])
    world.released(of["delivered"])
    world.leave(of["delivered"])
    world.tell(lambda w: end_order(w, delivered, "delivered"), world.omar)
    world.tell(lambda w: end_order(w, cancelled, "cancelled"), world.omar)
