"""Label stock that shops buy: sheets, rolls, tags and cards with their real sizes. Lengths in micrometres from the top left corner."""

from collections.abc import Iterator
from dataclasses import dataclass

from workshop.errors import Invalid, NotFound
from workshop.wording import N_, _

PAPERS = {"a4": (210_000, 297_000), "letter": (215_900, 279_400)}
PAPER_NAMES = {"a4": "A4", "letter": N_("Letter"), "roll": N_("Roll")}
SHAPES = {
    "label": N_("Label"),
    "string": N_("String tag, with a hole at the top"),
    "dumbbell": N_("Dumbbell tag, folded round the piece"),
    "card": N_("Card for the box"),
}
SHEET_DPI, ROLL_DPI = 300, 203
PRINTERS = (ROLL_DPI, SHEET_DPI, 600)
DUMBBELL_HEAD_UM = 22_000
LARGEST_UM = 500_000


@dataclass(frozen=True)
class Stock:
    """One kind of label. `paper` "roll": each label is a page of its own. `head`: how wide each end of a dumbbell is.

    `is_cut`: plain card, so that the outlines are printed to cut along.
    """

    key: str
    name: str
    paper: str
    shape: str
    width: int
    height: int
    dpi: int = SHEET_DPI
    across: int = 1
    down: int = 1
    left: int = 0
    top: int = 0
    step_x: int = 0
    step_y: int = 0
    head: int = DUMBBELL_HEAD_UM
    is_cut: bool = False

    @property
    def a_sheet(self) -> int:
        return self.across * self.down

    @property
    def page(self) -> tuple[int, int]:
        return PAPERS.get(self.paper, (self.width, self.height))

    def place(self, number: int) -> tuple[int, int]:
        """Where the label with this number on its sheet, from 0, begins: row by row."""
        row, column = divmod(number, self.across)
        return self.left + column * self.step_x, self.top + row * self.step_y

    def told(self) -> str:
        """Its size and how fine its printer is."""
        size = _("{width} × {height} mm", width=f"{self.width / 1000:g}", height=f"{self.height / 1000:g}")
        how = _("{size}, {dpi} dots an inch", size=size, dpi=self.dpi)
        if self.paper == "roll":
            return how
        return _("{how}, {count} a sheet of {paper}", how=how, count=self.a_sheet, paper=_(PAPER_NAMES[self.paper]))


def _roll(key: str, name: str, width: int, height: int, dpi: int = ROLL_DPI, shape: str = "label") -> Stock:
    return Stock(key, name, "roll", shape, width, height, dpi)


