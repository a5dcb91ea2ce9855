"""Odd settings stop the start with a sentence that names them."""

from pathlib import Path

import pytest

from workshop.config import Settings, read_settings
from workshop.database import require_sqlite
from workshop.errors import CannotStart

SECRET = "s" * 32


def settings(folder: Path, **told: str) -> Settings:
    return read_settings({f"WORKSHOP_{name}": value for name, value in told.items()}, data_dir=folder / "data")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "s" * 31, "WORKSHOP_SECRET_KEY must have at least 32 characters"),
        ("SECRET_KEY", "s", "WORKSHOP_SECRET_KEY must have at least 32 characters"),
        ("SECRETKEY", SECRET, "WORKSHOP_SECRETKEY is not a setting of Workshop"),
        ("THREADS", "0", "WORKSHOP_THREADS must be a whole number from 1 to 64"),
        ("THREADS", "65", "WORKSHOP_THREADS must be a whole number from 1 to 64"),
        ("THREADS", "many", "WORKSHOP_THREADS must be a whole number from 1 to 64"),
        ("THREADS", "-1", "WORKSHOP_THREADS must be a whole number from 1 to 64"),
        ("THREADS", "\N{ARABIC-INDIC DIGIT EIGHT}", "WORKSHOP_THREADS must be a whole number from 1 to 64"),
        ("TRUSTED_PROXIES", "4", "WORKSHOP_TRUSTED_PROXIES must be a whole number from 0 to 3"),
        ("DATABASE_URL", "mysql://shop", "WORKSHOP_DATABASE_URL must begin with"),
    ],
)
def test_an_odd_setting_stops_the_start(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    with pytest.raises(CannotStart, match=sentence):
        settings(tmp_path, **{name: value})


def test_a_secret_of_ones_own_is_used(tmp_path: Path) -> None:
    assert settings(tmp_path, SECRET_KEY=SECRET).secret_key == SECRET
    assert not (tmp_path / "data" / "secret.key").exists()


def test_the_secret_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    first, again = settings(tmp_path), settings(tmp_path, SECRET_KEY="")
    assert first.secret_key == again.secret_key
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_others_can_read_stops_the_start(tmp_path: Path) -> None:
    settings(tmp_path)
    (tmp_path / "data" / "secret.key").chmod(0o644)
    with pytest.raises(CannotStart, match="can be read by others"):
        settings(tmp_path)


def test_an_emptied_secret_stops_the_start(tmp_path: Path) -> None:
    settings(tmp_path)
    (tmp_path / "data" / "secret.key").write_text("short")
    with pytest.raises(CannotStart, match="holds no usable secret"):
        settings(tmp_path)


def test_an_sqlite_without_strict_tables_stops_the_start() -> None:
    require_sqlite((3, 37, 0))
    with pytest.raises(CannotStart, match=r"SQLite 3\.36\.0"):
        require_sqlite((3, 36, 0))
