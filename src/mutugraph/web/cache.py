"""Rendered pages by their address: a revision never changes, so a page is made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

BYTES = 32 * 1024 * 1024


class PageCache:
    """The pages asked last, bounded in bytes; shared between threads."""

    def __init__(self, limit: int = BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> bytes | None:
        """The page of a key, which becomes the last one asked."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: Hashable, page: bytes) -> None:
        """Keeps a page; those asked longest ago make room."""
        with self._lock:
            self._size += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self._size > self._limit:
                _, gone = self._pages.popitem(last=False)
                self._size -= len(gone)

    def __len__(self) -> int:
        return len(self._pages)
