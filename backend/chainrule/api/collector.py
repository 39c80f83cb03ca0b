"""Python's search for garbage, as a service needs it: rare, and never among what the modules hold."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["rare_collections"]

# Objects made, and not dropped again, until the youngest are searched. An answer makes thousands and drops all of them
# by counting references; Python's own 700 searches a dozen times for each, and at times through all modules.
_YOUNG = 10_000


@contextmanager
def rare_collections() -> Iterator[None]:
    """Keep what is there out of every search, and search seldom, until the block ends."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_YOUNG, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
