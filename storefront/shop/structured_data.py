"""JSON-LD for search engines: it names the certification only while it holds."""

from markupsafe import Markup
from flask.json import dumps
from jinja2.utils import htmlsafe_json_dumps

from catalog.products import Product
from catalog.recognitions import recognition_in_force
from catalog.register import Proofs

from ..clock import today
from ..locales import localized
from .pages import absolute_url, link
from .product_views import VariantView
from .views import PictureView


def product_json(
    product: Product, variants: list[VariantView], pictures: list[PictureView], proofs: Proofs
) -> Markup:
    """schema.org Product with an offer per pack."""
    return htmlsafe_json_dumps(
        {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": localized(product, "name"),
            "description": localized(product, "summary"),
            "url": absolute_url(link(f"/products/{product.slug}")),
            "image": [absolute_url(picture.src) for picture in pictures],
            "brand": {"@type": "Organization", "name": product.producer.name},
            "countryOfOrigin": "VN",
            "offers": [_offer(variant) for variant in variants],
            "hasCertification": _certifications(proofs),
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


def _certifications(proofs: Proofs) -> list[dict]:
    current = recognition_in_force(proofs.recognitions, today())
    if current is None:
        return []
    until = current.standing(today()).until
    return [
        {
            "@type": "Certification",
            "name": f"OCOP {current.stars} sao",
            "certificationIdentification": current.decision_no,
            "issuedBy": {"@type": "Organization", "name": current.issuer},
            "validFrom": current.decided_on.isoformat(),
            "expires": until.isoformat() if until else None,
            "url": absolute_url(link(f"/verify/{current.code}")),
        }
    ]
