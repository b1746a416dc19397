"""Letters on their way out: by mail, by text message, to the mailbox of development, or not at all any more."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from sqlalchemy import select

from marketplace.jobs import PAUSES, Job
from marketplace.letters import SentLetter, send
from marketplace.text_messages import TextMessages
from storefront.letters import writing
from storefront.letters.registry import LETTERS
from tests.inbox import mail_server
from tests.letters import do_jobs, letters_to
from tests.world import NOW

PHONE = "+84912345678"


@pytest.fixture(autouse=True)
def nothing_to_show():
    """The letter to producers, of an order that is not there."""
    view = {"order": {"placed_at": NOW, "name": "An", "payment": "", "phone": "", "address": "", "note": ""}}
    view["order"]["awaited"] = ""
    part = {"number": "K7M2-1", "url": "https://vidu.vn", "lines": [], "delivery": 0, "total": 0}
    part |= {"producer": "Hợp tác xã", "place": "", "arrival": "", "discounts": [], "collect": []}
    with patch.dict(LETTERS, {"order_received": lambda session, facts: view | {"part": part}}):
        yield


@pytest.fixture
def outside(app, monkeypatch):
    """The shop with a mail server; its inbox."""
    with mail_server() as (inbox, url):
        out = {"smtp_url": url, "mail_from": "Chợ Phiên <shop@vidu.vn>"}
        monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **out))
        yield inbox


def want(session, to: str) -> Job:
    send(session, "order_received", to, "vi", NOW)
    session.commit()
    return session.scalars(select(Job)).one()


def test_by_mail(app, session, outside):
    job = want(session, "an@vidu.vn")
    do_jobs(app)
    do_jobs(app)
    [message] = outside.got
    assert "K7M2-1" in message["Subject"]
    assert message["Message-ID"] == f"<{job.token}@vidu.vn>"
    assert "Hợp tác xã" in message.get_body(("plain",)).get_content()
    assert "https://vidu.vn" in message.get_body(("html",)).get_content()
    assert session.scalars(select(SentLetter)).all() == []


def test_a_server_that_refuses_is_asked_again(app, session, clock, outside):
    job = want(session, "an@vidu.vn")
    outside.shut = True
    do_jobs(app)
    session.refresh(job)
    assert "450" in job.error
    assert outside.got == []
    outside.shut = False
    clock.moment += PAUSES[0]
    do_jobs(app)
    session.refresh(job)
    assert job.done_at == clock.moment
    assert len(outside.got) == 1


@pytest.mark.parametrize("to", ["", "an@vidu.vn, binh@vidu.vn", "an@vidu.vn\nBcc: binh@vidu.vn"])
def test_what_is_no_address_gets_nothing(app, session, outside, to):
    job = want(session, to)
    do_jobs(app)
    session.refresh(job)
    assert (outside.got, job.done_at) == ([], None)
    assert "no e-mail address" in job.error


def test_by_text_message(app, session, outside, monkeypatch):
    sent = []
    monkeypatch.setattr(
        TextMessages, "deliver", lambda self, *what: sent.append((self.host, self.key, *what))
    )
    sms = {"sms_url": "https://sms.vidu.vn/send", "sms_key": "key"}
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **sms))
    job = want(session, PHONE)
    do_jobs(app)
    [(host, key, to, text, token)] = sent
    assert (host, key, to, token) == ("sms.vidu.vn", "key", PHONE, job.token)
    assert "K7M2-1" in text
    assert text == text.strip()
    assert outside.got == []


def test_without_a_sender_of_text_messages_the_log_says_so(app, session, outside, caplog):
    job = want(session, PHONE)
    do_jobs(app)
    session.refresh(job)
    assert job.done_at == NOW
    assert "there is no SMS_URL" in caplog.text
    assert PHONE not in caplog.text


def test_a_text_message_needs_no_html(app, session, monkeypatch):
    rendered = []
    real = writing.render_template
    monkeypatch.setattr(
        writing, "render_template", lambda name, **what: rendered.append(name) or real(name, **what)
    )
    want(session, PHONE)
    assert len(letters_to(app, PHONE)) == 1
    assert [str(names) for names in rendered if ".html" in str(names)] == []


def test_development_keeps_both(app, session):
    job = want(session, "an@vidu.vn")
    [letter] = letters_to(app, "an@vidu.vn")
    assert letter.message_id == f"<{job.token}@localhost>"
    assert "<html" in letter.html
    send(session, "order_received", PHONE, "vi", NOW)
    session.commit()
    [text] = letters_to(app, PHONE)
    assert (text.subject, text.html) == ("", "")


def test_what_is_over_by_now_is_not_sent(app, session, outside):
    with patch.dict(LETTERS, {"order_received": lambda session, facts: None}):
        job = want(session, "an@vidu.vn")
        do_jobs(app)
    session.refresh(job)
    assert job.done_at == NOW
    assert outside.got == []
