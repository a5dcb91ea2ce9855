"""`python -m bench.drive FOLDER`: a museum's records through the whole house.

FOLDER holds walters_objects.csv and cmoa_metals_jewelry.csv. Every record is imported with the map files of examples/maps, driven
over HTTP through three stages and its own inspection by a second token, tagged, and its public page read and compared.
"""

import csv
import html
import json
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from bench.filling import Bench, data_folder
from bench.lives import Client
from bench.servers import ours
from workshop.auditing import audit
from workshop.house import journalled
from workshop.import_tables import run_import
from workshop.serving import bring_up_to_date
from workshop.verifying import verify

MAPS = Path(__file__).resolve().parent.parent / "examples" / "maps"
SOURCES = (("walters_objects.csv", "walters.toml"), ("cmoa_metals_jewelry.csv", "carnegie.toml"))
STAGES = ("file", "polish", "clean")
GROSS_MG = 12_000
PORT = 8873
CLAIMS = re.compile(
    r"\b(recycled|conflict.free|fair ?mined|fairtrade|ethical|sustainabl\w+|handmade|solid gold)\b", re.I
)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as parent:
        data = data_folder(Path(parent), "museum")
        room = bring_up_to_date(data, alone=True)
        bench = Bench(room)
        for file, map_file in SOURCES:
            began, cpu = time.perf_counter(), time.process_time()
            for again in ("first run", "second run"):
                done = run_import(room, "pieces", folder / file, MAPS / map_file)
                print(
                    f"{file}, {again}: read {done.read}, imported {done.imported}, in already {done.repeated}, refused {len(done.refused)}"
                )
            for row, reason in done.refused:
                print(f"  row {row}: {reason}")
            print(f"  {time.perf_counter() - began:.1f} s, {time.process_time() - cpu:.1f} s CPU for both runs")
        with ours(data, PORT) as server:
            began = time.perf_counter()
            tally = _drive(Client(server.port), bench, _told_by(folder))
            print(f"driven in {time.perf_counter() - began:.1f} s, server CPU {server.cpu_s():.1f} s")
        for name, count in sorted(tally.items()):
            print(f"{name}: {count}")
        verified, audited = verify(room, journalled()), audit(room)
        print(
            f"verify: {verified.entries} entries, {len(verified.problems)} problems; audit: {audited.violations} violations"
        )
        room.close()


def _told_by(folder: Path) -> set[str]:
    """Every title that the sources tell, as a reader would see it."""
    titles: set[str] = set()
    for file, _map in SOURCES:
        with (folder / file).open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                said = [row["title"]] if "title" in row else [pair[-1] for pair in json.loads(row["titles"] or "[]")]
                titles |= {_plain(one) for one in said}
    return titles


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _drive(client: Client, bench: Bench, titles: set[str]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for serial in _all_serials(client, bench):
        tally["pieces"] += 1
        seen = 0
        for kind in STAGES:
            event = {"kind": kind, "seen": seen, "weight_mg": GROSS_MG}
            seen = client.post(f"/api/v1/pieces/{serial}/events", event, bench.tokens.logs)["seen"]
        asked = json.loads(
            client.send("GET", f"/api/v1/pieces/{serial}/inspections/next", None, bench.tokens.inspects)[1]
        )
        verdict = {"seen": seen, "verdict": "pass", "answers": _answers(asked)}
        if client.send("POST", f"/api/v1/pieces/{serial}/inspections", verdict, bench.tokens.inspects)[0] < 300:
            tally["inspections, one request each"] += 1
        code = client.post(f"/api/v1/pieces/{serial}/tag", {"seen": seen}, bench.tokens.logs)["code"]
        _look(client, code, titles, tally)
    tally["requests refused"] = len(client.errors)
    if client.errors:
        print(client.errors[:3])
    return tally


def _all_serials(client: Client, bench: Bench) -> list[str]:
    serials: list[str] = []
    path = "/api/v1/pieces?limit=200"
    while path:
        status, body, _headers = client.send("GET", path, None, bench.tokens.logs)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body.decode()}")
        page = json.loads(body)
        serials += [piece["serial"] for piece in page["pieces"]]
        path = f"/api/v1/pieces?limit=200&cursor={page['next']}" if page.get("next") else ""
    return serials


def _answers(asked: dict[str, Any]) -> list[dict[str, Any]]:
    answers = []
    for check in asked["checks"]:
        for part in check["parts"]:
            answer: dict[str, Any] = {"code": check["code"], "part": part}
            if check["how"] == "measurement":
                answer["measured"] = (
                    GROSS_MG if check["role"] == "gross_weight" else (check["low"] + check["high"]) // 2
                )
            else:
                answer["passes"] = True
            answers.append(answer)
    return answers


def _look(client: Client, code: str, titles: set[str], tally: Counter[str]) -> None:
    status, body, _headers = client.send("GET", f"/p/{code}")
    page = body.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    shown = _plain(html.unescape(re.sub(r"<[^>]+>", "", heading.group(1)))) if heading else ""
    tally["public pages"] += status == 200
    tally["pages that say not recorded"] += "not recorded" in page.lower()
    tally["pages that carry a claim"] += bool(CLAIMS.search(re.sub(r"<h1.*?</h1>", "", page, flags=re.S)))
    tally["titles equal to the source after unescaping"] += shown in titles


if __name__ == "__main__":
    main(Path(sys.argv[1]))
