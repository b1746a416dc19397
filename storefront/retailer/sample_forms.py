"""Forms about samples: asking for one, and scoring it."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from catalog.products import Product
from marketplace.accounts.stores import Store
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.sample_steps import SCORES, Verdict, Wish

from ..fields import CountField, DongField
from ..locales import localized
from ..shop.forms import ShopForm
from ..sourcing_steps import MOST, NEEDED, SeenForm


def _words(label: object) -> TextAreaField:
    return TextAreaField(label, [MOST], filters=[lambda text: (text or "").strip()])


class AskForm(ShopForm):
    """A few packs of one product."""

    product = HiddenField()
    request = HiddenField()
    variant = SelectField(_("Pack"), [DataRequired(NEEDED)], coerce=int)
    store = SelectField(_("To be sent to"), [DataRequired(NEEDED)], coerce=int)
    packs = CountField(_("How many packs"), [DataRequired(NEEDED)], default="2")
    paid_by = RadioField(_("Who pays"), [DataRequired(NEEDED)], default=Side.RETAILER)
    price = DongField(_("Price of all packs together, without the way"), default="0")
    wishes = _words(_("What you would like to see"))

    def __init__(self, product: Product, stores: Sequence[Store], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.variant.choices = [(one.id, localized(one, "pack")) for one in product.variants]
        self.store.choices = [(one.id, f"{one.code} · {one.name}") for one in stores]
        self.paid_by.choices = [
            (Side.RETAILER.value, _("We pay the goods (0: free of charge) and the way")),
            (Side.PRODUCER.value, _("The producer gives it and pays the way")),
        ]

    def wish(self, request_id: int | None) -> Wish:
        return Wish(
            self.variant.data,
            self.store.data,
            self.packs.value or 0,
            self.paid_by.data,
            self.price.value or 0,
            self.wishes.data or "",
            request_id,
        )


def _score(label: object) -> SelectField:
    texts = [("", _("Choose …")), *((str(one), str(one)) for one in SCORES)]
    choices = [SelectChoice(value=value, label=text) for value, text in texts]
    return SelectField(label, [DataRequired(_("Please choose a score."))], choices=choices)


class ScoreForm(SeenForm):
    """1 is bad, 5 is very good."""

    taste = _score(_("Taste"))
    packaging = _score(_("Packaging"))
    label = _score(_("Label"))
    suitable = BooleanField(_("It suits us: we would like to buy it"))
    words = _words(_("In words, for the producer"))

    def verdict(self) -> Verdict:
        scores = (int(self[name].data) for name in ("taste", "packaging", "label"))
        return Verdict(*scores, bool(self.suitable.data), self.words.data or "")
