"""The web application: the whole house, open to requests."""

import json
import logging
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix

from workshop import browserfiles, guarding, outbox_web, revisions, web
from workshop.assets_web import asset, assets
from workshop.breaking import breakable
from workshop.errors import NotSignedIn
from workshop.health_web import health
from workshop.house import blueprints, rules_for
from workshop.languages import locale_of
from workshop.people import signin
from workshop.people.handover_views import chosen_look
from workshop.people.navigation import navigation
from workshop.people.shop_web import local_date, local_day, local_moment, the_shop
from workshop.shoproom import Shoproom
from workshop.staleforms import answer_signed_out, answer_stale_form
from workshop.wording import _, language, n_, p_

ROOT = Path(__file__).resolve().parent
csrf = outbox_web.Csrf()


def create_app(room: Shoproom, *, address: str = "") -> Flask:
    """The application of one open shop; `address` is where it answers, as chosen at the start."""
    app = Flask(
        "workshop",
        root_path=str(ROOT),
        template_folder=str(ROOT.parent / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.secret_key = room.settings.secret_key
    app.config.update(ADDRESS=address, WTF_CSRF_TIME_LIMIT=None, TEMPLATES_AUTO_RELOAD=False)
    app.extensions["workshop"] = room
    app.extensions["workshop_ready"] = readiness
    web.set_up(app)
    signin.set_up(app)
    outbox_web.set_up(app)
    app.after_request(
        signin.lock_after_save
    )  # set up last, so that it sees where a save leads before anything is made of it
    csrf.init_app(app)
    app.register_blueprint(assets)
    app.register_blueprint(health)
    app.register_error_handler(CSRFError, answer_stale_form)
    app.register_error_handler(NotSignedIn, answer_signed_out)
    for blueprint, has_forms in blueprints():
        app.register_blueprint(blueprint)
        if not has_forms:
            csrf.exempt(blueprint)
    app.context_processor(_for_templates)
    app.jinja_env.globals.update(
        _=_, n_=n_, p_=p_, asset=asset, has_fonts=browserfiles.has_fonts(), navigation=navigation
    )
    app.jinja_env.filters.update(
        breakable=breakable, local_date=local_date, local_day=local_day, local_moment=local_moment
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if room.settings.trusted_proxies:
        hops = room.settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def what_is_missing(room: Shoproom) -> list[str]:
    """What keeps the shop from being ready; empty when migrations are current and every guard stands."""
    return [line for lines in readiness(room).values() for line in lines]


def readiness(room: Shoproom) -> dict[str, list[str]]:
    """What is wrong with the database, its migrations, its guards: nothing, when it is ready."""
    try:
        with room.database.engine.connect() as connection:
            pending = [] if revisions.is_current(connection) else ["migrations are pending"]
            guards = guarding.differences(connection, rules_for(connection.dialect.name))
    except DBAPIError as error:
        unseen = ["not looked at: the database does not answer"]
        return {"database": [str(error.orig)], "migrations": unseen, "guards": unseen}
    return {"database": [], "migrations": pending, "guards": guards}


def _for_templates() -> dict[str, Any]:
    desk = g.get("desk")
    return {
        "person": g.get("present"),
        "desk": desk,
        "hand": desk.hand if desk else None,
        "theme": chosen_look(),
        "lang": language(),
        "direction": locale_of(language()).text_direction,
        "page_here": web.page_here,
        "asked_with": web.asked_with,
        "shop": the_shop(),
        "new_request_key": web.new_request_key,
    }


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how bad, what, and whatever was named with it."""

    NAMED = ("number", "path", "status", "ms", "verb")

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in self.NAMED if hasattr(record, name)}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
