"""Pages of the catalogue: designs with their editions."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.access import open_to
from workshop.catalogue.actions import (
    CONSTRUCTIONS,
    MOULDS,
    NewDesign,
    add_design,
    change_design,
    open_edition,
    resize_edition,
)
from workshop.catalogue.defaults import KINDS
from workshop.catalogue.queries import SORTS, DesignRow, all_designs, alloys, design, designs, editions, routes
from workshop.catalogue.web_shops import SHOPS
from workshop.catalogue.wording import PUBLIC_TEXTS, flagged, let_word_stand
from workshop.csvs import csv_bytes
from workshop.errors import Invalid, NotFound, Refusal
from workshop.filestore import FileStore
from workshop.forms import figure, needed_text, text, weight, whole
from workshop.money import amount, read_price
from workshop.people.shop_web import the_shop
from workshop.pictures import MEDIA_TYPE, keep_picture
from workshop.sorting import read_sort
from workshop.texts import PARAGRAPH, STORY
from workshop.units import grams, thousandths
from workshop.web import do, done, reading, shoproom
from workshop.wording import _

catalogue = Blueprint("catalogue", __name__, url_prefix="/catalogue")

TEXTS = ("construction", "size", "story", "care", "made_of", "dated", "risk_note", "mould")
COLUMNS = (
    "code",
    "name",
    "kind",
    "alloy",
    "route",
    "target_weight_g",
    "minimum_thickness_mm",
    "construction",
    "size",
    "price",
    "currency",
    "dated",
    "made_of",
    "story",
    "care",
)


@catalogue.get("/designs")
@open_to("owner")
def list_designs() -> ResponseReturnValue:
    sought = (request.args.get("q") or "").replace("\0", "").strip()[:100]
    page = request.args.get("page", "1")
    sort = read_sort(request.args.get("sort"), SORTS)
    found = designs(reading(), sought, int(page[:6]) if page.isascii() and page.isdigit() else 1, sort)
    return render_template(
        "catalogue/designs.html",
        found=found,
        sought=sought,
        sort=sort,
        currency=_currency(),
        grams=grams,
        amount=amount,
    )


@catalogue.get("/designs.csv")
@open_to("owner")
def export_designs() -> ResponseReturnValue:
    """The list as a file, with the search that it was looked at by."""
    sought = (request.args.get("q") or "").replace("\0", "").strip()[:100]
    currency = _currency()
    sort = read_sort(request.args.get("sort"), SORTS)
    rows = (_exported(row, currency) for row in all_designs(reading(), sought, sort))
    return Response(
        csv_bytes(COLUMNS, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=designs.csv"},
    )


@catalogue.get("/shopify.csv")
@open_to("owner")
def export_for_shopify() -> ResponseReturnValue:
    return _for_web_shop("shopify")


@catalogue.get("/woocommerce.csv")
@open_to("owner")
def export_for_woocommerce() -> ResponseReturnValue:
    return _for_web_shop("woocommerce")


def _for_web_shop(shop: str) -> Response:
    """Every design as drafts for a web shop; those that stand for things made elsewhere stay here."""
    columns, row_for = SHOPS[shop]
    details, currency = the_shop(), _currency()
    vendor = details.name if details else ""
    rows = [row_for(row, vendor, currency) for row in all_designs(reading(), "") if not row.code.startswith("OTHERS-")]
    return Response(
        csv_bytes(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename={shop}.csv"},
    )


def _exported(row: DesignRow, currency: str | None) -> tuple[object, ...]:
    weight_g = None if row.target_weight_mg is None else grams(row.target_weight_mg)
    thickness = None if row.minimum_thickness_um is None else thousandths(row.minimum_thickness_um)
    price = amount(row.price_minor, currency)
    return (
        row.code,
        row.name,
        row.kind,
        row.alloy,
        row.route,
        weight_g,
        thickness,
        row.construction,
        row.size,
        price,
        currency,
        row.dated,
        row.made_of,
        row.story,
        row.care,
    )


@catalogue.get("/designs/new")
@open_to("owner")
def new_design() -> ResponseReturnValue:
    return _design_page(None)


@catalogue.post("/designs")
@open_to("owner")
def enter_design() -> ResponseReturnValue:
    try:
        new = _design_typed()
        told = do("enter a design", lambda w: {"design": add_design(w, new)}).told
    except Refusal as refusal:
        return _design_page(None, refusal), refusal.status
    return redirect(url_for("catalogue.show_design", code=told["design"]), 303)


@catalogue.get("/designs/<code>")
@open_to("owner")
def show_design(code: str) -> ResponseReturnValue:
    return _design_page(design(reading(), code))


@catalogue.post("/designs/<code>")
@open_to("owner")
def edit_design(code: str) -> ResponseReturnValue:
    row = design(reading(), code)
    try:
        new = _design_typed()
        done("change a design", lambda w: change_design(w, code, new))
    except Refusal as refusal:
        return _design_page(row, refusal), refusal.status
    flash(_("Saved."), "done")
    return redirect(url_for("catalogue.show_design", code=code), 303)


@catalogue.post("/designs/<code>/wording")
@open_to("owner")
def let_word(code: str) -> ResponseReturnValue:
    """Let a guarded word stand, with the owner's reason."""
    row = design(reading(), code)
    try:
        place, word, reason = needed_text("place"), needed_text("word"), needed_text("reason", longest=PARAGRAPH)
        done("let a word stand", lambda w: let_word_stand(w, code, place=place, word=word, reason=reason))
    except Refusal as refusal:
        return _design_page(row, refusal), refusal.status
    return redirect(url_for("catalogue.show_design", code=code) + "#words", 303)


