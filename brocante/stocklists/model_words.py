"""The words of the model file: each is read back as exactly what it was written for."""

from __future__ import annotations

from brocante.catalogue.rules import Condition
from brocante.core.units import Unit

FREE = "gratuit"
CONDITION_WORDS = {
    Condition.SURPLUS: "Surplus",
    Condition.DECLASSED: "Déclassé",
    Condition.DEMO: "Démonstration",
}
# Spelled out where a short spelling may mean something else: `ml` is a millilitre to many.
UNIT_WORDS = {
    Unit.PIECE: "unité",
    Unit.SQUARE_METRE: "m²",
    Unit.CUBIC_METRE: "m³",
    Unit.LINEAR_METRE: "mètre linéaire",
    Unit.KILOGRAM: "kg",
    Unit.TONNE: "tonne",
    Unit.LITRE: "litre",
    Unit.PALLET: "palette",
    Unit.BAG: "sac",
    Unit.ROLL: "rouleau",
    Unit.BOX: "boîte",
    Unit.PACK: "paquet",
    Unit.SHEET: "plaque",
    Unit.BAR: "barre",
    Unit.BUCKET: "seau",
    Unit.CAN: "bidon",
    Unit.PAIR: "paire",
    Unit.SET: "ensemble",
    Unit.LOT: "lot",
}
