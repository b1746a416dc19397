"""Kinds of papers, and what each needs to be a paper of its kind. What decrees set is in catalog/document_rules.py."""

from enum import StrEnum
from typing import NamedTuple


class DocumentKind(StrEnum):
    OCOP_DECISION = "ocop_decision"
    FOOD_SAFETY = "food_safety"
    SELF_DECLARATION = "self_declaration"
    LAB_TEST = "lab_test"
    BARCODE = "barcode"
    VIETGAP = "vietgap"
    ORGANIC = "organic"
    MANAGEMENT_SYSTEM = "management_system"
    MARK_PERMIT = "mark_permit"
    ALCOHOL_LICENCE = "alcohol_licence"
    HEALTH_PRODUCT = "health_product"
    COSMETIC = "cosmetic"
    BUSINESS_REGISTRATION = "business_registration"
    OTHER = "other"


class Needs(NamedTuple):
    """Whether a paper of a kind has a number, an issuer and a last day printed on it, and is about one product."""

    number: bool = True
    issuer: bool = True
    end: bool = False
    product: bool = False


NEEDS = {
    DocumentKind.OCOP_DECISION: Needs(product=True),
    DocumentKind.FOOD_SAFETY: Needs(end=True),
    DocumentKind.SELF_DECLARATION: Needs(issuer=False, product=True),
    DocumentKind.LAB_TEST: Needs(product=True),
    DocumentKind.BARCODE: Needs(),
    DocumentKind.VIETGAP: Needs(end=True),
    DocumentKind.ORGANIC: Needs(end=True),
    DocumentKind.MANAGEMENT_SYSTEM: Needs(end=True),
    DocumentKind.MARK_PERMIT: Needs(end=True),
    DocumentKind.ALCOHOL_LICENCE: Needs(end=True),
    DocumentKind.HEALTH_PRODUCT: Needs(product=True),
    DocumentKind.COSMETIC: Needs(product=True),
    DocumentKind.BUSINESS_REGISTRATION: Needs(),
    DocumentKind.OTHER: Needs(number=False, issuer=False),
}
