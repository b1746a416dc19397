"""What is said of a retailer, in words: for its own people and for officers."""

from flask_babel import gettext as _

from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.phones import shown_phone

from ..filters import label


def retailer_facts(of: Retailer) -> list[tuple[str, str]]:
    """Label and text of everything that an officer reads; the commune and its province are loaded."""
    contact = [of.contact_name, shown_phone(of.phone) if of.phone else "", of.email]
    place = [of.street, of.commune.full_name, of.commune.province.name]
    return [
        (_("Kind"), label(RetailerKind(of.kind))),
        (_("Tax code"), of.tax_code),
        (_("Number of the business registration"), of.registration_number),
        (_("Place"), ", ".join(filter(None, place))),
        (_("Contact"), " · ".join(filter(None, contact))),
        (_("About"), of.about),
    ]
