"""Rows of a production log that was kept elsewhere: they are read and replayed, and never become events of a piece."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from workshop.errors import Invalid
from workshop.importing import Ready
from workshop.mapping import Mapped
from workshop.reports.log_models import SORTS, LogImport, LogRow
from workshop.texts import LINE, clean
from workshop.units import read_figure
from workshop.wording import _
from workshop.writing import Writing

NO = ("", "no", "false", "0")
SIGN_LENGTH = 16


@dataclass(frozen=True)
class Log:
    """Each row becomes a row of the log that the map names. `zone` is where times without one were written down."""

    zone: ZoneInfo
    secret_key: str
    verb: str = "import log"

    def ready(self, mapped: Mapped) -> tuple[dict[str, Any], Sequence[str]]:
        text = {name: clean(value, field=name, longest=LINE) for name, value in mapped.section("log").items()}
        started, finished, oddities = self._times(text)
        return {
            "log": mapped.key.partition(":")[0],
            "source_key": mapped.key,
            "case_name": _needed(text, "case", _("A row belongs to a case: an order, a batch, a piece.")),
            "design": text.get("design"),
            "activity": _needed(text, "activity", _("A row says what was done.")),
            "sort": _sort(text.get("sort")),
            "who": self._sign(mapped.key.partition(":")[0], text.get("who")),
            "resource": text.get("resource"),
            "started_at": started,
            "finished_at": finished,
            "done": _count(text, "done"),
            "rejected": _count(text, "rejected"),
            "is_rework": (text.get("rework") or "").casefold() not in NO,
        }, oddities

    def _times(self, text: dict[str, str | None]) -> tuple[datetime, datetime, Sequence[str]]:
        """Start and finish in UTC, and what is odd about them. A map that names only one of the two means a moment."""
        told = {name: text[name] for name in ("started", "finished") if name in text}
        if not told or None in told.values():
            raise Invalid(_("The row has no time, so nothing can be said of when it was."), slug="time-missing")
        read = {name: _moment(typed or "", name, self.zone) for name, typed in told.items()}
        started = read.get("started") or read["finished"]
        finished = read.get("finished") or started
        if finished < started:
            raise Invalid(_("It ends before it begins."), slug="times-crossed", field="finished")
        return (
            started,
            finished,
            [_skipped(typed) for typed in told.values() if typed and _never_shown(typed, self.zone)],
        )

    def _sign(self, source: str, who: str | None) -> str | None:
        """What stands for one person of one log: the same for the same name, and no way back without the shop's key."""
        if who is None:
            return None
        name = " ".join(who.casefold().split())
        return hmac.new(self.secret_key.encode(), f"log\0{source}\0{name}".encode(), sha256).hexdigest()[:SIGN_LENGTH]

    def known(self, writing: Writing, batch: Sequence[Ready]) -> set[str]:
        keys = [one.key for one in batch]
        return set(writing.session.scalars(select(LogRow.source_key).where(LogRow.source_key.in_(keys))))

    def write(self, writing: Writing, new: Sequence[dict[str, Any]]) -> None:
        log = _log(writing, new[0]["log"])
        rows = [{name: value for name, value in row.items() if name != "log"} | {"log_id": log} for row in new]
        writing.add_all(LogRow, rows)


def _log(writing: Writing, source: str) -> int:
    there = writing.session.scalar(select(LogImport.id).where(LogImport.source == source))
    return there or writing.add(LogImport, source=source, at=writing.at, by_id=writing.by.id)


def _needed(text: dict[str, str | None], name: str, sentence: str) -> str:
    value = text.get(name)
    if value is None:
        raise Invalid(sentence, slug=f"{name}-missing", field=name)
    return value


def _sort(typed: str | None) -> str:
    if typed not in SORTS:
        raise Invalid(
            _("“{typed}” is none of {known}.", typed=(typed or "")[:40], known=", ".join(SORTS)),
            slug="word-unknown",
            field="sort",
        )
    return typed


def _count(text: dict[str, str | None], name: str) -> int | None:
    """A whole number of things, or None where the row tells none."""
    typed = text.get(name)
    if typed is None:
        return None
    thousandths = read_figure(typed, field=name)
    if thousandths < 0 or thousandths % 1000:
        raise Invalid(_("“{typed}” is no number of pieces.", typed=typed[:40]), slug="number-unknown", field=name)
    return thousandths // 1000


def _moment(typed: str, name: str, zone: ZoneInfo) -> datetime:
    """The moment that an ISO text tells; without a zone it is the workshop's."""
    try:
        told = datetime.fromisoformat(typed)
        return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(ZoneInfo("UTC"))
    except (ValueError, OverflowError) as error:
        raise Invalid(
            _("“{typed}” is no time. Write it like 2026-11-20 14:05, or give its “time” in the map.", typed=typed[:40]),
            slug="time-not-understood",
            field=name,
        ) from error


def _never_shown(typed: str, zone: ZoneInfo) -> bool:
    """Whether clocks there never showed it: the hour that summer time leaves out."""
    told = datetime.fromisoformat(typed)
    if told.tzinfo:
        return False
    there = told.replace(tzinfo=zone)
    return there.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != told


def _skipped(typed: str) -> str:
    return _(
        "no clock of the workshop showed {typed}, since summer time began; it is read as an hour later", typed=typed
    )
