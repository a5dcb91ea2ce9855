"""Raw SQL, as somebody with a database tool writes it: the same words for both databases, names of the prepared shop in braces."""

LAST_LOOK = "(SELECT max(i.id) FROM inspection i)"
QUALIFIED = "(SELECT count(*) FROM person q WHERE q.active = 1 AND q.is_inspector = 1)"
Value = str | int | None


def insert(table: str, **values: Value) -> str:
    """Values are SQL: text stands in its own quotes."""
    told = ", ".join("NULL" if v is None else str(v) for v in values.values())
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({told})"


def of(name: str) -> str:
    return "{" + name + "}"


def change(piece: str) -> str:
    """The piece's last change."""
    return head(piece, "last_change_id")


def head(piece: str, column: str) -> str:
    return f"(SELECT h.{column} FROM piece_head h WHERE h.piece_id = {of(piece)})"


def next_in(table: str, column: str, piece: str) -> str:
    return f"1 + COALESCE((SELECT max(x.{column}) FROM {table} x WHERE x.piece_id = {of(piece)}), 0)"


def look_at(piece: str, verdict: str = "pass") -> str:
    """The piece's newest inspection with this verdict."""
    return f"(SELECT max(i.id) FROM inspection i WHERE i.piece_id = {of(piece)} AND i.verdict = '{verdict}')"


def newest_list(purpose: str, serves: str) -> str:
    return f"(SELECT max(l.id) FROM checklist l WHERE l.purpose = '{purpose}' AND l.serves = '{serves}')"


def check(code: str, purpose: str = "final", serves: str = "kind:ring") -> str:
    return f"(SELECT c.id FROM inspection_check c WHERE c.checklist_id = {newest_list(purpose, serves)} AND c.code = '{code}')"


def event(piece: str, kind: str, by: str | None = "ana", **more: Value) -> str:
    usual: dict[str, Value] = {
        "piece_id": of(piece),
        "sequence": f"{head(piece, 'sequence')} + 1",
        "kind": f"'{kind}'",
        "by_id": of(by) if by else None,
        "at": "{now}",
    }
    return insert("work_event", **(usual | more))


def opened(piece: str, by: str = "ines", purpose: str = "final", **more: Value) -> str:
    usual: dict[str, Value] = {
        "piece_id": of(piece),
        "number": next_in("inspection", "number", piece),
        "last_change_id": change(piece),
        "purpose": f"'{purpose}'",
        "by_id": of(by),
        "opened_at": "{now}",
    }
    return insert("inspection", **(usual | more))


def listed(purpose: str = "final", serves: str = "kind:ring", look: str = LAST_LOOK) -> str:
    return insert("inspection_list", inspection_id=look, checklist_id=newest_list(purpose, serves))


def answered(*left_out: str, parts: int = 1, failing: tuple[str, ...] = ()) -> str:
    """Every required check of the newest inspection, well, and those that fail."""
    skipped = "".join(f" AND c.code <> '{code}'" for code in left_out)
    wrong = "c.code IN (" + ", ".join(f"'{code}'" for code in (*failing, "-")) + ")"
    every = " UNION ALL ".join(f"SELECT {n} AS number" for n in range(parts + 1))
    return (
        "INSERT INTO answer (inspection_id, checklist_id, check_id, part, result, measured) "
        f"SELECT {LAST_LOOK}, c.checklist_id, c.id, p.number, CASE WHEN {wrong} THEN 'fail' ELSE 'pass' END, "
        "CASE WHEN c.role = 'gross_weight' THEN 4000 WHEN c.how = 'measurement' THEN c.low WHEN c.how = 'count' THEN 1 END "
        f"FROM ({every}) p, inspection_list n JOIN inspection_check c ON c.checklist_id = n.checklist_id "
        f"WHERE n.inspection_id = {LAST_LOOK} AND (p.number = 0) = (c.each_part = 0) AND (c.required = 1 OR {wrong}){skipped}"
    )


def answer(code: str, *, purpose: str = "final", serves: str = "kind:ring", **more: Value) -> str:
    usual: dict[str, Value] = {
        "inspection_id": LAST_LOOK,
        "checklist_id": newest_list(purpose, serves),
        "check_id": check(code, purpose, serves),
        "part": 0,
        "result": "'pass'",
    }
    return insert("answer", **(usual | more))


