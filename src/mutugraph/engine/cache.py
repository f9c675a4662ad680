"""Answers kept in memory, bounded in bytes, for one revision: a new revision has a new cache."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

_ENTRY = 2048  # what an entry costs beside its bytes: headers, objects, places in tables
_OBJECT = 64
LONGEST_KEY = 8 * 1024  # what is asked in more words is hardly asked twice


class Cache:
    """The answers used last; each counts for its bytes, those of its key and what an entry costs.

    Shared between threads. `size` is what all of it takes in memory, and never over the limit.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._lock = Lock()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Keeps nothing any more."""
        with self._lock:
            self._kept.clear()
            self.size = 0

    def get(self, key: Hashable) -> object | None:
        """What is kept under a key, which becomes the one used last."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: object, size: int) -> None:
        """Keeps a value of this many bytes; what was used longest ago goes to make room.

        What is too large for the cache, and what has a key of absurd length, is not kept.
        """
        named = key_bytes(key)
        cost = size + named + _ENTRY
        with self._lock:
            old = self._kept.pop(key, None)
            if old is not None:
                self.size -= old[1]
            if cost * 4 > self._limit or named > LONGEST_KEY:
                return
            self._kept[key] = (value, cost)
            self.size += cost
            while self.size > self._limit:
                _, (_, gone) = self._kept.popitem(last=False)
                self.size -= gone


def key_bytes(key: object) -> int:
    """At most how many bytes a key takes in memory, its smallest parts included."""
    match key:
        case str():
            return _OBJECT + (len(key) if key.isascii() else 4 * len(key))
        case bytes():
            return _OBJECT + len(key)
        case tuple():
            return _OBJECT + sum(map(key_bytes, key))
        case _:
            return _OBJECT + (len(str(key)) if key else 0)
