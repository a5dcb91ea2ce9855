"""The file store: what is put in comes out, under the name of its content and nowhere else."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR

import pytest

from workshop.errors import NotFound, Unavailable
from workshop.filestore import FileStore

CONTENT = b"photo of R-0147"
SHA = sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "shop")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_comes_back_under_its_sha_256(store: FileStore) -> None:
    assert store.put(CONTENT) == SHA
    assert store.open_file(SHA) == CONTENT


def test_it_stands_at_files_and_the_first_two_digits(store: FileStore, tmp_path: Path) -> None:
    store.put(CONTENT)
    assert store.path_of(SHA) == tmp_path / "shop" / "files" / SHA[:2] / SHA[2:]
    assert files_in(tmp_path) == [store.path_of(SHA)]


@pytest.mark.parametrize("content", [b"", b"\x00" * 1_000_000, bytes(range(256))])
def test_any_bytes_are_kept_as_they_are(store: FileStore, content: bytes) -> None:
    assert store.open_file(store.put(content)) == content


def test_the_second_put_of_the_same_bytes_changes_nothing(store: FileStore) -> None:
    store.put(CONTENT)
    before = store.path_of(SHA).stat()
    assert store.put(CONTENT) == SHA
    after = store.path_of(SHA).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_that_is_there_is_never_overwritten(store: FileStore) -> None:
    store.put(CONTENT)
    store.path_of(SHA).write_bytes(b"changed by somebody")
    store.put(CONTENT)
    assert store.open_file(SHA) == b"changed by somebody"


def test_nobody_else_on_the_machine_can_read_it(store: FileStore) -> None:
    store.put(CONTENT)
    path = store.path_of(SHA)
    for each, mode in ((path, 0o600), (path.parent, 0o700), (path.parent.parent, 0o700)):
        assert each.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        SHA[:-1],
        SHA + "0",
        SHA + "\n",
        SHA.upper(),
        "g" * 64,
        "../" + SHA[3:],
        SHA[:2] + "/" + SHA[3:],
        "\x00" * 64,
        "\ud800" * 64,
        "١" * 64,
        "/etc/passwd",
    ],
)
def test_a_name_that_is_not_64_hex_digits_is_not_here(store: FileStore, name: str) -> None:
    store.put(CONTENT)
    for look in (store.path_of, store.open_file):
        with pytest.raises(NotFound) as refused:
            look(name)
        assert refused.value.slug == "file-not-found"


def test_a_file_that_is_not_there_looks_the_same(store: FileStore) -> None:
    with pytest.raises(NotFound) as refused:
        store.open_file("0" * 64)
    assert refused.value.slug == "file-not-found"


def test_content_and_folders_are_synced_before_the_name_is_given_out(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen through the calls, since no test can pull the plug: file synced, then renamed, then its folders synced."""
    calls: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(handle: int) -> None:
        calls.append("folder" if S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def renamed(path: Path, target: Path) -> Path:
        calls.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    store.put(CONTENT)
    assert calls == ["file", "rename", "folder", "folder", "folder"]
    calls.clear()
    store.put(CONTENT)
    assert calls == ["folder", "folder", "folder"]


def test_a_full_disk_keeps_nothing_and_says_what_to_do(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Unavailable) as refused:
            store.put(CONTENT)
    assert refused.value.slug == "disk-cannot-take-it"
    assert files_in(tmp_path) == []
    assert store.put(CONTENT) == SHA


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"in the way")
    with pytest.raises(Unavailable):
        FileStore(tmp_path).put(CONTENT)


def test_many_at_once_leave_one_whole_file(store: FileStore, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(store.put, [CONTENT] * 40))
    assert names == {SHA}
    assert files_in(tmp_path) == [store.path_of(SHA)]
    assert store.open_file(SHA) == CONTENT
