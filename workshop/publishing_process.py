"""Publishing in a process of its own, so that the bench never waits for it; it is watched through its state."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from workshop.config import PREFIX, Settings

HOUSE = Path(__file__).resolve().parent.parent


def start_publishing(settings: Settings, trust: str | None = None) -> "subprocess.Popen[bytes]":
    """Publish to where the owner set it; returns the process at once. A second one that is started meanwhile ends by itself."""
    words = [sys.executable, "-m", "workshop", "publish", "--json", "--gently", "--data-dir", str(settings.data_dir)]
    words += ["--trust", trust] if trust else []
    own = {
        "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "SECRET_KEY": settings.secret_key,
        "DATA_DIR": str(settings.data_dir),
        "ENV_READY": "1",
    }
    process = subprocess.Popen(
        words,
        cwd=HOUSE,
        env=os.environ | {PREFIX + name: value for name, value in own.items()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    threading.Thread(target=process.wait, name="publishing", daemon=True).start()
    return process
