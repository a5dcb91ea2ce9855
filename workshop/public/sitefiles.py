"""The files of the published site: a piece's pages in each language, its photos, its signed file, its certificate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from itertools import count

from sqlalchemy.orm import Session

from workshop.aftercare.telling import aftercare_of
from workshop.assets_web import STATIC
from workshop.breaking import breakable
from workshop.catalogue.wording import let_stand
from workshop.errors import NotFound
from workshop.filestore import FileStore
from workshop.languages import ENGLISH, LANGUAGES
from workshop.languages.catalogues import speak
from workshop.people.queries import find_shop
from workshop.provenance.codes import printed
from workshop.provenance.facts import Facts, Head
from workshop.provenance.passport import Ended, ended_of, passport_of
from workshop.provenance.queries import find_facts, find_keeper, find_photo, find_recalls
from workshop.provenance.snapshot import canonical, ended_snapshot_of, snapshot_of
from workshop.provenance.spoken import find_texts
from workshop.public.card import card_of, card_png
from workshop.public.gallery import GalleryPage, gallery_address, gallery_page
from workshop.public.known import Page
from workshop.public.linked import own_json
from workshop.public.papers import Told, certificate_of, signed_of
from workshop.public.plainlinks import ICON, VERIFY, plain, relative
from workshop.public.signed import verify_page
from workshop.public.telling import Language, PublishedTold, Ways, drawn, render
from workshop.signing import SigningKey
from workshop.wording import _, in_english

_PICTURE = re.compile(r"/p/[0-9A-Z]{13}/(\d{1,4})(-small)?\.jpg")


@dataclass(frozen=True)
class Site:
    """What is the same for all pages of one publishing: the shop's language, the day, the key, whether P and p are two folders."""

    language: str
    on: date
    key: SigningKey
    knows_case: bool

    @property
    def languages(self) -> tuple[str, ...]:
        """The shop's own first: its page stands at the address on the tag."""
        return self.language, *(code for code in LANGUAGES if code != self.language)


@dataclass(frozen=True)
class Subject:
    """One tag as it is published; `facts` None for a withdrawn one. `kept` is what is kept of it, `version` under which number."""

    head: Head
    facts: Facts | None
    page: Page
    kept: str

    @property
    def code(self) -> str:
        return self.head.code


def language_of_shop(session: Session) -> str:
    shop = find_shop(session)
    return (shop and shop.language) or ENGLISH


def subject_of(session: Session, head: Head, on: date) -> Subject:
    """What is said of a tag, in English."""
    with in_english():
        aftercare = aftercare_of(session, head.piece_id, on)
        facts = None if head.withdrawn_at is not None else replace(find_facts(session, head), told=aftercare.told)
        page = _page(session, head, facts, on)
        kept = snapshot_of(facts, on, page.reported) if facts else ended_snapshot_of(head, _ended(page), page.reported)
        return Subject(head, facts, page, canonical(kept))


def _page(session: Session, head: Head, facts: Facts | None, on: date) -> Page:
    """The page in the language that is spoken, of facts that were read once for all languages."""
    aftercare = aftercare_of(session, head.piece_id, on)
    if facts is None:
        texts = find_texts(session, head)
        ended = ended_of(head, let_stand(session), find_recalls(session, head), texts)
        return Page(ended=ended, aftercare=aftercare)
    return Page(passport=passport_of(facts, on), aftercare=aftercare)


def _ended(page: Page) -> Ended:
    assert page.ended is not None
    return page.ended


def files_of(session: Session, subject: Subject, site: Site, store: FileStore, version: int) -> dict[str, bytes]:
    """Every file of one tag by its path: what pages lead to first, pages next, ways to them last."""
    said = {language: _said(session, subject, site, language) for language in site.languages}
    paths = {language: page_path(subject.code, language, site) for language in said}
    pages = {path: _drawn(subject, site, language, said[language]) for language, path in paths.items()}
    files = dict(_pictures(session, subject, "".join(pages.values()), store))
    with in_english():
        speak(site.language)
        own = said[site.language]
        files[f"P/{subject.code}.json"] = _here(own_json(own, site.on), own).encode()
        if subject.facts is not None:
            told = Told(site.key, site.on, version)
            files |= _papers(session, subject.facts, own, told, store)
            files[f"P/{subject.code}/card.png"] = _card(session, subject.code, own, store)
    files |= {path: _plain(pages[path], path, "P", language, site) for language, path in paths.items()}
    return files | (dict(_ways(subject.code)) if site.knows_case else {})


def _said(session: Session, subject: Subject, site: Site, language: str) -> Page:
    """What the page says in that language; in English it was drawn up already."""
    if language == ENGLISH:
        return subject.page
    with in_english():
        speak(language)
        return _page(session, subject.head, subject.facts, site.on)


def _drawn(subject: Subject, site: Site, language: str, page: Page) -> str:
    path = page_path(subject.code, language, site)
    beside = [(page_path(subject.code, code, site), code) for code in LANGUAGES if code != language]
    with in_english():
        speak(language)
        return _here(drawn(page, Ways(published=PublishedTold(site.on, _beside(path, beside)))), page)


