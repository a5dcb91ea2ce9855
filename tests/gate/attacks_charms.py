"""How the guards of charms are attacked; read with attacks.py."""

from tests.gate.attacks import Attack, _attack, _set
from tests.gate.steps import Value, change, custody, departure, event, insert, of, opened

HELD = "child_id = {charm} AND ended_at IS NULL"
NEWEST = "(SELECT max(i.id) FROM inspection i WHERE i.piece_id = {child} AND i.verdict = 'pass')"


def put_on(parent: str, child: str, **more: Value) -> str:
    usual: dict[str, Value] = {
        "parent_id": of(parent),
        "child_id": of(child),
        "inspection_id": NEWEST.replace("{child}", of(child)),
        "attached_by_id": change(parent),
        "at": "{now}",
    }
    return insert("attachment", **(usual | more))


def ended(**more: str) -> str:
    told = {"ended_at": "{now}", "detached_by_id": change("bracelet"), "freed_by_id": change("charm")} | more
    return _set("attachment", ", ".join(f"{name} = {value}" for name, value in told.items()), HELD)


ATTACH = event("other_bracelet", "attach")
CHARMS: tuple[Attack, ...] = (
    _attack("attachment_on_pass", "a charm that nobody inspected", ATTACH, put_on("other_bracelet", "stale")),
    _attack(
        "attachment_on_pass",
        "a charm worked on after its pass",
        ATTACH,
        event("loose_charm", "polish"),
        put_on("other_bracelet", "loose_charm"),
    ),
    _attack(
        "attachment_on_pass",
        "the pass of another charm",
        ATTACH,
        put_on("other_bracelet", "loose_charm", inspection_id=NEWEST.replace("{child}", "{charm}")),
    ),
    _attack("attachment_by_work", "a charm on a piece that keeps its pass", put_on("other_bracelet", "loose_charm")),
    _attack(
        "attachment_by_work",
        "a charm that was never on",
        ATTACH,
        put_on(
            "other_bracelet",
            "loose_charm",
            ended_at="{now}",
            detached_by_id=change("other_bracelet"),
            freed_by_id=change("loose_charm"),
        ),
    ),
    _attack("attachment_free", "one charm on two pieces", ATTACH, put_on("other_bracelet", "charm")),
    _attack(
        "attachment_free",
        "a charm in the safe",
        ATTACH,
        custody("loose_charm", "safe"),
        put_on("other_bracelet", "loose_charm"),
    ),
    _attack("attachment_free", "a charm that was sold", ATTACH, put_on("other_bracelet", "sold")),
    _attack("attachment_ends", "off without a word at the bracelet", event("charm", "detach"), ended()),
    _attack("attachment_ends", "off without a word at the charm", event("bracelet", "detach"), ended()),
    _attack("attachment_ends", "off and on again", _set("attachment", "ended_at = NULL", "ended_at IS NOT NULL")),
    _attack("attachment_ends", "another charm on paper", _set("attachment", "child_id = {loose_charm}", HELD)),
    _attack("work_event_attached", "work on a charm that is on", event("charm", "polish")),
    _attack("work_event_attached", "a charm scrapped on its bracelet", event("charm", "scrap", reason="'x'")),
    _attack("work_event_attached", "a charm told as moved", event("charm", "moved")),
    _attack(
        "work_event_undoes_no_charm",
        "putting on undone",
        ATTACH,
        put_on("other_bracelet", "loose_charm"),
        event("other_bracelet", "undo", corrects_id=change("other_bracelet")),
    ),
    _attack("work_event_scrap_bare", "scrapped with its charm", event("bracelet", "scrap", reason="'x'")),
    _attack("inspection_attached", "a charm inspected on its bracelet", opened("charm")),
    _attack("departure_attached", "a charm sold off its bracelet", departure("charm", "sold")),
    _attack("departure_attached", "a charm tagged on its bracelet", departure("charm", "tagged")),
    _attack(
        "departure_charms_passed",
        "sold with a charm whose pass is gone",
        event("charm", "detach"),
        departure("bracelet", "sold"),
    ),
    _attack("custody_attached", "a charm put into the safe", custody("charm", "safe")),
)
