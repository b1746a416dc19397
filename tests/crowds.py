"""Many who do something at the same moment."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from catalog.records import Refused


def at_once(actions: list[Callable[[], str]]) -> Counter[str]:
    """What came of each, started together behind a barrier."""
    barrier = threading.Barrier(len(actions))

    def act(action: Callable[[], str]) -> str:
        barrier.wait(timeout=60)
        try:
            return action()
        except Refused:
            return "refused"

    with ThreadPoolExecutor(len(actions)) as threads:
        return Counter(threads.map(act, actions))
