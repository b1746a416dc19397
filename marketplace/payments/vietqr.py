"""VietQR: the text in the code that a bank's app reads (EMVCo, merchant-presented)."""

import binascii
import re
from dataclasses import dataclass

_NAPAS = "A000000727"
_ACCOUNT, _CARD = "QRIBFTTA", "QRIBFTTC"
_PURPOSE = re.compile(r"[0-9A-Za-z ]{1,25}", re.ASCII)
MOST_DONG = 10**13 - 1


@dataclass(frozen=True)
class Transfer:
    """What a code asks for; `amount` in dong, none where the payer types it."""

    bin: str
    account: str
    amount: int | None = None
    purpose: str = ""
    bill: str = ""
    to_card: bool = False


def payload(transfer: Transfer) -> str:
    """The text of the code. Raises ValueError for what a bank's app would not read."""
    _check(transfer)
    to = _field("00", transfer.bin) + _field("01", transfer.account)
    service = _CARD if transfer.to_card else _ACCOUNT
    bill = _field("01", transfer.bill) if transfer.bill else ""
    purpose = _field("08", transfer.purpose) if transfer.purpose else ""
    text = "".join(
        [
            _field("00", "01"),
            # 12: for one payment; 11: shown again and again.
            _field("01", "11" if transfer.amount is None else "12"),
            _field("38", _field("00", _NAPAS) + _field("01", to) + _field("02", service)),
            _field("53", "704"),
            _field("54", str(transfer.amount)) if transfer.amount is not None else "",
            _field("58", "VN"),
            _field("62", bill + purpose) if bill or purpose else "",
            "6304",
        ]
    )
    return text + checksum(text)


def read_payload(text: str) -> Transfer:
    """What a code asks for. Raises ValueError for a text that is damaged or no VietQR."""
    if not text.isascii() or text[-8:-4] != "6304" or checksum(text[:-4]) != text[-4:]:
        raise ValueError("checksum")
    fields = _fields(text[:-8])
    service = _fields(fields.get("38", ""))
    to = _fields(service.get("01", ""))
    additional = _fields(fields.get("62", ""))
    wanted = fields.get("00") == "01", fields.get("53") == "704", fields.get("58") == "VN"
    if not all(wanted) or service.get("00") != _NAPAS or service.get("02") not in (_ACCOUNT, _CARD):
        raise ValueError("no VietQR")
    amount = fields.get("54")
    if amount is not None and not amount.isdigit():
        raise ValueError("amount")
    return Transfer(
        to.get("00", ""),
        to.get("01", ""),
        int(amount) if amount is not None else None,
        additional.get("08", ""),
        additional.get("01", ""),
        service["02"] == _CARD,
    )


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE as four hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def _check(transfer: Transfer) -> None:
    if not re.fullmatch(r"\d{6}", transfer.bin, re.ASCII):
        raise ValueError("bin")
    if not re.fullmatch(r"[0-9A-Z]{1,19}", transfer.account, re.ASCII):
        raise ValueError("account")
    if transfer.amount is not None and not 0 < transfer.amount <= MOST_DONG:
        raise ValueError("amount")
    if any(text and not _PURPOSE.fullmatch(text) for text in (transfer.purpose, transfer.bill)):
        raise ValueError("purpose")


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _fields(text: str) -> dict[str, str]:
    found, at = {}, 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (tag.isdigit() and length.isdigit()) or at + 4 + int(length) > len(text) or tag in found:
            raise ValueError("fields")
        found[tag] = text[at + 4 : at + 4 + int(length)]
        at += 4 + int(length)
    return found
