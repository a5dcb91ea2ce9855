"""What the browser keeps: files under an address that changes with them, the service worker."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, send_from_directory
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all

STATIC = Path(__file__).resolve().parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
assets = Blueprint("assets", __name__)


@cache
def files() -> dict[str, str]:
    """Every static file with the digest of its content."""
    found = sorted(path for path in STATIC.rglob("*") if path.is_file())
    return {path.relative_to(STATIC).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


@cache
def version() -> str:
    """One name for all files together: modules that import each other by relative path are always of one version."""
    return sha256(json.dumps(files()).encode()).hexdigest()[:12]


def asset(path: str) -> str:
    """The address of a static file, under which it never changes."""
    if path not in files():
        raise LookupError(f"there is no static file {path}")
    return f"/static/v-{version()}/{path}"


@assets.get("/static/v-<of>/<path:filename>")
@open_to_all
def versioned(of: str, filename: str) -> ResponseReturnValue:
    """A file of this version, to be kept for ever; under the mark of another version the file of today, to be asked for again."""
    answer = send_from_directory(STATIC, filename)
    answer.headers["Cache-Control"] = FOR_EVER if of == version() else "no-cache"
    return answer


@assets.get("/sw.js")
@open_to_all
def worker() -> ResponseReturnValue:
    """The service worker stands at the top, because it serves every page; what it does is in worker.js."""
    kept = [asset(path) for path in files()]
    told = json.dumps({"version": version(), "files": kept, "shell": "/outbox"})
    script = f'import {{ work }} from "{asset("js/worker.js")}";\nwork({told});\n'
    return Response(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
