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


def look_no_more() -> None:
    """Has a process end without a last look, which is a tenth of what a control of no change takes.

    Nothing that was read has a cycle to take apart, nor a file that is still to be written.
    """
    gc.freeze()
