"""Starts the real server as `./run` does, for tests that need processes, sockets or a browser."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
_OPTIONS = {"--worker-class": "gthread", "--workers": 2, "--threads": 4}


@contextmanager
def running_server(data_dir: Path, database_url: str, **environment: str) -> Iterator[int]:
    """A server that answers on a free port, its log in `data_dir`; stopped gracefully at the end. Gives the port."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        # Who connects before the server is up waits in the backlog of this socket.
        server = _start(listener, data_dir, {"DATABASE_URL": database_url} | environment)
        port = listener.getsockname()[1]
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=180):
            yield port
    finally:
        server.send_signal(signal.SIGTERM)
        stopped = server.wait(timeout=30)
    assert stopped == 0


def _start(listener: socket.socket, data_dir: Path, environment: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "gunicorn", "storefront:create_app()", "--no-control-socket"]
    options = {"--bind": f"fd://{listener.fileno()}"} | _OPTIONS
    with open(data_dir / "server.log", "wb") as log:
        return subprocess.Popen(
            [*command, *(str(word) for option in options.items() for word in option)],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": str(data_dir), "RATE_LIMITS": "no"} | environment,
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
