"""What the pages of the bench show, as plain values that templates only write down."""

from dataclasses import dataclass, field

Options = list[tuple[str, str]]
DOTS = {"to_inspect": "wait", "released": "pass", "away": "gone", "outwork": "gone", "scrapped": "back"}


@dataclass(frozen=True)
class Line:
    """A piece in a queue or list."""

    serial: str
    design: str
    material: str
    told: str
    dot: str
    weight: str
    is_rush: bool = False
    state: str = ""
    days: str = ""
    due: str = ""


@dataclass(frozen=True)
class Paged:
    """Lines of one page, what is said of them, and the addresses before and after."""

    lines: list[Line]
    said: str
    previous: str = ""
    next: str = ""


@dataclass(frozen=True)
class BeadLine:
    """A stage as the track draws it."""

    name: str
    state: str
    note: str = ""
    figure: str = ""
    sub: str = ""


@dataclass(frozen=True)
class MarkLine:
    """A mark as the row of marks draws it."""

    kind: str
    title: str
    note: str
    text: str = ""
    solid: bool = True


@dataclass(frozen=True)
class PhotoLine:
    """A photo of the piece."""

    number: int
    address: str
    small: str
    caption: str
    is_public: bool


@dataclass(frozen=True)
class Piece:
    """The left side: what the piece is, how far it is."""

    serial: str
    design: str
    edition: str
    spec: str
    drawing: str
    photo: str
    beads: list[BeadLine]
    marks: list[MarkLine]
    order: list[str]


@dataclass(frozen=True)
class Reply:
    """An answer of an inspection, told."""

    code: str
    text: str
    told: str
    holds: bool
    note: str = ""
    part: str = ""


@dataclass(frozen=True)
class Told:
    """One entry of the story, newest first. `look` is failed, pass or empty; `replies` are an inspection's answers."""

    when: str
    title: str
    who: str
    number: str = ""
    figure: str = ""
    lines: list[str] = field(default_factory=list)
    look: str = ""
    replies: list[Reply] = field(default_factory=list)
    anchor: str = ""
    correct: int | None = None


@dataclass(frozen=True)
class Undo:
    """One's own last entry, for a minute."""

    sequence: int
    told: str


@dataclass(frozen=True)
class Button:
    """A way to something else that can be done with the piece."""

    address: str
    label: str


@dataclass(frozen=True)
class Pane:
    """One form: where it goes, which fields it shows, what its button says, which words one tap adds. `locked` says why it cannot be pressed."""

    do: str
    title: str
    address: str
    go: str
    sub: str = ""
    go_note: str = ""
    fields: tuple[str, ...] = ()
    hidden: dict[str, str] = field(default_factory=dict)
    options: dict[str, Options] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    buttons: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    href: str = ""
    locked: str = ""
