"""Pages as a person uses them in tests: a form is read, filled in and sent."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class Form:
    """A form of a page with the values that stand in it."""

    action: str
    values: dict[str, str]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        name = at.get("name") or ""
        if tag == "form":
            self.forms.append(Form((at.get("action") or "") if at.get("method") == "post" else "GET", {}))
        elif not self.forms:
            return
        elif (tag == "input" and name and at.get("type") not in ("radio", "checkbox", "file")) or (
            tag == "input" and "checked" in at and name
        ):
            self.forms[-1].values[name] = at.get("value") or ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in at or self._select not in self.forms[-1].values):
            self.forms[-1].values[self._select] = at.get("value") or ""
        elif tag == "textarea" and name:
            self._area = name
            self.forms[-1].values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].values[self._area] += data.removeprefix("\n")


def forms_of(page: TestResponse) -> list[Form]:
    parser = _Forms()
    parser.feed(page.text)
    return parser.forms


def form_to(page: TestResponse, action: str) -> Form:
    """The form of the page that is posted there; the last one, since an undo comes first."""
    return [form for form in forms_of(page) if form.action == action][-1]


def send(client: FlaskClient, address: str, action: str, **typed: Any) -> TestResponse:
    """Open the page, fill in its form to `action`, send it; a submit button is given as its name and value."""
    form = form_to(client.get(address), action)
    return client.post(action, data={**form.values, **typed})
