"""The WebKit of this machine, Debian's WebKitGTK: of all engines without a window the nearest to the one of an iPad."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver import Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

PROGRAMS = ("WebKitWebDriver", "Xvfb")
SCREEN = "1280x1024x24"
SCRIPT_S, PAGE_S, ANSWER_S = 30, 30, 60  # a browser that hangs is a failed test, not a run without an end


def missing() -> list[str]:
    return [name for name in PROGRAMS if shutil.which(name) is None]


@contextmanager
def running_driver() -> Iterator[str]:
    """The address of a driver whose browsers have a screen that nobody sees."""
    if lacking := missing():
        raise RuntimeError(
            f"{' and '.join(lacking)} missing: install webkit2gtk-driver and xvfb, or run ./check --slow as root, which does."
        )
    with _screen() as display:
        service = Service(shutil.which(PROGRAMS[0]), env=os.environ | {"DISPLAY": display})
        service.start()
        try:
            yield service.service_url
        finally:
            service.stop()


@contextmanager
def _screen() -> Iterator[str]:
    words = ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield f":{process.stdout.readline().strip()}"
        finally:
            process.terminate()


@contextmanager
def launched_webkit(driver: str) -> Iterator[Remote]:
    """A browser that remembers nothing of the one before."""
    connection = RemoteConnection(client_config=ClientConfig(driver, timeout=ANSWER_S))
    with Remote(connection, options=Options()) as browser:
        browser.set_script_timeout(SCRIPT_S)
        browser.set_page_load_timeout(PAGE_S)
        yield browser


if __name__ == "__main__":
    sys.exit(1 if missing() else 0)
