"""Forms of the vault: a paper with its file, and who sees it."""

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from catalog.document_kinds import DocumentKind
from catalog.documents import LONGEST_TEXT, Audience
from catalog.filing import Paper

from ..fields import DayField
from ..filters import label
from ..locales import translated
from ..shop.forms import ShopForm
from .forms import _at_most, _clean


def _audiences() -> list[SelectChoice]:
    return [SelectChoice(value=one.value, label=label(one)) for one in Audience]


class AudienceForm(ShopForm):
    """Who sees a paper."""

    audience = RadioField(
        _("Who sees it?"),
        [DataRequired(_("Please choose who sees the paper."))],
        filters=[_clean],
        validate_choice=False,
    )
    shows_file = BooleanField(_("Everybody may open the file too, not only read number and dates"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.audience.choices = _audiences()

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.audience.errors and self.audience.data not in set(Audience):
            self.audience.errors = [_("Please choose one of these.")]
            valid = False
        return valid


class PaperForm(AudienceForm):
    """What is printed on a paper. The choices of `product` are filled in by the view; `kept` stands for a file
    that came with an earlier try."""

    kind = SelectField(
        _("Kind of paper"),
        [DataRequired(_("Please choose what kind of paper it is."))],
        filters=[_clean],
        validate_choice=False,
    )
    product = SelectField(_("For which product?"), filters=[_clean], validate_choice=False)
    title = StringField(_("What it is called"), [_at_most(LONGEST_TEXT)], filters=[_clean])
    number = StringField(_("Number on the paper"), [_at_most(LONGEST_TEXT)], filters=[_clean])
    issuer = StringField(_("Issued by"), [_at_most(LONGEST_TEXT)], filters=[_clean])
    valid_from = DayField(_("Issued on"), [DataRequired(_("Please write the day on which it was issued."))])
    valid_until = DayField(_("Valid until"))
    kept = HiddenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [SelectChoice(value=one.value, label=label(one)) for one in DocumentKind]
        self.kind.choices = [SelectChoice(value="", label=_("Choose …")), *kinds]

    def offer_products(self, products: dict[int, str]) -> None:
        choices = [SelectChoice(value=str(id), label=name) for id, name in products.items()]
        self.product.choices = [SelectChoice(value="", label=_("All our products")), *choices]

    def read(self, products: dict[int, str], day: date) -> Paper | None:
        """The paper, when nothing is missing on it; what is missing stands at its field."""
        valid = self.validate()
        if not self.kind.errors and self.kind.data not in set(DocumentKind):
            self.kind.errors, valid = [_("Please choose one of these.")], False
        product = self.product.data
        if product and product not in map(str, products):
            self.product.errors, valid = [_("Please choose one of these.")], False
        if self.kind.errors or self.product.errors or self.valid_from.value is None:
            return None
        paper = Paper(
            DocumentKind(self.kind.data),
            self.valid_from.value,
            self.valid_until.value,
            self.number.data or "",
            self.issuer.data or "",
            self.title.data or "",
            int(product) if product else None,
        )
        for name, refusal in paper.complaints(day):
            field = self[name]
            if not field.errors:
                field.errors, valid = [translated(refusal)], False
        return paper if valid else None
