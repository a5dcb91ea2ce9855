"""`python -m bench.cached`: scans through nginx's cache as docs/publishing.md has it, while the bench writes beside it."""

import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

from bench.filling import Bench, data_folder
from bench.lives import Client, our_life
from bench.servers import ours
from workshop.serving import bring_up_to_date

OURS_PORT, NGINX_PORT = 8874, 8875
SECONDS, SCANNERS, PAGES = 10.0, 4, 20
CONFIG = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  proxy_cache_path {folder}/cache keys_zone=workshop:10m max_size=1g inactive=1d;
  server {{
    listen 127.0.0.1:{port};
    location ~ ^/[Pp]/. {{
      proxy_pass http://127.0.0.1:{ours}; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header Cookie ""; proxy_cache workshop; proxy_cache_lock on; proxy_cache_revalidate on;
      proxy_cache_use_stale updating error timeout; proxy_cache_background_update on;
    }}
    location / {{ proxy_pass http://127.0.0.1:{ours}; }}
  }}
}}
"""


def main() -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if nginx is None:
        sys.exit("nginx is not here: apt-get install nginx-light")
    with tempfile.TemporaryDirectory() as parent:
        folder = data_folder(Path(parent), "cached")
        room = bring_up_to_date(folder, alone=True)
        bench = Bench(room)
        paths = [f"/p/{bench.tagged_piece()[1]}" for _page in range(PAGES)]
        with ours(folder, OURS_PORT):
            server = _nginx(nginx, Path(parent))
            try:
                _measure("nobody scans", bench, [], 0)
                _measure("scans through nginx's cache", bench, paths, NGINX_PORT)
                _measure("scans of ours, without a cache", bench, paths, OURS_PORT)
            finally:
                server.terminate()
                server.wait()
        room.close()


def _nginx(program: str, parent: Path) -> "subprocess.Popen[bytes]":
    (folder := parent / "nginx").mkdir()
    folder.chmod(0o777)
    parent.chmod(0o755)  # nginx's worker is another user
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, port=NGINX_PORT, ours=OURS_PORT))
    server = subprocess.Popen([program, "-c", str(config), "-p", str(folder)])
    for _try in range(100):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{NGINX_PORT}/healthz", timeout=1):
            return server
        time.sleep(0.05)
    sys.exit((folder / "error.log").read_text())


def _measure(name: str, bench: Bench, paths: list[str], port: int) -> None:
    """One client writes lives of pieces while others scan."""
    counts = multiprocessing.Queue()  # type: ignore[var-annotated]
    scanners = [
        multiprocessing.Process(target=_scan, args=(paths, port, counts)) for _one in range(SCANNERS if paths else 0)
    ]
    [one.start() for one in scanners]
    writer, until = Client(OURS_PORT), time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        our_life(writer, bench.tokens)
    scans = [counts.get() for _one in scanners]
    [one.join() for one in scanners]
    took = sorted(writer.took_s)
    wrong = sum(errors for _count, errors in scans) + len(writer.errors)
    print(
        f"{name}: {sum(count for count, _errors in scans) / SECONDS:,.0f} pages a second; {len(took)} writes, "
        f"p50 {took[len(took) // 2] * 1000:.0f} ms, p95 {took[int(len(took) * 0.95)] * 1000:.0f} ms (at most 50), errors {wrong}",
        flush=True,
    )


def _scan(paths: list[str], port: int, counts: "multiprocessing.Queue[tuple[int, int]]") -> None:
    client, until, number = Client(port), time.perf_counter() + SECONDS, 0
    while time.perf_counter() < until:
        client.send("GET", paths[number % len(paths)])
        number += 1
    counts.put((number, len(client.errors)))


if __name__ == "__main__":
    main()
