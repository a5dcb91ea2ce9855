"""What programs are answered about the catalogue and the people: the shapes behind the OpenAPI description."""

from workshop.api.answers import Told, Who


class Colleague(Who):
    roles: list[str]
    active: bool


class Colleagues(Told):
    people: list[Colleague]


class ConsentTold(Told):
    """`shown_as`: the words that public pages use; null for nothing."""

    subject: str
    form: str
    shown_as: str | None


class DesignRow(Told):
    """`price_minor` is null for everybody but an owner's token with the scope `office`."""

    code: str
    name: str
    kind: str
    material: str
    route: str
    target_weight_mg: int | None
    size: str | None
    price_minor: int | None


class EditionTold(Told):
    """`given` is how many of its numbers are taken."""

    name: str
    size: int
    given: int


class DesignCard(DesignRow):
    minimum_thickness_um: int | None
    construction: str | None
    story: str | None
    care: str | None
    made_of: str | None
    dated: str | None
    editions: list[EditionTold]


class DesignPage(Told):
    designs: list[DesignRow]
    next: str | None


class DesignMade(Told):
    code: str


class EditionOpened(Told):
    design: str
    name: str
    size: int


class PieceKindTold(Told):
    key: str
    name: str
    parts: int
    has_stones: bool


class EventKindTold(Told):
    """`is_work`: whoever does it has a hand in the piece. `ends_release`: it changes the piece, so `seen` must be sent. `logged`: it is recorded by POST events."""

    key: str
    name: str
    is_work: bool
    ends_release: bool
    leads_to: str | None
    logged: bool


class Kinds(Told):
    pieces: list[PieceKindTold]
    events: list[EventKindTold]


class MaterialTold(Told):
    key: str
    name: str
    metal: str
    fineness_ppt10000: int | None
    colour: str | None


class Materials(Told):
    materials: list[MaterialTold]


class StageTold(Told):
    """`loss_asked` in parts per 10,000 of the weight before: above it a reason is asked."""

    name: str
    work: str
    loss_asked: int | None


class RouteTold(Told):
    name: str
    is_default: bool
    stages: list[StageTold]


class Routes(Told):
    routes: list[RouteTold]


class CheckTold(Told):
    code: str
    text: str
    how: str
    required: bool
    each_part: bool
    low: int | None
    high: int | None
    unit: str | None
    instrument: str | None
    role: str | None


class ChecklistTold(Told):
    """`serves` is kind:<key>, design:<code>, work:<kind of event> or stage:<key>."""

    purpose: str
    serves: str
    number: int
    name: str
    checks: list[CheckTold]


class Checklists(Told):
    checklists: list[ChecklistTold]