def verdict(given: str = "pass", *, level: str | None = "independent", look: str = LAST_LOOK, **more: Value) -> str:
    releases = given == "pass" and level is not None
    values: dict[str, Value] = {
        "verdict": f"'{given}'",
        "level": f"'{level}'" if level and given == "pass" else None,
        "qualified": QUALIFIED if releases else None,
        "gross_mg": 4000 if releases else None,
        "tolerance_mg": 30 if releases else None,
        "decided_at": "{now}",
    } | more
    told = ", ".join(f"{name} = {'NULL' if v is None else v}" for name, v in values.items())
    return f"UPDATE inspection SET {told} WHERE id = {look}"


def looked(piece: str, by: str = "ines", *left_out: str, serves: str = "kind:ring", parts: int = 1) -> tuple[str, ...]:
    """An open inspection with every required check answered well: only its verdict is missing."""
    return opened(piece, by), listed(serves=serves), answered(*left_out, parts=parts)


def delta(piece: str, *works: str, failing: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The same after an earlier pass, by the lists of these kinds of work."""
    lists = tuple(listed("delta", f"work:{work}") for work in works)
    return opened(piece, purpose="delta"), *lists, answered(failing=failing)


def release(piece: str, look: str = LAST_LOOK, **more: Value) -> str:
    usual: dict[str, Value] = {
        "piece_id": of(piece),
        "inspection_id": look,
        "purpose": "'final'",
        "verdict": "'pass'",
        "last_change_id": change(piece),
    }
    return insert("release", **(usual | more))


def departure(piece: str, kind: str = "sold", look: str | None = None, **more: Value) -> str:
    usual: dict[str, Value] = {
        "piece_id": of(piece),
        "inspection_id": look or look_at(piece),
        "purpose": f"(SELECT i.purpose FROM inspection i WHERE i.id = {look or look_at(piece)})",
        "verdict": "'pass'",
        "kind": f"'{kind}'",
        "custody_sequence": None if kind == "tagged" else next_in("custody", "sequence", piece),
        "at": "{now}",
    }
    return insert("departure", **(usual | more))


def custody(piece: str, place: str, **more: Value) -> str:
    usual: dict[str, Value] = {
        "piece_id": of(piece),
        "sequence": next_in("custody", "sequence", piece),
        "place": f"'{place}'",
        "at": "{now}",
    }
    return insert("custody", **(usual | more))


def tag(piece: str, code: str = "FORGED", **more: Value) -> str:
    usual: dict[str, Value] = {
        "piece_id": of(piece),
        "departure_id": "(SELECT max(d.id) FROM departure d)",
        "kind": "'tagged'",
        "code": f"'{code}'",
        "is_practice": 0,
        "at": "{now}",
    }
    return insert("tag", **(usual | more))


def piece(**more: Value) -> str:
    usual: dict[str, Value] = {
        "serial": "'R-9999'",
        "design_id": "{design}",
        "kind": "'ring'",
        "material_id": "{material}",
        "parts": 1,
        "route_id": "{route}",
        "way_in": "'wax'",
        "is_rush": 0,
        "created_at": "{now}",
    }
    return insert("piece", **(usual | more))


def price(kind: str, number: int, was: int, now: int) -> str:
    told: dict[str, Value] = {"kind": f"'{kind}'", "number": number, "was_minor": was, "price_minor": now}
    return insert("design_price", design_id="{design}", at="{now}", **told)


def engraving(piece: str, **more: Value) -> str:
    usual: dict[str, Value] = {
        "piece_id": of(piece),
        "sequence": next_in("personalisation", "sequence", piece),
        "subject": "'forged'",
        "engraving": "'For somebody else'",
        "event_id": change(piece),
    }
    return insert("personalisation", **(usual | more))


def stands(person: str, *, inspector: int) -> tuple[str, ...]:
    """What a person may do, changed as it must be: written down first."""
    return (
        f"INSERT INTO standing (person_id, sequence, active, is_owner, is_artisan, is_inspector, at) SELECT p.id, "
        f"(SELECT max(s.sequence) + 1 FROM standing s WHERE s.person_id = p.id), p.active, p.is_owner, p.is_artisan, {inspector}, {{now}} FROM person p WHERE p.id = {of(person)}",
        f"UPDATE person SET is_inspector = {inspector} WHERE id = {of(person)}",
    )


def checklist(purpose: str, serves: str, **more: Value) -> str:
    number = f"1 + COALESCE((SELECT max(l.number) FROM checklist l WHERE l.purpose = '{purpose}' AND l.serves = '{serves}'), 0)"
    usual: dict[str, Value] = {
        "purpose": f"'{purpose}'",
        "serves": f"'{serves}'",
        "number": number,
        "name": "'Forged'",
        "published": 0,
        "at": "{now}",
    }
    return insert("checklist", **(usual | more))


def asks(code: str, role: str | None = None, how: str = "yes_no", **more: Value) -> str:
    """A required check of the newest list."""
    usual: dict[str, Value] = {
        "checklist_id": "(SELECT max(l.id) FROM checklist l)",
        "position": 1,
        "code": f"'{code}'",
        "text": "'?'",
        "how": f"'{how}'",
        "required": 1,
        "each_part": 0,
        "low": 1 if how == "measurement" else None,
        "high": 9_000_000 if how == "measurement" else None,
        "unit": "'g'" if how == "measurement" else None,
        "role": f"'{role}'" if role else None,
    }
    return insert("inspection_check", **(usual | more))


PUBLISH = "UPDATE checklist SET published = 1 WHERE id = (SELECT max(l.id) FROM checklist l)"


def posting() -> str:
    return insert("posting", kind="'raw'", at="{now}")


def movement(line: int = 1, **more: Value) -> str:
    """A gram of the grain, out of its stock to the outside."""
    usual: dict[str, Value] = {
        "posting_id": "(SELECT max(p.id) FROM posting p)",
        "line": line,
        "lot_id": "{lot}",
        "from_id": "{stock}",
        "to_id": "{outside}",
        "mg": 1_000,
        "carat_thousandths": 0,
        "number": 0,
        "is_incidental": 0,
    }
    return insert("movement", **(usual | more))


def balance(**more: Value) -> str:
    """A gram of the grain more in its stock than the books say."""
    newest = "SELECT max(b.{column}) FROM balance b WHERE b.account_id = {{stock}} AND b.lot_id = {{lot}}"
    held = "(SELECT b.mg FROM balance b WHERE b.account_id = {stock} AND b.lot_id = {lot} ORDER BY b.sequence DESC LIMIT 1)"
    usual: dict[str, Value] = {
        "account_id": "{stock}",
        "lot_id": "{lot}",
        "sequence": f"1 + ({newest.format(column='sequence')})",
        "movement_id": f"({newest.format(column='movement_id')})",
        "mg": f"{held} + 1000",
        "carat_thousandths": 0,
        "number": 0,
        "at": "{now}",
    }
    return insert("balance", **(usual | more))


def job_of(piece: str) -> str:
    return f"(SELECT max(j.id) FROM repair_job j WHERE j.piece_id = {of(piece)})"


def estimate_of(piece: str, which: str = "max") -> str:
    return f"(SELECT {which}(e.id) FROM repair_estimate e WHERE e.job_id = {job_of(piece)})"


def job(piece: str, **more: Value) -> str:
    usual: dict[str, Value] = {
        "code": "'J-9999'",
        "piece_id": of(piece),
        "intake_sequence": f"{head(piece, 'sequence')} + 1",
        "is_ours": 1,
        "subject": "'forged'",
        "seen": "'x'",
        "weight_mg": 1,
        "division_mg": 10,
        "received_at": "{now}",
    }
    return insert("repair_job", **(usual | more))


def handed(piece: str, kind: str = "handed_back", job: str | None = None) -> str:
    """A hand-back by the piece's newest departure of that kind."""
    out = f"(SELECT max(d.id) FROM departure d WHERE d.piece_id = {of(piece)} AND d.kind = '{kind}')"
    told: dict[str, Value] = {"job_id": job_of(job or piece), "piece_id": of(piece), "departure_id": out}
    return insert("hand_back", **told, kind="'handed_back'", at="{now}")


def agreed(which: str, piece: str) -> str:
    estimate = estimate_of(piece, which)
    price = f"(SELECT sum(l.price_minor) FROM repair_line l WHERE l.estimate_id = {estimate})"
    return yes(
        estimate,
        price_minor=price,
        lines="(SELECT CASE count(*) WHEN 1 THEN '1' ELSE '1,2' END FROM repair_line l WHERE l.estimate_id = "
        + estimate
        + ")",
    )


def yes(estimate: str, **more: Value) -> str:
    told: dict[str, Value] = {"estimate_id": estimate, "answer": "'all'", "lines": "'1,2'", "price_minor": 9_200}
    usual: dict[str, Value] = {"told": "'x'", "how": "'link'", "subject": "'forged'", "at": "{now}"}
    return insert("repair_answer", **(told | usual | more))
