"""What an invented company says of its goods: condition, price, quantity, rack, all plausible.

The same seed makes the same offers.
"""

from decimal import Decimal
from random import Random

from brocante.catalogue.rules import ComparisonKind, Condition, Offer, PriceKind
from brocante.core.units import Quantity, Unit
from brocante.demo.tables import DemoGoods

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


def make_offer(goods: DemoGoods, site_id: int, chance: Random) -> Offer:
    """Return what the company says of these goods at one of its sites."""
    condition = _condition(goods, chance)
    whole = goods.unit == Unit.LOT
    price = _price(goods.price, condition, chance)
    comparison, compared = _comparison(price, condition, chance)
    is_free = not whole and goods.price < 3 and chance.random() < 0.08
    return Offer(
        title=goods.title,
        description=goods.note or chance.choice(SURPLUS),
        family=goods.family,
        condition=condition,
        defect=_defect(goods.family, chance) if condition is Condition.DECLASSED else "",
        site_id=site_id,
        unit=Unit(goods.unit),
        quantity=_quantity(goods, chance),
        smallest=Quantity.of(goods.step or "1"),
        indivisible=whole,
        price_kind=PriceKind.FREE if is_free else PriceKind.LOT if whole else PriceKind.UNIT,
        price_cents=None if is_free else price,
        comparison=ComparisonKind.NONE if is_free else comparison,
        comparison_cents=None if is_free else compared,
        attested=comparison is ComparisonKind.LOWEST_30_DAYS,
        length_mm=goods.size[0],
        width_mm=goods.size[1],
        thickness_mm=goods.size[2],
        unit_mass_g=int(Decimal(goods.kg) * 1000) if goods.kg else None,
        weighed=bool(goods.kg) and chance.random() < 0.3,
        batch=f"{chance.randint(21, 25)}-{chance.randint(100, 999)}" if goods.step else "",
        location=f"{chance.choice(PLACES)}{chance.randint(1, 24)}",
    )


def _condition(goods: DemoGoods, chance: Random) -> Condition:
    draw = chance.random()
    if goods.family in SHOWROOM and draw < 0.22:
        return Condition.DEMO
    return Condition.DECLASSED if draw > 0.78 else Condition.SURPLUS


def _defect(family: str, chance: Random) -> str:
    return chance.choice(DEFECTS.get(family, ANY_DEFECT))


def _quantity(goods: DemoGoods, chance: Random) -> Quantity:
    step = Quantity.of(goods.step or "1").thousandths
    least, most = (round(amount * 1000) for amount in goods.quantity)
    drawn = chance.randint(max(least, step), max(most, step))
    return Quantity(max(step, drawn // step * step))


def _price(euros: float, condition: Condition, chance: Random) -> int:
    """Return cents, round as people write prices."""
    factor = {Condition.SURPLUS: 1.0, Condition.DECLASSED: 0.6, Condition.DEMO: 0.7}[condition]
    cents = euros * 100 * factor * chance.uniform(0.85, 1.15)
    grain = 5 if cents < 1000 else 50 if cents < 5000 else 100 if cents < 20_000 else 500
    return max(grain, round(cents / grain) * grain)


def _comparison(
    price: int, condition: Condition, chance: Random
) -> tuple[ComparisonKind, int | None]:
    draw = chance.random()
    if draw < 0.2:
        return ComparisonKind.LOWEST_30_DAYS, round(
            price * chance.uniform(1.4, 3.2) / 100 + 1
        ) * 100
    if draw < 0.4 or condition is Condition.DEMO:
        return ComparisonKind.NEW_OBSERVED, round(price * chance.uniform(1.6, 4) / 100 + 1) * 100
    return ComparisonKind.NONE, None
