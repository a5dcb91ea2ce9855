"""The command line: `python3 -m workshop COMMAND`. Exit status: 0 done, 1 violations or refused rows, 2 usage, 3 cannot run."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from workshop.auditing import audit
from workshop.backup import backup, restore
from workshop.carry_command import import_file, run_export
from workshop.config import data_folder
from workshop.console import CANNOT, DONE, FOUND, opened, tell
from workshop.entry_commands import add_factor, add_token
from workshop.errors import CannotStart, Refusal
from workshop.house import journalled
from workshop.https_papers import PORT as HTTPS_PORT
from workshop.import_tables import KINDS as IMPORTED
from workshop.label_command import add_options, run_labels
from workshop.opening import serve_demonstration, serve_shop, set_up_https
from workshop.publish_command import add_options as add_publish_options
from workshop.publish_command import run_publish
from workshop.reports.book import REPORTS, make_report
from workshop.serving import (
    bring_up_to_date,
    migrate_if_needed,
)
from workshop.verifying import verify

PORT, DEMO_PORT = 8000, 8100

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit status."""
    words = list(arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "serve")
    options = parser().parse_args(words)
    try:
        command: Command = options.command
        return command(options)
    except (CannotStart, Refusal) as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="python3 -m workshop",
        description="A production tracker for people who make things by hand.",
        epilog="Without a command the shop is opened. Options stand after the command: python3 -m workshop COMMAND --help",
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data-dir",
        type=Path,
        help="where the shop's data is kept (workshop-data in this folder; for demo workshop-demo)",
    )
    common.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    _add_doors(commands, common)
    _add(commands, common, "migrate", bring_to_date, "bring the database to this version, without serving")
    _add(commands, common, "audit", run_audit, "recompute the gate for every departure: exit 1 when anything is wrong")
    _add(commands, common, "verify", run_verify, "compare every row with the journal: exit 1 when anything is wrong")
    _add(commands, common, "backup", run_backup, "write a checked copy of everything").add_argument(
        "target", type=Path, help="a folder that is not there yet"
    )
    _add_restore(commands, common)
    _add_https(commands, common)
    _add_export(commands, common)
    _add_import(commands, common)
    add_options(
        _add(commands, common, "labels", run_labels, "write the labels of tags as a PDF, and note them as printed")
    )
    add_publish_options(
        _add(
            commands,
            common,
            "publish",
            run_publish,
            "write the public pages as plain files that need no server of ours",
        )
    )
    _add_report(commands, common)
    add_token(commands, common)
    add_factor(commands, common)
    return top


def _add_doors(commands: Any, common: argparse.ArgumentParser) -> None:
    for name, port, run, told in (
        ("serve", PORT, serve_shop, "open the shop (what happens without a command)"),
        ("demo", DEMO_PORT, serve_demonstration, "open a made-up shop to look around in"),
    ):
        door = commands.add_parser(name, parents=[common], help=told, description=told)
        door.add_argument(
            "--host", default="127.0.0.1", help="address to listen at; 0.0.0.0 lets tablets in (127.0.0.1)"
        )
        door.add_argument("--port", type=_port, default=port, help=f"port to listen at ({port})")
        door.add_argument("--no-browser", action="store_true", help="do not open a browser")
        door.set_defaults(command=run)


def _add_https(commands: Any, common: argparse.ArgumentParser) -> None:
    secure = _add(
        commands, common, "https", set_up_https, "make the certificates with which tablets reach the shop over HTTPS"
    )
    secure.add_argument(
        "name", metavar="NAME", help="the name of this machine in the shop's network, such as workshop.lan"
    )
    secure.add_argument("--port", type=_port, default=HTTPS_PORT, help=f"port for HTTPS ({HTTPS_PORT})")


def _add(commands: Any, common: argparse.ArgumentParser, name: str, run: Command, told: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, parents=[common], help=told, description=told)
    command.set_defaults(command=run)
    return command


def _add_restore(commands: Any, common: argparse.ArgumentParser) -> None:
    back = _add(commands, common, "restore", run_restore, "fill an empty data folder from a backup")
    back.add_argument("source", type=Path, help="the folder that backup wrote")
    back.add_argument(
        "--erased",
        type=Path,
        help="a data folder whose list of erased people counts too, such as the one that is replaced",
    )


