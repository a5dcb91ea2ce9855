"""A shop in which everything has happened once: the ground on which every attack is tried, and left as it was."""

from dataclasses import replace

from sqlalchemy import text

from tests.world import World
from workshop.catalogue.actions import open_edition
from workshop.inspection.actions import Looked, record_inspection
from workshop.people.models import ApiToken, Consent, Device
from workshop.pieces.actions import Happening, NewPhoto, add_photo
from workshop.pieces.moving import send_to_outwork
from workshop.pieces.respecifying import Respecification, respecify
from workshop.provenance.actions import withdraw_tag
from workshop.units import microseconds
from workshop.writing import Actor

PHOTO = NewPhoto("aa", "bb", 800, 600)


def prepare(world: World) -> dict[str, int]:
    """Fills the shop; returns the primary keys by the names that attacks use."""
    world.shop(public_address="https://example.test")
    ivo = world.person("Ivo", "artisan", "inspector")
    _office(world)
    serials = _pieces(world, ivo)
    _marks(world, serials)
    return _names(world, serials) | {"ivo": ivo.id or 0}


def _office(world: World) -> None:
    at = world.room.now()
    world.tell(lambda w: w.add(Device, name="Bench", key_digest="d1", enrolled_at=at, revoked_at=at), world.omar)
    world.tell(
        lambda w: w.add(
            ApiToken, digest="t1", person_id=world.ana.id, scopes="log", label="x", created_at=at, revoked_at=at
        ),
        world.omar,
    )
    world.tell(
        lambda w: w.add(Consent, person_id=world.ana.id, subject=world.ana.subject, form="initials", at=at), world.ana
    )
    for name, size in (("First", 3), ("Second", 3)):
        world.tell(lambda w, n=name, s=size: open_edition(w, world.design, name=n, size=s), world.omar)


def _pieces(world: World, ivo: Actor) -> dict[str, str]:
    of = {
        "fresh": world.piece(source_key="old-1"),
        "worked": world.worked(),
        "released": world.released(),
        "passed_too": world.released(),
        "failed": world.worked(),
        "stale": world.released(),
        "tagged": world.released(),
        "sold": world.released(),
        "sold_twice": world.released(),
        "respecified": world.worked(),
        "outwork": world.worked(),
        "scrapped": world.worked(),
        "numbered": world.worked(world.piece(edition="First")),
        "numbered_too": world.piece(edition="First"),
        "engraved": world.piece(engraving="For Ada"),
        "earrings": world.worked(world.piece(world.design_of("earrings", code="D-EARS", source_key="old-2"))),
        "shared": world.worked(world.worked(kinds=["wax"], by=ivo), ["file"]),
        "all_hands": world.worked(world.worked(kinds=["wax"], by=world.ines), ["file"], by=ivo),
    }
    world.inspect(of["failed"], "rework", answers=world.bad_answers(of["failed"]))
    world.event(of["stale"], "polish")
    world.leave(of["sold"])
    world.leave(of["sold_twice"])
    world.come_back(of["sold_twice"])
    world.inspect(of["sold_twice"])
    world.leave(of["sold_twice"])
    seen = world.standing(of["respecified"]).seen
    world.tell(lambda w: respecify(w, of["respecified"], Respecification(seen, engraving="For Bo")), world.omar)
    world.inspect(of["respecified"])
    seen = world.standing(of["outwork"]).seen
    world.tell(lambda w: send_to_outwork(w, of["outwork"], Happening("outwork_out", seen=seen)), world.ana)
    world.inspect(of["scrapped"], "scrap", answers=world.bad_answers(of["scrapped"]))
    return of


def _marks(world: World, of: dict[str, str]) -> None:
    """Tags, photos and character."""
    lost = world.tag(of["tagged"])
    world.tell(lambda w: withdraw_tag(w, of["tagged"], lost.code, reason="lost", note=None), world.omar)
    world.tag(of["tagged"])
    for serial in (of["worked"], of["released"]):
        world.tell(lambda w, s=serial: add_photo(w, s, replace(PHOTO, picture=s)), world.ana)
    marked = world.worked()
    looked = Looked(
        world.standing(marked).seen, "pass", world.good_answers(marked), traits=("hammer mark at the shoulder",)
    )
    world.tell(lambda w: record_inspection(w, marked, replace(looked, division_mg=10)), world.ines)


def _names(world: World, serials: dict[str, str]) -> dict[str, int]:
    found = {
        "now": microseconds(world.room.now()),
        "ana": world.ana.id or 0,
        "ines": world.ines.id or 0,
        "omar": world.omar.id or 0,
    }
    with world.room.database.reading() as session:
        for name, serial in serials.items():
            found[name] = session.scalar(text("SELECT id FROM piece WHERE serial = :s"), {"s": serial}) or 0
        for name, asked in {
            "design": f"SELECT id FROM design WHERE code = '{world.design}'",
            "other_design": "SELECT id FROM design WHERE code = 'D-EARS'",
            "edition": "SELECT id FROM edition WHERE name = 'First'",
            "other_edition": "SELECT id FROM edition WHERE name = 'Second'",
            "material": "SELECT min(material_id) FROM design",
            "route": "SELECT min(route_id) FROM design",
            "photo": f"SELECT id FROM photo WHERE piece_id = {found['worked']}",
            "foreign_photo": f"SELECT id FROM photo WHERE piece_id = {found['released']}",
        }.items():
            found[name] = session.scalar(text(asked)) or 0
    assert all(found.values()), found
    return found
