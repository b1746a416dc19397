"""What one process holds that answers searches: `python -m bench.search.memory FOLDER PRODUCTS SEED ASKS`."""

import gc
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..servers import ROOT
from .corpus import Corpus, columns_alone
from .engines.base import answer
from .engines.ours import Ours
from .queries import Ask

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Memory:
    """Resident megabytes with the columns alone, and with the index open after the queries."""

    columns: float
    searching: float


def weigh(folder: Path, products: int, seed: int, asks: Sequence[Ask]) -> Memory:
    """In a process of its own, over the index that `Ours` has built in this folder."""
    path = folder / "asks.pickle"
    path.write_bytes(pickle.dumps(asks))
    command = [sys.executable, "-m", __spec__.name, str(folder), str(products), str(seed), str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return Memory(**json.loads(done.stdout))


def _main(folder: str, products: str, seed: str, asks: str) -> None:
    corpus = Corpus([], columns_alone(int(products), int(seed)))
    before = _resident()
    ours = Ours()
    ours.open(corpus, Path(folder))
    for ask in pickle.loads(Path(asks).read_bytes()):
        answer(ours, ask)
    print(json.dumps({"columns": before, "searching": _resident()}))


def _resident() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES / 1e6


if __name__ == "__main__":
    _main(*sys.argv[1:])
