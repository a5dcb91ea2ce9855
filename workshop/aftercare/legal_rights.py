"""The line of the law that stands beside every guarantee, by the country of the seller. To be had checked by somebody who knows.

Read 2026-11-23: Directive (EU) 2019/771, article 10 (two years at least); Portugal, Decreto-Lei 84/2021, Spain, Real
Decreto-ley 7/2021, Sweden, konsumentköplag 2022:260 (three years each); United Kingdom, Consumer Rights Act 2015.
"""

from workshop.claims.stones import EU
from workshop.wording import _, n_

AT_LEAST = 2
LONGER = {"PT": 3, "ES": 3, "SE": 3}


def legal_line(country: str | None) -> str:
    """What the law gives whoever bought it, whatever the guarantee says. None: the country is not known."""
    if country in EU:
        return n_(
            "By law the seller answers for {count} year that the piece is as it was sold. That is your legal guarantee of conformity; it costs nothing and stays beside this.",
            "By law the seller answers for {count} years that the piece is as it was sold. That is your legal guarantee of conformity; it costs nothing and stays beside this.",
            LONGER.get(country or "", AT_LEAST),
        )
    if country == "GB":
        return _(
            "By law a piece is as described, fit for its purpose and of satisfactory quality (Consumer Rights Act 2015). Those rights stay beside this."
        )
    return _("Your legal rights stay beside this.")
