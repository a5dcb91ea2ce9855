"""Writing the whole public site as plain files: what changed is written, what ended is taken away, the rest is left alone.

It can be stopped at any moment and run again: each file appears whole, and what is noted of it follows the file.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from workshop.aftercare.telling import revision_of
from workshop.days import zone_of
from workshop.filestore import FileStore
from workshop.people.queries import find_shop
from workshop.provenance.facts import Head
from workshop.provenance.queries import find_head
from workshop.provenance.versions import Version, keep_versions, newest_versions
from workshop.public.manifest import Made, Manifest, digest_of
from workshop.public.places import Target
from workshop.public.sheets import edition
from workshop.public.sitefiles import Site, Subject, common_files, files_of, language_of_shop, own_folders, subject_of
from workshop.publishing_folder import MARK
from workshop.shoproom import Shoproom
from workshop.signing import signing_key
from workshop.writing import NOBODY, Actor, Intent, Writing

AT_ONCE = 40
COMMON = ""  # the code under which files stand that belong to no piece
OPEN = ""  # in place of what a page is made of while its files are written
_TAGS = text(
    "SELECT t.id, t.code, NOT EXISTS(SELECT 1 FROM tag n WHERE n.piece_id = t.piece_id AND n.id > t.id) AS newest "
    "FROM tag t WHERE t.id > :after ORDER BY t.id LIMIT :most"
)
_COUNT = text("SELECT count(*) FROM tag")
Progress = Callable[[int, int], None]


@dataclass
class Published:
    """What one publishing did; figures are pages of tags, but `written` and `removed` files."""

    pages: int = 0
    changed: int = 0
    versions: int = 0
    written: int = 0
    removed: int = 0
    bytes: int = 0
    changed_serials: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class _Work:
    """A tag whose page says something else than what stands at the place."""

    subject: Subject
    made: Made
    keeps_version: bool
    is_unsure: bool


def publish(
    room: Shoproom,
    target: Target,
    manifest: Manifest,
    progress: Progress,
    *,
    everything: bool = False,
    by: Actor = NOBODY,
) -> Published:
    """Bring the place to what the shop says now. `everything`: whatever may stand there already is written again."""
    run = _Run(room, target, manifest, by)
    return run.whole(progress, everything)


class _Run:
    def __init__(self, room: Shoproom, target: Target, manifest: Manifest, by: Actor) -> None:
        self.room, self.target, self.manifest, self.by = room, target, manifest, by
        self.store = FileStore(room.settings.data_dir)
        self.done = Published()
        self.fresh = False
        with room.database.reading() as session:
            self.site = self._site(session)
            self.total = session.scalar(_COUNT) or 0

    def _site(self, session: Session) -> Site:
        shop = find_shop(session)
        here: ZoneInfo = zone_of(shop.time_zone if shop else None)
        on: date = self.room.now().astimezone(here).date()
        key = signing_key(self.room.settings.data_dir)
        return Site(language_of_shop(session), on, key, self.target.knows_case())

    def whole(self, progress: Progress, everything: bool) -> Published:
        self._begin(everything)
        self._common()
        progress(0, self.total)
        for tags in self._tags():
            self._some(tags)
            progress(self.done.pages, self.total)
        return self.done

    def _begin(self, everything: bool) -> None:
        """A place that is not as it was left (emptied, or written to from elsewhere) is written anew."""
        stands = self.target.read(MARK)
        if everything or self.manifest.mark is None or stands is None or stands.decode() != self.manifest.mark:
            self.fresh = True
            self.manifest.forget()
            mark = f"Published by Workshop. {uuid4().hex}\n"
            self.target.put({MARK: mark.encode()})
            self.manifest.begin(mark)

    def _common(self) -> None:
        with self.room.database.reading() as session:
            files = common_files(session, self.site)
        self._bring(COMMON, files, Made(OPEN, OPEN), is_unsure=False)
        self.manifest.commit()

    def _tags(self) -> Iterator[Sequence[tuple[str, bool]]]:
        after = 0
        while True:
            with self.room.database.reading() as session:
                rows = session.execute(_TAGS, {"after": after, "most": AT_ONCE}).all()
            if not rows:
                return
            after = rows[-1].id
            yield [(row.code, bool(row.newest)) for row in rows]

    def _some(self, tags: Sequence[tuple[str, bool]]) -> None:
        with self.room.database.reading() as session:
            works = [work for code, newest in tags if (work := self._work(session, code, newest))]
        if not works:
            return self._count(tags)
        versions = self._keep(works)
        # Whoever stops this leaves a note of which pages may have more files than are noted.
        self.manifest.open([work.subject.code for work in works])
        with self.room.database.reading() as session:
            for work in works:
                self._write(session, work, versions)
        self._count(tags)

    def _count(self, tags: Sequence[tuple[str, bool]]) -> None:
        self.manifest.commit()
        self.done.pages += len(tags)

    def _work(self, session: Session, code: str, newest: bool) -> _Work | None:
        """None when the page still says the same: found by one look at its head, or else by drawing up what it says."""
        head = find_head(session, code)
        assert head is not None
        quick = self._quick(session, head)
        before = self.manifest.page(code)
        if before is not None and before.quick == quick:
            return None
        subject = subject_of(session, head, self.site.on)
        made = Made(quick, self._said(subject))
        if before is not None and before.said == made.said:
            self.manifest.note(code, made, {}, ())
            return None
        unsure = self.fresh if before is None else before.quick == OPEN
        return _Work(subject, made, newest, unsure)

    def _quick(self, session: Session, head: Head) -> str:
        told = (self._house(), head, revision_of(session, head.piece_id), self.site.on)
        return sha256(repr(told).encode()).hexdigest()

    def _said(self, subject: Subject) -> str:
        return sha256(repr((self._house(), subject.page, subject.kept)).encode()).hexdigest()

    def _house(self) -> tuple[object, ...]:
        """What all pages are made with."""
        return edition(), self.site.language, self.site.knows_case, self.site.key.number

    def _keep(self, works: Sequence[_Work]) -> dict[int, Version]:
        told = {work.subject.head.piece_id: work.subject.kept for work in works if work.keeps_version}
        with self.room.database.reading() as session:
            before = newest_versions(session, list(told))
        kept: dict[int, Version] = {}

        def keep(writing: Writing) -> dict[str, int]:
            kept.update(keep_versions(writing, told))
            return {}

        self.room.do(Intent("publish", self.by, self.room.now()), keep)
        self.done.versions += sum(before.get(piece) != version for piece, version in kept.items())
        return kept

    def _write(self, session: Session, work: _Work, versions: dict[int, Version]) -> None:
        head = work.subject.head
        version = versions[head.piece_id].number if head.piece_id in versions else 0
        files = files_of(session, work.subject, self.site, self.store, version)
        self._bring(head.code, files, work.made, is_unsure=work.is_unsure)
        self.done.changed += 1
        if len(self.done.changed_serials) < AT_ONCE:
            self.done.changed_serials.append(head.serial)

    def _bring(self, code: str, files: dict[str, bytes], made: Made, *, is_unsure: bool) -> None:
        """Write what differs, then take away what is no more. A page's new day alone is a difference too: it comes only here."""
        before = self.manifest.files(code)
        digests = {path: digest_of(content) for path, content in files.items()}
        new = {path: files[path] for path, digest in digests.items() if before.get(path) != digest}
        self.target.put(new)
        standing = {*before, *(self._found(code) if is_unsure else ())}
        gone = sorted(standing - files.keys())
        self.target.remove(gone)
        self.manifest.note(code, made, {path: digests[path] for path in new}, gone)
        self.done.written += len(new)
        self.done.removed += len(gone)
        self.done.bytes += sum(map(len, new.values()))

    def _found(self, code: str) -> list[str]:
        """Whatever stands in the folders of that code, noted or not."""
        folders = own_folders(code) if self.site.knows_case else own_folders(code)[:1]
        return [path for folder in folders for path in self.target.names(folder)]
