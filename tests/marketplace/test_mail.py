"""Mail as a server gets it, and what is never handed to one."""

from collections.abc import Iterator
from datetime import datetime
from smtplib import SMTPRecipientsRefused

import pytest

from marketplace.mail import Mail, MailServer, compose, read_sender
from tests.inbox import Inbox, mail_server
from tests.world import NOW

LETTER = Mail(
    "an@vidu.vn",
    "Đơn hàng K7M2 đã được ghi nhận",
    "Chào bạn,\n\nĐơn hàng đã được ghi nhận.",
    "<p>Chào bạn</p>",
    "<abc@vidu.vn>",
)


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    with mail_server() as (inbox, url):
        yield inbox, url


def test_a_letter_arrives_whole(inbox):
    handler, url = inbox
    MailServer(url, "Chợ Phiên <shop@vidu.vn>").deliver(LETTER, NOW)
    [message] = handler.got
    assert handler.recipients == ["an@vidu.vn"]
    assert message["From"] == "Chợ Phiên <shop@vidu.vn>"
    assert message["To"] == "an@vidu.vn"
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == "<abc@vidu.vn>"
    assert datetime.strptime(message["Date"], "%a, %d %b %Y %H:%M:%S %z") == NOW
    assert message.get_body(("plain",)).get_content().strip() == LETTER.text
    assert message.get_body(("html",)).get_content().strip() == LETTER.html
    assert message.get_content_type() == "multipart/alternative"


def test_every_line_is_seven_bits(inbox):
    message = compose(LETTER, read_sender("Chợ Phiên <shop@vidu.vn>"), NOW)
    assert bytes(message).isascii()


def test_who_is_not_known_there_is_an_error(inbox):
    _, url = inbox
    with pytest.raises(SMTPRecipientsRefused):
        MailServer(url, "shop@vidu.vn").deliver(LETTER._replace(to="nobody@vidu.vn"), NOW)


def test_nobody_listens():
    with pytest.raises(OSError):
        MailServer("smtp://127.0.0.1:1", "shop@vidu.vn").deliver(LETTER, NOW)


def test_a_password_is_never_sent_in_the_clear(inbox):
    handler, url = inbox
    with pytest.raises(ConnectionError, match="no encryption"):
        MailServer(url.replace("//", "//shop:secret@"), "shop@vidu.vn").deliver(LETTER, NOW)
    assert handler.got == []


@pytest.mark.parametrize(
    "to",
    [
        "",
        "an",
        "@vidu.vn",
        "an@",
        "an@vidu.vn, binh@vidu.vn",
        "an@vidu.vn\r\nBcc: binh@vidu.vn",
        "an@vidu.vn\nBcc: binh@vidu.vn",
        "An <an@vidu.vn>",
        "a b@vidu.vn",
        "\0@vidu.vn",
        "(an@vidu.vn",
    ],
)
def test_what_is_no_single_address_goes_nowhere(inbox, to):
    handler, url = inbox
    with pytest.raises(ValueError):
        MailServer(url, "shop@vidu.vn").deliver(LETTER._replace(to=to), NOW)
    assert handler.got == []


@pytest.mark.parametrize("field", ["subject", "message_id"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_header_has_one_line(field, end):
    letter = LETTER._replace(**{field: f"Chào{end}Bcc: binh@vidu.vn"})
    with pytest.raises(ValueError):
        compose(letter, read_sender("shop@vidu.vn"), NOW)


@pytest.mark.parametrize(
    "url",
    ["mail.vidu.vn", "http://mail.vidu.vn", "smtp://", "smtp:///inbox", "smtp://host:port", "smtp://h/x"],
)
def test_what_is_no_address_of_a_mail_server(url):
    with pytest.raises(ValueError):
        MailServer(url, "shop@vidu.vn")


def test_user_and_password_may_hold_any_sign():
    server = MailServer("smtps://an%40vidu.vn:p%2Fw%3A@mail.vidu.vn", "shop@vidu.vn")
    assert (server.user, server.password) == ("an@vidu.vn", "p/w:")
    assert (server.host, server.port, server.encrypted) == ("mail.vidu.vn", 465, True)
