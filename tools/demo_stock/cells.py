"""How companies write the cells of their lists: units, conditions, prices, each in its own way."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from brocante.materials.queries import family
from tools.demo_stock.goods import Article

Cell = str | Decimal | None
Reader = Callable[[Article], Cell]
CENT = Decimal("0.01")

SHORT_UNITS = {
    "u": "U", "m2": "M2", "m3": "M3", "ml": "ML", "t": "T", "kg": "KG", "bag": "SAC", "roll": "RLX",
    "box": "BTE", "pack": "PQT", "sheet": "PLQ", "bar": "BARRE", "bucket": "SEAU", "can": "BDN",
    "pair": "PAIRE", "lot": "LOT",
}  # fmt: skip
PLAIN_UNITS = {
    "u": "pce", "m2": "m²", "m3": "m³", "ml": "m lin.", "t": "tonne", "kg": "kg", "bag": "sac",
    "roll": "rouleau", "box": "boîte", "pack": "paquet", "sheet": "plaque", "bar": "barre",
    "bucket": "seau", "can": "bidon", "pair": "paire", "lot": "lot",
}  # fmt: skip
ASCII_UNITS = {**PLAIN_UNITS, "m2": "m2", "m3": "m3"}
PLAIN_STATES = {"surplus": "neuf", "declassed": "déclassé", "demo": "expo"}
SHORT_STATES = {"surplus": "Surstock", "declassed": "2e choix", "demo": "Démo"}
LONG_STATES = {
    "surplus": "Fin de série",
    "declassed": "Déclassé",
    "demo": "Modèle d'exposition",
}


def title(article: Article) -> Cell:
    """The designation, as it is."""
    return article.goods.title


def plain_title(article: Article) -> Cell:
    """The designation with the one mark that an old Mac does not know written as a letter."""
    return article.goods.title.replace("×", "x")


def capitals(article: Article) -> Cell:
    """The family in capitals, as sections and old software have it."""
    return family(article.goods.family).label_fr.upper()


def family_name(article: Article) -> Cell:
    """The family in words."""
    return family(article.goods.family).label_fr


def reference(article: Article) -> Cell:
    """A reference of letters and figures."""
    return article.reference


def number(article: Article) -> Cell:
    """A reference of figures only, with the zeros it begins with."""
    return f"{int(article.reference[3:]) * 7:06d}"[:3] + article.reference[1:3] + "0"


def quantity(article: Article) -> Cell:
    """How much there is, as a number."""
    return article.quantity


def with_unit(article: Article) -> Cell:
    """How much there is with its unit in the same cell."""
    return f"{comma(article.quantity)} {PLAIN_UNITS[article.goods.unit]}"


def unit(words: dict[str, str]) -> Reader:
    """The unit, in the words of a company."""
    return lambda article: words[article.goods.unit]


def state(words: dict[str, str]) -> Reader:
    """The condition, in the words of a company."""
    return lambda article: words[article.condition]


def defect(article: Article) -> Cell:
    """The defect, where there is one."""
    return article.defect or None


def state_and_defect(article: Article) -> Cell:
    """Condition and defect in one remark."""
    said = LONG_STATES[article.condition]
    return f"{said}. {article.defect}" if article.defect else said


def with_tax(article: Article) -> Cell:
    """The price TTC in euros; free goods say so."""
    return "gratuit" if article.is_free else Decimal(article.price) / 100


def without_tax(article: Article) -> Cell:
    """The price HT in euros."""
    return "gratuit" if article.is_free else _ht(article.price)


def spoken(article: Article) -> Cell:
    """The price with its unit, as people say it."""
    if article.is_free:
        return "gratuit"
    figure = comma(Decimal(article.price) / 100)
    word = PLAIN_UNITS[article.goods.unit]
    return f"{figure} € TTC le lot" if word == "lot" else f"{figure} € TTC / {word}"


def new_price(article: Article) -> Cell:
    """What it costs new, TTC."""
    return None if article.new is None else Decimal(article.new) / 100


def purchase(article: Article) -> Cell:
    """What the company paid: no reader may ever show it."""
    return (Decimal(article.price) / 100 * Decimal("0.437")).quantize(CENT)


def stock_value(article: Article) -> Cell:
    """The worth of the stock at purchase: as secret."""
    return (Decimal(str(purchase(article))) * article.quantity).quantize(CENT)


def rate(_article: Article) -> Cell:
    """The VAT rate."""
    return Decimal(20)


def batch(article: Article) -> Cell:
    """The batch of tiles and floors."""
    return article.batch or None


def location(article: Article) -> Cell:
    """The rack."""
    return article.location


def size(place: int) -> Reader:
    """A side in mm: length, width or thickness."""

    def side(article: Article) -> Cell:
        sides = f"{article.goods.size}xxx".split("x")
        return Decimal(sides[place]) if sides[place] else None

    return side


def comma(value: Cell) -> str:
    """Return a cell as a French text."""
    if value is None:
        return ""
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


def _ht(cents: int) -> Decimal:
    return (Decimal(cents) / 120).quantize(CENT, ROUND_HALF_UP)
