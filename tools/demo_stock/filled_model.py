"""The list of a company that has none: the application's own model, filled in."""

from collections.abc import Sequence
from decimal import Decimal

from babel.support import Translations

from brocante.catalogue.rules import Condition
from brocante.core.units import Unit
from brocante.materials.queries import family
from brocante.stocklists.model_file import ModelRow, write_model
from brocante.stocklists.model_words import CONDITION_WORDS, FREE, UNIT_WORDS
from tools.demo_stock.goods import Article
from tools.demo_stock.writers import MADE


def filled_model(articles: Sequence[Article]) -> bytes:
    """Return the model with a row for each article."""
    french = Translations.load("brocante/translations", ["fr"])
    return write_model(map(_row, articles), french.gettext, MADE)


def _row(article: Article) -> ModelRow:
    goods = article.goods
    sides = [int(side) if side else None for side in f"{goods.size}xxx".split("x")[:3]]
    return ModelRow(
        reference=article.reference,
        title=goods.title,
        family=family(goods.family).label_fr,
        condition=CONDITION_WORDS[Condition(article.condition)],
        remark=article.defect,
        quantity=article.quantity,
        unit=UNIT_WORDS[Unit(goods.unit)],
        price=FREE if article.is_free else Decimal(article.price) / 100,
        basis="" if article.is_free else "TTC",
        price_new=None if article.new is None else Decimal(article.new) / 100,
        length=sides[0],
        width=sides[1],
        thickness=sides[2],
        location=article.location,
    )
