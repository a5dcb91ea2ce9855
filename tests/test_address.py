"""The address that the terminal shows: one that a tablet in the shop can open, or none at all."""

import socket
from types import SimpleNamespace

import pytest

from workshop import serving

NO_WAY_OUT = OSError("Network is unreachable")


def on_machine(monkeypatch: pytest.MonkeyPatch, found: list[str], way_out: str | None) -> None:
    """The machine's own name stands for these addresses; packets leave from `way_out`."""

    class Probe:
        def __enter__(self) -> "Probe":
            return self

        def __exit__(self, *_error: object) -> None: ...

        def connect(self, _to: object) -> None:
            if way_out is None:
                raise NO_WAY_OUT

        def getsockname(self) -> tuple[str | None, int]:
            return way_out, 0

    own = [(socket.AF_INET, 0, 0, "", (address, 0)) for address in found]
    fake = SimpleNamespace(
        socket=lambda *_kind: Probe(),
        getaddrinfo=lambda *_name, **_how: own,
        gethostname=lambda: "bench",
        AF_INET=socket.AF_INET,
        SOCK_DGRAM=socket.SOCK_DGRAM,
        gaierror=socket.gaierror,
    )
    monkeypatch.setattr(serving, "socket", fake)


@pytest.mark.parametrize(
    ("host", "found", "way_out", "shown"),
    [
        ("0.0.0.0", [], "192.168.1.20", "192.168.1.20"),
        ("::", ["127.0.1.1"], "192.168.1.20", "192.168.1.20"),
        ("0.0.0.0", ["127.0.1.1", "10.0.0.7"], None, "10.0.0.7"),
        ("0.0.0.0", ["127.0.1.1"], None, "127.0.0.1"),
        ("192.168.1.5", [], None, "192.168.1.5"),
        ("::1", [], None, "[::1]"),
    ],
)
def test_a_shop_that_listens_everywhere_names_the_machine(
    monkeypatch: pytest.MonkeyPatch, host: str, found: list[str], way_out: str | None, shown: str
) -> None:
    on_machine(monkeypatch, found, way_out)
    assert serving.reachable_host(host) == shown


def test_only_an_address_that_others_can_open_is_drawn() -> None:
    assert "█" in serving.qr_of("http://192.168.1.20:8000/")
    for own in ("http://127.0.0.1:8000/", "http://localhost:8000/", "http://[::1]:8000/"):
        assert serving.qr_of(own) == ""
