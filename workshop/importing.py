"""Bringing in designs and pieces from somebody else's table: each row once, what cannot come in told by row and reason."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from workshop.catalogue.actions import NewDesign, add_design
from workshop.catalogue.models import Design
from workshop.errors import Invalid, Refusal
from workshop.mapping import Map, Mapped, read_map
from workshop.money import read_price
from workshop.people.queries import find_shop
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.models import Piece
from workshop.shoproom import Shoproom
from workshop.tables import Record, check_text, read_records
from workshop.texts import LINE, PARAGRAPH, STORY, clean
from workshop.units import read_figure, read_weight
from workshop.wording import _
from workshop.writing import NOBODY, Actor, Intent, Writing

BATCH = 100
YES = ("yes", "true", "1", "x")
LONGEST = {"story": STORY, "care": PARAGRAPH, "made_of": PARAGRAPH, "engraving": PARAGRAPH, "order_note": PARAGRAPH}
Progress = Callable[[str], None]


class Refused(NamedTuple):
    """Why one row did not come in; the head of the table is row 1, as a spreadsheet counts."""

    row: int
    reason: str


@dataclass
class Imported:
    """What became of a table: read = imported + repeated + len(refused). Warned rows are in all the same."""

    read: int = 0
    imported: int = 0
    repeated: int = 0
    refused: list[Refused] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "imported": self.imported,
            "repeated": self.repeated,
            "refused": [one._asdict() for one in self.refused],
            "warnings": self.warnings,
        }


@dataclass(frozen=True)
class Ready:
    """A row that could be understood."""

    row: int
    key: str
    design: NewDesign
    piece: NewPieces | None = None


class _OnlyTried(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


def run_import(
    room: Shoproom,
    kind: str,
    file: Path,
    map_file: Path,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    by: Actor = NOBODY,
) -> Imported:
    """Import a CSV file of `designs` or `pieces` by a map file. `progress` is told a line now and then.

    Raises Invalid with one sentence when the map or the file as a whole cannot be used; then nothing was brought in.
    """
    if kind not in ("designs", "pieces"):
        raise Invalid(_("“designs” or “pieces” can be imported."), slug="kind-unknown", field="kind")
    mapping = read_map(_text_of(map_file))
    check_text(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        records = read_records(lines, mapping.columns, delimiter=mapping.delimiter)
        bring_in = import_designs if kind == "designs" else import_pieces
        return bring_in(room, records, mapping, dry_run=dry_run, progress=progress, by=by)


def _text_of(map_file: Path) -> str:
    check_text(map_file)
    return map_file.read_text(encoding="utf-8-sig")


def import_designs(room: Shoproom, records: Iterable[Record], mapping: Map, **how: Any) -> Imported:
    """Each row becomes a design."""
    return _Import(room, mapping, pieces=False, **how).run(records)


def import_pieces(room: Shoproom, records: Iterable[Record], mapping: Map, **how: Any) -> Imported:
    """Each row becomes a piece without events, after the design that it names or one made from the same row.

    What the table says of earlier work is kept as history beside the piece and releases nothing.
    """
    return _Import(room, mapping, pieces=True, **how).run(records)


class _Import:
    """One run over one table, a batch of rows to a transaction."""

    def __init__(
        self,
        room: Shoproom,
        mapping: Map,
        *,
        pieces: bool,
        dry_run: bool = False,
        progress: Progress | None = None,
        by: Actor = NOBODY,
    ) -> None:
        self.room, self.mapping, self.pieces = room, mapping, pieces
        self.dry_run, self.progress, self.by = dry_run, progress, by
        self.result = Imported()
        with room.database.reading() as session:
            shop = find_shop(session)
        self.currency = shop.currency if shop else None

    def run(self, records: Iterable[Record]) -> Imported:
        with closing(_Seen()) as seen:
            rows = self._understood(records, seen)
            while batch := list(islice(rows, BATCH)):
                self._bring_in(batch)
                self._tell_progress()
        self.result.refused.sort(key=lambda one: one.row)
        return self.result

    def _tell_progress(self) -> None:
        if self.progress is not None:
            self.progress(_("{read} rows read", read=f"{self.result.read:,}"))

    def _understood(self, records: Iterable[Record], seen: "_Seen") -> Iterator[Ready]:
        """The rows that can be tried; the others are told."""
        for record in records:
            self.result.read += 1
            try:
                if record.refusal is not None:
                    raise record.refusal
                mapped = self.mapping.apply(record.values)
                self._warn(seen.look(record.row, mapped))
                ready = self._ready(record.row, mapped)
            except Refusal as refusal:
                self._refuse(record.row, refusal)
            else:
                yield ready

    def _refuse(self, row: int, refusal: Refusal) -> None:
        named = f"{refusal.field}: " if refusal.field else ""
        self.result.refused.append(Refused(row, named + refusal.sentence))

    def _warn(self, warning: str | None) -> None:
        if warning is not None:
            self.result.warnings.append(warning)

    def _ready(self, row: int, mapped: Mapped) -> Ready:
        design = _design_of(mapped.design, self.currency)
        design = replace(design, source_key=mapped.design_key if self.pieces else mapped.key)
        if not self.pieces:
            return Ready(row, mapped.key, design)
        return Ready(row, mapped.key, design, _piece_of(mapped))

    def _bring_in(self, batch: list[Ready]) -> None:
        """All rows in one transaction; when one of them is refused, each in its own, so that the others come in."""
        try:
            imported = self._transact(batch)
        except Refusal as refusal:
            if len(batch) == 1:
                self._refuse(batch[0].row, refusal)
                return
            for one in batch:
                self._bring_in([one])
            return
        self.result.imported += imported
        self.result.repeated += len(batch) - imported

    def _transact(self, batch: list[Ready]) -> int:
        """How many of the rows were new."""
        told: dict[str, Any] = {}

        def act(writing: Writing) -> dict[str, Any]:
            told["imported"] = self._write(writing, batch)
            if self.dry_run:
                raise _OnlyTried
            return told

        verb = "import pieces" if self.pieces else "import designs"
        with suppress(_OnlyTried):
            self.room.do(Intent(verb, self.by, self.room.now()), act)
        return int(told["imported"])

    def _write(self, writing: Writing, batch: list[Ready]) -> int:
        model = Piece if self.pieces else Design
        keys = [one.key for one in batch]
        there = set(writing.session.scalars(select(model.source_key).where(model.source_key.in_(keys))))
        new = [one for one in batch if one.key not in there]
        codes = self._known_designs(writing, new) if self.pieces else {}
        for one in new:
            if one.piece is None:
                add_design(writing, one.design)
            else:
                make_pieces(writing, replace(one.piece, design_code=self._design_code(writing, one, codes)))
        return len(new)

    def _known_designs(self, writing: Writing, new: list[Ready]) -> dict[str, str]:
        """Codes of designs that were imported before, by their source key."""
        keys = [one.design.source_key for one in new]
        rows = writing.session.execute(select(Design.source_key, Design.code).where(Design.source_key.in_(keys)))
        return {str(row.source_key): row.code for row in rows}

    def _design_code(self, writing: Writing, one: Ready, codes: dict[str, str]) -> str:
        if one.design.code and not one.design.name:
            return one.design.code
        key = one.design.source_key or ""
        if key not in codes:
            codes[key] = add_design(writing, one.design)
        return codes[key]


def _design_of(told: Mapping[str, str | None], currency: str | None) -> NewDesign:
    text: dict[str, Any] = dict(_cleaned(told))
    weight, thickness, price = (text.pop(name, None) for name in ("target_weight", "minimum_thickness", "price"))
    needed: dict[str, Any] = {name: text.pop(name, None) or "" for name in ("name", "kind", "material")}
    return NewDesign(
        **needed,
        **text,
        target_weight_mg=None if weight is None else read_weight(weight, field="target_weight"),
        minimum_thickness_um=None if thickness is None else read_figure(thickness, field="minimum_thickness"),
        price_minor=None if price is None else read_price(price, currency),
    )


def _cleaned(told: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: clean(value, field=name, longest=LONGEST.get(name, LINE)) for name, value in told.items()}


def _piece_of(mapped: Mapped) -> NewPieces:
    text = _cleaned(mapped.piece)
    parts, rush = text.pop("parts", None), text.pop("rush", None)
    if parts is not None and not (parts.isascii() and parts.isdigit() and len(parts) < 3):
        raise Invalid(
            _("“{typed}” is not a number of parts.", typed=parts[:40]), slug="parts-not-understood", field="parts"
        )
    text["way_in"] = text.get("way_in") or "made"
    text["parts"] = int(parts) if parts else None
    return NewPieces(
        design_code="",
        is_rush=(rush or "").casefold() in YES,
        **text,
        source_key=mapped.key,
        before_records=clean(mapped.before_records, field="before_records", longest=STORY),
    )


class _Seen:
    """Which rows this table had already, kept on disk so that memory does not grow with the table."""

    def __init__(self) -> None:
        self.rows = sqlite3.connect("", isolation_level=None)
        self.rows.execute("BEGIN")
        for name in ("named", "said"):
            self.rows.execute(f"CREATE TABLE {name} (digest BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID")

    def look(self, row: int, mapped: Mapped) -> str | None:
        """A warning when an earlier row would make the same piece. Raises Invalid when one has the same identity."""
        first = self._first("named", mapped.key, row)
        if first != row:
            name = mapped.key.partition(":")[2][:80]
            raise Invalid(_("Row {first} has the same identity: {name}.", first=first, name=name), slug="doubled")
        like = self._first("said", json.dumps([mapped.design, mapped.piece]), row)
        if like == row:
            return None
        return _("Row {row} says the same as row {like} under another identity; both are kept.", row=row, like=like)

    def _first(self, name: str, text: str, row: int) -> int:
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        self.rows.execute(f"INSERT OR IGNORE INTO {name} VALUES (?, ?)", (digest, row))
        return int(self.rows.execute(f"SELECT row FROM {name} WHERE digest = ?", (digest,)).fetchone()[0])

    def close(self) -> None:
        self.rows.close()
