"""Renders the sample pages of the looks with made-up values: `python tests/looks/render.py [FOLDER]`."""

import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workshop.people.navigation import navigation

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parent.parent
STATIC = HOUSE / "workshop" / "static"
PUBLIC_SHEETS = ("tokens", "base", "marks", "public")


def say(message: str, **values: object) -> str:
    return message.format(**values) if values else message


def asset(path: str) -> str:
    return (STATIC / path).as_uri()


def samples() -> Environment:
    folders = [HOUSE / "templates", HERE]
    pages = Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined)
    pages.globals.update(
        _=say,
        asset=asset,
        csrf_token=lambda: "token",
        navigation=navigation,
        page_here=lambda: "/",
        desk=None,
        chosen="en",
        shop={"name": "Marsh & Wren", "title": "Marsh & Wren", "demonstration": True},
        new_request_key=lambda: "key",
        person={"subject": "0" * 32, "name": "Inês Moura", "roles": frozenset(("owner", "artisan"))},
        public_css=Markup("\n".join((STATIC / "css" / f"{name}.css").read_text() for name in PUBLIC_SHEETS)),
    )
    return pages


def render(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    pages = samples()
    written = []
    for sample in sorted(HERE.glob("[!_]*.html")):
        page = folder / sample.name
        page.write_text(pages.get_template(sample.name).render())
        written.append(page)
    return written


if __name__ == "__main__":
    for page in render(Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/looks")):
        print(page)