def _card(session: Session, code: str, page: Page, store: FileStore) -> bytes:
    """The picture for links to the page, as the served site makes it."""
    passport = page.passport
    assert passport is not None
    names = find_photo(session, code, passport.photos[0].number) if passport.photos else None
    return card_png(card_of(page, names[0] if names else None), store.folder.parent)


def _papers(session: Session, facts: Facts, page: Page, told: Told, store: FileStore) -> dict[str, bytes]:
    """What an owner keeps, in the shop's language."""
    code, snapshot = facts.head.code, snapshot_of(facts, told.on, page.reported)
    return {
        f"P/{code}/signed.json": signed_of(snapshot, told),
        f"P/{code}/certificate.pdf": certificate_of(session, facts, snapshot, told, store),
    }


def _here(page: str, told: Page) -> str:
    """The page with its own address spelled as its files stand."""
    address = told.passport.address if told.passport else None
    if not address:
        return page
    spelled = _spelled(address)
    return page.replace(address, spelled).replace(breakable(address), breakable(spelled))


def _spelled(address: str) -> str:
    return "/P/".join(address.rsplit("/p/", 1))


def page_path(code: str, language: str, site: Site) -> str:
    return f"P/{code}/index.html" if language == site.language else f"P/{code}/{language}/index.html"


def _beside(path: str, pages: list[tuple[str, str]]) -> tuple[Language, ...]:
    return tuple((relative(path, other), code, LANGUAGES[code]) for other, code in pages)


def _pictures(session: Session, subject: Subject, pages: str, store: FileStore) -> Iterator[tuple[str, bytes]]:
    """The pictures that the pages show. One whose file is not there is left out, as the served site does."""
    for number, small in sorted(set(_PICTURE.findall(pages))):
        names = find_photo(session, subject.code, int(number))
        if names is None:
            continue
        try:
            yield f"P/{subject.code}/{number}{small}.jpg", store.open_file(names[1] if small else names[0])
        except NotFound:
            continue


def _ways(code: str) -> Iterator[tuple[str, bytes]]:
    """From the other spellings to the page: by the browser itself, and by a way to tap."""
    for path in dict.fromkeys((f"p/{code}/index.html", f"p/{code.lower()}/index.html")):
        to = relative(path, f"P/{code}/index.html")
        yield (
            path,
            (
                '<!doctype html><html lang="zxx"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
                f'<meta name="viewport" content="width=device-width"><title>{printed(code)}</title>'
                f'<meta http-equiv="refresh" content="0; url={escape(to)}"></head>'
                f'<body><p><a href="{escape(to)}">{printed(code)}</a></p></body></html>\n'
            ).encode(),
        )


def common_files(session: Session, site: Site) -> dict[str, bytes]:
    """What belongs to no piece: the lookup's explanation, the page that verifies, the icon."""
    files = {ICON: (STATIC / "icons" / "favicon.svg").read_bytes()}
    with in_english():
        speak(site.language)
        keeper = find_keeper(session, _("Workshop"))
        files[VERIFY] = verify_page(site.key, keeper.title).encode()
    files |= _homes(session, site)
    return files


def _homes(session: Session, site: Site) -> dict[str, bytes]:
    """In each language what stands in place of the lookup, and the gallery when it shows anything."""
    files = {}
    folders = ("P", "p") if site.knows_case else ("P",)
    for language in site.languages:
        with in_english():
            speak(language)
            galleries = dict(_galleries(session))
            told = {"shop": find_keeper(session, _("Workshop")), "title": _("Look up a piece")}
            pages = dict.fromkeys(folders, "published_home") | dict.fromkeys(galleries, "gallery")
            for folder, name in pages.items():
                path = home_path(folder, language, site)
                published = PublishedTold(site.on, _beside_home(folder, language, site))
                page = render(
                    name,
                    Ways(published=published),
                    gallery=galleries.get(folder),
                    has_gallery=bool(galleries),
                    **told,
                )
                files[path] = _plain(page, path, folder[:1], language, site)
    return files


def _plain(page: str, path: str, folder: str, language: str, site: Site) -> bytes:
    """Its ways lead on to pages of its own language."""
    own_folder = "" if language == site.language else language
    return plain(page, path, home_path(folder, language, site), own_folder).encode()


def _galleries(session: Session) -> Iterator[tuple[str, GalleryPage]]:
    """The folders of the gallery's pages, for as long as they show anything."""
    for number in count(1):
        page = gallery_page(session, number)
        if page.pieces:
            yield f"P{gallery_address(number)}", page
        if not page.next:
            return


def _beside_home(folder: str, language: str, site: Site) -> tuple[Language, ...]:
    path = home_path(folder, language, site)
    return _beside(path, [(home_path(folder, code, site), code) for code in LANGUAGES if code != language])


def home_path(folder: str, language: str, site: Site) -> str:
    return f"{folder}/index.html" if language == site.language else f"{folder}/{language}/index.html"


def own_folders(code: str) -> tuple[str, ...]:
    """Folders in which files of a code stand, and nothing else."""
    return f"P/{code}", f"p/{code}", f"p/{code.lower()}"
