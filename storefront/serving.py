"""Gunicorn's settings, given to it by ./run: how the threads of a web worker share its one interpreter."""

import sys

# A request that asks the database twenty times gives the interpreter away each time, and by default waits up to 5 ms
# until a thread that renders a page lets go of it. With a fifth of that nobody waits long for somebody else's page.
SWITCH = 0.001


def post_worker_init(worker) -> None:
    sys.setswitchinterval(SWITCH)
