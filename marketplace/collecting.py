"""Making hundreds of thousands of objects that all live on: Python's search for cycles among them is put off."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles until the last block of all threads is left.

    The search looks at every object made so far, again and again while they grow; a list of 5,000 rows took a third
    longer for it. What counts its own references is freed as always. What is left at the end is put among the old
    objects (`freeze`, then `unfreeze`), or the next search would look at each of them at once.
    """
    global _inside
    with _lock:
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.freeze()
                gc.unfreeze()
                gc.enable()
