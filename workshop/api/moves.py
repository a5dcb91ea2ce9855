"""What programs say of where a piece is, and what it looks like: returns, outwork, moves inside the house, photos."""

from dataclasses import replace

from sqlalchemy.orm import Session

from workshop.access import require_role
from workshop.api import answers, bodies, queries, using_bodies
from workshop.api.materials_used import USING, put_surfaces, using_of
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import AT_HAND, PIECE, WEIGHT
from workshop.api.queries import Told
from workshop.people.duties import MAY_WORK
from workshop.pieces.actions import Happening, NewPhoto, add_photo
from workshop.pieces.moving import back_from_outwork, come_back, move_inside, send_to_outwork
from workshop.writing import Writing

PICTURE = (
    "picture-empty",
    "picture-damaged",
    "picture-heic",
    "not-a-picture",
    "picture-too-large",
    "disk-cannot-take-it",
)


def list_photos(session: Session, _asked: bodies.Nothing, _who: Caller, serial: str) -> Told:
    return queries.photos_of(session, serial)


def show_photo(session: Session, asked: bodies.PictureAsked, _who: Caller, serial: str, number: str) -> str:
    return queries.picture_of(session, serial, number, small=asked.small is not None)


def come_home(writing: Writing, typed: bodies.ComeBack, serial: str) -> Told:
    happening = Happening(
        "came_back",
        seen=typed.seen,
        weight_mg=typed.weight_mg,
        division_mg=typed.division_mg,
        reason=typed.reason,
        note=typed.note,
    )
    number = come_back(writing, serial, happening, to=typed.to)
    return {"serial": serial, "number": number, "seen": number}


def outwork(writing: Writing, typed: using_bodies.Outwork, serial: str) -> Told:
    happening = Happening(
        "outwork_out",
        seen=typed.seen,
        stage=typed.stage,
        weight_mg=typed.weight_mg,
        division_mg=typed.division_mg,
        method=typed.method,
        place=typed.workshop,
        note=typed.note,
        using=using_of(typed),
    )
    if typed.way == "out":
        number = send_to_outwork(writing, serial, happening)
    else:
        number = back_from_outwork(writing, serial, replace(happening, kind="outwork_back"))
    put_surfaces(writing, serial, number, typed)
    return {"serial": serial, "number": number, "seen": number}


def move(writing: Writing, typed: bodies.Move, serial: str) -> Told:
    return {"serial": serial, "number": move_inside(writing, serial, typed.place), "seen": None}


def keep_photo(writing: Writing, photo: NewPhoto, serial: str) -> Told:
    if photo.is_public:
        require_role(*MAY_WORK)
    add_photo(writing, serial, photo)
    piece_id = queries.piece_id_of(writing.session, serial)
    number = len(queries.photo_ids(writing.session, piece_id))
    return {"serial": serial, "number": number, "width": photo.width, "height": photo.height}


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        "/pieces/{serial}/returns",
        "record_return",
        "A piece that had left is here again",
        "log",
        come_home,
        answers.Recorded,
        bodies.ComeBack,
        status=201,
        refuses=(*AT_HAND, *WEIGHT, "not-out"),
    ),
    Operation(
        "POST",
        "/pieces/{serial}/outwork",
        "record_outwork",
        "Out to another workshop, or back from there",
        "log",
        outwork,
        answers.Recorded,
        using_bodies.Outwork,
        status=201,
        refuses=(*AT_HAND, *WEIGHT, *USING, "not-out", "stage-unknown", "reason-missing"),
    ),
    Operation(
        "POST",
        "/pieces/{serial}/places",
        "move_piece",
        "Move a piece inside the house",
        "log",
        move,
        answers.Recorded,
        bodies.Move,
        status=201,
        refuses=(*PIECE, "not-inside"),
    ),
    Operation(
        "GET",
        "/pieces/{serial}/photos",
        "list_photos",
        "The photos of a piece",
        "read",
        list_photos,
        answers.Photos,
        refuses=PIECE,
    ),
    Operation(
        "GET",
        "/pieces/{serial}/photos/{number}",
        "show_photo",
        "One photo of a piece, as a JPEG",
        "read",
        show_photo,
        None,
        asks=bodies.PictureAsked,
        refuses=(*PIECE, "no-such-photo"),
        shows="image/jpeg",
    ),
    Operation(
        "POST",
        "/pieces/{serial}/photos",
        "keep_photo",
        "Keep a photo of this very piece, sent as it is",
        "log",
        keep_photo,
        answers.PhotoKept,
        asks=bodies.PhotoSent,
        picture=True,
        status=201,
        refuses=(*PIECE, *PICTURE, "query-not-understood", "not-your-role"),
    ),
)
