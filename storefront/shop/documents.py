"""Files of papers that producers show to everybody."""

from flask import Response, abort

from catalog.documents import Document, DocumentState
from catalog.filing import with_owners
from catalog.producers import Producer, ProducerState

from ..clock import today
from ..database import session
from ..documents import document_file
from ..security import limiter
from . import shop
from .reference import reference


@shop.get("/papers/<code>")
@limiter.limit("120 per minute")
def public_paper(code: str) -> Response:
    """404 for what is not public, not accepted or not in force any more."""
    query = with_owners().join(Document.producer).where(Document.code == code[:40])
    shown = Document.shows_file, Document.state == DocumentState.ACCEPTED
    one = session().scalar(query.where(*shown, Producer.state == ProducerState.APPROVED))
    if one is None:
        abort(404)
    last = reference().paper_rules.last_day(one.kind, one.valid_from, one.valid_until)
    return document_file(one) if one.standing(last, today()).in_force else abort(404)
