"""What is kept is bounded by all that it takes, keys included."""

from __future__ import annotations

import tracemalloc

import pytest

from mutugraph.engine.cache import LONGEST_KEY, Cache
from mutugraph.engine.volatile import is_volatile

MEGABYTE = 1024 * 1024


def test_an_empty_cache_has_nothing() -> None:
    assert Cache(MEGABYTE).get("a") is None


def test_what_is_kept_is_given_back_and_counts_once() -> None:
    cache = Cache(MEGABYTE)
    cache.put("a", b"one", 3)
    once = cache.size
    cache.put("a", b"two", 3)
    assert cache.get("a") == b"two"
    assert cache.size == once


def test_what_was_used_longest_ago_makes_room() -> None:
    cache = Cache(4 * 6000)
    for name in "abcd":
        cache.put(name, b"one", 3500)
    cache.get("a")
    cache.put("e", b"two", 3500)
    assert [name for name in "abcde" if cache.get(name)] == ["a", "c", "d", "e"]


@pytest.mark.parametrize("length", [10, 1000, LONGEST_KEY // 2, 60_000])
@pytest.mark.parametrize("parts", [1, 40])
def test_memory_is_bounded_whatever_the_length_of_the_keys(length: int, parts: int) -> None:
    cache = Cache(2 * MEGABYTE)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(3000 if parts == 1 else 600):  # several times what there is room for
            pieces = tuple((f"é{number}{part}", bytes(length // parts)) for part in range(parts))
            cache.put(("GET", pieces), bytes(8), 8)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert cache.size <= 2 * MEGABYTE
    assert after - before < 2 * MEGABYTE


def test_a_key_of_absurd_length_makes_no_entry() -> None:
    cache = Cache(64 * MEGABYTE)
    cache.put("a" * (LONGEST_KEY + 1), b"", 0)
    assert (len(cache), cache.size) == (0, 0)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } ORDER BYRAND()",
        "SELECT * { ?s ?p ?o } ORDER BY RAND ( )",
        "SELECT (now() AS ?t) {}",
        "SELECT (NOW#\n() AS ?t) {}",
        "SELECT (1+STRUUID() AS ?t) {}",
        "SELECT (BNODE() AS ?t) {}",
        "SELECT * { SERVICESILENT<urn:a> { ?s ?p ?o } }",
        "SELECT (\\u0052AND() AS ?t) {}",
        "SELECT * { ?s ?p ?o FILTER('<http://'!=STR(RAND())) }",
        "SELECT * { ?s ?p ?o FILTER(?o<?p&&RAND()>0.5) }",
        "SELECT * { ?s ?p ?o FILTER(?o<?p&&RAND\\u0028)>0.5) }",
        "SELECT * { ?s ?p ?o FILTER(?o<1&&0.5<RAND()&&1>?o) }",
        "SELECT * { SERVICE ns:a { ?s ?p ?o } }",
        "SELECT * { SERVICEns:a { ?s ?p ?o } }",
    ],
)
def test_what_asks_the_clock_chance_or_another_server_is_never_kept(query: str) -> None:
    assert is_volatile(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?grand { ?brand a ?known }",
        "ASK {}",
        "SELECT ?service { ?service a mut:Service }",
        "SELECT * { <https://example.org/id/1/service/finances> ?p ?o }",
        "SELECT * { <urn:service> ?p ?o }",
        "BASE <http://example.org/> SELECT * { ?s mut:forme <forme/service-commun> }",
        "SELECT * { ?s ?p ?o FILTER(CONTAINS(?o, 'service')) } # now() of a service",
    ],
)
def test_a_word_that_resembles_such_a_call_is_kept(query: str) -> None:
    assert not is_volatile(query)
