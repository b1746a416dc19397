"""Whether a certificate of organic growing stands behind a listing that says so."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from catalog.document_rules import read_rules
from catalog.resting import claims_on, papers_of


def organic_products(session: Session, products: Mapping[int, int], day: date) -> set[int]:
    """Those of the products (id → producer's id) whose certificate, their own or the producer's, is in force on this
    day; catalog/rests_on.toml says which paper that is."""
    rules = read_rules(session)
    papers = papers_of(session, rules, dict(products))
    return {id for id in products if "organic" in dict(claims_on(papers[id], rules, day))}
