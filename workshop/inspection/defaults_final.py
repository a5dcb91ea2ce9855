"""The final list of each kind of piece. Limits are starting values of the trade; a design's own list overrides them."""

from dataclasses import replace

from workshop.catalogue.defaults import KINDS, KindSpec
from workshop.inspection.checks import CheckSpec, ListSpec, measured, yes_no
from workshop.wording import N_

CALLIPER = N_("calliper")
FORCE = N_("force gauge")
LOUPE = N_("loupe 10×")
RULE = N_("steel rule")
SCALE = N_("scale")

C1 = replace(yes_no("C1", N_("The number on the piece or its bag equals the record.")), role="identity")
C2 = yes_no("C2", N_("Metal colour, stones, size and engraving are as ordered."))
C3 = yes_no("C3", N_("No scratch and no bare spot shows at 30 cm in raking light."))
C4 = yes_no("C4", N_("Nothing catches: 10 strokes over nylon or microfibre, no snag."), N_("microfibre cloth"))
C5 = yes_no(
    "C5", N_("The marks that its weight and country demand are legible at 10×, and the fineness equals the lot."), LOUPE
)
C6 = replace(
    measured("C6", N_("Gross weight, as the scale shows it."), (1, 10_000_000), "g", SCALE),
    role="gross_weight",
)
C7 = yes_no("C7", N_("Clean and dry, no compound left."))
C8 = yes_no(
    "C8", N_("No open pore on the show side at 10×, none over 0.1 mm anywhere, none on a part that bears load."), LOUPE
)
CORE = (C1, C2, C3, C8, C4, C5, C6, C7)

T1 = yes_no("T1", N_("The engraving equals the order, letter by letter."), required=False)
L1 = yes_no("L1", N_("Plating, enamel or patina is even and whole at 10×, in the recesses too."), LOUPE, required=False)
EXTRAS = (T1, L1)

S1 = yes_no("S1", N_("Every stone equals the issue record: how many, which kind, in which place."))
S2 = yes_no("S2", N_("Every stone is tight: at 10× with a needle, no movement."), N_("needle and loupe 10×"))
S3 = yes_no("S3", N_("No stone is chipped or worn at 10×."), LOUPE)
S4 = measured(
    "S4",
    N_("Widest gap between stone and seat: at most 0.05 mm. Without stones, 0."),
    (0, 50),
    "mm",
    N_("loupe with scale"),
)
S5 = yes_no("S5", N_("Every stone sits level: tilt at most 3 degrees, rows within 0.1 mm."), LOUPE)
S6 = yes_no(
    "S6",
    N_(
        "Every claw is rounded and reaches 0.4 mm over its stone; every bezel wall is 0.3 mm or more, closed all round."
    ),
    N_("loupe with scale"),
)
STONES = (S1, S2, S3, S4, S5, S6)

R1 = measured(
    "R1",
    N_("Ring size as inner circumference: within 0.5 mm of the order. A band over 6 mm: at its leading edge."),
    (35_000, 85_000),
    "mm",
    N_("ring mandrel"),
)
R2 = measured("R2", N_("Shank at its thinnest: at least 1.2 mm, silver 1.3 mm."), (1_200, 15_000), "mm", CALLIPER)
R2_STONES = replace(R2, text="Shank at its thinnest: at least 1.5 mm.", low=1_500)
R3 = yes_no("R3", N_("The band’s width is within 0.2 mm of the design."), CALLIPER, required=False)
R4 = measured("R4", N_("Roundness: widest less narrowest inside, at most 0.2 mm."), (0, 200), "mm", CALLIPER)
R5 = yes_no("R5", N_("The inner edge is broken all round, at least 0.2 mm."), N_("loupe with scale"))
R6 = yes_no("R6", N_("Every seam is closed at 10×."), LOUPE)
RING = (R1, R2, R3, R4, R5, R6)

