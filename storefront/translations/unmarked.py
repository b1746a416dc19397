"""Messages that the code keeps in variables, where the extraction can't see them.

tests/storefront/test_translations.py fails when one is missing here or is used no more.
"""


def N_(message: str) -> str:
    """Marks `message` for the extraction."""
    return message


MESSAGES = (
    N_("A decision without stars: fill in “stars” or leave this empty."),
    N_("Row %(row)s gives this producer another kind."),
    N_("Row %(row)s has this decision on this product with other stars, end or issuer."),
    N_("Row %(row)s puts this product into another set."),
    N_("Row %(row)s sells this product in another season or reach."),
    N_("Row %(row)s tells another story of this product."),
    N_("The register has this decision with other stars, end or issuer; it is never rewritten."),
    N_("The sheet is too large: it reaches to row %(row)s, column %(column)s."),
    N_("This SKU is listed as “%(pack)s”; an import does not change that."),
    N_("This SKU is listed with %(grams)s grams; an import does not change that."),
    N_("This is no kind of producer. Write HTX, THT, Công ty, HKD, Cơ sở sản xuất or Trang trại."),
    N_("This is the code of %(commune)s in %(province)s, not of a commune in “%(written)s”."),
    N_("This producer is listed as “%(kind)s”; an import does not change that."),
    N_("This product is listed in set %(number)s; an import does not change that."),
)
