"""The catalogues: all that is said stands in them, in the same words for the same names, and can be read back."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from workshop.languages import ENGLISH, LANGUAGES
from workshop.languages.__main__ import KEYWORDS, SAID_IN, first_of, is_whole, read, said
from workshop.languages.catalogues import translations
from workshop.wording import N_, _, in_english, language

SPOKEN = [language for language in LANGUAGES if language != ENGLISH]
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")
COUNT = {"count"}
# Where artisans and customers read: in the code, and in the templates.
ROOMS = ("bench", "pieces", "inspection", "public", "provenance", "people", "catalogue/defaults.py", "statuses.py")
PAGES = ("bench", "labels", "pieces", "public", "people", "scan", "outbox", "inspection", "trees", "macros", "_")
COMMAND = "run `python -m workshop.languages` and commit the catalogues"


@cache
def everything_said() -> Catalog:
    return said()


@cache
def catalogue(language: str) -> Catalog:
    return read(language)


@pytest.mark.parametrize("language", SPOKEN)
def test_a_catalogue_holds_what_is_said_and_nothing_else(language: str) -> None:
    now = {first_of(one) for one in everything_said() if one.id}
    kept = {first_of(one) for one in catalogue(language) if one.id}
    assert now == kept, f"{COMMAND}: {sorted(now - kept)} are new, {sorted(kept - now)} are said no more"


@pytest.mark.parametrize("language", SPOKEN)
def test_a_translation_names_what_its_sentence_names(language: str) -> None:
    wrong = []
    for message in catalogue(language):
        ids, told = (message.id, message.string) if message.pluralizable else ((message.id,), (message.string,))
        for one, other in zip(ids, told, strict=True):
            named, renamed = set(PLACEHOLDER.findall(one)), set(PLACEHOLDER.findall(other or ""))
            # The form for one may leave its figure out, or say it: “one piece”.
            if other and message.id and (named ^ renamed) - (COUNT if message.pluralizable else set()):
                wrong.append((one, other))
    assert not wrong


def said_on_the_bench_and_in_public() -> set[str]:
    found = set()
    for (folder, methods, options), places in zip(SAID_IN, (ROOMS, PAGES), strict=True):
        for file, _line, message, _comments, _context in extract_from_dir(folder, methods, options, KEYWORDS):
            if file.startswith(places):
                found.add(message if isinstance(message, str) else message[0])
    return found - {""}


@pytest.mark.parametrize("language", SPOKEN)
def test_the_bench_and_the_public_pages_are_whole(language: str) -> None:
    lacking = {first_of(one) for one in catalogue(language) if one.id and not is_whole(one)}
    assert sorted(lacking & said_on_the_bench_and_in_public()) == []


@pytest.mark.parametrize("language", SPOKEN)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [first_of(one) for one in catalogue(language) if one.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stays_nothing_and_what_is_missing_stays_english(language: str) -> None:
    assert translations(language).gettext("No catalogue has this.") == "No catalogue has this."


def test_what_is_marked_is_what_comes_out() -> None:
    assert N_("Ring") == "Ring" and _("") == ""
    with in_english():
        assert language() == ENGLISH
