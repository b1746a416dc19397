"""The accounts of the ledger in words; producers and taxes are told one by one or together."""

from flask_babel import lazy_gettext as _

from marketplace.payments.ledger import BANK, BUYER, CARRIER, COMMISSION, DISPUTED, GATEWAY, LOSSES, VOUCHERS

ACCOUNTS = {
    BUYER: _("Buyers"),
    CARRIER: _("Carriers, cash not handed over yet"),
    GATEWAY: _("Payment gateway"),
    DISPUTED: _("Disputed card payments, not decided yet"),
    COMMISSION: _("Commission earned"),
    VOUCHERS: _("Vouchers of the market"),
    LOSSES: _("Lost disputes, borne by the market"),
    BANK: _("Received from and paid to producers"),
}
