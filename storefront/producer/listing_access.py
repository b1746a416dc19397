"""Finding a listing of one's own: another producer's is not there."""

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.producers import Producer
from catalog.products import Product

from ..database import SAFE_METHODS, session
from .access import my_producers


def my_listing(id: int) -> Product:
    """The listing with its producer; 404 for somebody else's. Locked where the request may write."""
    # No listing has a number that a database could not hold.
    if id >= 2**31:
        abort(404)
    mine = Product.id == id, Product.producer_id.in_([one.id for one in my_producers()])
    query = select(Product).where(*mine).options(joinedload(Product.producer, innerjoin=True))
    if request.method not in SAFE_METHODS:
        query = query.with_for_update(of=Product).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def owner_of(product: Product) -> Producer:
    return next(one for one in my_producers() if one.id == product.producer_id)
