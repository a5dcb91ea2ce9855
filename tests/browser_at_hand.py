"""The Chromium or Chrome of this machine, for the tests that look at pages with a real browser."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)


def find_browser() -> str | None:
    """Where the program is; None when there is none."""
    on_path = (found for name in NAMES if (found := shutil.which(name)))
    installed = (place for place in PLACES if Path(place).exists())
    return next(on_path, None) or next(installed, None)


@contextmanager
def launched_browser(*arguments: str) -> Iterator[Browser]:
    """A running browser without a window. One at a time in a process: keep it in a fixture of the session."""
    program = find_browser()
    if program is None:
        raise RuntimeError("These tests need Chromium or Chrome: install one, or run ./check as root, which does.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_needed_arguments(), *arguments])
        try:
            yield browser
        finally:
            browser.close()


def _needed_arguments() -> list[str]:
    # Chromium refuses its sandbox to root, and a container's /dev/shm is too small for it.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if is_root else [])]


if __name__ == "__main__":
    sys.exit(0 if find_browser() else 1)
