"""Pages of the checklists: the newest of each, its versions with what differs, and publishing the next."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from workshop.access import open_to
from workshop.bench.versions import differences, how_name, limits
from workshop.catalogue.defaults import EVENT_KINDS, KINDS
from workshop.catalogue.models import Design
from workshop.catalogue.queries import DesignRow, design
from workshop.errors import Invalid, NotFound, Refusal
from workshop.forms import needed_text
from workshop.inspection.actions import publish_checklist
from workshop.inspection.checks import CheckSpec
from workshop.inspection.models import Check, Checklist
from workshop.materials.models import Material
from workshop.texts import clean, require_text
from workshop.units import read_figure, thousandths
from workshop.web import do, reading
from workshop.wording import _

checklists = Blueprint("checklists", __name__, url_prefix="/catalogue/checklists")

PURPOSES = {"kind": "final", "design": "final", "work": "delta", "stage": "stage"}
HOWS = ("yes_no", "measurement", "count", "photo")
ROLES = ("identity", "gross_weight")
UNITS = ("mm", "g", "N", "deg", "um", "ct", "%")
MOST_ROWS = 80
EMPTY_ROWS = 4
WEIGHT_PERCENT = 8
SILVER_PERCENT = 10


@dataclass(frozen=True)
class Line:
    """One checklist in the overview."""

    address: str
    name: str
    number: int
    checks: int


@dataclass(frozen=True)
class Version:
    """One published version; `told` is how it differs from the one before (None: the first)."""

    number: int
    at: datetime
    checks: tuple[CheckSpec, ...]
    told: list[str] | None


@dataclass(frozen=True)
class Subject:
    """What a list is for: `serves` as the database spells it, `what` and `key` as addresses do."""

    what: str
    key: str
    serves: str
    name: str
    design: DesignRow | None = None

    @property
    def purpose(self) -> str:
        return PURPOSES[self.what]

    @property
    def releases(self) -> bool:
        return self.purpose != "stage"


@checklists.get("")
@open_to("owner")
def overview() -> ResponseReturnValue:
    """The newest list of everything, in groups. Two statements."""
    return render_template("catalogue/checklists.html", groups=_groups(reading()))


@checklists.get("/<what>/<key>")
@open_to("owner")
def show(what: str, key: str) -> ResponseReturnValue:
    subject = _subject(reading(), what, key)
    versions = _versions(reading(), subject)
    return render_template(
        "catalogue/checklist.html", subject=subject, versions=versions, limits=limits, how_name=how_name
    )


@checklists.get("/<what>/<key>/new")
@open_to("owner")
def next_version(what: str, key: str) -> ResponseReturnValue:
    return _form(_subject(reading(), what, key))


@checklists.post("/<what>/<key>")
@open_to("owner")
def publish(what: str, key: str) -> ResponseReturnValue:
    """Publish the next version, frozen from then on."""
    subject = _subject(reading(), what, key)
    try:
        name, checks = needed_text("name"), _typed_checks()
        do(
            "publish a checklist",
            lambda w: {
                "number": publish_checklist(w, purpose=subject.purpose, serves=subject.serves, name=name, checks=checks)
            },
        )
    except Refusal as refusal:
        return _form(subject, refusal), refusal.status
    flash(_("Published. Pieces are inspected by this list from now on."), "done")
    return redirect(url_for("checklists.show", what=what, key=key), 303)


def _subject(session: Session, what: str, key: str) -> Subject:
    """Raises NotFound for what no list can be for."""
    if what == "design":
        row = design(session, key)
        return Subject(what, key, f"design:{row.id}", row.name, row)
    serves = f"{what}:{key}"
    names = _names()
    if what in PURPOSES and serves not in names:
        found = session.scalar(select(Checklist.name).where(Checklist.serves == serves).limit(1))
        names |= {serves: found} if found else {}
    if what not in PURPOSES or serves not in names:
        raise NotFound(_("There is no such checklist. Choose one from the list."), slug="no-such-checklist")
    return Subject(what, key, serves, _(names[serves]))


def _names() -> dict[str, str]:
    """What final and delta lists can be for."""
    kinds = {f"kind:{kind.key}": kind.name for kind in KINDS}
    return kinds | {f"work:{kind.key}": kind.name for kind in EVENT_KINDS if kind.ends_release}


def _groups(session: Session) -> list[tuple[str, list[Line]]]:
    newest = (
        select(Checklist.serves, func.max(Checklist.number).label("number"))
        .where(Checklist.published == True)
        .group_by(Checklist.serves)
        .subquery()
    )
    rows = session.execute(
        select(Checklist.serves, Checklist.name, Checklist.number, func.count(Check.id).label("checks"))
        .join(newest, (newest.c.serves == Checklist.serves) & (newest.c.number == Checklist.number))
        .join(Check, Check.checklist_id == Checklist.id)
        .group_by(Checklist.id, Checklist.serves, Checklist.name, Checklist.number)
        .order_by(Checklist.id)
    ).all()
    owners = {int(r.serves.partition(":")[2]) for r in rows if r.serves.startswith("design:")}
    codes = {r.id: r for r in session.execute(select(Design.id, Design.code, Design.name).where(Design.id.in_(owners)))}
    titles = {
        "kind": _("Before it leaves, by kind"),
        "design": _("Before it leaves, a design’s own"),
        "work": _("After work on a piece that had passed"),
        "stage": _("Between stages; these release nothing"),
    }
    lines: dict[str, list[Line]] = {what: [] for what in titles}
    for row in rows:
        what, _sign, key = row.serves.partition(":")
        name = _(row.name)
        if what == "design":
            key, name = codes[int(key)].code, codes[int(key)].name
        lines[what].append(Line(f"/catalogue/checklists/{what}/{key}", name, row.number, row.checks))
    return [(titles[what], found) for what, found in lines.items() if found]


def _versions(session: Session, subject: Subject) -> list[Version]:
    """Newest first. Two statements."""
    lists = session.execute(
        select(Checklist.id, Checklist.number, Checklist.at)
        .where(Checklist.serves == subject.serves, Checklist.published == True)
        .order_by(Checklist.number)
    ).all()
    checks = session.scalars(
        select(Check).where(Check.checklist_id.in_([one.id for one in lists])).order_by(Check.position)
    ).all()
    versions: list[Version] = []
    for one in lists:
        specs = tuple(_spec(check) for check in checks if check.checklist_id == one.id)
        told = differences(versions[-1].checks, specs) if versions else None
        versions.append(Version(one.number, one.at, specs, told))
    return versions[::-1]


def _spec(check: Check) -> CheckSpec:
    names = ("code", "text", "how", "required", "each_part", "low", "high", "unit", "instrument", "role")
    return CheckSpec(**{name: getattr(check, name) for name in names})


def _form(subject: Subject, refusal: Refusal | None = None) -> str:
    session = reading()
    rows = [_as_typed(check) for check in _first_rows(session, subject)] + [{}] * EMPTY_ROWS
    if refusal is not None:
        rows = _typed_rows(request.form)
    again: dict[str, Any] = {"refusal": refusal, "typed": request.form} if refusal else {}
    hows = [(how, how_name(how)) for how in HOWS]
    return render_template("catalogue/checklist_form.html", subject=subject, rows=rows, hows=hows, units=UNITS, **again)


def _first_rows(session: Session, subject: Subject) -> list[CheckSpec]:
    """What the form begins with: the newest version; a design's first own list begins as its kind's, with the limits of its weight."""
    versions = _versions(session, subject)
    if versions or subject.design is None:
        return list(versions[0].checks) if versions else []
    kind = Subject("kind", subject.design.kind, f"kind:{subject.design.kind}", "")
    metal = session.scalar(select(Material.metal).where(Material.key == subject.design.material))
    found = _versions(session, kind)
    return [within_weight(check, subject.design.target_weight_mg, metal) for check in found[0].checks] if found else []


def within_weight(check: CheckSpec, target_mg: int | None, metal: str | None) -> CheckSpec:
    """The check of gross weight with limits around the design's weight: 8% to either side, silver 10%."""
    if check.role != "gross_weight" or target_mg is None:
        return check
    percent = SILVER_PERCENT if metal == "silver" else WEIGHT_PERCENT
    return replace(
        check,
        text=_("Gross weight: within {percent}% of the design.", percent=percent),
        low=max(1, -(-target_mg * (100 - percent) // 100)),
        high=target_mg * (100 + percent) // 100,
    )


def _as_typed(check: CheckSpec) -> dict[str, str]:
    figures = {"low": check.low, "high": check.high}
    return {
        "code": check.code,
        "text": check.text,
        "how": check.how,
        "unit": check.unit or "",
        "instrument": check.instrument or "",
        "role": check.role or "",
        "required": "yes" if check.required else "",
        "each_part": "yes" if check.each_part else "",
        **{name: "" if value is None else thousandths(value) for name, value in figures.items()},
    }


def _typed_rows(form: "MultiDict[str, str]") -> list[dict[str, str]]:
    """The rows of the form, by their numbers, until one is missing."""
    names = ("code", "text", "how", "unit", "instrument", "role", "required", "each_part", "low", "high")
    rows: list[dict[str, str]] = []
    while f"text-{len(rows)}" in form and len(rows) < MOST_ROWS:
        rows.append({name: form.get(f"{name}-{len(rows)}", "") for name in names})
    return rows


def _typed_checks() -> list[CheckSpec]:
    rows = _typed_rows(request.form)
    return [_check(n, row) for n, row in enumerate(rows) if row["text"].strip() or row["code"].strip()]


def _check(n: int, row: dict[str, str]) -> CheckSpec:
    how, role = row["how"], clean(row["role"], field=f"role-{n}")
    if how not in HOWS or (role is not None and role not in ROLES):
        raise Invalid(_("Choose how this check is answered."), slug="how-unknown", field=f"how-{n}")
    low, high = (_limit(row[name], f"{name}-{n}") for name in ("low", "high"))
    unit = clean(row["unit"], field=f"unit-{n}", longest=10)
    if how == "measurement" and (low is None or high is None or low > high or unit is None):
        raise Invalid(
            _("A measurement needs a lowest and a highest figure, and its unit."),
            slug="limits-missing",
            field=f"low-{n}",
        )
    is_measured = how == "measurement"
    return CheckSpec(
        code=require_text(row["code"], field=f"code-{n}", longest=10),
        text=require_text(row["text"], field=f"text-{n}", longest=400),
        how=how,  # type: ignore[arg-type]
        required=bool(row["required"]),
        each_part=bool(row["each_part"]),
        low=low if is_measured else None,
        high=high if is_measured else None,
        unit=unit if is_measured else None,
        instrument=clean(row["instrument"], field=f"instrument-{n}"),
        role=role,  # type: ignore[arg-type]
    )


def _limit(typed: str, name: str) -> int | None:
    text = clean(typed, field=name)
    return None if text is None else read_figure(text, field=name)
