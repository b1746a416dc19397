"""Retailers' catalogue and producers' wholesale in the matrix of rights: rows, things and forms."""

from pathlib import Path

from sqlalchemy.orm import Session

from catalog.document_files import store_document
from catalog.documents import Audience
from catalog.products import Product
from catalog.wholesale import PriceTier, WholesaleTerms
from marketplace.sourcing.price_audiences import PriceViewer
from tests import hostile_pdfs, world

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


def wholesale(session: Session, product: Product, papers: Path) -> dict[str, str]:
    """The product's pack gets wholesale terms and a paper for retailers; one of them is chosen, another can be."""
    file = store_document(hostile_pdfs.paper(), papers).path
    world.document(session, product, audience=Audience.RETAILERS, file=file)
    variant = product.variants[0]
    session.add(WholesaleTerms(variant_id=variant.id, minimum=20, case_pack=10, lead_days=5))
    session.add(PriceTier(variant_id=variant.id, quantity_from=50, price=WHOLESALE_PRICE))
    viewer, other = world.retailer(session), world.retailer(session)
    session.add(PriceViewer(producer_id=product.producer_id, retailer_id=viewer.id))
    session.flush()
    return {"viewer": viewer.code, "viewer_to_be": other.code}


def wholesale_forms() -> dict[str, dict[str, str]]:
    return {"viewers": {"viewers": "chosen"}}
