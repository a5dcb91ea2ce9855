"""The house keeps its order: who may lean on whom, what stays out of where, how large a thing grows."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from workshop.config import KNOWN, PREFIX
from workshop.database import Base
from workshop.house import ROOMS

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "workshop"
ORDER = (
    "people",
    "materials",
    "catalogue",
    "pieces",
    "inspection",
    "claims",
    "provenance",
    "sales",
    "aftercare",
    "reports",
)
FACES = ("bench", "public", "api")
ROOF = (
    "app",
    "auditing",
    "carrying",
    "cli",
    "opening",
    "console",
    "demo",
    "demobooks",
    "demodeliveries",
    "demomaterials",
    "demopapers",
    "demoorders",
    "demorepairs",
    "demosteps",
    "demostories",
    "demotelling",
    "demotexts",
    "encrypting",
    "exporting",
    "entry_commands",
    "furnish",
    "house",
    "import_pieces",
    "import_repairs",
    "import_log",
    "import_stones",
    "import_tables",
    "importing",
    "carry_command",
    "label_command",
    "label_files",
    "publish_command",
    "publishing_watch",
    "serving",
    "__main__",
)
STANDARD_LIBRARY_ONLY = ("__main__", "environment", "browserfiles", "errors")
FLASK_STANDS_IN = ("views", "web", "forms", "access", "signin", "staleforms", "app", "house")
FLASK = ("flask", "flask_login", "flask_wtf", "werkzeug")
LISTS = ("guards", "demomaterials", "demostories", "alloys", "defaults_final")
LARGEST_FILE, LARGEST_FUNCTION, LARGEST_TEMPLATE = 300, 60, 140


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


FILES = sorted(HOUSE.rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (
                f"{node.module}.{alias.name}" if node.module == "workshop" else node.module for alias in node.names
            )


def _place(module: str) -> int:
    """How far right a module stands: ground 0, rooms in their order, the three faces beside each other, the roof last."""
    first = module.split(".")[0]
    if first in ORDER:
        return 1 + ORDER.index(first)
    if first in FACES:
        return 1 + len(ORDER)
    return 2 + len(ORDER) if first in ROOF else 0


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_room_leans_only_on_rooms_to_its_left(path: Path) -> None:
    name = _name(path)
    room, place = name.split(".")[0], _place(name)
    for imported in _imports(path):
        if not imported.startswith("workshop."):
            continue
        other = imported.removeprefix("workshop.")
        beside = room in FACES and other.split(".")[0] in FACES and other.split(".")[0] != room
        assert _place(other) <= place, f"{name} leans on {other}, which stands right of it"
        assert not beside, f"{name} knows {other}; bench, public and api do not know each other"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    functions = (node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    assert not [node.lineno for f in functions for node in ast.walk(f) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_flask_stays_at_the_door(path: Path) -> None:
    name = _name(path)
    if name.split(".")[0] in FACES or name.split(".")[-1].split("_")[-1] in FLASK_STANDS_IN:
        return
    assert not [one for one in _imports(path) if one.split(".")[0] in FLASK]


READS_ROWS = (
    *(
        "models",
        "guards",
        "queries",
        "paper_queries",
        "inside",
        "ours",
        "gathering",
        "reading",
        "story",
        "views",
        "actions",
        "audits",
    ),
    *("freezing", "trace", "overview"),
)
PURE = [
    path
    for path in FILES
    if (path.stem in ("rules", "ledger") and path.parent.name not in FACES)
    or (path.parent.name == "claims" and path.stem.removesuffix("lines") not in READS_ROWS)
]


@pytest.mark.parametrize("path", PURE, ids=_name)
def test_rules_know_no_database_and_no_clock(path: Path) -> None:
    assert not [one for one in _imports(path) if one.split(".")[0] in ("sqlalchemy", "time", "random", *FLASK)]
    assert ".now(" not in path.read_text()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_the_shop_is_read_in_one_way(path: Path) -> None:
    if _name(path).split(".")[0] != "people":
        assert not re.search(r"select\(Shop\b|get\(Shop\b", path.read_text())


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_the_roles_are_written_down_once(path: Path) -> None:
    lists = (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict))
    if _name(path) not in ("people.duties", "demostories"):
        assert not [one.lineno for one in lists if {"'artisan'", "'inspector'"} <= set(_written(one))]


def _written(node: ast.AST) -> list[str]:
    return [ast.unparse(one) for one in ast.walk(node) if isinstance(one, ast.Constant)]


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_only_the_unit_of_work_commits(path: Path) -> None:
    if _name(path) not in ("writing", "people.signing_in"):
        assert "session.commit()" not in path.read_text()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    assert path.read_text() == "" or ast.get_docstring(_tree(path))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert path.stem in LISTS or len(path.read_text().splitlines()) <= LARGEST_FILE
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LARGEST_FUNCTION, node.name


@pytest.mark.parametrize("name", STANDARD_LIBRARY_ONLY)
def test_what_runs_before_the_environment_needs_nothing(name: str) -> None:
    for imported in _imports(HOUSE / f"{name}.py"):
        first = imported.split(".")[0]
        assert first == "workshop" or first in __import__("sys").stdlib_module_names


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_templates_stay_small_and_escaped(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LARGEST_TEMPLATE
    assert not re.search(r"\|\s*safe\b", text)
    assert " style=" not in text
    assert "<script" not in text or "src=" in text


def test_every_page_has_a_title() -> None:
    pages = [p for p in TEMPLATES if "{% extends" in p.read_text()]
    assert pages
    assert not [str(p) for p in pages if "{% block title %}" not in p.read_text()]


def test_every_table_is_strict_and_in_a_room() -> None:
    homes = {mapper.class_.__module__ for mapper in Base.registry.mappers}
    ground = {name for name in homes if name.count(".") == 1}
    assert homes - ground <= {room.__name__ for room in ROOMS}
    assert not [t.name for t in Base.metadata.tables.values() if not t.dialect_options["sqlite"].get("strict")]


def test_nothing_of_weight_or_money_is_a_float() -> None:
    columns = [c for t in Base.metadata.tables.values() for c in t.columns]
    assert not [c for c in columns if "FLOAT" in str(c.type).upper() or "NUMERIC" in str(c.type).upper()]


def test_every_setting_is_in_the_docs() -> None:
    told = (ROOT / "docs" / "settings.md").read_text()
    assert not [name for name in KNOWN if name != "ENV_READY" and PREFIX + name not in told]


def test_no_page_takes_a_name_that_the_frame_of_every_page_has() -> None:
    """A page that hands over its own `shop` would lose the name of the house at its top."""
    frame = {"person", "desk", "theme", "lang", "direction", "page_here", "asked_with", "shop"}
    taken = [
        f"{path.relative_to(HOUSE)}: {word.arg}"
        for path in HOUSE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "render_template"
        for word in call.keywords
        if word.arg in frame
    ]
    assert taken == []
