"""What hands do at a tablet: keys, a PIN, the checks of an inspection, codes shot by a scanner."""

from playwright.sync_api import Page, expect

from tests.bench.test_journey import good_answers
from tests.world import World

# Keys as a scanner sends them, 5 ms apart however busy this machine is; what nobody takes goes into the field.
SHOOT = """(texts) => {
  let at = performance.now();
  const press = (key) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: (at += 5) });
    return (document.activeElement || document.body).dispatchEvent(event);
  };
  for (const text of texts) {
    at += 500;
    for (const sign of text) if (press(sign)) document.execCommand("insertText", false, sign);
    if (press("Enter")) document.activeElement.form?.requestSubmit();
  }
}"""


def shoot(page: Page, *texts: str) -> None:
    """What a scanner does: it types the text and presses Enter, faster than any hand; and then the next."""
    page.evaluate(SHOOT, texts)


def by_tile(page: Page, name: str, pin: str) -> None:
    """The tablet changes hands, by touch."""
    page.locator(".people").get_by_role("link", name=name).tap()
    for digit in pin:
        page.get_by_role("region", name="PIN").get_by_role("button", name=digit, exact=True).tap()
    expect(page.locator(".who")).to_contain_text(name)


def shown(page: Page) -> str:
    return page.locator(".check:visible").get_attribute("data-step") or ""


def key(page: Page, name: str) -> None:
    page.locator(".pad:visible").get_by_role("button", name=name, exact=True).tap()


def figure(page: Page, typed: str) -> None:
    for sign in typed:
        key(page, "Decimal sign" if sign in ".," else sign)


def go_on(page: Page) -> None:
    page.locator("button[data-next]").tap()


def answer_all(page: Page, world: World, serial: str, **otherwise: str) -> None:
    """Every check from the first open one on, as it comes by itself; `otherwise` by the key of its field."""
    answers = good_answers(world, serial) | otherwise
    for _check in range(len(answers)):
        step = shown(page)
        if f"m-{step}" in answers:
            figure(page, answers[f"m-{step}"].rstrip("0").rstrip("."))
        else:
            page.locator(".check:visible .tile", has_text="Yes" if answers[f"a-{step}"] == "yes" else "No").tap()
        go_on(page)
        if not page.locator(".check:visible").count():
            return


def sign(page: Page, pin: str, button: str) -> None:
    for digit in pin:
        key(page, digit)
    page.locator(f".bar button[name=verdict][value={button}]").tap()


def told_loss(page: Page) -> str:
    """What the page says of the loss and how it looks, as one line."""
    said = {
        name: page.locator(f".loss [data-{name}]").text_content() or "" for name in ("sum", "of", "lost", "verdict")
    }
    look = page.locator(".loss").get_attribute("class") or ""
    return " | ".join([*said.values(), look.strip()])
