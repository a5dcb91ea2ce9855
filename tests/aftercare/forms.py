"""A customer's browser: without script and cookies, it sends the forms of the pages as they stand."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_FORM = re.compile(r'<form[^>]*method="post" action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def forms_on(page: TestResponse) -> dict[str, dict[str, str]]:
    """The hidden fields of every form, by the last part of its address; of several alike the last."""
    found = {}
    for address, inside in _FORM.findall(page.text):
        found[unescape(address)] = {name: unescape(value) for name, value in _HIDDEN.findall(inside)}
    return found


def send(client: FlaskClient, page: TestResponse, ending: str, **typed: Any) -> TestResponse:
    """The page's form whose address ends so, with this typed into it."""
    address, hidden = next((a, h) for a, h in forms_on(page).items() if a.endswith(ending))
    return client.post(address, data=hidden | typed)


def shown_secret(page: TestResponse) -> str:
    found = re.search(r'<p class="big">([0-9A-Z ]+)</p>', page.text)
    assert found, page.text[-2000:]
    return found.group(1)
