"""Text messages as their sender's server gets them."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from marketplace.text_messages import TextMessages


@pytest.fixture
def gateway() -> Iterator[SimpleNamespace]:
    """A server on this machine; `answer` is the status it gives."""
    state = SimpleNamespace(got=[], answer=200)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(state.answer)
            if state.answer == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"said the server")

        def log_message(self, *_):
            """Keeps the tests quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_port}/messages?route=1"
        yield state
        server.shutdown()
        thread.join()


def test_a_message_arrives(gateway):
    TextMessages(gateway.url, "key").deliver("+84912345678", "Mã của bạn: 123456", "token")
    [(path, headers, body)] = gateway.got
    assert path == "/messages?route=1"
    assert body == {"to": "+84912345678", "text": "Mã của bạn: 123456"}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer key", "token")
    assert headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("status", [302, 401, 429, 500])
def test_what_is_no_success_is_an_error_that_says_what(gateway, status):
    gateway.answer = status
    with pytest.raises(OSError, match=f"{status} said the server"):
        TextMessages(gateway.url, "").deliver("+84912345678", "Thử", "token")
    assert len(gateway.got) == 1
    assert "Authorization" not in gateway.got[0][1]


@pytest.mark.parametrize(
    "url", ["", "sms.vidu.vn", "ftp://sms.vidu.vn", "https://", "file:///etc/passwd", "http://h:x"]
)
def test_what_is_no_address_of_a_server(url):
    with pytest.raises(ValueError):
        TextMessages(url, "")
