"""Retailers and producers as UBL knows them; their communes and provinces are loaded."""

from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.sourcing.ubl_parts import Party


def retailer_party(of: Retailer) -> Party:
    return Party(of.name, of.tax_code, of.street, of.commune.full_name, of.commune.province.name)


def producer_party(of: Producer) -> Party:
    return Party(of.name, "", "", of.commune.full_name, of.commune.province.name)
