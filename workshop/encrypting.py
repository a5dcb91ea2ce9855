"""The shop over HTTPS, beside plain HTTP: imported only where `https NAME` was run."""

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from hypercorn.asyncio import serve as serve_requests
from hypercorn.config import Config

from workshop.certificates import renew
from workshop.errors import CannotStart
from workshop.https_papers import Papers, door_of
from workshop.shoproom import utc_now
from workshop.web import LARGEST_BODY


@contextlib.contextmanager
def encrypted(app: Any, papers: Papers, host: str, addresses: Sequence[str]) -> Iterator[str]:
    """Answer over TLS from threads of this process until left; the address. Raises CannotStart for a taken port."""
    renew(papers, addresses, utc_now())
    name, port = door_of(papers)
    held = _held(host, port)
    port = held.getsockname()[1]
    ending: list[Any] = []
    ready = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_answer(app, papers, held, ending, ready)), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield f"https://{name}:{port}/"
    finally:
        loop, stop = ending
        loop.call_soon_threadsafe(stop.set)
        thread.join()


async def _answer(app: Any, papers: Papers, held: socket.socket, ending: list[Any], ready: threading.Event) -> None:
    stop = asyncio.Event()
    ending.extend((asyncio.get_running_loop(), stop))
    ready.set()
    await serve_requests(_whole(app), _settings(papers, held), shutdown_trigger=stop.wait, mode="wsgi")


def _settings(papers: Papers, held: socket.socket) -> Config:
    settings = Config()
    settings.bind = [f"fd://{held.detach()}"]  # from here on the server's to close
    settings.certfile, settings.keyfile = str(papers.certificate), str(papers.key)
    settings.wsgi_max_body_size = LARGEST_BODY + 1024 * 1024  # the app itself says kindly what is too large
    settings.include_server_header = False
    settings.graceful_timeout = 2.0
    settings.errorlog = logging.getLogger("workshop.https")
    return settings


def _held(host: str, port: int) -> socket.socket:
    held = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((host, port))
        held.listen(100)
    except OSError as error:
        held.close()
        raise CannotStart(
            f"Port {port} on {host} cannot be used for HTTPS: {error.strerror}. Choose another: python3 -m workshop https NAME --port {port + 1}"
        ) from error
    return held


def _whole(app: Any) -> Any:
    """An answer without a body, such as 304, still has its beginning: the server sends that with the first piece of the body."""

    def answered(environ: dict[str, Any], start: Any) -> Any:
        return _never_empty(app(environ, start))

    return answered


def _never_empty(given: Any) -> Iterator[bytes]:
    try:
        yield b""
        yield from given
    finally:
        if hasattr(given, "close"):
            given.close()
