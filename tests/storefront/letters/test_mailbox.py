"""Development's mailbox: to be looked at where no letter goes out, and nowhere else."""

from dataclasses import replace

import pytest

from marketplace.letters import SentLetter
from tests.world import NOW


@pytest.fixture
def letter(session) -> SentLetter:
    made = SentLetter(
        message_id="<1@vidu.vn>",
        to="an@vidu.vn",
        subject="Đơn hàng <K7M2>",
        text="Chào <bạn>",
        html="<!doctype html><style>p{color:red}</style><p>Chào bạn</p><script>alert(1)</script>",
        at=NOW,
    )
    session.add(made)
    session.commit()
    return made


def test_the_newest_letters_are_listed_and_shown(client, letter, session):
    page = client.get("/mailbox")
    assert page.status_code == 200
    assert "Đơn hàng &lt;K7M2&gt;" in page.text
    assert "10:00, 21/11/2026" in page.text
    shown = client.get(f"/mailbox/{letter.id}")
    assert "Chào &lt;bạn&gt;" in shown.text
    assert f'src="/mailbox/{letter.id}/html"' in shown.text
    assert "<script>alert" not in shown.text
    for answer in (page, shown):
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_letter_itself_runs_and_loads_nothing(client, letter):
    answer = client.get(f"/mailbox/{letter.id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "frame-ancestors 'self'" in policy
    assert answer.text == letter.html


def test_a_text_message_has_no_html(client, session):
    made = SentLetter(message_id="<2@vidu.vn>", to="+84912345678", subject="", text="Mã: 1", html="", at=NOW)
    session.add(made)
    session.commit()
    page = client.get(f"/mailbox/{made.id}")
    assert "Tin nhắn" in page.text
    assert "<iframe" not in page.text
    assert client.get(f"/mailbox/{made.id}/html").status_code == 404


@pytest.mark.parametrize("path", ["/mailbox/1", "/mailbox/1/html", "/mailbox/99999999999999999999"])
def test_what_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "changed", [{"demo": False}, {"smtp_url": "smtp://mail.vidu.vn", "public_url": "https://vidu.vn"}]
)
def test_where_letters_go_out_there_is_no_mailbox(app, client, letter, monkeypatch, changed):
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **changed))
    for path in ("/mailbox", f"/mailbox/{letter.id}", f"/mailbox/{letter.id}/html"):
        assert client.get(path).status_code == 404
