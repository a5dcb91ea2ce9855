"""What a page knows of a code, before it is drawn."""

from dataclasses import dataclass, field

from workshop.aftercare.telling import Aftercare
from workshop.provenance.passport import Ended, KeeperTold, Passport


@dataclass(frozen=True)
class Page:
    """What a page shows: a living tag's passport or the end of a tag, and what was told of the piece since."""

    passport: Passport | None = None
    ended: Ended | None = None
    aftercare: Aftercare = field(default_factory=Aftercare)

    @property
    def keeper(self) -> KeeperTold:
        shown = self.passport or self.ended
        assert shown is not None
        return shown.keeper
