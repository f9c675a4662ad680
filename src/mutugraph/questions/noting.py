"""What is asked of an engine while something is made: what that depends on.

Whoever keeps an answer, or what is made of answers, notes the texts again each time that it is
used; nothing is done where nobody is noting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ELSEWHERE = ""  # no text: what is made depends on more than answers

_noting: ContextVar[set[str] | None] = ContextVar("noting", default=None)


def note(texts: Iterable[str]) -> bool:
    """Notes that what is being made depends on the answers of these texts; whether somebody is."""
    found = _noting.get()
    if found is not None:
        found.update(texts)
    return found is not None


@contextmanager
def noting() -> Iterator[set[str]]:
    """The texts that are asked within, in this thread and those that it starts."""
    found: set[str] = set()
    before = _noting.set(found)
    try:
        yield found
    finally:
        _noting.reset(before)
        note(found)
