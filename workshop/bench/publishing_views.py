"""Where the public pages are published to, how the last publishing went, and a button for the next: for the owner."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.errors import Conflict, Refusal
from workshop.people.signin import ask_for_password
from workshop.provenance.versions import Place, find_place, how_many_kept, keep_place
from workshop.publishing_folder import check_folder
from workshop.publishing_process import start_publishing
from workshop.publishing_state import State, is_running, read_state
from workshop.sftp_address import is_sftp, read_address
from workshop.signing import signing_key
from workshop.web import do, done, done_reading, new_request_key, reading, shoproom
from workshop.wording import _

publishing = Blueprint("publishing", __name__)
publishing.before_request(ask_for_password)


@dataclass(frozen=True)
class LastTold:
    """The newest publishing: `is_running`, `is_cut` (stopped by force), or ended; `when` it began or ended."""

    state: State
    is_running: bool
    is_cut: bool
    when: datetime


@publishing.get("/settings/publishing")
@open_to("owner")
def page() -> ResponseReturnValue:
    return _page()


def _page(refusal: Refusal | None = None) -> ResponseReturnValue:
    session = reading()
    place, kept = find_place(session), how_many_kept(session)
    done_reading()
    page = render_template(
        "bench/publishing.html",
        place=place,
        kept=kept,
        last=_last(),
        key_number=signing_key(shoproom().settings.data_dir).number,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


def _last() -> LastTold | None:
    data_dir = shoproom().settings.data_dir
    state = read_state(data_dir)
    if state is None:
        return None
    runs = state.ended is None and is_running(data_dir)
    return LastTold(state, runs, state.ended is None and not runs, datetime.fromisoformat(state.ended or state.started))


@publishing.post("/settings/publishing")
@open_to("owner")
def keep() -> ResponseReturnValue:
    try:
        place = Place(_typed_place(), by_itself=forms.ticked("by_itself"))
        done("keep publishing place", lambda w: keep_place(w, place))
    except Refusal as refusal:
        return _page(refusal)
    flash(_("Kept."), "done")
    return redirect(url_for("publishing.page"), 303)


def _typed_place() -> str | None:
    """A folder of this machine by its whole path, or a place on a server. Raises Invalid."""
    typed = forms.text("place")
    if typed is None:
        return None
    if is_sftp(typed) or ("@" in typed and not typed.startswith("/")):
        return str(read_address(typed))
    stays = forms.ticked("beside") or typed == find_place(reading()).place
    check_folder(typed, shoproom().settings.data_dir, may_be_full=stays)
    return str(Path(typed))


@publishing.post("/settings/publishing/runs")
@open_to("owner")
def run() -> ResponseReturnValue:
    """Start one in a process of its own; a second tap starts no second one."""
    try:
        place = find_place(reading()).place
        if place is None:
            raise Conflict(_("Say first where the pages shall go."), slug="no-place", field="place")
        if not is_sftp(place):
            check_folder(place, shoproom().settings.data_dir, may_be_full=True)
        answer = do("start publishing", lambda w: {})
    except Refusal as refusal:
        return _page(refusal)
    if not answer.repeated and not is_running(shoproom().settings.data_dir):
        start_publishing(shoproom().settings, forms.text("trust"))
    return redirect(url_for("publishing.page", started=1), 303)
