"""What a tablet needs to go on without a network: a page that holds nobody's data, my pieces as values, its place on the home screen."""

import json

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from workshop.access import open_to, open_to_all, present
from workshop.assets_web import asset
from workshop.bench.lines import line_of
from workshop.people.shop_web import the_shop, today
from workshop.pieces.listing import PAGE, at_stages, in_hand, stages_by_route
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _

bp = Blueprint("outbox", __name__)
ICON_SIZES = (192, 512)


@bp.get("/outbox")
@open_to_all
def waiting() -> ResponseReturnValue:
    """What this device has not sent yet. The same page, fetched without cookies, is what is shown when there is no network."""
    return render_template("outbox/page.html", is_kept=not request.cookies)


@bp.get("/bench/pieces.json")
@open_to()
def pieces() -> ResponseReturnValue:
    """What I have in hand and what waits at stages, for the tablet to show without a network. Three statements."""
    session, who = reading(), present()
    mine = in_hand(session, who.id)
    rows = [*mine, *(row for row in at_stages(session)[:PAGE])]
    stages = stages_by_route(session, {row.route_id for row in rows})
    now, on = shoproom().now(), today()
    lines = [(row, line_of(row, now, on)) for row in rows]
    done_reading()
    told = [
        {
            "serial": line.serial,
            "design": line.design,
            "told": line.told,
            "mine": index < len(mine),
            "seen": row.seen,
            "working": row.state == "working",
            "stage": (row.stage if row.state in ("working", "paused") else row.upcoming) or "",
            "stages": stages.get(row.route_id, []),
        }
        for index, (row, line) in enumerate(lines)
    ]
    return {"person": who.subject, "at": now.isoformat(), "pieces": told}


@bp.get("/manifest.webmanifest")
@open_to_all
def manifest() -> ResponseReturnValue:
    """What a tablet puts on its home screen."""
    shop = the_shop()
    name = shop.name if shop else _("Workshop")
    done_reading()
    icons = [
        {"src": asset(f"icons/home-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in ICON_SIZES
        for purpose in ("any", "maskable")
    ]
    colours = {"background_color": "#F1F3F0", "theme_color": "#14211E"}
    told = {"id": "/", "name": name, "short_name": name, "start_url": "/", "scope": "/", "display": "standalone"}
    headers = {"Cache-Control": "no-cache"}
    return Response(
        json.dumps(told | colours | {"icons": icons}), content_type="application/manifest+json", headers=headers
    )
