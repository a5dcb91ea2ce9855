"""The sample pages of the looks keep the rules that every page keeps."""

import gzip
import re

import pytest

from tests.looks.render import HERE, samples

NAMES = sorted(path.name for path in HERE.glob("[!_]*.html"))
HOSTILE = "\"><script>alert('x')</script>"


def page(name: str, **values: object) -> str:
    return samples().get_template(name).render(**values)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_script_and_no_style_attribute(name: str) -> None:
    text = page(name)
    assert not re.search(r"<script(?! type=\"module\" src=)|\sstyle=|\son\w+=", text)
    assert ("<style>" in text) == (name == "public.html")


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_its_own_name_for_screen_readers(name: str) -> None:
    text = page(name)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for said in re.findall(r'<label class="label" for="([^"]+)"', text):
        assert said in ids


def test_the_public_page_arrives_in_one_flight() -> None:
    assert len(gzip.compress(page("public.html").encode())) < 14 * 1024


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_the_field() -> None:
    refusal = {"sentence": HOSTILE, "field": "weight"}
    text = page("piece.html", refusal=refusal, typed={"weight": HOSTILE, "method": "claws"})
    assert "<script>" not in text
    assert 'value="&#34;&gt;&lt;script' in text
    assert 'aria-describedby="e-weight h-weight"' in text
    assert 'value="claws" checked' in text and 'value="bezel" checked' not in text