@catalogue.get("/designs/<code>/picture")
@open_to()
def picture(code: str) -> ResponseReturnValue:
    """The design's photo or drawing."""
    name = design(reading(), code).picture
    if name is None:
        raise NotFound(_("This design has no picture yet."), slug="no-picture")
    body = FileStore(shoproom().settings.data_dir).open_file(name)
    return Response(body, content_type=MEDIA_TYPE, headers={"Cache-Control": "private, no-cache"})


@catalogue.post("/designs/<code>/editions")
@open_to("owner")
def enter_edition(code: str) -> ResponseReturnValue:
    """Open an edition, or give one that is not numbered yet another size."""
    row = design(reading(), code)
    try:
        name, size = needed_text("edition"), whole("size_of", default=0) or 0
        verb, proofs = (resize_edition if text("resize") else open_edition), whole("proofs")
        done("keep an edition", lambda w: verb(w, code, name=name, size=size, proofs=proofs))
    except Refusal as refusal:
        return _design_page(row, refusal), refusal.status
    return redirect(url_for("catalogue.show_design", code=code) + "#editions", 303)


def _currency() -> str | None:
    shop = the_shop()
    return shop.currency if shop else None


def _design_typed() -> NewDesign:
    price, thickness = text("price"), figure("minimum_thickness")
    if thickness is not None and not 0 < thickness <= 100_000:
        raise Invalid(
            _("A thickness is more than 0 and at most 100 mm."),
            slug="thickness-out-of-range",
            field="minimum_thickness",
        )
    return NewDesign(
        name=needed_text("name"),
        kind=needed_text("kind"),
        material=needed_text("material"),
        code=text("code", longest=40),
        route=text("route"),
        target_weight_mg=weight("target_weight"),
        minimum_thickness_um=thickness,
        construction=text("construction"),
        size=text("size"),
        price_minor=None if price is None else read_price(price, _currency()),
        story=text("story", longest=STORY),
        care=text("care", longest=PARAGRAPH),
        made_of=text("made_of", longest=PARAGRAPH),
        dated=text("dated"),
        risk_note=text("risk_note", longest=PARAGRAPH),
        mould=text("mould"),
        counts_casting={"yes": True, "no": False}.get(text("counts_casting") or ""),
        picture=_picture_sent(),
    )


def _picture_sent() -> str | None:
    """The picture that came along, kept before anything is written."""
    sent = request.files.get("picture")
    raw = sent.read() if sent else b""
    if not raw:
        return None
    return keep_picture(FileStore(shoproom().settings.data_dir), raw).picture


def _design_page(row: DesignRow | None, refusal: Refusal | None = None) -> str:
    session = reading()
    kept = {} if row is None else _kept(row, _currency())
    return render_template(
        "catalogue/design.html",
        design=row,
        kept=kept,
        currency=_currency(),
        kinds=[(kind.key, _(kind.name)) for kind in KINDS],
        alloys=alloys(session),
        routes=[(route.name, _(route.name)) for route in routes(session)],
        constructions=[("", _("Not said")), *((one, _(name)) for one, name in CONSTRUCTIONS.items())],
        moulds=[("", _("Not said")), *((one, _(name)) for one, name in MOULDS.items())],
        yes_or_no=[("", _("Not decided")), ("yes", _("Yes")), ("no", _("No"))],
        editions=editions(session, row.id) if row else [],
        place_names={
            "name": _("in its name"),
            "size": _("in its size"),
            "story": _("in its story"),
            "care": _("in its care"),
            "made_of": _("in what it is made of"),
            "dated": _("in its date"),
            "risk_note": _("in its risk note, which is shown all the same"),
        },
        flags=flagged(session, [(name, getattr(row, name)) for name in PUBLIC_TEXTS]) if row else [],
        **_again(refusal),
    )


def _kept(row: DesignRow, currency: str | None) -> dict[str, Any]:
    """The design in the words of its form."""
    texts = {name: getattr(row, name) or "" for name in TEXTS}
    return texts | {
        "counts_casting": {True: "yes", False: "no", None: ""}[row.counts_casting],
        "target_weight": "" if row.target_weight_mg is None else grams(row.target_weight_mg),
        "minimum_thickness": "" if row.minimum_thickness_um is None else thousandths(row.minimum_thickness_um),
        "price": amount(row.price_minor, currency),
    }


def _again(refusal: Refusal | None) -> dict[str, Any]:
    return {"refusal": refusal, "typed": request.form} if refusal else {}
