"""The first ten minutes: the workshop, who works here, the first piece; and one page for every new piece after it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.access import open_to, present
from workshop.catalogue.defaults import KINDS
from workshop.catalogue.models import Route, Stage
from workshop.errors import Invalid, Refusal
from workshop.filestore import FileStore
from workshop.forms import needed_text, text, texts, weight
from workshop.materials.models import Material
from workshop.people.actions import add_person, keep_shop, set_standing
from workshop.people.models import Person, Shop, SignIn
from workshop.people.regions import check_choice, countries, currencies
from workshop.people.signin import begin, here
from workshop.people.signing_in import Proof, begin_sign_in
from workshop.pictures import read_picture
from workshop.pieces.actions import NewPhoto
from workshop.pieces.models import Piece
from workshop.pieces.quick import QuickPiece, make_quick_piece, usual_route
from workshop.provenance.models import Tag
from workshop.web import do, reading, shoproom
from workshop.wording import _
from workshop.writing import Writing

guide = Blueprint("guide", __name__)

BASES = tuple(kind for kind in KINDS if not kind.has_stones)
TILES = (
    ("au750y", "18k yellow", "750"),
    ("au750w", "18k white", "750"),
    ("au585y", "14k yellow", "585"),
    ("ag925", "Sterling", "925"),
)
ANOTHER = "another"
DOES = ("artisan", "inspector")
DOTS = 14


@dataclass(frozen=True)
class Worker:
    """Somebody who works here, as the guide shows them."""

    subject: str
    name: str
    does: tuple[str, ...]


@dataclass(frozen=True)
class PieceForm:
    """What the form of a new piece offers, and what comes along."""

    kinds: tuple[tuple[str, str], ...]
    alloys: tuple[tuple[str, str, str], ...]
    others: tuple[tuple[str, str], ...]
    makers: tuple[tuple[str, str], ...]
    stages: tuple[str, ...]
    made_before: int
    is_made: bool = False

    @property
    def dots(self) -> range:
        return range(min(self.made_before, DOTS))


@dataclass(frozen=True)
class Guide:
    """How far the first ten minutes are."""

    shop: Shop | None
    workers: tuple[Worker, ...]
    piece: PieceForm
    has_piece: bool
    has_tag: bool

    @property
    def has_shop(self) -> bool:
        return bool(self.shop and self.shop.country and self.shop.currency)

    @property
    def has_people(self) -> bool:
        done = {role for worker in self.workers for role in worker.does}
        return set(DOES) <= done

    @property
    def at(self) -> int:
        """The step that is next, from 1."""
        steps = (self.has_shop, self.has_people, self.has_piece, self.has_tag)
        return next((n for n, done in enumerate(steps, 1) if not done), len(steps) + 1)


@guide.get("/guide")
@open_to("owner")
def show() -> ResponseReturnValue:
    return _guide_page()


@guide.post("/guide")
@open_to("owner")
def set_up() -> ResponseReturnValue:
    """Keep the workshop's details and who does what."""
    try:
        details = _shop_typed()
        does = {w.subject: tuple(texts(f"does-{w.subject}")) for w in _workers(reading())}
        new = (text("new_name"), texts("new_does"))
        do("set up the workshop", lambda w: _set_up(w, details, does, new))
    except Refusal as refusal:
        return _guide_page(refusal), refusal.status
    _stay_signed_in()
    flash(_("Saved."), "done")
    return redirect(url_for("guide.show"), 303)


def _stay_signed_in() -> None:
    """Whoever changed what they do themselves goes on under a new sign-in: the old one ended with the change."""
    who, session = present(), reading()
    if session.scalar(select(SignIn.ended_at).where(SignIn.id == who.sign_in_id)) is None:
        return
    column = Person.password_hash if who.by_password else Person.pin_hash
    kept = session.scalar(select(column).where(Person.id == who.id))
    if kept is not None:
        begin(begin_sign_in(shoproom(), Proof(who.id, kept, who.by_password), here()))


@guide.get("/pieces/quick")
@open_to("owner", "artisan")
def quick() -> ResponseReturnValue:
    return _quick_page()


@guide.post("/pieces/quick")
@open_to("owner", "artisan")
def make() -> ResponseReturnValue:
    """Make the piece and the design that it brings along."""
    try:
        new = _piece_typed()
        told = do("make a piece with its design", lambda w: make_quick_piece(w, new)).told
    except Refusal as refusal:
        return _quick_page(refusal), refusal.status
    return redirect(f"/pieces/{told['serial']}", 303)


@guide.get("/guide/list")
@open_to("owner")
def from_a_list() -> ResponseReturnValue:
    """How a whole list of pieces comes in."""
    return render_template("guide/list.html")


