"""Python's collector of cycles, in a process that reads a graph."""

from __future__ import annotations

import gc

_RARELY = (50_000, 20, 50)  # objects, then turns, between two looks of the collector


def look_rarely() -> None:
    """Has the collector look rarely.

    A graph is a million objects and no cycle: looking through them is a fifth of `publish`, and a
    sixth of `validate`.
    """
    gc.set_threshold(*_RARELY)
