"""JSON-LD for search engines: it names the certification only while it holds."""

from flask.json import dumps
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from sqlalchemy import Row

from catalog.recognitions import RecognitionFacts

from ..clock import today
from ..locales import localized
from .pages import absolute_url, link
from .product_views import VariantView
from .views import PictureView


def product_json(
    row: Row, variants: list[VariantView], pictures: list[PictureView], current: RecognitionFacts | None
) -> Markup:
    """schema.org Product with an offer per pack."""
    return htmlsafe_json_dumps(
        {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": localized(row, "name"),
            "description": localized(row, "summary"),
            "url": absolute_url(link(f"/products/{row.slug}")),
            "image": [absolute_url(picture.src) for picture in pictures],
            "brand": {"@type": "Organization", "name": row.producer_name},
            "countryOfOrigin": "VN",
            "offers": [_offer(variant) for variant in variants],
            "hasCertification": [_certification(current)] if current else [],
        },
        dumps,
    )


def _offer(variant: VariantView) -> dict:
    availability = "InStock" if variant.in_stock else "OutOfStock"
    return {
        "@type": "Offer",
        "name": localized(variant, "pack"),
        "price": variant.price,
        "priceCurrency": "VND",
        "availability": f"https://schema.org/{availability}",
    }


def _certification(current: RecognitionFacts) -> dict:
    until = current.standing(today()).until
    return {
        "@type": "Certification",
        "name": f"OCOP {current.stars} sao",
        "certificationIdentification": current.decision_no,
        "issuedBy": {"@type": "Organization", "name": current.issuer},
        "validFrom": current.decided_on.isoformat(),
        "expires": until.isoformat() if until else None,
        "url": absolute_url(link(f"/verify/{current.code}")),
    }
