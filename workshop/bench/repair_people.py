"""Who brought a repair: what is kept of them, taken away or forgotten."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from workshop.access import goes_out, open_to
from workshop.aftercare.forgetting import REPAIR_MODELS, customer_data, require_over, subjects_of_repair
from workshop.bench.kept import json_to_take
from workshop.bench.repairs import show
from workshop.errors import Refusal
from workshop.forgetting import forget, note_erased
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import today
from workshop.web import do, done_reading, reading, shoproom
from workshop.wording import _

bp = Blueprint("repair_people", __name__, url_prefix="/repairs/<code>")


@bp.get("/customer.json")
@open_to(*MAY_LET_GO)
@goes_out
def kept(code: str) -> ResponseReturnValue:
    """Everything that is kept of them, to be handed to them."""
    told = {"repair": code.upper()[:20], **customer_data(reading(), code, today().isoformat())}
    done_reading()
    return json_to_take(told, "customer.json")


@bp.post("/erasure")
@open_to(*MAY_LET_GO)
def erasure(code: str) -> ResponseReturnValue:
    """They asked to be forgotten. Backups that are brought back forget too."""
    try:
        subjects = subjects_of_repair(reading(), code)
        require_over(reading(), code)
        note_erased(shoproom().settings.data_dir, subjects)
        do("forget", lambda w: {"rows": forget(w, REPAIR_MODELS, subjects)})
    except Refusal as refusal:
        return show(code, refusal)
    flash(_("Erased, here and in every backup that is brought back with its list."), "done")
    return redirect(url_for("repairs.one", code=code), 303)