STOCKS = (
    Stock("a4-65", "Avery L7651, 65", "a4", "label", 38_100, 21_200, 300, 5, 13, 4_700, 10_900, 40_600, 21_200),
    Stock("a4-80", "Avery L4732, 80", "a4", "label", 35_600, 16_900, 300, 5, 16, 11_000, 13_000, 38_100, 16_900),
    Stock("a4-24", "Avery L7159, 24", "a4", "label", 63_500, 33_900, 300, 3, 8, 7_200, 12_900, 66_040, 33_900),
    Stock("a4-21", "Avery L7160, 21", "a4", "label", 63_500, 38_100, 300, 3, 7, 7_200, 15_150, 66_040, 38_100),
    Stock("a4-14", "Avery L7163, 14", "a4", "label", 99_100, 38_100, 300, 2, 7, 4_650, 15_150, 101_600, 38_100),
    Stock("letter-80", "Avery 5167, 80", "letter", "label", 44_450, 12_700, 300, 4, 20, 7_144, 12_700, 52_388, 12_700),
    Stock("letter-30", "Avery 5160, 30", "letter", "label", 66_675, 25_400, 300, 3, 10, 4_763, 12_700, 69_850, 25_400),
    Stock("letter-10", "Avery 5163, 10", "letter", "label", 101_600, 50_800, 300, 2, 5, 3_969, 12_700, 106_363, 50_800),
    _roll("roll-50x25", N_("Roll, 50 × 25"), 50_000, 25_000),
    _roll("roll-57x32", N_("Roll, 57 × 32"), 57_000, 32_000),
    _roll("roll-40x20", N_("Roll, 40 × 20"), 40_000, 20_000),
    _roll("roll-54x25", N_("Dymo 11352, 54 × 25"), 54_000, 25_000, SHEET_DPI),
    _roll("roll-89x36", N_("Dymo 99012, 89 × 36"), 89_000, 36_000, SHEET_DPI),
    _roll("roll-22x12", N_("Roll, 22 × 12"), 22_000, 12_000, SHEET_DPI),
    _roll("roll-dumbbell", N_("Roll of dumbbell tags, heads 22 × 12"), 74_000, 12_000, SHEET_DPI, "dumbbell"),
    Stock("a4-dumbbell", N_("Dumbbell tags to cut, heads 22 × 12"), "a4", "dumbbell", 74_000, 12_000, 300, 2, 15, 21_000, 23_500, 94_000, 17_000, is_cut=True),
    Stock("letter-dumbbell", N_("Dumbbell tags to cut, heads 22 × 12"), "letter", "dumbbell", 74_000, 12_000, 300, 2, 14, 23_950, 23_200, 94_000, 17_000, is_cut=True),
    Stock("a4-string", N_("String tags to cut, 32 × 63"), "a4", "string", 32_000, 63_000, 300, 5, 4, 13_000, 13_500, 38_000, 69_000, is_cut=True),
    Stock("letter-string", N_("String tags to cut, 32 × 63"), "letter", "string", 32_000, 63_000, 300, 5, 4, 15_950, 4_700, 38_000, 69_000, is_cut=True),
    Stock("a4-cards", "Avery C32011, 10", "a4", "card", 85_000, 54_000, 300, 2, 5, 15_000, 13_500, 95_000, 54_000),
    Stock("letter-cards", "Avery 5371, 10", "letter", "card", 88_900, 50_800, 300, 2, 5, 19_050, 12_700, 88_900, 50_800),
)  # fmt: skip
USUAL = "a4-24"


def stock_called(key: str, own: tuple[Stock, ...] = ()) -> Stock:
    """The format with this key, the shop's own among them. Raises NotFound."""
    for one in (*STOCKS, *own):
        if one.key == key:
            return one
    sentence = _("There is no label format {key} here. Choose one of the list.", key=key[:40])
    raise NotFound(sentence, slug="no-such-format", field="format")


def check_stock(stock: Stock) -> None:
    """Raises Invalid when the labels do not fit on their paper or lie on each other."""
    if not 0 < stock.width <= LARGEST_UM or not 0 < stock.height <= LARGEST_UM:
        raise _wrong(_("A label is between 0 and 500 mm wide and high."), "width")
    if stock.shape == "dumbbell" and 2 * stock.head > stock.width:
        raise _wrong(_("The two heads of the dumbbell are together wider than the tag."), "head")
    if stock.a_sheet > 1 and (
        (stock.across > 1 and stock.step_x < stock.width) or (stock.down > 1 and stock.step_y < stock.height)
    ):
        raise _wrong(_("The labels would lie on each other: from one to the next is less than a label."), "step_x")
    for wrong in _beyond(stock):
        raise wrong


def _beyond(stock: Stock) -> Iterator[Invalid]:
    if stock.paper == "roll":
        return
    wide, high = stock.page
    left, top = stock.place(stock.a_sheet - 1)
    if left + stock.width > wide:
        yield _wrong(_("The labels reach beyond the right edge of the sheet."), "across")
    if top + stock.height > high:
        yield _wrong(_("The labels reach beyond the lower edge of the sheet."), "down")


def _wrong(sentence: str, field: str) -> Invalid:
    return Invalid(sentence, slug="label-does-not-fit", field=field)
