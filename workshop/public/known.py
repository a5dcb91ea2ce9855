"""What a page knows of a code, before it is drawn."""

from dataclasses import dataclass, field

from workshop.aftercare.reported import ReportedTold
from workshop.aftercare.telling import Aftercare
from workshop.days import day
from workshop.provenance.passport import Ended, KeeperTold, Passport
from workshop.provenance.snapshot import Reported
from workshop.wording import _


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

    @property
    def reported(self) -> Reported | None:
        return reported_told(self.aftercare.reported)

    @property
    def first(self) -> str:
        """What is to be known first, in one line: for whatever shows a link to the page."""
        passport, ended = self.passport, self.ended
        state = passport.state if passport else ended and ended.recall
        titles = [one.title for one in (state, self.reported) if one]
        return ". ".join(titles) or (passport.said if passport else "")


def reported_told(report: ReportedTold | None) -> Reported | None:
    """The report as papers tell it, with the word that somebody disputes it."""
    if report is None:
        return None
    return Reported(
        title=_("Reported stolen") if report.kind == "stolen" else _("Reported lost"),
        since=_("Reported, not verified, since {day}.", day=day(report.since)),
        sentence=" ".join(one for one in (report.sentence, report.disputed) if one),
    )
