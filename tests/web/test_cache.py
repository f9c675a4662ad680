"""Pages kept by address, bounded in bytes."""

from __future__ import annotations

from mutugraph.web.cache import PageCache


def test_an_empty_cache_has_nothing() -> None:
    assert PageCache().get("a") is None


def test_a_page_is_given_back() -> None:
    cache = PageCache()
    cache.put("a", b"one")
    assert cache.get("a") == b"one"


def test_the_page_asked_longest_ago_makes_room() -> None:
    cache = PageCache(limit=6)
    cache.put("a", b"one")
    cache.put("b", b"two")
    cache.get("a")
    cache.put("c", b"six")
    assert [cache.get(key) for key in "abc"] == [b"one", None, b"six"]


def test_a_page_put_twice_counts_once() -> None:
    cache = PageCache(limit=6)
    cache.put("a", b"one")
    cache.put("a", b"two")
    cache.put("b", b"six")
    assert cache.get("a") == b"two"
