"""The lookup: a field for what is printed, and two for what is engraved and what the piece weighs."""

import re
import unicodedata

from flask import redirect, request
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all
from workshop.errors import Invalid
from workshop.provenance.codes import understand
from workshop.provenance.queries import code_by_engraving, code_by_serial, is_given
from workshop.public.door import (
    LONGEST_TYPED,
    chosen,
    lookup_page,
    note_miss,
    public_blueprint,
    too_many,
    wait_for_misses,
)
from workshop.units import read_weight
from workshop.web import reading
from workshop.wording import _

bp = public_blueprint("lookup")

SHORTEST_ENGRAVED = 6  # initials and first names stand on too many pieces to lead to one
WITHIN_MG = 50  # a kitchen scale shows tenths of a gram
ALMOST_CODE = re.compile(r"[0-9A-Za-z-]{12,17}")  # a code with a sign too many, too few or misread
_DASHES = re.compile(r"[‐‑‒–—―−_]")


@bp.route("/p/", methods=["GET", "POST"])
@bp.route("/P/", methods=["GET", "POST"])
@open_to_all
def lookup() -> ResponseReturnValue:
    """A field for what is printed, and two for what is engraved and what the piece weighs. An address carries a code and nothing else."""
    if request.method == "GET" and _says_too_much():
        return redirect(f"/p/{chosen()}", 303)
    typed = request.values.get("q", "").strip() or request.values.get("serial", "").strip()
    if not typed:
        return lookup_page(200, _("Look up a piece"), "")
    wait_s = wait_for_misses()
    if wait_s:
        return too_many(wait_s)
    try:
        code = _find(typed)
    except Invalid as refusal:
        return lookup_page(refusal.status, _("Look up a piece"), refusal.sentence, refusal.field or "")
    if code is None:
        note_miss()
        return lookup_page(404, _("We know no such piece"), "")
    return redirect(f"/p/{code}{chosen()}", 303)


def _says_too_much() -> bool:
    """Whether the address holds more than a code: words on a piece may be private, and addresses are kept and handed on."""
    code = request.args.get("q", "").strip()
    return bool(request.args.keys() & {"serial", "weight"}) or (code != "" and understand(code) is None)


def _find(typed: str) -> str | None:
    """The code that what was typed leads to; None when it leads nowhere. Raises Invalid when the weight is missing or is none."""
    code = understand(typed)
    if code is not None:
        return code if is_given(reading(), code) else None
    if len(typed) > LONGEST_TYPED or "\0" in typed:
        return None
    weight = request.values.get("weight", "").strip()
    if not weight and ALMOST_CODE.fullmatch("".join(request.values.get("q", "").split())):
        raise Invalid(_("This is no code of a tag. Look at each sign again; there are 13 of them."), field="q")
    if not weight:
        raise Invalid(
            _("This is no code of a tag. If it is engraved on the piece, type the weight of the piece too."),
            field="weight",
        )
    weight_mg = read_weight(weight.removesuffix("g"))
    found = code_by_serial(reading(), _serial(typed), weight_mg, WITHIN_MG)
    engraved = _engraved(typed)
    by_words = code_by_engraving(reading(), engraved, weight_mg, WITHIN_MG)  # asked in each case: both take as long
    return found or (by_words if len(engraved) >= SHORTEST_ENGRAVED else None)


def _engraved(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFC", typed).split())


def _serial(typed: str) -> str:
    """A serial as it is kept: R-0147 for what was typed as r 0147 or R–0147."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", typed)).upper().replace(" ", "")
    return re.sub(r"^([A-Z])(\d+)$", r"\1-\2", plain)
