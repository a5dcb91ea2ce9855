"""Reading what goes on labels: the pieces that have a tag, the formats there are, what was printed and what is fixed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design, Edition
from workshop.catalogue.wording import let_stand
from workshop.inspection.attachment_models import Attachment
from workshop.materials.models import Material
from workshop.people.models import Shop
from workshop.people.queries import find_shop
from workshop.pieces.models import Piece
from workshop.pieces.serials import SERIAL_ORDER
from workshop.provenance.keeping_back import design_shown, shop_shown
from workshop.provenance.label import Label, unprintable
from workshop.provenance.label_models import LabelPrint, LabelSize, TagCheck
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.provenance.stock import Stock
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.wording import _

AT_ONCE = 200
PAGE = 50
SORTS = ("piece", "design")
_PRINTS = select(func.count()).where(LabelPrint.tag_id == Tag.id).correlate(Tag).scalar_subquery()
_charm = aliased(Piece, name="charm")
_CHARMS = (
    select(func.aggregate_strings(_charm.serial, ", "))
    .join(Attachment, Attachment.child_id == _charm.id)
    .where(Attachment.parent_id == Piece.id, Attachment.ended_at.is_(None))
    .correlate(Piece)
    .scalar_subquery()
)
_LIVING: Any = (
    select(
        Piece.serial,
        Piece.kind,
        Piece.size,
        Piece.edition_number,
        Edition.size.label("edition_size"),
        Design.name.label("design"),
        Design.risk_note,
        Material.name.label("material"),
        Tag.id.label("tag_id"),
        Tag.code,
        Tag.is_practice,
        _PRINTS.label("prints"),
        TagCheck.id.label("check_id"),
        _CHARMS.label("charms"),
    )
    .join(Piece, Piece.id == Tag.piece_id)
    .join(Design, Design.id == Piece.design_id)
    .join(Material, Material.id == Piece.material_id)
    .outerjoin(Edition, Edition.id == Piece.edition_id)
    .outerjoin(TagCheck, TagCheck.tag_id == Tag.id)
    .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
    .where(TagWithdrawal.id.is_(None))
)
SHOWN = ("new", "loose", "all")  # not printed yet, not scanned back yet


@dataclass(frozen=True)
class Address:
    """Whose address the tags carry, and whether it is reached over HTTPS."""

    host: str
    secure: bool = True


@dataclass(frozen=True)
class Labelled:
    """A piece with the tag that counts. `prints`: how often it was printed before; `missing`: what no font here has."""

    serial: str
    tag_id: int
    label: Label
    prints: int
    is_fixed: bool

    @property
    def missing(self) -> list[str]:
        return unprintable(self.label)


def labelled(session: Session, serials: Iterable[str], address: Address) -> Iterator[Labelled]:
    """Those of these pieces that have a tag, in the order asked. Two statements, and one for each two hundred pieces."""
    shop, allowed = find_shop(session), let_stand(session)
    asked = iter(serials)
    while some := list(dict.fromkeys(islice(asked, AT_ONCE))):
        rows = {row.serial: row for row in session.execute(_LIVING.where(Piece.serial.in_(some)))}
        for row in (rows[serial] for serial in some if serial in rows):
            label = _label(row, shop, allowed, address)
            yield Labelled(row.serial, row.tag_id, label, row.prints, row.check_id is not None)


def without_tag(session: Session, serials: Sequence[str]) -> list[str]:
    """Those of these serials that no piece with a tag has. One statement for each two hundred."""
    found: set[str] = set()
    for start in range(0, len(serials), AT_ONCE):
        some = serials[start : start + AT_ONCE]
        found.update(row.serial for row in session.execute(_LIVING.where(Piece.serial.in_(some))))
    return [serial for serial in dict.fromkeys(serials) if serial not in found]


def to_label(
    session: Session, sought: str | None = None, shown: str = "new", page: int = 1, sort: Sort = AS_IT_COMES
) -> list[Row[Any]]:
    """Pieces with a tag, newest tag first unless another order was asked for, one more than the page holds. One statement."""
    asked = _shown(shown)
    if sought:
        like = f"%{sought.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        asked = asked.where(Piece.serial.ilike(like, escape="!") | Design.name.ilike(like, escape="!"))
    order = in_order(sort, {"piece": SERIAL_ORDER, "design": Design.name}, Tag.id, (Tag.id.desc(),))
    return list(session.execute(asked.order_by(*order).limit(PAGE + 1).offset((page - 1) * PAGE)))


def serials_to_label(session: Session, shown: str = "new") -> list[str]:
    """All of them, oldest first. One statement."""
    return [row.serial for row in session.execute(_shown(shown).order_by(Tag.id))]


def _shown(shown: str) -> Any:
    if shown == "new":
        return _LIVING.where(_PRINTS == 0)
    return _LIVING.where(TagCheck.id.is_(None)) if shown == "loose" else _LIVING


def own_stocks(session: Session, *, all_of_them: bool = False) -> tuple[Stock, ...]:
    """The shop's own label sizes, those put away only when asked for. One statement."""
    asked = select(LabelSize).order_by(LabelSize.id)
    rows = session.scalars(asked if all_of_them else asked.where(LabelSize.retired_at.is_(None)))
    return tuple(
        Stock(
            row.code, row.name, row.paper, row.shape, row.width_um, row.height_um, row.dpi, row.across, row.down,
            row.left_um, row.top_um, row.step_x_um, row.step_y_um, row.head_um,
        )
        for row in rows
    )  # fmt: skip


def public_address_of(session: Session) -> Address | None:
    """The shop's own address; None while its tags are practice tags. One statement."""
    shop = find_shop(session)
    return in_tags(shop.public_address) if shop and shop.public_address else None


def in_tags(public_address: str) -> Address:
    parts = urlsplit(public_address if "://" in public_address else f"https://{public_address}")
    return Address(parts.netloc, parts.scheme != "http")


def address_of(shop: Shop) -> tuple[str, ...]:
    """Who made it, and how they are reached by post and electronically, as far as the shop said so."""
    postal = ", ".join(line.strip() for line in (shop.postal_address or "").splitlines() if line.strip())
    return tuple(part for part in (f"{shop.name}, {postal}" if postal else shop.name, shop.email) if part)


def _label(row: Row[Any], shop: Shop | None, allowed: frozenset[tuple[str, str]], address: Address) -> Label:
    edition = ""
    if row.edition_number is not None:
        edition = _("No. {number} of {size}", number=row.edition_number, size=row.edition_size)
    metal = ", ".join(part for part in (_(row.material), row.size) if part)
    charms = _("With {serials}", serials=row.charms) if row.charms else ""
    return Label(
        address.host,
        row.code,
        row.serial,
        design_shown(row.design, row.kind, allowed),
        row.is_practice,
        address.secure,
        shop=shop_shown(shop.name, allowed) if shop else "",
        facts=tuple(fact for fact in (edition, metal, charms) if fact),
        address=address_of(shop) if shop else (),
        warning=row.risk_note or "",
    )
