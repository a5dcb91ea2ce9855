"""What is read about one piece before its page is told, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workshop.claims.facts import PieceFacts


@dataclass(frozen=True)
class Head:
    """The code, the piece it stands for, its design, and the shop. Whatever else the page shows has its newest number here, so two equal heads make the same page.

    `fineness` in parts per 10,000; `decided`, `passed` and `whole` are numbers of inspections: the newest, the newest pass, the newest pass by a whole list. `photos_seen` changes with the public photos, `engraved` is the place of what is engraved; `recalls_seen` says which recalls of the piece go on ("0/0": none). `papers_seen` changes with whatever is recorded of papers and lots and in the books, since what others use of a lot counts here too. `joined_seen` changes with what is on the piece and what it is on ("/": nothing). `writes_in` is the language that the shop writes its own texts in (None: not known).
    """

    code: str
    is_practice: bool
    tagged_at: datetime
    withdrawn_at: datetime | None
    piece_id: int
    serial: str
    kind: str
    parts: int
    size: str | None
    edition_number: int | None
    edition_size: int | None
    design: str
    story: str | None
    care: str | None
    made_of: str | None
    dated: str | None
    risk_note: str | None
    material: str
    metal: str
    fineness: int | None
    sequence: int
    state: str
    place: str
    is_released: bool
    decided: int | None
    passed: int | None
    whole: int | None
    newest_trait: int | None
    papers_seen: str
    recalls_seen: str
    left_at: datetime | None
    photos_seen: str
    stages: str | None
    consents: str
    shop: str | None
    time_zone: str | None
    public_address: str | None
    postal_address: str | None
    email: str | None
    kept_by: str | None
    country: str | None
    sells_in: str | None
    engraved: str | None
    first_tagged_at: datetime
    in_gallery: bool
    demonstration: bool
    about: str | None
    returns: str | None
    writes_in: str | None
    joined_seen: str


@dataclass(frozen=True)
class Event:
    """One thing that happened. `stage` and `stage_work` are the name of its stage and the kind of work done there."""

    id: int
    sequence: int
    kind: str
    at: datetime
    by_id: int | None
    method: str | None
    corrects_id: int | None
    stage_id: int | None
    stage: str | None
    stage_work: str | None


@dataclass(frozen=True)
class Look:
    """One decided inspection; `since` is the sequence of the change after which it looked."""

    number: int
    purpose: str
    by_id: int
    verdict: str
    level: str | None
    qualified: int | None
    gross_mg: int | None
    decided_at: datetime
    since: int


@dataclass(frozen=True)
class Reply:
    """One answer with its check; figures in thousandths of the unit, of a count in ones. `part` 0 is the whole piece."""

    look: int
    code: str
    text: str
    how: str
    low: int | None
    high: int | None
    unit: str | None
    role: str | None
    part: int
    passes: bool
    measured: int | None
    instrument: str | None


@dataclass(frozen=True)
class Shot:
    """A public photo: its number in the piece, the name of its file, its measures in pixels, and the trait that it shows, when it was taken for one."""

    number: int
    picture: str
    width: int
    height: int
    at: datetime
    shows: str | None


@dataclass(frozen=True)
class Notice:
    """A recall of the piece that goes on: since when, what is wrong, what may happen, what its owner shall do."""

    at: datetime
    reason: str
    risk: str
    to_do: str


@dataclass(frozen=True)
class Charm:
    """A piece that is on another: the code of its tag (None: none counts), the inspection that it was put on with, and by language the names of its design."""

    serial: str
    kind: str
    design: str
    code: str | None
    level: str | None
    decided_at: datetime
    names: Mapping[str, str]


@dataclass(frozen=True)
class Carrier:
    """The piece that this one is on."""

    serial: str
    kind: str
    design: str
    code: str | None
    names: Mapping[str, str]


@dataclass(frozen=True)
class Joined:
    """What is on a piece in the order in which it was put on, and what the piece is on; one of them is empty."""

    charms: tuple[Charm, ...] = ()
    carrier: Carrier | None = None


@dataclass(frozen=True)
class Facts:
    """All of it: events oldest first (`is_cut`: the oldest are left out), inspections and answers oldest first, traits, the names of those who agreed to be named, what the rulebook reads, the recalls that go on, the guarded words that the owner let stand, the public photos, newest first, `told`: the events with which the repairs began that their owner lets be told, `joined`: charms, and `texts`: what is written in other languages, by part and language."""

    head: Head
    events: tuple[Event, ...]
    is_cut: bool
    looks: tuple[Look, ...]
    replies: tuple[Reply, ...]
    traits: tuple[str, ...]
    names: dict[int, str]
    piece: PieceFacts
    recalls: tuple[Notice, ...]
    let_stand: frozenset[tuple[str, str]]
    shots: tuple[Shot, ...] = ()
    told: frozenset[int] = frozenset()
    joined: Joined = Joined()
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