def _guide_page(refusal: Refusal | None = None) -> str:
    session = reading()
    page = Guide(
        session.scalar(select(Shop)),
        _workers(session),
        _piece_form(session),
        session.scalar(select(Piece.id).limit(1)) is not None,
        session.scalar(select(Tag.id).limit(1)) is not None,
    )
    options = {"countries": countries(), "currencies": currencies()}
    return render_template("guide/guide.html", guide=page, **options, **_again(refusal))


def _quick_page(refusal: Refusal | None = None) -> str:
    is_made = request.values.get("way") == "made"
    return render_template("guide/quick.html", piece=_piece_form(reading(), is_made=is_made), **_again(refusal))


def _again(refusal: Refusal | None) -> dict[str, Any]:
    return {"refusal": refusal, "typed": request.form} if refusal else {}


def _workers(session: Session) -> tuple[Worker, ...]:
    rows = session.execute(
        select(Person.subject, Person.name, Person.is_artisan, Person.is_inspector)
        .where(Person.active == True)
        .order_by(Person.id)
    )
    return tuple(Worker(r.subject, r.name, _does(r.is_artisan, r.is_inspector)) for r in rows)


def _does(makes: bool, inspects: bool) -> tuple[str, ...]:
    return tuple(role for role, has in zip(DOES, (makes, inspects), strict=True) if has)


def _piece_form(session: Session, *, is_made: bool = False) -> PieceForm:
    tiles = {key for key, _name, _mark in TILES}
    materials = session.execute(select(Material.key, Material.name).order_by(Material.name)).all()
    workers = _workers(session)
    before = select(Piece.id).where(Piece.way_in == "made").limit(DOTS + 1)
    return PieceForm(
        kinds=tuple((kind.key, _(kind.name)) for kind in BASES),
        alloys=(*((key, _(name), mark) for key, name, mark in TILES), (ANOTHER, _("Another"), _("choose"))),
        others=(("", _("Choose")), *((m.key, _(m.name)) for m in materials if m.key not in tiles)),
        makers=(("", _("Not known")), *((w.subject, w.name) for w in workers)),
        stages=_stages(session, len(workers)),
        made_before=len(session.scalars(before).all()),
        is_made=is_made,
    )


def _stages(session: Session, people: int) -> tuple[str, ...]:
    """The stages of the route that a quick piece takes."""
    rows = session.execute(
        select(Route.name.label("route"), Route.is_default, Stage.name)
        .join(Stage, Stage.route_id == Route.id)
        .where(Stage.retired_at.is_(None))
        .order_by(Route.id, Stage.position)
    ).all()
    route = usual_route([row.route for row in rows], people)
    return tuple(_(row.name) for row in rows if (row.route == route if route else row.is_default))


def _shop_typed() -> dict[str, str]:
    return {
        "name": needed_text("name"),
        "country": check_choice(request.form.get("country"), countries(), field="country"),
        "currency": check_choice(request.form.get("currency"), currencies(), field="currency"),
    }


def _set_up(
    writing: Writing, details: dict[str, str], does: dict[str, tuple[str, ...]], new: tuple[str | None, list[str]]
) -> dict[str, Any]:
    keep_shop(writing, details)
    people = writing.session.execute(select(Person.id, Person.subject, Person.is_owner).where(Person.active == True))
    for person in people.all():
        if person.subject in does:
            roles = {*does[person.subject], *(("owner",) if person.is_owner else ())}
            set_standing(writing, person.id, active=True, roles=roles)
    if new[0] is not None:
        add_person(writing, new[0], new[1])
    return {}


def _piece_typed() -> QuickPiece:
    kind, alloy = needed_text("kind"), needed_text("alloy")
    if kind not in {base.key for base in BASES}:
        raise Invalid(_("Choose what it is."), slug="kind-unknown", field="kind")
    if alloy == ANOTHER:
        alloy = text("other_alloy") or ""
    if not alloy:
        raise Invalid(_("Choose the metal."), slug="no-such-material", field="other_alloy")
    return QuickPiece(
        kind=kind,
        has_stones=text("stones") == "yes",
        material=alloy,
        weight_mg=weight("weight"),
        photo=_photo_sent(),
        made_before=text("way") == "made",
        maker=text("maker"),
    )


def _photo_sent() -> NewPhoto | None:
    """The picture that came along, kept before anything is written."""
    sent = request.files.get("photo")
    raw = sent.read() if sent else b""
    if not raw:
        return None
    picture = read_picture(raw, field="photo")
    store = FileStore(shoproom().settings.data_dir)
    return NewPhoto(
        store.put(picture.large.jpeg), store.put(picture.small.jpeg), picture.large.width, picture.large.height
    )
