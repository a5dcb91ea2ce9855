"""A folder on a server over SFTP. The server's key is known by its fingerprint: asked once, and never taken when it changes."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TypeVar
from uuid import uuid4

import asyncssh

from workshop.errors import CannotStart
from workshop.filestore import write_whole
from workshop.public.places import PART
from workshop.publishing_state import folder_of
from workshop.sftp_address import PORT, Address, UnknownServer, read_address

KNOWN, OWN_KEY = "known_hosts", "sftp.key"
AT_ONCE = 8
PATIENCE_S = 30
Told = TypeVar("Told")


def open_sftp(place: str, data_dir: Path, *, trust: str | None = None, password: str | None = None) -> "Sftp":
    """The folder on the server. Raises CannotStart: unknown or changed key, not let in, not reached."""
    return Sftp(read_address(place), folder_of(data_dir), trust, password)


class Sftp:
    """One connection; files go over side by side."""

    def __init__(self, address: Address, kept: Path, trust: str | None, password: str | None) -> None:
        self._address, self._kept = address, kept
        self._runner = asyncio.Runner()
        self._made: set[str] = set()
        try:
            self._connection = self._run(self._connect(trust, password))
            self._client = self._run(self._connection.start_sftp_client())
        except BaseException:
            self._runner.close()
            raise

    def _run(self, doing: Awaitable[Told]) -> Told:
        """Do it now. Raises CannotStart with what stood against it."""

        async def awaited() -> Told:
            return await doing

        host = self._address.host
        try:
            return self._runner.run(awaited())
        except asyncssh.PermissionDenied as error:
            raise CannotStart(
                f"{host} did not let {self._address.user} in. Give it the public key of this machine, or run publish with --ask-password."
            ) from error
        except asyncssh.HostKeyNotVerifiable as error:
            raise CannotStart(
                f"{host} shows another key than before. Somebody may stand between, or the server is new. Nothing was sent. "
                f"Ask your provider; if it is right, remove its line from {self._kept / KNOWN} and run publish again."
            ) from error
        except (asyncssh.Error, OSError, TimeoutError) as error:
            raise CannotStart(f"{host} could not be reached or stopped answering: {error}. Try again.") from error

    async def _connect(self, trust: str | None, password: str | None) -> asyncssh.SSHClientConnection:
        await self._require_known(trust)
        own = self._kept / OWN_KEY
        keys = {"client_keys": [str(own)]} if own.exists() else {}
        return await asyncssh.connect(
            self._address.host,
            self._address.port,
            username=self._address.user,
            known_hosts=str(self._kept / KNOWN),
            password=password,
            connect_timeout=PATIENCE_S,
            config=None,
            **keys,
        )

    async def _require_known(self, trust: str | None) -> None:
        path = self._kept / KNOWN
        name = self._address.host if self._address.port == PORT else f"[{self._address.host}]:{self._address.port}"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        if any(line.startswith(f"{name} ") for line in lines):
            return
        key = await asyncio.wait_for(asyncssh.get_server_host_key(self._address.host, self._address.port), PATIENCE_S)
        if key is None:
            raise OSError("it shows no key")
        fingerprint = key.get_fingerprint()
        if fingerprint != trust:
            raise UnknownServer(self._address.host, fingerprint)
        line = f"{name} {key.export_public_key().decode().strip()}"
        path.unlink(missing_ok=True)
        write_whole(path, ("\n".join([*lines, line]) + "\n").encode())

    def put(self, files: Mapping[str, bytes]) -> None:
        """What pages lead to first, the pages after it."""
        first = {path: content for path, content in files.items() if not path.endswith(".html")}
        pages = {path: content for path, content in files.items() if path not in first}
        for some in (first, pages):
            if some:
                self._run(self._put_all(some))

    async def _put_all(self, files: Mapping[str, bytes]) -> None:
        turns = asyncio.Semaphore(AT_ONCE)
        for folder in sorted({str(PurePosixPath(path).parent) for path in files}):
            await self._make(folder)

        async def one(path: str, content: bytes) -> None:
            async with turns:
                await self._put(self._path(path), content)

        await asyncio.gather(*(one(path, content) for path, content in files.items()))

    async def _make(self, folder: str) -> None:
        if folder not in self._made:
            await self._client.makedirs(self._path(folder), exist_ok=True)
            self._made.add(folder)

    async def _put(self, path: str, content: bytes) -> None:
        part = str(PurePosixPath(path).with_name(f"{PART}{uuid4().hex[:12]}"))
        try:
            async with self._client.open(part, "xb") as file:
                await file.write(content)
                with suppress(asyncssh.SFTPOpUnsupported):  # not every server can be told to sync
                    await file.fsync()
            await self._rename(part, path)
        except BaseException:
            with suppress(asyncssh.Error, OSError):
                await self._client.remove(part)
            raise

    async def _rename(self, part: str, path: str) -> None:
        try:
            await self._client.posix_rename(part, path)
        except asyncssh.SFTPOpUnsupported:  # then there is a blink in which the file is missing, but never half of it
            with suppress(asyncssh.SFTPNoSuchFile):
                await self._client.remove(path)
            await self._client.rename(part, path)

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._run(self._remove(self._path(path)))
            self._made.discard(str(PurePosixPath(path).parent))

    async def _remove(self, path: str) -> None:
        with suppress(asyncssh.SFTPNoSuchFile):
            await self._client.remove(path)
        with suppress(asyncssh.SFTPError):  # a folder in which something else stands stays
            await self._client.rmdir(str(PurePosixPath(path).parent))

    def names(self, folder: str) -> list[str]:
        return self._run(self._names(folder))

    async def _names(self, folder: str) -> list[str]:
        found: list[str] = []
        with suppress(asyncssh.SFTPNoSuchFile):
            async for entry in self._client.scandir(self._path(folder)):
                name = str(entry.filename)
                if name in (".", ".."):
                    continue
                is_folder = entry.attrs.type == asyncssh.FILEXFER_TYPE_DIRECTORY
                found += await self._names(f"{folder}/{name}") if is_folder else [f"{folder}/{name}"]
        return sorted(found)

    def read(self, path: str) -> bytes | None:
        return self._run(self._read(self._path(path)))

    async def _read(self, path: str) -> bytes | None:
        try:
            async with self._client.open(path, "rb") as file:
                content = await file.read()
                return content.encode() if isinstance(content, str) else content
        except asyncssh.SFTPNoSuchFile:
            return None

    def knows_case(self) -> bool:
        return self._run(self._knows_case())

    async def _knows_case(self) -> bool:
        await self._make("P")
        probe = self._path(f"P/{PART}case-a")
        async with self._client.open(probe, "wb"):
            pass
        try:
            return not await self._client.exists(self._path(f"P/{PART}CASE-A"))
        finally:
            await self._client.remove(probe)

    def _path(self, path: str) -> str:
        return f"{self._address.folder.rstrip('/')}/{path}"

    def close(self) -> None:
        self._client.exit()
        self._connection.close()
        with suppress(asyncssh.Error, OSError):
            self._runner.run(self._connection.wait_closed())
        self._runner.close()