def _add_export(commands: Any, common: argparse.ArgumentParser) -> None:
    command = _add(commands, common, "export", run_export, "write the whole shop as open files: CSV, JSON, pictures")
    command.add_argument("folder", type=Path, help="a folder that is empty or not there yet")
    command.add_argument("--to-show", action="store_true", help="leave out passwords, keys and tokens")


def _add_import(commands: Any, common: argparse.ArgumentParser) -> None:
    command = _add(
        commands,
        common,
        "import",
        import_file,
        "bring in designs, pieces, stones, prices or rates from a CSV file, or a whole export",
    )
    command.add_argument("kind", choices=(*IMPORTED, "all"), help="what a row of the file is; all: a whole export")
    command.add_argument("file", type=Path, help="the CSV file; for all the folder that export wrote")
    command.add_argument("--map", type=Path, help="a TOML file that says which column is what (not for all)")
    command.add_argument("--dry-run", action="store_true", help="look at every row and write none")
    command.add_argument("--as-it-is", action="store_true", help="for all: bring it in even when it does not verify")


def _add_report(commands: Any, common: argparse.ArgumentParser) -> None:
    command = _add(commands, common, "report", print_report, "print a report, over all that is recorded or over a span")
    command.add_argument("name", choices=tuple(REPORTS), help="which report")
    command.add_argument("--from", dest="first", type=_day, help="the first day, such as 2026-01-01")
    command.add_argument("--to", dest="last", type=_day, help="the last day")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a day is written like 2026-11-22") from error


def _port(typed: str) -> int:
    if not typed.isdigit() or not 1 <= int(typed) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(typed)


def bring_to_date(options: argparse.Namespace) -> int:
    bring_up_to_date(options.data_dir, alone=True).close()
    tell(options, "The database is up to date.", {"migrated": True})
    return DONE


def run_audit(options: argparse.Namespace) -> int:
    with opened(options, as_it_is=True) as room:
        found = audit(room)
    lines = [f"Recorded departures and passes that break a rule: {found.violations}"]
    lines += [f"  {finding.rule}: {finding.told}" for finding in found.findings]
    lines += [f"  to look at: {notice}" for notice in found.notices]
    tell(
        options,
        "\n".join(lines),
        {"violations": found.violations, "by_rule": found.by_rule, "notices": list(found.notices)},
    )
    return FOUND if found.violations else DONE


def run_verify(options: argparse.Namespace) -> int:
    with opened(options, as_it_is=True) as room:
        found = verify(room, journalled())
    lines = [
        f"Entries in the journal: {found.entries}. Problems: {len(found.problems)}.",
        *(f"  {one}" for one in found.problems),
    ]
    tell(options, "\n".join(lines), {"entries": found.entries, "problems": list(found.problems)})
    return FOUND if found.problems else DONE


def run_backup(options: argparse.Namespace) -> int:
    with opened(options) as room:
        written = backup(room, options.target)
    tell(options, f"The backup is at {written}.", {"backup": str(written)})
    return DONE


def run_restore(options: argparse.Namespace) -> int:
    folder = data_folder(os.environ, options.data_dir)
    restore(options.source, folder, update=partial(migrate_if_needed, alone=True), erased=options.erased)
    tell(options, f"Restored into {folder}.", {"restored": str(folder)})
    return DONE


def print_report(options: argparse.Namespace) -> int:
    with opened(options) as room, room.database.reading() as session:
        found = make_report(session, options.name, first=options.first, last=options.last, now=room.now())
    lines = [", ".join(f"{name} {value}" for name, value in row.items() if value is not None) for row in found.rows]
    told = {
        "report": found.name,
        "definitions": found.definitions,
        "rows": list(found.rows),
        "totals": found.totals,
        "notes": [one.told for one in found.notes],
    } | ({"series": list(found.series)} if found.series else {})
    tell(options, "\n".join(lines or ["Nothing is recorded."]), told)
    return DONE
