"""Who took part in the Kimberley Process on a day: participants, suspensions, and what is not known.

Only for rough diamonds, and only about arms of rebels. A country that nothing here speaks of is not known, never absent.

Sources: list of the KP Chair of 31 October 2003 (reprinted by Rapaport); 73 FR 80506 (31 December 2008); 78 FR 12135
(21 February 2013); notice 2015-12001 of 18 May 2015 (Venezuela, Central African Republic); Professional Jeweler, 7 August
2003 (not admitted by 31 July 2003); liquisearch.com on expulsions (Republic of the Congo 2004 to 2007, Côte d'Ivoire 2005);
Rapaport, November 2024 (plenary of 15 November 2024). Read 2026-11-22.
"""

from datetime import date

from workshop.wording import N_

PARTICIPANT, SUSPENDED, ABSENT, NOT_KNOWN = N_("participant"), N_("suspended"), N_("not a participant"), N_("not known")
FIRST_LIST = date(2003, 10, 31)
LIST_2003 = (
    "AO AM AU BY BW BR BG CA CF CN CD CG CI HR GN GY HU IN IL KR LA LB LS MY MU NA "
    "PL RO RU SL SI ZA LK CH TZ TH TG UA AE US VE VN ZW"
)
ON_FIRST_LIST = frozenset(LIST_2003.split())
# The European Community is one participant; its members count singly from the day they joined it.
COMMUNITY_2003, COMMUNITY_2004 = "AT BE DE DK ES FI FR GR IE IT LU NL PT SE", "CY CZ EE LT LV MT SK"
MEMBERS = dict.fromkeys(COMMUNITY_2003.split(), FIRST_LIST)
MEMBERS |= dict.fromkeys(COMMUNITY_2004.split(), date(2004, 5, 1))
NOT_ADMITTED_2003 = frozenset({"BR", "BG", "GH", "MY", "NO", "RO", "TG", "TR", "VN"})

Event = tuple[date, str, str]
EVENTS: tuple[Event, ...] = (
    *((date(2003, 7, 31), country, ABSENT) for country in sorted(NOT_ADMITTED_2003)),
    *((FIRST_LIST, country, PARTICIPANT) for country in sorted(ON_FIRST_LIST)),
    *((since, country, PARTICIPANT) for country, since in MEMBERS.items()),
    (date(2003, 11, 1), "GH", NOT_KNOWN),
    (date(2003, 11, 1), "NO", NOT_KNOWN),
    (date(2003, 11, 1), "TR", NOT_KNOWN),
    (date(2004, 1, 1), "CG", NOT_KNOWN),
    (date(2004, 12, 31), "CG", ABSENT),
    (date(2007, 1, 1), "CG", NOT_KNOWN),
    (date(2007, 12, 31), "CG", PARTICIPANT),
    (date(2005, 1, 1), "CI", NOT_KNOWN),
    (date(2005, 12, 31), "CI", SUSPENDED),
    (date(2008, 12, 31), "CI", ABSENT),
    (date(2014, 1, 1), "CI", NOT_KNOWN),
    (date(2008, 12, 31), "MX", PARTICIPANT),
    (date(2010, 11, 4), "VE", SUSPENDED),
    (date(2015, 5, 19), "VE", NOT_KNOWN),
    *((date(2013, 2, 21), country, PARTICIPANT) for country in ("CM", "KH", "KZ", "PA")),
    (date(2013, 5, 23), "CF", SUSPENDED),
    (date(2024, 11, 15), "CF", PARTICIPANT),
    (date(2024, 11, 15), "UZ", PARTICIPANT),
)


def standing(country: str, on: date) -> str:
    """How the country of that ISO code stood on that day, by the last thing known before it."""
    known = sorted((since, state) for since, code, state in EVENTS if code == country and since <= on)
    return known[-1][1] if known else NOT_KNOWN
