"""What UBL 2.1 documents are written of: namespaces, elements, whole dong, and who somebody is."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"
ORDER, INVOICE, STATEMENT = f"{_UBL}Order-2", f"{_UBL}Invoice-2", f"{_UBL}Statement-2"
_PREFIXES = {"cac": CAC, "cbc": CBC, "order": ORDER, "invoice": INVOICE, "statement": STATEMENT}
# Prefixes are known to the whole process: once, before anything is written.
for _prefix, _namespace in _PREFIXES.items():
    ET.register_namespace(_prefix, _namespace)
CURRENCY = "VND"
# What XML can't hold at all; everything else is escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Party:
    """Who buys or sells, or a place where goods go; without a tax code or a street where these are empty."""

    name: str
    tax_code: str
    street: str
    city: str
    province: str


def begin(namespace: str, name: str, number: str) -> ET.Element:
    """The element of the whole document, `number` being the document's own."""
    root = ET.Element(f"{{{namespace}}}{name}")
    basic(root, "UBLVersionID", "2.1")
    basic(root, "ID", number)
    return root


def written(root: ET.Element) -> bytes:
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def add(of: ET.Element, name: str) -> ET.Element:
    """An element that holds others, at the end of `of`."""
    return ET.SubElement(of, f"{{{CAC}}}{name}")


def basic(of: ET.Element, name: str, value: object, **attributes: str) -> ET.Element:
    """An element that holds a text or a number, at the end of `of`."""
    made = ET.SubElement(of, f"{{{CBC}}}{name}", attributes)
    made.text = _FORBIDDEN.sub("", str(value))
    return made


def dong(of: ET.Element, name: str, value: int) -> None:
    basic(of, name, value, currencyID=CURRENCY)


def party(role: ET.Element, who: Party) -> None:
    of = add(role, "Party")
    basic(add(of, "PartyName"), "Name", who.name)
    address(of, "PostalAddress", who)
    if who.tax_code:
        scheme = add(of, "PartyTaxScheme")
        basic(scheme, "CompanyID", who.tax_code)
        basic(add(scheme, "TaxScheme"), "ID", "VAT")
    basic(add(of, "PartyLegalEntity"), "RegistrationName", who.name)


def address(of: ET.Element, name: str, who: Party) -> None:
    made = add(of, name)
    if who.street:
        basic(made, "StreetName", who.street)
    basic(made, "CityName", who.city)
    basic(made, "CountrySubentity", who.province)
    basic(add(made, "Country"), "IdentificationCode", "VN")
