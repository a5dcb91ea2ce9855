"""What holds for each page of the bench, asked of the page itself."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ENOUGH: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
STRICT: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]},
    "resultTypes": ["violations"],
}
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
# Links inside a sentence, and what only a screen reader or the keyboard meets, are no keys.
SMALL_TARGETS = """(least) => {
  const box = (one) => (one.closest(".tile, .tick, .read") || one).getBoundingClientRect();
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".sr, .skip");
  const inSentence = (one) => one.matches("a") && getComputedStyle(one).display === "inline";
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((one) => shown(one) && !inSentence(one))
    .filter((one) => box(one).height < least - 0.5 || box(one).width < least - 0.5)
    .map((one) => `${one.outerHTML.slice(0, 90)}: ${box(one).width} x ${box(one).height}`);
}"""
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it is shown, strict contrast included."""
    return [one for options in (ENOUGH, STRICT) for one in _told(page, options)]


def _told(page: Page, options: dict[str, object]) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:160]}" for one in found for node in one["nodes"]
    ]


def both_faults(page: Page, *, strict: bool = False) -> list[str]:
    """What axe finds in the light, and of colours in the dark; `strict` asks the bench's contrast."""
    enhanced = {"rules": {"color-contrast-enhanced": {"enabled": True}}} if strict else {}
    page.emulate_media(color_scheme="light")
    found = [f"light {one}" for one in _told(page, ENOUGH | enhanced)]
    page.emulate_media(color_scheme="dark")
    return found + [f"dark {one}" for one in _told(page, STRICT if strict else COLOURS)]


def small_targets(page: Page, least: int = 64) -> list[str]:
    """What can be pressed and is smaller than a gloved finger."""
    return list(page.evaluate(SMALL_TARGETS, least))


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate(OVERHANG))
