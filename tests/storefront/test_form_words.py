"""What a form says is said in the reader's language, also where a field has no sentence of its own."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from storefront.shop.forms import ShopForm


class PlainForm(ShopForm):
    needed = StringField("", [DataRequired()])
    sent = StringField("", [InputRequired()])
    short = StringField("", [Length(max=3)])
    long = StringField("", [Length(min=3)])
    choice = SelectField("", choices=[SelectChoice(value="a", label="A")])
    number = SelectField("", choices=[SelectChoice(value=1, label="A")], coerce=int)
    one = RadioField("", choices=[SelectChoice(value="a", label="A")])
    whole = IntegerField("", [NumberRange(max=3)])
    day = DateField("")


WRONG = {
    "short": "xxxx",
    "long": "x",
    "choice": "z",
    "number": "z",
    "one": "z",
    "whole": "z",
    "day": "z",
}


@pytest.mark.parametrize(
    ("address", "needed", "short", "choice", "else_"),
    [
        (
            "/",
            "Bạn hãy điền mục này.",
            "Vui lòng nhập tối đa 3 ký tự.",
            "Bạn hãy chọn một trong các mục này.",
            "Vui lòng kiểm tra lại nội dung ở đây.",
        ),
        (
            "/en",
            "Please fill this in.",
            "Please write at most 3 characters.",
            "Please choose one of these.",
            "Please check what is written here.",
        ),
    ],
)
def test_every_field_speaks_the_language_of_the_page(app, address, needed, short, choice, else_):
    environ = {"chophien.locale": "en"} if address == "/en" else {}
    with app.test_request_context("/", environ_base=environ):
        form = PlainForm(formdata=MultiDict(WRONG))
        assert not form.validate()
        told = {name: set(map(str, errors)) for name, errors in form.errors.items() if name != "csrf_token"}
    assert told == {
        "needed": {needed},
        "sent": {needed},
        "short": {short},
        "long": {else_},
        "choice": {choice},
        "number": {choice},
        "one": {choice},
        "whole": {else_},
        "day": {else_},
    }
