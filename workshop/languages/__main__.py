"""Bring the catalogues up to date with what the house says: `python -m workshop.languages`."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from workshop.languages import ENGLISH, LANGUAGES
from workshop.languages.catalogues import path_of

HOUSE = Path(__file__).resolve().parent.parent
SAID_IN: tuple[tuple[Path, list[tuple[str, str]], dict[str, dict[str, str]]], ...] = (
    (HOUSE, [("**.py", "python")], {}),
    (HOUSE.parent / "templates", [("**.html", "jinja2")], {"**.html": {"silent": "false", "trimmed": "false"}}),
)
# What a guard says is translated when it is shown.
GUARDS: dict[str, Any] = {"Guard": (5,), "append_only": (2,), "append_only_but": (2,), "never_removed": (2,)}
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "n_": (1, 2), "p_": ((1, "c"), 2), **GUARDS}
HEADER = 'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plurals}\\n"\n\n'


def said() -> Catalog:
    """Every sentence that the code and the templates say."""
    found = Catalog(charset="utf-8")
    for folder, methods, options in SAID_IN:
        for _file, _line, message, _comments, of in extract_from_dir(folder, methods, options, KEYWORDS):
            found.add(message, context=of)
    return found


def read(language: str) -> Catalog:
    """The catalogue as it is written; without a sentence when there is no file yet."""
    path = path_of(language)
    return read_po(path.read_bytes().splitlines(), locale=language) if path.exists() else Catalog(locale=language)


def update(language: str, now: Catalog) -> list[str]:
    """Take what is new into a catalogue, and out of it what is said no more; returns what lacks its translation."""
    before, after = read(language), Catalog(locale=language, charset="utf-8")
    for message in now:
        if message.id:
            kept = _kept(before.get(message.id, message.context), message)
            after.add(message.id, string=kept, context=message.context).flags.clear()
    with path_of(language).open("wb") as file:
        file.write(HEADER.format(language=language, plurals=after.plural_forms).encode())
        write_po(file, after, width=0, no_location=True, omit_header=True, sort_output=True)
    return [first_of(message) for message in after if message.id and not is_whole(message)]


def _kept(before: Message | None, message: Message) -> Any:
    """The translation so far, while it has as many forms as the sentence has now."""
    nothing = ("", "") if message.pluralizable else ""
    return before.string if before and before.pluralizable == message.pluralizable and not before.fuzzy else nothing


def is_whole(message: Message) -> bool:
    """Whether every form of the sentence is translated."""
    return bool(all(message.string or "")) if message.pluralizable else bool(message.string)


def first_of(message: Message) -> str:
    """The sentence, in its first form."""
    return str(message.id[0] if message.pluralizable else message.id)


def main() -> None:
    now = said()
    for language in LANGUAGES:
        if language != ENGLISH:
            lacking = update(language, now)
            print(f"{language}: {len(now)} sentences, {len(lacking)} without a translation")


if __name__ == "__main__":
    main()
