"""The standard alloys that a new workshop starts with, in the order that people choose from.

The first four are those that the first-run guide shows.

Fineness is the millesimal figure commonly struck (375, 417, 585, 750, 916, 999, 925, 958, 950, 500); 10k and 22k are
416.7 and 916.7 by arithmetic, Argentium 935 is as its maker names it.

Density is a starting value for reckoning metal from wax: recipes of one colour and karat differ by several percent.
Read on 2026-11-22:

- Rio Grande wax factors: 18k yellow, 14k yellow, sterling.
- Palloys charts: 18k white (varies by alloy; Stuller 14.64), 18k rose, platinum 950 (others state up to 21.5).
- Stuller, "Where can I find the specific gravity of various materials?", 2012: 10k, 14k white and rose, brass, copper.
- diamondsbyme.com, "Specific gravity": 9k yellow and white.
- supermalta.com, "Density of gold and other metals": 22k (17.7 to 17.8).
- renato.design, quoting the maker's data: Argentium 935.
- simetric.co.uk, "Density of metals": bronze (phosphor bronze, 8.78 to 8.92), titanium, stainless steel (to 8.0).
- tmtpages.com, "Approximate specific gravities": fine gold 19.32, fine silver 10.49.
- Computed from the volumes of the parts: 9k rose (375 gold, 75 silver, 550 copper), Britannia (958 silver, 42 copper),
  palladium 950 (50 ruthenium), palladium 500 (500 silver).
"""

from dataclasses import dataclass
from typing import Literal

from workshop.wording import N_

Metal = Literal["gold", "silver", "platinum", "palladium", "base"]


@dataclass(frozen=True)
class AlloySpec:
    """One alloy. Fineness in parts per 10,000 of the named metal, density in micrograms per cubic millimetre.

    None: not stated. A lot's own paper is worth more than either figure.
    """

    key: str
    name: str
    metal: Metal
    fineness_ppt10000: int | None
    colour: str | None
    density_ug_per_mm3: int | None


ALLOYS: tuple[AlloySpec, ...] = (
    AlloySpec("au750y", N_("18k yellow gold"), "gold", 7500, "yellow", 15_580),
    AlloySpec("au750w", N_("18k white gold"), "gold", 7500, "white", 15_800),
    AlloySpec("au585y", N_("14k yellow gold"), "gold", 5850, "yellow", 13_070),
    AlloySpec("ag925", N_("Sterling silver"), "silver", 9250, "white", 10_360),
    AlloySpec("au375y", N_("9k yellow gold"), "gold", 3750, "yellow", 11_100),
    AlloySpec("au375w", N_("9k white gold"), "gold", 3750, "white", 10_700),
    AlloySpec("au375r", N_("9k rose gold"), "gold", 3750, "rose", 11_370),
    AlloySpec("au417y", N_("10k yellow gold"), "gold", 4170, "yellow", 11_570),
    AlloySpec("au417w", N_("10k white gold"), "gold", 4170, "white", 11_070),
    AlloySpec("au417r", N_("10k rose gold"), "gold", 4170, "rose", 11_590),
    AlloySpec("au585w", N_("14k white gold"), "gold", 5850, "white", 12_610),
    AlloySpec("au585r", N_("14k rose gold"), "gold", 5850, "rose", 13_260),
    AlloySpec("au750r", N_("18k rose gold"), "gold", 7500, "rose", 15_300),
    AlloySpec("au916y", N_("22k yellow gold"), "gold", 9160, "yellow", 17_700),
    AlloySpec("au999", N_("Fine gold"), "gold", 9990, "yellow", 19_320),
    AlloySpec("ag935", N_("Argentium silver 935"), "silver", 9350, "white", 10_380),
    AlloySpec("ag958", N_("Britannia silver"), "silver", 9580, "white", 10_420),
    AlloySpec("ag999", N_("Fine silver"), "silver", 9990, "white", 10_490),
    AlloySpec("pt950", N_("Platinum 950"), "platinum", 9500, "white", 20_000),
    AlloySpec("pd950", N_("Palladium 950"), "palladium", 9500, "white", 12_040),
    AlloySpec("pd500", N_("Palladium 500"), "palladium", 5000, "white", 11_200),
    AlloySpec("brass", N_("Brass"), "base", None, "yellow", 8_400),
    AlloySpec("bronze", N_("Bronze"), "base", None, "brown", 8_800),
    AlloySpec("copper", N_("Copper"), "base", None, "red", 8_940),
    AlloySpec("steel", N_("Stainless steel"), "base", None, "grey", 8_000),
    AlloySpec("titanium", N_("Titanium"), "base", None, "grey", 4_500),
    AlloySpec("other", N_("Other metal"), "base", None, None, None),
)
