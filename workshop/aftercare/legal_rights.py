"""The line of the law that stands beside every guarantee, by the country of the seller. To be had checked by somebody who knows.

The years and their sources stand in provenance/rights.py, which tells the same law beside the returns.
"""

from workshop.claims.stones import EU
from workshop.provenance.rights import LEGAL_YEARS
from workshop.wording import _, n_


def legal_line(country: str | None) -> str:
    """What the law gives whoever bought it, whatever the guarantee says. None: the country is not known."""
    if country is not None and country in EU:
        return n_(
            "By law the seller answers for {count} year that the piece is as it was sold. That is your legal guarantee of conformity; it costs nothing and stays beside this.",
            "By law the seller answers for {count} years that the piece is as it was sold. That is your legal guarantee of conformity; it costs nothing and stays beside this.",
            LEGAL_YEARS[country],
        )
    if country == "GB":
        return _(
            "By law a piece is as described, fit for its purpose and of satisfactory quality (Consumer Rights Act 2015). Those rights stay beside this."
        )
    return _("Your legal rights stay beside this.")
