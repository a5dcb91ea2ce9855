"""Reading and sending forms as a browser does, for tests of pages."""

import re
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def token_of(client: FlaskClient, address: str) -> str:
    """The token against forgery in the form at this address."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).get_data(as_text=True))
    assert found, f"no form at {address}"
    return found[1]


def send(client: FlaskClient, address: str, form_at: str, /, key: str | None = None, **typed: Any) -> TestResponse:
    """Send the form that stands at `form_at`, with a fresh request key unless one is given."""
    hidden = {"csrf_token": token_of(client, form_at), "request_key": key or uuid4().hex}
    return client.post(address, data=hidden | typed)
