"""Tablets in bad Wi-Fi, without the browser: programs with a journal of their own that speak as the outbox does, until each intent is answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from flask.testing import FlaskClient

HARMS = ("unsent", "lost", "doubled", "twice lost")


@dataclass
class Tablet:
    """`journal`: what was meant and not yet answered, oldest first. `answered`: key and number of each event, as the shop told it."""

    browser: FlaskClient
    person: str
    serial: str
    dice: Random
    journal: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    asked: int = 0

    def mean(self) -> None:
        self.journal.append(str(UUID(int=self.dice.getrandbits(128), version=4)))

    def try_once(self) -> None:
        """Send the oldest, or fail to: half of all requests are harmed."""
        if not self.journal:
            return
        harm = self.dice.choice(HARMS) if self.dice.random() < 0.5 else ""
        if harm == "unsent":
            return
        answers = [self._ask() for _time in range(2 if harm in ("doubled", "twice lost") else 1)]
        if "lost" not in harm:
            assert answers == [200] * len(answers), answers
            self.answered.append(self.journal.pop(0))

    def _ask(self) -> int:
        self.asked += 1
        typed = {"kind": "note", "note": self.journal[0][:8], "request_key": self.journal[0], "last_change": "0"}
        headers = {"X-Outbox-Person": self.person, "X-Outbox-When": "later", "Sec-Fetch-Site": "same-origin"}
        typed["device_at"] = "2026-11-16T12:00:00Z"  # a day wrong
        return self.browser.post(f"/pieces/{self.serial}/events", data=typed, headers=headers).status_code


def storm(tablets: list[Tablet], intents: int) -> Iterator[Tablet]:
    """Each tablet means its share and tries until its journal is empty; whose turn it is comes by lot."""
    dice = Random(len(tablets))
    for number in range(intents):
        tablets[number % len(tablets)].mean()
    while busy := [one for one in tablets if one.journal]:
        tablet = dice.choice(busy)
        tablet.try_once()
        yield tablet
