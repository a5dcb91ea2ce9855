"""Map files: every transform, and every map that cannot be used."""

import pytest

from workshop.errors import Invalid
from workshop.mapping import read_map

HEAD = 'source = "shop"\nidentity = ["no"]\n'


def read(spec: str, **row: str) -> str | None:
    mapped = read_map(f"{HEAD}[design]\nname = {spec}").apply({"no": "1"} | row)
    return mapped.section("design")["name"]


@pytest.mark.parametrize(
    ("spec", "value", "wanted"),
    [
        ('"a"', " Ring ", "Ring"),
        ('"a"', "  ", None),
        ('{ constant = "wax" }', "", "wax"),
        ('{ column = "a", default = "none" }', "", "none"),
        ('{ column = "a", strip = "[]" }', "[Ring]", "Ring"),
        ('{ column = "a", empty = ["0.0", "-"] }', "0.0", None),
        ('{ column = "a", lookup = { "Gold 750" = "au750y" } }', "gold 750", "au750y"),
        ('{ column = "a", lookup = { "gold" = "x" } }', "golden", None),
        ('{ column = "a", words = { "ring" = "ring" }, default = "other" }', "Earrings", "other"),
        ('{ column = "a", words = { "silver" = "s", "gold" = "g" } }', "Gold on silver", "s"),
        ('{ column = "a", number = true }', "4,50", "4.5"),
        ('{ column = "a", unit = "in", to = "mm" }', "0.5", "12.7"),
        ('{ column = "a", unit = "ozt", to = "g", after = " g" }', "1", "31.103 g"),
        ('{ column = "a", json = "*.name" }', '[{"name": "Ana"}, {"name": "Rui"}]', "Ana; Rui"),
        ('{ column = "a", json = "*.0=Title.1" }', '[["", "x"], ["Title", "Y"]]', "Y"),
        ('{ column = "a", json = "*.role!=Patron.name", with = ", " }', '[{"role": "Patron", "name": "P"}]', None),
        (f'{{ column = "a", json = "{"9" * 5000}" }}', "[1]", None),
        ('{ column = "a", json = "x.*.y.3" }', '{"x": [1, {"y": [1]}, null]}', None),
        ('{ first = ["b", "a"] }', "Ring", "Ring"),
        ('{ all = ["a", { constant = "mm" }], with = "_" }', "4", "4_mm"),
    ],
)
def test_a_field_is_read_as_its_spec_says(spec: str, value: str, wanted: str | None) -> None:
    assert read(spec, a=value, b="") == wanted


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ('{ column = "a", json = "*" }', "no json"),
        ('{ column = "a", json = "*" }', "[" * 5000),
        ('{ column = "a", number = true }', "four"),
        ('{ column = "a", number = true }', "1e99"),
        ('{ column = "a", number = true }', "NaN"),
        ('{ column = "a", number = true }', "9" * 60),
    ],
)
def test_a_text_that_the_map_does_not_expect_is_refused_with_the_field(spec: str, value: str) -> None:
    with pytest.raises(Invalid, match=r"design\.name"):
        read(spec, a=value)


@pytest.mark.parametrize(
    "text",
    [
        "source = ",
        'source = "Shop!"\nidentity = ["no"]',
        'source = "shop"',
        'source = "shop"\nidentity = []',
        HEAD + 'delimiter = "ab"',
        HEAD + "colour = 1",
        HEAD + '[design]\ntitle = "a"',
        HEAD + "[design]\nname = 3",
        HEAD + '[design]\nname = { column = "a", constant = "b" }',
        HEAD + '[design]\nname = { column = "a", shout = true }',
        HEAD + '[design]\nname = { column = "a", lookup = ["x"] }',
        HEAD + '[design]\nname = { column = "a", unit = "in", to = "g" }',
        HEAD + '[design]\nname = { column = "a", empty = 5 }',
        HEAD + "[design]\nname = { first = [] }",
        HEAD + 'design = "a"',
        HEAD + '[design]\nname = { all = ["a"], with = 5 }',
        HEAD + '[design]\nname = { column = "a", unit = ["in"], to = "mm" }',
        HEAD + '[design]\nname = { column = "a", time = "%d.%m.%Y %d" }',
        "source = " + "9" * 5000,
        "source = " + "[" * 5000,
    ],
)
def test_a_map_that_cannot_be_used_says_why(text: str) -> None:
    with pytest.raises(Invalid, match="The map cannot be used"):
        read_map(text)


def test_identity_tells_rows_apart_even_when_values_hold_separators() -> None:
    mapping = read_map('source = "shop"\nidentity = ["a", "b"]')
    keys = {mapping.apply({"a": a, "b": b}).key for a, b in (("x|", "y"), ("x", "|y"), ("x", "y"))}
    assert len(keys) == 3


def test_a_row_without_its_identity_is_refused() -> None:
    with pytest.raises(Invalid, match="no"):
        read_map(HEAD).apply({"no": "  "})


def test_what_was_before_records_is_told_line_by_line() -> None:
    mapping = read_map(HEAD + '[before_records]\n"Made by" = "maker"\nYear = "year"\nPlace = "place"')
    mapped = mapping.apply({"no": "1", "maker": "Ana", "year": "", "place": "Porto"})
    assert mapped.before_records == "Made by: Ana\nPlace: Porto"
