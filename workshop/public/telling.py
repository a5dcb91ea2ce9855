"""The page of a code as text: what is read for it, and how it is drawn. Knows no request, so files are made of it too."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader
from sqlalchemy.orm import Session

from workshop.aftercare.telling import aftercare_of
from workshop.breaking import breakable
from workshop.catalogue.wording import let_stand
from workshop.days import day
from workshop.languages import LANGUAGES, locale_of
from workshop.languages.catalogues import speak
from workshop.provenance.facts import Head
from workshop.provenance.passport import ended_of, passport_of
from workshop.provenance.queries import find_facts, find_head, find_recalls
from workshop.provenance.spoken import find_texts
from workshop.public.known import Page
from workshop.public.linked import linked_data
from workshop.public.sheets import HOUSE, bare_css, first_fonts, public_css
from workshop.wording import _, in_english, language, n_

Language = tuple[str, str, str]


@dataclass(frozen=True)
class PublishedTold:
    """That a page is a file that was written on a day; `languages` are the files beside it: (address, code, name)."""

    on: date
    languages: tuple[Language, ...] = ()


@dataclass(frozen=True)
class Ways:
    """Where a page leads: `chosen` is what its addresses go on with (?lang=de, or nothing)."""

    chosen: str = ""
    published: PublishedTold | None = None

    @property
    def languages(self) -> tuple[Language, ...]:
        if self.published is not None:
            return self.published.languages
        return tuple((f"?lang={code}", code, name) for code, name in LANGUAGES.items() if code != language())


def told(session: Session, code: str, on: date, language: str, published: PublishedTold | None = None) -> str | None:
    """The whole page of a code in one language; None when no tag has the code."""
    with in_english():  # gives the reader's language back afterwards
        speak(language)
        head = find_head(session, code)
        return None if head is None else drawn(page_of(session, head, on), Ways(published=published))


def page_of(session: Session, head: Head, on: date) -> Page:
    """What the page of a tag shows on a day, in the language that is spoken."""
    aftercare = aftercare_of(session, head.piece_id, on)
    if head.withdrawn_at is not None:
        texts = find_texts(session, head)
        return Page(ended=ended_of(head, let_stand(session), find_recalls(session, head), texts), aftercare=aftercare)
    return Page(passport=passport_of(replace(find_facts(session, head), told=aftercare.told), on), aftercare=aftercare)


def drawn(page: Page, ways: Ways) -> str:
    """The page as HTML. Needs no session."""
    name = "piece" if page.passport else "ended"
    canonical = page.passport.address if page.passport else None
    linked = linked_data(page.passport) if page.passport and not page.aftercare.reported else ""
    values = {"passport": page.passport, "ended": page.ended, "aftercare": page.aftercare}
    return render(name, ways, shop=page.keeper, canonical=canonical, linked=linked, first=page.first, **values)


def render(name: str, ways: Ways, **values: object) -> str:
    """One of the public templates with what all of them are given."""
    return (
        _templates()
        .get_template(f"public/{name}.html")
        .render(
            public_css=bare_css() if ways.published else public_css(),
            first_fonts=() if ways.published else first_fonts(),
            lang=language(),
            direction=locale_of(language()).text_direction,
            languages=ways.languages,
            chosen=ways.chosen,
            published=ways.published,
            **values,
        )
    )


@cache
def _templates() -> Environment:
    """Templates that know neither the request nor who is signed in: nothing of them can come onto a public page."""
    made = Environment(
        loader=FileSystemLoader(HOUSE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(_=_, n_=n_)
    made.filters.update(day=day, breakable=breakable)
    return made
