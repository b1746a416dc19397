"""Retailers' catalogue and producers' wholesale in the matrix of rights: rows, things and forms."""

from sqlalchemy.orm import Session

from catalog.products import Product
from catalog.wholesale import PriceTier, WholesaleTerms
from marketplace.sourcing.price_audiences import PriceViewer
from tests import world

# What only verified retailers and the producer itself read.
WHOLESALE_PRICE = 87_531

SELLER = """
GET  /producer/wholesale                          -            in   403  200  403  200
GET  /producer/wholesale?producer={seller}        -            in   403  404  403  200
POST /producer/wholesale?producer={seller}        viewers      in   403  404  403  303+
POST /producer/wholesale/retailers/{viewer_to_be}?producer={seller} - in 403 404 403 303+
POST /producer/wholesale/retailers/{viewer}/removal?producer={seller} - in 403 404 403 303+
"""

RETAILER = """
GET  /retailer/catalogue                          -            in   403  403  403  200
GET  /retailer/catalogue?retailer={viewer}        -            in   403  403  403  404
GET  /retailer/catalogue/{product}                -            in   403  403  403  200
GET  /retailer/papers/{product}                   -            in   403  403  403  200
"""


def wholesale(session: Session, product: Product) -> dict[str, str]:
    """The product's pack gets wholesale terms; one retailer is chosen, another can be."""
    variant = product.variants[0]
    session.add(WholesaleTerms(variant_id=variant.id, minimum=20, case_pack=10, lead_days=5))
    session.add(PriceTier(variant_id=variant.id, quantity_from=50, price=WHOLESALE_PRICE))
    viewer, other = world.retailer(session), world.retailer(session)
    session.add(PriceViewer(producer_id=product.producer_id, retailer_id=viewer.id))
    session.flush()
    return {"viewer": viewer.code, "viewer_to_be": other.code}


def wholesale_forms() -> dict[str, dict[str, str]]:
    return {"viewers": {"viewers": "chosen"}}
