"""The addresses of the books of material."""

from collections.abc import Callable

from workshop.api import ledger
from workshop.api import ledger_bodies as shapes
from workshop.api.amounts import PageWanted
from workshop.api.bodies import Body
from workshop.api.lot_bodies import LotCodeTold
from workshop.api.operations import Operation, Scope
from workshop.api.queries import Told
from workshop.materials.issuing import bring_back, get_back, hand_out, issue
from workshop.people.duties import MAY_LET_GO, MAY_WORK

LOT = ("no-such-lot",)
AMOUNT = ("amount-missing", "stones-in-carats", "metal-in-grams")
POURED = ("no-such-alloy", "melt-gained", "metal-not-there", "metal-of-others", "not-enough")
Does = Callable[..., Told]


def _move(
    path: str, name: str, summary: str, does: Does, takes: type[Body], *refuses: str, scope: Scope = "log"
) -> Operation:
    """Something booked on one lot."""
    return Operation(
        "POST",
        f"/lots/{{code}}/{path}",
        name,
        summary,
        scope,
        does,
        shapes.Booked,
        takes,
        status=201,
        roles=MAY_WORK,
        refuses=(*LOT, *AMOUNT, "not-enough", *refuses),
    )


_ISSUE, _BACK = ledger.with_person(issue), ledger.with_person(bring_back)
_OUT, _IN = ledger.with_supplier(hand_out), ledger.with_supplier(get_back)
MOVES: tuple[Operation, ...] = (
    _move(
        "issues",
        "issue_material",
        "Give so much of a lot to a person",
        _ISSUE,
        shapes.MovedByPerson,
        *("no-such-person", "person-not-active"),
    ),
    _move(
        "returns",
        "return_material",
        "What a person has of a lot comes back",
        _BACK,
        shapes.MovedByPerson,
        "no-such-person",
    ),
    _move(
        "hand-outs",
        "hand_out_material",
        "Send so much of a lot to a refiner, a caster or its owner",
        _OUT,
        shapes.MovedBySupplier,
        *("no-such-supplier", "supplier-retired"),
        scope="office",
    ),
    _move(
        "get-backs",
        "get_material_back",
        "What was sent out comes back as it was",
        _IN,
        shapes.MovedBySupplier,
        "no-such-supplier",
        scope="office",
    ),
    _move(
        "set-asides",
        "set_material_aside",
        "Into the scrap, the lemel or the sweeps, or gone: broken, lost, explained loss",
        ledger.set_aside,
        shapes.SetAside,
        "no-such-person",
        "metal-of-others",
    ),
    _move(
        "finds",
        "find_material_again",
        "What was set aside, broken or lost is back in stock",
        ledger.find_again,
        shapes.FoundAgain,
    ),
    _move(
        "weighings",
        "weigh_lot",
        "Weigh and count what is left of a lot; what differs beyond the scale is booked as unexplained",
        ledger.weigh,
        shapes.Moved,
    ),
)
OPERATIONS: tuple[Operation, ...] = (
    *MOVES,
    Operation(
        "GET",
        "/lots/{code}/movements",
        "list_movements",
        "A lot's movements, newest first, page by page",
        "read",
        ledger.list_movements,
        shapes.MovementPage,
        asks=PageWanted,
        refuses=LOT,
    ),
    Operation(
        "POST",
        "/lots/{code}/movements/{number}/reversal",
        "take_entry_back",
        "Take back the entry that a movement belongs to, by its mirror; both stay written",
        "office",
        ledger.take_entry_back,
        shapes.Booked,
        shapes.TakeBack,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*LOT, "no-such-posting", "taken-back-already", "booked-elsewhere", "not-enough"),
    ),
    Operation(
        "GET",
        "/lots/{code}/balance",
        "show_balance",
        "What was in stock of a lot at the end of a day, or is now",
        "read",
        ledger.show_balance,
        shapes.LotBalance,
        asks=shapes.OnDay,
        refuses=(*LOT, "not-a-day"),
    ),
    Operation(
        "GET",
        "/holdings",
        "list_holdings",
        "What people have in hand, what is with suppliers, what the trays hold; now or at the end of a day",
        "read",
        ledger.list_holdings,
        shapes.Holdings,
        asks=shapes.HoldingsWanted,
        refuses=("not-a-day",),
    ),
    Operation(
        "POST",
        "/melts",
        "melt_lots",
        "Melt lots into a new one",
        "log",
        ledger.melt_lots,
        LotCodeTold,
        shapes.MeltLots,
        status=201,
        roles=MAY_WORK,
        refuses=(*LOT, *POURED, "nothing-to-melt", "metals-mixed"),
    ),
    Operation(
        "POST",
        "/trays/{tray}/lots",
        "gather_tray",
        "Make a lot of all that a tray holds of one metal",
        "log",
        ledger.gather_tray,
        LotCodeTold,
        shapes.GatherTray,
        status=201,
        roles=MAY_WORK,
        refuses=(*POURED, "tray-unknown", "tray-empty", "nothing-to-melt"),
    ),
    Operation(
        "POST",
        "/lots/{code}/settlement",
        "settle_lot",
        "A refiner's settlement closes a lot that was sent",
        "office",
        ledger.settle_lot,
        shapes.LotSettled,
        shapes.SettleLot,
        status=201,
        roles=MAY_LET_GO,
        refuses=(
            *LOT,
            *("no-such-supplier", "no-such-document", "no-such-alloy", "settled-already", "not-sent", "not-all-sent"),
            *("not-metal", "fine-too-much", "settled-before-received", "amount-missing", "no-currency", "not-a-day"),
            *("day-in-future", "not-enough", "received-in-future"),
        ),
    ),
)
