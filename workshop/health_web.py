"""What monitors ask: whether the process is alive, and whether the shop can be served."""

import logging

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all

log = logging.getLogger("workshop")
health = Blueprint("health", __name__)


@health.get("/healthz")
@open_to_all
def alive() -> ResponseReturnValue:
    return {"alive": True}


@health.get("/readyz")
@open_to_all
def ready() -> ResponseReturnValue:
    """Whether the database answers, its migrations are current and every guard stands: yes or no; what is wrong is logged."""
    wrong: dict[str, list[str]] = current_app.extensions["workshop_ready"](current_app.extensions["workshop"])
    for question, lines in wrong.items():
        for line in lines:
            log.warning("not ready: %s: %s", question, line)
    told = {question: not lines for question, lines in wrong.items()}
    ready = all(told.values())
    return {"ready": ready, **told}, 200 if ready else 503
