"""The door to smtplib: one letter as text and HTML, by a mail server."""

import smtplib
import ssl
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_TIMEOUT = 20  # seconds for each answer of the server
_PORTS = {"smtp": 587, "smtps": 465}


class Mail(NamedTuple):
    """A letter by e-mail. A letter sent again has the same `message_id`, so the reader's mailbox can tell."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str


class MailServer:
    """Where letters are handed in. Raises ValueError when `url` or `sender` can't be used."""

    def __init__(self, url: str, sender: str):
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/"):
            raise ValueError("it must look like smtp://user:password@host:587 or smtps://user:password@host")
        self.host, self.port = parts.hostname, parts.port or _PORTS[parts.scheme]
        self.encrypted = parts.scheme == "smtps"
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.sender = read_sender(sender)

    def deliver(self, mail: Mail, now: datetime) -> None:
        """Hand it in. Raises OSError (with smtplib's errors), or ValueError for what can't be an address."""
        message = compose(mail, self.sender, now)
        with self._connection() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message, self.sender.addr_spec, [mail.to])

    def _connection(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif self.user:
            server.close()
            raise ConnectionError("the mail server offers no encryption: the password is not sent to it")
        return server


def read_sender(text: str) -> Address:
    """Who letters come from, of "Name <address>" or the address alone. Raises ValueError."""
    if not text.isprintable():
        raise ValueError(f"{text!r} is no e-mail address")
    name, address = parseaddr(text)
    return _address(address, name)


def compose(mail: Mail, sender: Address, now: datetime) -> EmailMessage:
    """The message as it goes out. Raises ValueError for what would be more than one line or one address."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = _address(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    # No answer of a holiday machine, please.
    message["Auto-Submitted"] = "auto-generated"
    # Base64: not every server on the way passes eight bits.
    message.set_content(mail.text, cte="base64")
    message.add_alternative(mail.html, subtype="html", cte="base64")
    return message


def _address(text: str, name: str = "") -> Address:
    try:
        address = Address(display_name=name, addr_spec=text)
    # What the parser of the standard library meets with is not only what it says.
    except (HeaderParseError, IndexError, ValueError) as error:
        raise ValueError(f"{text!r} is no e-mail address") from error
    if not (address.username and address.domain):
        raise ValueError(f"{text!r} is no e-mail address")
    return address
