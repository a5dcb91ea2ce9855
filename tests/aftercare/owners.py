"""A piece with its card, and people who hold a secret: short words for the tests of owning."""

from typing import Any

from tests.world import World
from workshop.aftercare.claiming import Details, Gift, claim_piece, hand_on, print_card
from workshop.aftercare.losses import confirm_report, report_loss
from workshop.aftercare.owner_secrets import secret_digest
from workshop.aftercare.queries import Held, find_held
from workshop.aftercare.requests import Asked, ask_for
from workshop.writing import NOBODY, Writing

CARD = "7K3M9QTW2HXR7K3M9QTW2HXR7K"
OWN = "0WN3R9QTW2HXR7K3M9QTW2HXR7"
NEXT = "NEXT9QTW2HXR7K3M9QTW2HXR7K"
NEW = "NEWWN3R9QTW2HXR7K3M9QTW2HX"
ASK = "ASK9QTW2HXR7K3M9QTW2HXR7KA"


class Owners:
    """One piece, and what its owners do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.serial = world.released()
        self.code = world.tag(self.serial).code

    def digest(self, secret: str) -> str:
        return secret_digest(secret, self.world.room.settings.secret_key)

    def card(self, secret: str = CARD, gift: Gift | None = None) -> bool:
        return self.world.tell(lambda w: print_card(w, self.serial, self.digest(secret), gift), self.world.omar)

    def held(self, writing: Writing, secret: str) -> Held:
        found = find_held(writing.session, self.code, self.digest(secret))
        assert found is not None, "the secret opens nothing"
        return found

    def opens(self, secret: str) -> str | None:
        with self.world.room.database.reading() as session:
            found = find_held(session, self.code, self.digest(secret))
        return None if found is None else found.what

    def claim(self, secret: str = CARD, own: str = OWN, name: str = "Ada", contact: str = "ada@example.test") -> None:
        details = Details(name, contact)
        self.world.tell(lambda w: claim_piece(w, self.held(w, secret), self.digest(own), details), NOBODY)

    def hand_on(self, own: str = OWN, secret: str = NEXT, gift: Gift | None = None) -> None:
        self.world.tell(lambda w: hand_on(w, self.held(w, own), self.digest(secret), gift), NOBODY)

    def ask(self, why: str = "heir", secret: str = ASK) -> int:
        asked = Asked(why, Details("Bo", "bo@example.test"), "Her will names me.", self.digest(secret))
        return self.world.tell(lambda w: ask_for(w, self.serial, asked), NOBODY)

    def staff(self, act: Any, *told: Any) -> Any:
        return self.world.tell(lambda w: act(w, self.serial, *told), self.world.omar)

    def owner(self, act: Any, *told: Any, own: str = OWN) -> Any:
        return self.world.tell(lambda w: act(w, self.held(w, own), *told), NOBODY)

    def reported(self, kind: str = "stolen") -> None:
        self.owner(report_loss, kind)
        self.staff(confirm_report, 1)
