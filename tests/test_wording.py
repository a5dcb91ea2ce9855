"""Every sentence people read goes through the translation function."""

import re
from pathlib import Path

import pytest

from workshop.languages.catalogues import speak
from workshop.wording import _, n_, p_

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NOT_SHOWN = re.compile(r"\{% block frame %\}\w+\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|<(style|script)\b.*?</\1>", re.S)
ATTRIBUTES_ONLY = re.compile(r"\{%-? macro (?:described|attributes|named|in_other)\(.*?endmacro -?%\}", re.S)
SHOWN_BY_CODE = re.compile(r"\{\{.*?\}\}", re.S)
TAG = re.compile(r"<[^>]*>", re.S)
READ_ALOUD = re.compile(r"\b(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")


def bare_words(source: str) -> list[str]:
    """Words that a template shows or has read aloud without asking for their translation."""
    left = SHOWN_BY_CODE.sub("", NOT_SHOWN.sub(" ", ATTRIBUTES_ONLY.sub(" ", source)))
    spoken = READ_ALOUD.findall(left)
    return WORD.findall(TAG.sub(" ", left).replace("&nbsp;", " ")) + [w for text in spoken for w in WORD.findall(text)]


def test_the_search_finds_a_bare_word() -> None:
    assert bare_words("<p>{{ _('Seen') }} Hello</p>") == ["Hello"]
    assert bare_words('<img alt="Ring">') == ["Ring"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_has_no_bare_text(path: Path) -> None:
    assert bare_words(path.read_text()) == []


def test_a_name_from_right_to_left_leaves_the_figures_after_it_where_they_are() -> None:
    told = _("{who}, {when}", who="רות כהן", when="17 Nov")
    assert told == "\u2068רות כהן\u2069, 17 Nov"
    assert _("{who}, {when}", who="Ana", when="17 Nov") == "Ana, 17 Nov"
    assert n_("{name}: {count} look", "{name}: {count} looks", 2, name="سامي") == "\u2068سامي\u2069: 2 looks"


def test_values_are_filled_in_after_translation() -> None:
    assert _("{serial} is taken.", serial="{name}") == "{name} is taken."
    assert _("100 % {braces}") == "100 % {braces}"


def test_counts_choose_their_form() -> None:
    assert n_("{count} piece", "{count} pieces", 1) == "1 piece"
    assert n_("{count} piece", "{count} pieces", 3) == "3 pieces"


def test_one_english_word_may_be_several_elsewhere() -> None:
    """Stones that are set are told otherwise than the stage of setting."""
    speak("de")
    assert (p_("stones", "Set"), _("Set")) == ("Gefasst", "Fassen")
    assert p_("stones", "Nowhere said") == "Nowhere said"
