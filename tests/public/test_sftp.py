"""Publishing over SFTP, to a real server of the same library: known servers only, whole files, what ended taken away."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.public.published import bring, files
from tests.world import World
from workshop.errors import CannotStart, Invalid
from workshop.provenance.actions import withdraw_tag
from workshop.public.sftp import KNOWN, OWN_KEY, Sftp, open_sftp
from workshop.publishing_state import folder_of
from workshop.sftp_address import UnknownServer, read_address


class Server:
    """An SSH server on a free port that gives one person a folder."""

    def __init__(self, root: Path, may_enter: str, host_key: asyncssh.SSHKey, port: int = 0) -> None:
        self.root, self.may_enter, self.host_key, self.port = root, may_enter, host_key, port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._acceptor: Any = self._wait(self._listen())
        self.port = self._acceptor.get_port()

    def _wait(self, doing: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(30)

    async def _listen(self) -> Any:
        root = str(self.root)
        return await asyncssh.listen(
            "127.0.0.1",
            self.port,
            server_host_keys=[self.host_key],
            authorized_client_keys=asyncssh.import_authorized_keys(self.may_enter),
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=root),
        )

    async def _end(self) -> None:
        self._acceptor.close()
        await self._acceptor.wait_closed()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    def stop(self) -> None:
        self._wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = folder_of(tmp_path / "here")
    folder.mkdir(parents=True)
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(folder / OWN_KEY))
    return tmp_path / "here"


@pytest.fixture
def server(tmp_path: Path, data_dir: Path) -> Iterator[Server]:
    (root := tmp_path / "there").mkdir()
    public = asyncssh.read_private_key(str(folder_of(data_dir) / OWN_KEY)).export_public_key().decode()
    running = Server(root, public, asyncssh.generate_private_key("ssh-ed25519"))
    yield running
    running.stop()


def met(server: Server, data_dir: Path, folder: str = "/www") -> Sftp:
    """The server, trusted by its fingerprint."""
    place = f"sftp://ana@127.0.0.1:{server.port}{folder}"
    return open_sftp(place, data_dir, trust=server.host_key.get_fingerprint())


def test_the_same_site_stands_on_the_server_as_in_a_folder(
    world: World, tmp_path: Path, server: Server, data_dir: Path
) -> None:
    world.shop(public_address="A.EXAMPLE")
    serial = world.released()
    code = world.tag(serial).code
    target = met(server, data_dir)
    bring(world, tmp_path / "sftp", target=target)  # type: ignore[arg-type]
    bring(world, tmp_path / "site")
    assert files(server.root / "www") == files(tmp_path / "site")
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note=None), world.omar)
    assert bring(world, tmp_path / "sftp", target=target).removed == 3  # type: ignore[arg-type]
    bring(world, tmp_path / "site")
    assert files(server.root / "www") == files(tmp_path / "site")
    assert bring(world, tmp_path / "sftp", target=target).written == 0  # type: ignore[arg-type]
    target.close()
    assert not [path for path in server.root.rglob(".part-*")]


def test_a_server_is_met_by_its_fingerprint_and_known_from_then_on(server: Server, data_dir: Path) -> None:
    place = f"sftp://ana@127.0.0.1:{server.port}/www"
    for trust in (None, "SHA256:another"):
        with pytest.raises(UnknownServer) as unknown:
            open_sftp(place, data_dir, trust=trust)
        assert unknown.value.fingerprint == server.host_key.get_fingerprint()
        assert not (folder_of(data_dir) / KNOWN).exists()
    met(server, data_dir).close()
    open_sftp(place, data_dir).close()


def test_a_server_that_shows_another_key_gets_nothing(server: Server, data_dir: Path, tmp_path: Path) -> None:
    met(server, data_dir).close()
    port = server.port
    server.stop()
    other = Server(server.root, server.may_enter, asyncssh.generate_private_key("ssh-ed25519"), port)
    try:
        for trust in (None, other.host_key.get_fingerprint()):
            with pytest.raises(CannotStart, match="another key than before"):
                open_sftp(f"sftp://ana@127.0.0.1:{port}/www", data_dir, trust=trust)
    finally:
        other.stop()
        server.__init__(server.root, server.may_enter, server.host_key)  # type: ignore[misc]
    assert not (server.root / "www").exists()


def test_whoever_is_not_let_in_and_whoever_is_not_there_are_told(server: Server, data_dir: Path) -> None:
    met(server, data_dir).close()
    (folder_of(data_dir) / OWN_KEY).unlink()
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(folder_of(data_dir) / OWN_KEY))
    with pytest.raises(CannotStart, match="did not let ana in"):
        open_sftp(f"sftp://ana@127.0.0.1:{server.port}/www", data_dir)
    with pytest.raises(CannotStart, match="could not be reached"):
        open_sftp("sftp://ana@127.0.0.1:1/www", data_dir)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ana@host.example:/www", "sftp://ana@host.example/www"),
        ("ana@host.example:www/ring", "sftp://ana@host.example/./www/ring"),
        ("sftp://ana@host.example:2222/www", "sftp://ana@host.example:2222/www"),
        ("sftp://ana@host.example/./www", "sftp://ana@host.example/./www"),
    ],
)
def test_places_are_written_in_two_ways(typed: str, kept: str) -> None:
    assert str(read_address(typed)) == kept
    assert read_address(kept) == read_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "host:/www",
        "sftp://host/www",
        "sftp://ana:secret@host/www",
        "sftp://ana@host",
        "ana@host",
        "sftp://ana@host:99999/w",
    ],
)
def test_what_is_no_place_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read_address(typed)
