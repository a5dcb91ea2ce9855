"""`workshop export`, `workshop import`: a whole shop out and in, and tables and old logs of others in."""

import argparse
import sys
from contextlib import closing
from typing import Any

from workshop.carrying import carry_over
from workshop.config import read_settings
from workshop.console import DONE, FOUND, USAGE, opened, tell, tell_on_the_way
from workshop.exporting import export
from workshop.import_tables import run_import
from workshop.serving import bring_up_to_date, the_only_server


def run_export(options: argparse.Namespace) -> int:
    with opened(options, as_it_is=True) as room:
        done = export(room, options.folder, to_show=options.to_show, progress=tell_on_the_way)
    tell(options, "\n".join(done.lines()), done.as_json())
    return FOUND if done.missing else DONE


def import_all(options: argparse.Namespace) -> int:
    """Into a data folder that need not be there yet, while nobody else has it open."""
    alone = the_only_server(read_settings(data_dir=options.data_dir))
    with alone, closing(bring_up_to_date(options.data_dir)) as room:
        done = carry_over(room, options.file, as_it_is=options.as_it_is, progress=tell_on_the_way)
    tell(options, "\n".join(done.lines()), done.as_json())
    return FOUND if done.problems else DONE


def import_file(options: argparse.Namespace) -> int:
    if options.kind == "all":
        return import_all(options)
    if options.map is None:
        print(f"import {options.kind} needs --map FILE, which says which column is what.", file=sys.stderr)
        return USAGE
    with opened(options) as room:
        done = run_import(
            room, options.kind, options.file, options.map, dry_run=options.dry_run, progress=tell_on_the_way
        )
    came = "would come in" if options.dry_run else "imported"
    lines = [f"Read {done.read}, {came} {done.imported}, in already {done.repeated}, refused {len(done.refused)}."]
    lines += [f"  row {row}: {reason}" for row, reason in done.refused] + [
        f"  note: {warning}" for warning in done.warnings
    ]
    lines += gate_lines(done.gate) if done.gate is not None else []
    tell(options, "\n".join(lines), done.as_json())
    return FOUND if done.refused else DONE


def gate_lines(gate: dict[str, Any]) -> list[str]:
    """What the gate would have refused in a log, with the cases."""
    lines = [f"Of {gate['released']} released cases the gate would have refused:"]
    for name, why in (
        ("before_any_inspection", "before any inspection had been completed"),
        ("before_final_inspection", "before the first final inspection had been completed"),
        ("no_final_inspection", "without any final inspection"),
    ):
        lines.append(f"  {len(gate[name])} {why}" + (f": {', '.join(gate[name])}" if gate[name] else ""))
    return lines
