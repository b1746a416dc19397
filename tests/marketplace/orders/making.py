"""Orders as checkout makes them, without a basket: the stock is reserved."""

from itertools import count

from sqlalchemy.orm import Session

from catalog.products import Product
from marketplace.orders.orders import Order, OrderLine, PaymentMethod, SubOrder
from marketplace.stock import reserve
from tests import world
from tests.world import NOW, TODAY

_serial = count(1)


def line(product: Product, quantity: int = 1) -> OrderLine:
    variant = product.variants[0]
    return OrderLine(
        variant_id=variant.id,
        product_name=product.name,
        product_name_en="",
        pack=variant.pack,
        pack_en="",
        quantity=quantity,
        price=variant.price,
        badges=[],
        badges_on=TODAY,
    )


def sub_order(position: int, producer_id: int, lines: list[OrderLine]) -> SubOrder:
    return SubOrder(
        producer_id=producer_id,
        position=position,
        subtotal=sum(line.total for line in lines),
        delivery=20_000,
        arrives_from=TODAY,
        arrives_to=TODAY,
        lines=lines,
    )


def place(session: Session, *products: Product, quantity: int = 1, **facts) -> Order:
    """An order of `quantity` pieces of each product, a part for each producer in the order given."""
    lines: dict[int, list[OrderLine]] = {}
    for product in products:
        lines.setdefault(product.producer_id, []).append(line(product, quantity))
    usual = {
        "checkout_key": f"KEY{next(_serial)}",
        "placed_at": NOW,
        "language": "vi",
        "payment_method": PaymentMethod.CASH_ON_DELIVERY,
        "name": "Nguyễn Thử",
        "phone": "+84912345678",
        "street": "12 phố Thử",
        "commune_code": world.BA_DINH,
    }
    parts = [sub_order(i, producer_id, of) for i, (producer_id, of) in enumerate(lines.items(), 1)]
    order = Order(**usual | facts, sub_orders=parts)
    session.add(order)
    session.flush()
    for made in (line for part in parts for line in part.lines):
        assert reserve(session, made.variant_id, made.quantity, f"order-line:{made.id}", NOW)
    return order
