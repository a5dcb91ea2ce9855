"""The command `publish`: the public site as plain files, to a folder or over SFTP."""

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path

from workshop.console import DONE, opened, tell, tell_on_the_way
from workshop.errors import CannotStart
from workshop.provenance.versions import find_place
from workshop.public.publishing import Published
from workshop.public.running import Wanted, run_publishing
from workshop.sftp_address import UnknownServer, read_address
from workshop.shoproom import Shoproom

EVERY = 200


def add_options(command: argparse.ArgumentParser) -> None:
    where = command.add_mutually_exclusive_group()
    where.add_argument("--to", type=Path, help="a folder; without any place, where the owner set it in the settings")
    where.add_argument("--sftp", metavar="USER@HOST:/PATH", help="a folder on a server, over SFTP")
    command.add_argument("--all", action="store_true", help="write every file again, whatever stands there")
    command.add_argument(
        "--trust", metavar="SHA256:…", help="the fingerprint of a server that is met for the first time"
    )
    command.add_argument("--gently", action="store_true", help="leave the machine to who works on it")
    command.add_argument(
        "--ask-password", action="store_true", help="ask for the server's password instead of using a key"
    )


def run_publish(options: argparse.Namespace) -> int:
    if options.gently and hasattr(os, "nice"):
        os.nice(10)
    with opened(options) as room:
        place = _place(room, options)
        password = getpass(f"Password for {place}: ") if options.ask_password else None
        done = _run(room, Wanted(place, options.all, options.trust, password), options)
    tell(options, "\n".join(_lines(place, done)), {"place": place, **done.as_json()})
    return DONE


def _run(room: Shoproom, wanted: Wanted, options: argparse.Namespace) -> Published:
    try:
        return run_publishing(room, wanted, _progress)
    except UnknownServer as unknown:
        if options.json or not sys.stdin.isatty() or not _trusted(unknown):
            raise
        return run_publishing(
            room, Wanted(wanted.place, wanted.everything, unknown.fingerprint, wanted.password), _progress
        )


def _trusted(unknown: UnknownServer) -> bool:
    print(
        f"This server is new. Its key has the fingerprint\n  {unknown.fingerprint}\nCompare it with what your provider tells."
    )
    return input("Is it the same? Type yes: ").strip().lower() == "yes"


def _place(room: Shoproom, options: argparse.Namespace) -> str:
    if options.to is not None:
        return str(options.to.expanduser().absolute())
    if options.sftp is not None:
        return str(read_address(options.sftp))
    with room.database.reading() as session:
        kept = find_place(session).place
    if kept is None:
        raise CannotStart("Say where to: --to FOLDER or --sftp USER@HOST:/PATH, or set it in the settings.")
    return kept


def _progress(pages: int, total: int) -> None:
    if pages == total or pages % EVERY == 0:
        tell_on_the_way(f"{pages} of {total} pages")


def _lines(place: str, done: Published) -> list[str]:
    return [
        f"{done.pages} pages stand at {place}.",
        f"{done.changed} of them changed: {done.written} files written, {done.removed} taken away, {done.versions} new versions kept.",
    ]
