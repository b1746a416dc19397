"""The form in which somebody is invited by letter."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired, Email, Length

from catalog.text import clean

from .shop.forms import ShopForm


class InviteForm(ShopForm):
    contact = StringField(
        _("E-mail"),
        [
            DataRequired(_("Please write an e-mail address.")),
            Length(max=200, message=_("Please write at most %(max)d characters.")),
            Email(_("This e-mail address is not complete. Write for example ten@vidu.vn.")),
        ],
        filters=[lambda text: clean(text or "")],
    )
