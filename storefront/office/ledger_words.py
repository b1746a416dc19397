"""The accounts of the ledger in words (producers and taxes are told one by one or together), and what its check finds."""

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

# By the rules of ledger_check.py and goods_check.py of marketplace/orders, marketplace/fairs/ledger_check.py and marketplace/sourcing/invoice_check.py.
FINDINGS = {
    "unbalanced": _("A posting does not balance."),
    "charged after a full refund": _("Everything is refunded, and charges are left."),
    "more refunded than sold": _("More is refunded than was sold."),
    "more decided than disputed": _("More disputed money is decided than was taken."),
    "charge or voucher of the wrong sign": _("A charge or a voucher has the wrong sign."),
    "delivered, and no sale is posted": _("The parcel is delivered, and no sale is posted."),
    "completed, and not paid": _("The parcel is completed and not paid."),
    "not what came by card for fairs": _("An organiser is owed other dong than came by card for its fairs."),
    "not what invoices, credits and transfers come to": _(
        "A retailer or a producer owes other dong than invoices, credits and transfers come to."
    ),
    "credited is not what claims were granted": _("Other dong are credited than claims were granted."),
    "the transfer asks for something else": _("The transfer asks for other dong than are due."),
    "paid for nothing, and not to go back": _("Money that pays for nothing is not promised back."),
    "stock is not what was moved": _("The stock is not what its movements add up to."),
    "reserved is not what is ordered": _("Other pieces are reserved than are ordered and not sent yet."),
    "order without parts": _("The order has no parcel."),
    "part does not add up": _("The lines of the parcel do not add up to its sum."),
    "part without a payment": _("The parcel costs something, and nothing is there to pay it by."),
    "discount is not that of its vouchers": _(
        "The discount is not what the vouchers of the parcel take off."
    ),
    "voucher is counted wrongly": _("The voucher is counted other times than it was used."),
    "payment is not what came": _("The payment is not what its receipts add up to."),
    "more goes back than came": _("More goes back of the payment than came."),
}
