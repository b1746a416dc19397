"""The door to segno: QR codes for pages, and their dots for paper."""

import segno
from markupsafe import Markup


def qr_svg(text: str) -> Markup:
    """The code as SVG, as large as the page lets it be; without a style attribute, which the content security
    policy would not let through."""
    return Markup(
        segno.make(text, error="m").svg_inline(omitsize=True, border=2, svgclass="qr", lineclass="qr__dots")
    )


def qr_dots(text: str) -> list[list[bool]]:
    """The rows of the code, True where it is dark, with the quiet border that readers need."""
    return [[bool(dot) for dot in row] for row in segno.make(text, error="m").matrix_iter(border=4)]
