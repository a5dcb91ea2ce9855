"""What is typed about casting trees: waxes and their weights, what was poured, what is left."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from workshop import forms
from workshop.bench.chosen import chosen_picture
from workshop.bench.codes import SLIP, TRAY, serial_of_code, serial_of_slip
from workshop.bench.piece import typed_division
from workshop.errors import Invalid, NotFound
from workshop.materials.ledger import metal_needed
from workshop.materials.typed import read_grams
from workshop.pieces.casting import WAX_DENSITY, NewTree
from workshop.pieces.tree_closing import Left
from workshop.pieces.trees import alloys
from workshop.texts import PARAGRAPH, STORY, plain_dashes
from workshop.units import grams
from workshop.web import done_reading, reading
from workshop.wording import _

ROWS = 3  # lots in one pour without asking for more


def typed_serials(lines: Iterable[str]) -> list[str]:
    """Serials in their order, each once: of a list, or of lines with several."""
    typed = plain_dashes(" ".join(lines)[:STORY]).replace(",", " ").upper().split()
    return list(dict.fromkeys(one.removeprefix(SLIP) for one in typed))


def slips_in(typed: str) -> list[str]:
    """What was scanned or typed in one go: several with commas or blanks between, or the slip of a tray."""
    plain = typed.upper().removeprefix(TRAY).replace("+", " ") if typed.upper().startswith(TRAY) else typed
    return plain.replace(",", " ").split()


def serial_on(session: Session, typed: str, *, field: str) -> str:
    """The piece of a slip, a tag, or a number typed by hand. At most two statements. Raises NotFound."""
    serial = serial_of_slip(session, typed) or serial_of_code(session, typed)
    if serial is None:
        sentence = _("No piece here is {typed}. Look at the slip again.", typed=typed[:40])
        raise NotFound(sentence, slug="no-such-piece", field=field)
    return serial


def told_of(row: Any) -> str:
    """Design and size of a piece."""
    return _("{design}, size {size}", design=row.design, size=row.size) if row.size else str(row.design)


def typed_tree(serials: Sequence[str]) -> NewTree:
    """The tree as it was typed. Raises Invalid."""
    kept = chosen_picture("photo")
    density = forms.figure("wax_density")
    if density is not None and not 500 <= density <= 5_000:
        raise Invalid(
            _("Wax and resin weigh from 0.5 to 5 g in a cubic centimetre."), slug="density-unknown", field="wax_density"
        )
    return NewTree(
        forms.needed_text("alloy"),
        read_grams(forms.needed_text("wax"), field="wax"),
        base_mg=_grams("base"),
        serials=tuple(serials),
        button_mg=None if forms.text("button") is None else _grams("button"),
        wax_density=density or WAX_DENSITY,
        picture=kept.picture if kept else None,
        note=forms.text("note", longest=PARAGRAPH),
        may_move=forms.ticked("may_move"),
    )


def _grams(name: str) -> int:
    """Milligrams of typed grams; nothing typed, or zero, is nothing."""
    typed = forms.text(name)
    return 0 if typed is None or not typed.strip(" 0.,") else read_grams(typed, field=name)


def reckoned(tree: NewTree) -> str:
    """Grams of metal that the tree needs. Raises NotFound for an alloy of unknown density, Invalid for weights that cannot be."""
    density = next((one.density for one in alloys(reading()) if one.key == tree.alloy), None)
    if density is None:
        raise NotFound(_("There is no alloy “{key}”.", key=tree.alloy[:40]), slug="no-such-alloy", field="alloy")
    if not tree.base_mg < tree.wax_mg:
        raise Invalid(
            _("The sprue base weighs less than the whole tree. Weigh both again."), slug="base-too-heavy", field="base"
        )
    return grams(
        metal_needed(
            tree.wax_mg, tree.base_mg, alloy_density=density, wax_density=tree.wax_density, button_mg=tree.button_mg
        )
    )


def typed_casting() -> str:
    """The piece that is cut off: scanned or typed, else tapped. Raises Invalid, NotFound."""
    other = forms.text("other_serial")
    serial = forms.needed_text("serial") if other is None else serial_on(reading(), other, field="other_serial")
    done_reading()
    return serial.upper()


def typed_spot() -> tuple[int, int] | None:
    """What was tapped on the photo, in thousandths of its width and height."""
    x, y = forms.whole("x"), forms.whole("y")
    return None if x is None or y is None else (x, y)


def typed_parts() -> list[tuple[str, int]]:
    """Lots with what was weighed of each: chosen in rows, and one that was scanned."""
    parts: list[tuple[str, int]] = []
    for row in (*range(1, ROWS + 1), "scanned"):
        lot, typed = forms.text(f"lot-{row}"), forms.text(f"grams-{row}")
        if typed is None and lot is None:
            continue
        if typed is None or lot is None:
            raise Invalid(
                _("A lot and what was weighed of it belong together."),
                slug="nothing-poured",
                field=f"grams-{row}" if lot else f"lot-{row}",
            )
        parts.append((lot, read_grams(typed, field=f"grams-{row}")))
    return parts


def typed_left() -> Left:
    """What is left of a tree. Raises Invalid for a loss that nobody explains."""
    left = Left(
        scrap_mg=_grams("scrap"),
        lemel_mg=_grams("lemel"),
        loss_mg=_grams("loss"),
        division_mg=typed_division(),
        note=forms.text("why", longest=PARAGRAPH),
        may_miss=forms.ticked("may_miss"),
    )
    if left.loss_mg and left.note is None:
        raise Invalid(_("Say in a few words where it was lost."), slug="reason-missing", field="why")
    return left
