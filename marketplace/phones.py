"""The door to phonenumbers: reads telephone numbers as Vietnamese people write them."""

import phonenumbers


def read_phone(text: str) -> str:
    """The number in international form, "+84912345678".

    Raises ValueError for what is no valid number (a foreign one needs its + and country code).
    """
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        raise ValueError(text) from None
    if not phonenumbers.is_valid_number(number):
        raise ValueError(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(number: str) -> str:
    """The number as printed at home: "0912 345 678"."""
    parsed = phonenumbers.parse(number)
    home = parsed.country_code == 84
    format = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, format)


def shown_contact(contact: str) -> str:
    """An e-mail address as it is, a telephone number as printed at home."""
    return contact if "@" in contact or not contact else shown_phone(contact)