P1 = measured("P1", N_("Bail wall at its thinnest: at least 1.0 mm."), (1_000, 10_000), "mm", CALLIPER)
P2 = yes_no("P2", N_("The bail passes the end of the chain it is sold with, and 0.5 mm more."), CALLIPER)
P3 = yes_no("P3", N_("Every jump ring is 0.8 mm or thicker and closed at 10×."), LOUPE)
P4 = measured("P4", N_("Pull at the bail, held for 10 seconds: at least 15 N."), (15_000, 100_000), "N", FORCE)
P5 = yes_no("P5", N_("It hangs straight, within 5 degrees."))
P6 = yes_no("P6", N_("The back is finished."))
P7 = yes_no("P7", N_("The locket opens and closes 10 times and stays shut."), required=False)
PENDANT = (P1, P2, P3, P4, P5, P6, P7)

E1 = yes_no(
    "E1",
    N_(
        "Every post is 0.8 to 0.9 mm thick and 10 to 11 mm long, every hook 0.7 to 0.9 mm thick; straight, end rounded."
    ),
    CALLIPER,
    each_part=True,
)
E2 = measured(
    "E2",
    N_("Thickness of the post or hook: post 0.8 to 0.9 mm, hook 0.7 to 0.9 mm."),
    (700, 900),
    "mm",
    CALLIPER,
    required=False,
    each_part=True,
)
E3 = measured(
    "E3",
    N_("Pull and twist at the joint of post, hook or clip: at least 20 N."),
    (20_000, 100_000),
    "N",
    FORCE,
    each_part=True,
)
E4 = yes_no("E4", N_("The back or catch holds through 10 shakes."), each_part=True)
E5 = yes_no("E5", N_("The hinge opens and closes 10 times and shuts."), required=False, each_part=True)
E6 = yes_no("E6", N_("The pair matches in weight: within 5% or 0.1 g."), SCALE)
E7 = yes_no("E7", N_("The pair matches to the eye: length within 0.5 mm, mirrored."), CALLIPER)
E8 = yes_no("E8", N_("Each is 8 g or lighter, or the order says that it is heavy for the ear."), SCALE, required=False)
E9 = yes_no(
    "E9", N_("A paper of the alloy or a test says: nickel release at most 0.2 µg/cm² a week in the ear, 0.5 elsewhere.")
)
EARRINGS = (E1, E2, E3, E4, E5, E6, E7, E8, E9)

B1 = measured(
    "B1",
    N_("Length: within 2 mm of the order, a necklace 5 mm. A bangle: width inside, within 1 mm."),
    (40_000, 2_000_000),
    "mm",
    RULE,
)
B2 = yes_no("B2", N_("Every link and joint is closed at 10×."), LOUPE)
B3 = measured("B3", N_("Pull at the closed clasp, held for 10 seconds: at least 30 N."), (30_000, 300_000), "N", FORCE)
B3_CHAIN = replace(B3, text="Pull at the closed clasp, held for 10 seconds: at least 15 N.", low=15_000)
B4 = yes_no("B4", N_("The clasp and its safety open and close 10 times and hold."))
B5 = yes_no("B5", N_("It lies flat, without a twist."))
B6 = yes_no("B6", N_("Every end ring is soldered."), LOUPE)
B7 = yes_no("B7", N_("Charms are in order, the number of each as recorded, every ring closed."), LOUPE, required=False)
B8 = measured(
    "B8", N_("Side play of the loosest hinge: at most 0.2 mm."), (0, 200), "mm", N_("feeler gauge"), required=False
)
BRACELET = (B1, B2, B3, B4, B5, B6, B7, B8)
CHAIN = (B1, B2, B3_CHAIN, B4, B5, B6, B7)

OF_BASE: dict[str, tuple[CheckSpec, ...]] = {
    "ring": RING,
    "pendant": PENDANT,
    "earrings": EARRINGS,
    "bracelet": BRACELET,
    "chain": CHAIN,
    "other": (),
}


def final_list(kind: KindSpec) -> ListSpec:
    """The list of a kind: what every piece is asked, its stones, its own checks, and what only some pieces have."""
    own = OF_BASE[kind.base]
    if kind.has_stones:
        own = STONES + tuple(R2_STONES if check is R2 else check for check in own)
    return ListSpec(kind.name, "final", CORE + own + EXTRAS, kind=kind.key)


FINAL: tuple[ListSpec, ...] = tuple(final_list(kind) for kind in KINDS)
