"""What invented companies have on their racks, all plausible: goods.csv with offers drawn for them.

The same seed makes the same offers.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

TABLE = Path(__file__).parent / "goods.csv"
SHOWROOM = frozenset({"windows", "doors", "bathroom-kitchen", "floors", "tiles", "electrical"})
DEFECTS = {
    "masonry": (
        "Arêtes épaufrées sur une partie du lot.",
        "Nuance différente sur quelques pièces.",
    ),
    "timber": ("Fentes de bout et traces de lattes.", "Quelques pièces cintrées."),
    "panels": ("Coins abîmés par le cerclage.", "Une face rayée."),
    "drywall": (
        "Coins écrasés sur la dernière rangée.",
        "Plaques marquées par l'humidité sur un chant.",
    ),
    "insulation": ("Emballage déchiré, produit sec.", "Panneaux du dessus salis."),
    "tiles": (
        "Second choix : légères différences de nuance.",
        "Éclats d'émail sur quelques carreaux.",
    ),
    "floors": ("Second choix : nœuds mastiqués.", "Lames courtes mêlées."),
    "windows": ("Rayure sur un ouvrant, visible de près.", "Poignée manquante."),
    "doors": ("Choc sur le bas du vantail.", "Teinte différente de la commande."),
    "bathroom-kitchen": ("Éclat peu visible sous le rebord.", "Rayure sur le côté."),
    "metals": ("Rouille de surface.", "Longueurs mêlées, coupe à refaire."),
    "roofing": ("Teinte mêlée, plusieurs cuissons.", "Quelques pièces ébréchées."),
}
ANY_DEFECT = ("Emballage ouvert, produit complet.", "Traces de stockage extérieur.")
PLACES = ("Rack A", "Rack B", "Rack C", "Hangar, travée ", "Cour, palette ", "Mezzanine ", "Box ")
SURPLUS = ("Surplus de chantier.", "Annulation de commande.", "Fin de série.", "Excédent de stock.")
FACTORS = {"surplus": 1.0, "declassed": 0.6, "demo": 0.7}
_CHOICE = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Goods:
    """A row of the table. Price in euros, size in mm, `kg` of one unit.

    `quantity` is the least and the most there may be; `step` the smallest quantity sold.
    """

    trade: str
    title: str
    family: str
    unit: str
    quantity: tuple[float, float]
    step: str
    price: float
    size: str
    kg: str
    note: str


@dataclass(frozen=True, slots=True)
class Article:
    """Goods as one company has them. Prices are cents TTC; `lowest` is that of the last 30 days."""

    goods: Goods
    reference: str
    condition: str
    defect: str
    quantity: Decimal
    price: int
    is_free: bool
    new: int | None
    lowest: int | None
    is_weighed: bool
    batch: str
    location: str
    note: str


def articles(trades: Sequence[str], number: int, wanted: int) -> list[Article]:
    """Return what the n-th company has: some of what its trades know, never twice one title."""
    chance = Random(f"stall {number}")
    rows = [goods for trade in trades for goods in _table() if goods.trade == trade]
    known = {one.title: one for row in rows for one in _variants(row)}
    chosen = chance.sample(list(known.values()), min(wanted, len(known)))
    return [_article(goods, place, chance) for place, goods in enumerate(chosen, start=1)]


def _table() -> list[Goods]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [_goods(row) for row in csv.DictReader(lines, delimiter=";")]


def _goods(row: dict[str, str]) -> Goods:
    least, _, most = row["quantity"].partition("-")
    values = {**row, "quantity": (float(least), float(most)), "price": float(row["price"])}
    return Goods(**values)


def _variants(row: Goods) -> list[Goods]:
    pieces = _CHOICE.split(row.title)
    # Every second piece was between braces.
    options = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return [replace(row, title="".join(chosen).strip()) for chosen in product(*options)]


def _article(goods: Goods, place: int, chance: Random) -> Article:
    condition = _condition(goods, chance)
    price = _price(goods.price, condition, chance)
    draw, times = chance.random(), chance.uniform(1.5, 3.2)
    compared = round(price * times / 100 + 1) * 100
    is_free = goods.unit != "lot" and goods.price < 3 and chance.random() < 0.08
    defects = DEFECTS.get(goods.family, ANY_DEFECT)
    return Article(
        goods=goods,
        reference=f"{chance.choice('ABCDEFGH')}{place:02d}{chance.randint(100, 999)}",
        condition=condition,
        defect=chance.choice(defects) if condition == "declassed" else "",
        quantity=_quantity(goods, chance),
        price=price,
        is_free=is_free,
        new=compared if not is_free and (0.2 <= draw < 0.4 or condition == "demo") else None,
        lowest=compared if not is_free and draw < 0.2 and condition != "demo" else None,
        is_weighed=bool(goods.kg) and chance.random() < 0.3,
        batch=f"{chance.randint(21, 25)}-{chance.randint(100, 999)}" if goods.step else "",
        location=f"{chance.choice(PLACES)}{chance.randint(1, 24)}",
        note=goods.note or chance.choice(SURPLUS),
    )


def _condition(goods: Goods, chance: Random) -> str:
    draw = chance.random()
    if goods.family in SHOWROOM and draw < 0.22:
        return "demo"
    return "declassed" if draw > 0.78 else "surplus"


def _quantity(goods: Goods, chance: Random) -> Decimal:
    step = int(Decimal(goods.step or "1") * 1000)
    least, most = (round(amount * 1000) for amount in goods.quantity)
    drawn = chance.randint(max(least, step), max(most, step))
    return Decimal(max(step, drawn // step * step)) / 1000


def _price(euros: float, condition: str, chance: Random) -> int:
    """Return cents, round as people write prices."""
    cents = euros * 100 * FACTORS[condition] * chance.uniform(0.85, 1.15)
    grain = 5 if cents < 1000 else 50 if cents < 5000 else 100 if cents < 20_000 else 500
    return max(grain, round(cents / grain) * grain)
