"""Answers kept in memory, bounded in bytes, for one revision: a new revision has a new cache."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

_LEVEL = 5


@dataclass(frozen=True)
class Kept:
    """An answer: its format, its bytes, and their fingerprint."""

    format: str
    body: bytes
    fingerprint: str

    @classmethod
    def of(cls, format: str, body: bytes) -> Kept:
        """The answer with its fingerprint."""
        return cls(format, body, blake2b(body, digest_size=8).hexdigest())

    @cached_property
    def compressed(self) -> bytes:
        """The bytes in gzip (RFC 1952), always the same."""
        return gzip.compress(self.body, _LEVEL, mtime=0)


class Cache:
    """The answers used last. Each counts for its body, and as much again for what is made of it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> object | None:
        """What is kept under a key, which becomes the one used last."""
        found = self._kept.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: object, size: int) -> None:
        """Keeps a value of this many bytes; what was used longest ago goes to make room."""
        old = self._kept.pop(key, None)
        if old is not None:
            self.size -= old[1]
        if size * 4 > self._limit:
            return
        self._kept[key] = (value, size)
        self.size += size
        while self.size > self._limit:
            _, (_, gone) = self._kept.popitem(last=False)
            self.size -= gone
