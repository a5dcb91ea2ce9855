"""How a command meets its shop and its caller: the shop opened and closed again, words for people, one document for programs."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from workshop.config import data_folder
from workshop.errors import CannotStart
from workshop.serving import bring_up_to_date, open_as_it_is
from workshop.shoproom import Shoproom

DONE, FOUND, USAGE, CANNOT = 0, 1, 2, 3


class opened:
    """The shop, up to date (or as it is), closed again afterwards."""

    def __init__(self, options: argparse.Namespace, *, as_it_is: bool = False) -> None:
        self._folder = options.data_dir
        self._open = open_as_it_is if as_it_is else bring_up_to_date

    def __enter__(self) -> Shoproom:
        _require_shop(self._folder)
        self._room = self._open(self._folder)
        return self._room

    def __exit__(self, *_error: object) -> None:
        self._room.close()


def _require_shop(named: Path | None) -> None:
    """Raises CannotStart where nobody opened a shop yet: a mistyped folder is told, not filled."""
    folder = data_folder(os.environ, named)
    if not os.environ.get("WORKSHOP_DATABASE_URL") and not (folder / "workshop.db").exists():
        raise CannotStart(f"There is no shop in {folder}. Name its folder with --data-dir.")


def tell(options: argparse.Namespace, words: str, document: dict[str, Any]) -> None:
    """One JSON document for programs, words for people; at once, even into a pipe."""
    print(json.dumps(document, ensure_ascii=False) if options.json else words, flush=True)


def tell_on_the_way(told: str) -> None:
    """A line about what goes on, beside the answer."""
    print(told, file=sys.stderr)
