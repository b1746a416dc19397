"""What is said of an organiser, in words: for its own people and for officers."""

from flask_babel import gettext as _

from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.phones import shown_phone

from ..filters import label


def organiser_facts(of: Organiser) -> list[tuple[str, str]]:
    """Label and text of everything that an officer reads; the commune and its province are loaded."""
    contact = [of.contact_name, shown_phone(of.phone) if of.phone else "", of.email]
    place = [of.street, of.commune.full_name, of.commune.province.name]
    return [
        (_("Kind"), label(OrganiserKind(of.kind))),
        (_("Tax code"), of.tax_code),
        (_("Place"), ", ".join(filter(None, place))),
        (_("Contact"), " · ".join(filter(None, contact))),
        (_("About"), of.about),
    ]
