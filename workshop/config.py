"""What a machine needs to know before it can start: the environment, read once, odd values refused."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshop.errors import CannotStart

PREFIX = "WORKSHOP_"
KNOWN = (
    "DATABASE_URL",
    "MIGRATE_URL",
    "DATA_DIR",
    "SECRET_KEY",
    "THREADS",
    "TRUSTED_PROXIES",
    "COUNTRY_HEADER",
    "ENV_READY",
)
SHORTEST_SECRET = 32
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")


@dataclass(frozen=True)
class Settings:
    """The machine's settings. What the shop decides (name, currency, address) is set on screen and stored."""

    data_dir: Path
    database_url: str
    migrate_url: str
    secret_key: str
    threads: int
    trusted_proxies: int
    country_header: str = ""

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def read_settings(environment: Mapping[str, str] | None = None, *, data_dir: Path | None = None) -> Settings:
    """The settings from the environment; makes the data folder and its secret key when they are missing.

    Raises CannotStart with the name of the variable and what would be right.
    """
    environment = os.environ if environment is None else environment
    unknown = [k for k in environment if k.startswith(PREFIX) and k.removeprefix(PREFIX) not in KNOWN]
    if unknown:
        raise CannotStart(
            f"{unknown[0]} is not a setting of Workshop. The settings are {', '.join(PREFIX + k for k in KNOWN[:-1])}."
        )
    folder = data_folder(environment, data_dir)
    _make_private_folder(folder)
    url = environment.get(PREFIX + "DATABASE_URL") or f"sqlite:///{folder / 'workshop.db'}"
    return Settings(
        data_dir=folder,
        database_url=_driver(url),
        migrate_url=_driver(environment.get(PREFIX + "MIGRATE_URL") or url),
        secret_key=_given_secret(environment) or _kept_secret(folder / "secret.key"),
        threads=_whole(environment, "THREADS", 4, 1, 64),
        trusted_proxies=_whole(environment, "TRUSTED_PROXIES", 0, 0, 3),
        country_header=_header_name(environment),
    )


def _header_name(environment: Mapping[str, str]) -> str:
    name = environment.get(PREFIX + "COUNTRY_HEADER", "")
    if name and not _HEADER.fullmatch(name):
        raise CannotStart(f"{PREFIX}COUNTRY_HEADER must be the name of a header, such as CF-IPCountry.")
    return name


def data_folder(environment: Mapping[str, str], named: Path | None) -> Path:
    """Where the shop's data is kept: as named, else as the environment says, else beside where one stands."""
    folder = named or Path(environment.get(PREFIX + "DATA_DIR") or "workshop-data")
    return folder.expanduser().absolute()


def _driver(url: str) -> str:
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise CannotStart(
            f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://. "
            "Leave it out to keep everything in the data folder."
        )
    return url


def _whole(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(PREFIX + name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise CannotStart(f"{PREFIX}{name} must be a whole number from {low} to {high}.")
    return int(text)


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"The data folder {folder} cannot be made: {error.strerror}. Name another one with --data-dir."
        ) from error


def _given_secret(environment: Mapping[str, str]) -> str | None:
    secret = environment.get(PREFIX + "SECRET_KEY")
    if secret and len(secret) < SHORTEST_SECRET:
        raise CannotStart(
            f"{PREFIX}SECRET_KEY must have at least {SHORTEST_SECRET} characters. "
            "Leave it out to use the secret of the data folder."
        )
    return secret


def _kept_secret(path: Path) -> str:
    """The shop's own secret, made once and kept beside the database, readable by nobody else."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    except OSError as error:
        raise CannotStart(
            f"{path} cannot be written: {error.strerror}. Name another folder with --data-dir."
        ) from error
    with os.fdopen(handle, "w") as file:
        file.write(secret := secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    return secret


def _read_secret(path: Path) -> str:
    secret = path.read_text().strip()
    if len(secret) < SHORTEST_SECRET:
        raise CannotStart(f"{path} holds no usable secret. Put the file back from a backup.")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise CannotStart(f"{path} can be read by others. Run: chmod 600 {path}")
    return secret
