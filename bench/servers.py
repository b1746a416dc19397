"""Real servers to measure: gunicorn as ./run starts it, usually with one worker, on a free port of the loopback."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
THREADS = 4
_START = 120
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time its worker has used; other programs on the machine don't count in it."""
        return sum(map(_cpu_ticks, _children(self.pid))) / _TICKS


@contextmanager
def serving(
    name: str, app: str, folder: Path, environment: Mapping[str, str], workers: int = 1
) -> Iterator[Server]:
    """A server that has answered once; it is stopped at the end. `app` is what gunicorn is told to load."""
    port = _free_port()
    with (folder / f"{name}.log").open("w") as log:
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            app,
            "--config",
            "storefront/serving.py",
            "--bind",
            f"127.0.0.1:{port}",
            "--worker-class",
            "gthread",
        ]
        flags = [
            "--workers",
            str(workers),
            "--threads",
            str(THREADS),
            "--keep-alive",
            "60",
            "--no-control-socket",
        ]
        logs = ["--access-logfile", "-"]
        process = subprocess.Popen(
            [*command, *flags, *logs], stdout=log, stderr=log, cwd=ROOT, env=os.environ | dict(environment)
        )
        try:
            _wait(port, process, folder / f"{name}.log")
            yield Server(name, port, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


def _wait(port: int, process: subprocess.Popen, log: Path) -> None:
    give_up = time.monotonic() + _START
    while time.monotonic() < give_up and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise SystemExit(f"A server did not start:\n{log.read_text()[-2000:]}")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
