"""The client: keep-alive connections from a process of its own, so that it does not share Python with the server.

Pages are asked for over bare sockets in one loop. http.client needs about as long to parse an answer as
Flask to say hello, and would so hide how quick the quickest pages are.
"""

import re
import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_MOST = 20_000


@dataclass(frozen=True)
class Slice:
    """One turn: requests answered, how long it took and how long each took, in seconds."""

    count: int
    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        if len(self.latencies) < 2:
            return 1000 * self.latencies[0]
        return 1000 * statistics.quantiles(self.latencies, n=100, method="inclusive")[percent - 1]


def ask(port: int, addresses: Sequence[str], seconds: float, connections: int) -> Slice:
    """Ask for the addresses in turn for so many seconds. Raises RuntimeError for any answer but 200."""
    requests = [_request(address) for address in addresses]
    selector = selectors.DefaultSelector()
    open_connections = [_Connection(port) for _ in range(connections)]
    for connection in open_connections:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    latencies: list[float] = []
    sent = 0
    begun = time.perf_counter()
    end = begun + seconds

    def send(connection: "_Connection") -> bool:
        nonlocal sent
        if sent >= _MOST or time.perf_counter() >= end:
            return False
        connection.send(requests[sent % len(requests)])
        sent += 1
        return True

    waiting = sum([send(connection) for connection in open_connections])
    while waiting:
        for key, _ in selector.select(30):
            if key.data.receive():
                latencies.append(key.data.latency)
                waiting -= 0 if send(key.data) else 1
    elapsed = time.perf_counter() - begun
    for connection in open_connections:
        connection.socket.close()
    return Slice(len(latencies), elapsed, latencies)


def _request(address: str) -> bytes:
    head = ("Host: 127.0.0.1", "Accept-Encoding: gzip", "Accept: text/html", "Connection: keep-alive")
    return "\r\n".join([f"GET {address} HTTP/1.1", *head, "", ""]).encode()


class _Connection:
    """Sends one request at a time and knows when its answer is complete."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.latency = 0.0
        self._begun = 0.0
        self._buffer = bytearray()
        self._whole = 0

    def send(self, request: bytes) -> None:
        self._buffer.clear()
        self._whole = 0
        self._begun = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has come; True when the answer is complete."""
        part = self.socket.recv(262_144)
        if not part:
            raise RuntimeError("the server has closed a connection")
        self._buffer += part
        if not self._whole:
            self._read_head()
        if not self._whole or len(self._buffer) < self._whole:
            return False
        self.latency = time.perf_counter() - self._begun
        return True

    def _read_head(self) -> None:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._buffer[:end])
        length = _LENGTH.search(head)
        if not head.startswith(b"HTTP/1.1 200") or not length:
            raise RuntimeError(f"an answer that was not expected: {head[:200]!r}")
        self._whole = end + 4 + int(length[1])
