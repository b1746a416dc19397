"""The door to a sender of text messages: one POST of JSON for each, with a bearer key."""

import json
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

_TIMEOUT = 15  # seconds for each answer
_LONGEST_ANSWER = 500


class TextMessages:
    """Where text messages are handed in. Raises ValueError when `url` can't be used."""

    def __init__(self, url: str, key: str):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it must begin with https:// or http://")
        self.connection_class = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.host, self.port = parts.hostname, parts.port
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.key = key

    def deliver(self, to: str, text: str, token: str) -> None:
        """Hand it in; `token` is the same when it is handed in again. Raises OSError and http.client's errors."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": token}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
        with closing(self.connection_class(self.host, self.port, timeout=_TIMEOUT)) as connection:
            connection.request("POST", self.path, body, headers)
            answer = connection.getresponse()
            said = answer.read(_LONGEST_ANSWER).decode("utf-8", "replace")
        # A redirection is no success either: nobody there has taken the message.
        if not 200 <= answer.status < 300:
            raise OSError(f"text messages: {answer.status} {said}")
