"""Sales on the spot: two taps from the shelf label, no name."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from brocante.core.errors import DomainError
from brocante.core.units import Quantity
from brocante.counter import service
from brocante.counter.access import current_counter
from brocante.counter.errors import GoodsNotFound
from brocante.counter.forms import SaleForm
from brocante.counter.queries import Goods, find_goods
from brocante.reservations.rules import line_cents
from brocante.web import formats
from brocante.web.errors import show


def add_to(blueprint: Blueprint) -> None:
    """Give the counter its sales on the spot."""
    blueprint.add_url_rule("/vente/<code>", view_func=sale)
    blueprint.add_url_rule("/vente/<code>", view_func=sell, methods=["POST"])
    blueprint.add_url_rule(
        "/vente/annuler/<int:handover_id>", view_func=undo_sale, methods=["POST"]
    )


def sale(code: str) -> str:
    """A sale on the spot, from the shelf label: how much, and confirm."""
    goods = _own_goods(code)
    form = SaleForm()
    form.quantity.data = goods.usual_sale
    return _sale_page(goods, form)


def sell(code: str) -> ResponseReturnValue:
    """Confirm a sale on the spot."""
    goods, form = _own_goods(code), SaleForm()
    if not form.validate():
        return _sale_page(goods, form), 422
    try:
        service.sell_on_the_spot(
            current_counter(),
            code,
            form.entry_key.data,
            form.sold,
            overrule=form.overrule.data,
        )
    except DomainError as refusal:
        form.explain(refusal)
        return _sale_page(_own_goods(code), form), refusal.status
    flash(_receipt(goods, form.sold), "success")
    return redirect(url_for(".index"), 303)


def undo_sale(handover_id: int) -> ResponseReturnValue:
    """Take a sale on the spot back."""
    try:
        service.undo_sale(current_counter(), handover_id)
    except DomainError as refusal:
        show(refusal)
    else:
        flash(_("Undone: the goods are back."), "success")
    return redirect(url_for(".index"), 303)


def _sale_page(goods: Goods, form: SaleForm) -> str:
    return render_template("counter/sale.html", goods=goods, form=form)


def _receipt(goods: Goods, sold: Quantity) -> str:
    """Return what was sold and what the till takes."""
    cents = line_cents(goods.price_kind, goods.price_cents, sold)
    return _(
        "Sold: %(sold)s, %(title)s. To pay: %(price)s.",
        sold=formats.quantity(sold, goods.unit),
        title=goods.title,
        price=formats.money(cents),
    )


def _own_goods(code: str) -> Goods:
    goods = find_goods(current_counter(), code)
    if goods is None:
        raise GoodsNotFound
    return goods
