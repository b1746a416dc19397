"""Processes for tests that kill them: each is the copy of one that has imported everything, and soon there."""

import multiprocessing
from multiprocessing.context import ForkServerContext

# What all of them need: the server is one for the whole test run, and is asked once.
_PRELOADED = ["pytest", "storefront.work.feeding", "tests.catalog.search.index.market", "tests.databases"]


def quick_processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context
