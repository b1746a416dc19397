"""What the views of the retailers share."""

from typing import Any

from flask import Response

from ..companies.pages import company_page
from ..shop.pages import Crumb


def retailer_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    """A page below the desk; `template` below templates/retailer."""
    return company_page(f"retailer/{template}", status, crumbs=crumbs, **context)
