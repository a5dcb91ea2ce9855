"""What a tablet's camera sees: codes, and films of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser_at_hand import find_browser
from workshop.provenance.qr import matrix, png


def code(text: str, side: int = 300) -> Image.Image:
    return Image.open(BytesIO(png(matrix(text)))).convert("RGB").resize((side, side))


def write_film(path: Path, text: str) -> None:
    """A few frames of a code that is turned a little, as a hand holds it. What was there before is seen no longer."""
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n")
        for turned in (-6, 0, 6):
            frame = Image.new("RGB", (640, 480), (150, 140, 125))
            frame.paste(code(text).rotate(turned, expand=True, fillcolor=(255, 255, 255)), (150, 80))
            y, cb, cr = frame.convert("YCbCr").split()
            small = (320, 240)
            file.write(b"FRAME\n" + y.tobytes() + cb.resize(small).tobytes() + cr.resize(small).tobytes())


@contextmanager
def seeing(browser: Browser, film: Path) -> Iterator[Browser]:
    """Another browser of the same kind, whose camera sees the film."""
    flags = [
        *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
        *("--no-sandbox", "--disable-dev-shm-usage", f"--use-file-for-fake-video-capture={film}"),
    ]
    program = browser.browser_type.launch(executable_path=find_browser(), args=flags)
    try:
        yield program
    finally:
        program.close()
