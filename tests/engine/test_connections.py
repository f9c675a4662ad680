"""What counts as a disconnected pattern, and what does not."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutugraph.engine.connections import Connections
from mutugraph.engine.guard import examine, plainly_harmless
from mutugraph.engine.tokens import tokens
from mutugraph.errors import QueryAmbiguous, QueryRefused, QueryTooDisconnected
from mutugraph.settings import Limits

LIMITS = Limits()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT * { <a> <b> <c> . <d> <e> <f> }", 0),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?c ?z ?d }", 1),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 2),
        ("SELECT * { ?a·1 <p> ?a·2 . ?a·3 <p> ?a·4 }", 2),
        ("SELECT * { ?a <p> _:b . _:b <q> ?c }", 1),
        ("SELECT * { [] <p> 1 . [] <p> 2 }", 2),
        ("SELECT * { ?a <p> [ <q> ?b ] ; <r> ( ?c ?d ) }", 1),
        ("SELECT * { { ?a <p> ?b } UNION { ?c <p> ?d } }", 1),
        ("SELECT * { { ?a <p> ?b } { ?c <p> ?d } }", 2),
        ("SELECT * { ?a <p> ?b OPTIONAL { ?b <q> ?c } MINUS { ?x <p> ?y } }", 1),
        ("SELECT * { ?a <p> ?b GRAPH ?g { ?a <q> ?c } }", 1),
        ("SELECT * { ?a <p> ?b FILTER(?x < 1) FILTER NOT EXISTS { ?m <n> ?o } }", 1),
        ("SELECT * { VALUES (?a ?b) { (1 2) } ?c <p> ?a . ?b <q> ?d }", 1),
        ("SELECT * { VALUES ?a { 1 } BIND(1 AS ?z) ?c <p> ?d }", 1),
        ("SELECT * { ?a <p> ?b BIND(?b + 1 AS ?c) ?d <q> ?c }", 1),
        ("CONSTRUCT { ?a <p> [] . ?b <q> [] } WHERE { ?a <r> ?b }", 1),
        ("CONSTRUCT WHERE { ?a <p> 1 . ?b <q> 2 }", 2),
        ("SELECT ?x { { SELECT ?x (COUNT(?y) AS ?n) { ?x <p> ?y } GROUP BY ?x } ?x <q> 1 }", 1),
    ],
)
def test_patterns_are_connected_by_the_variables_that_they_share(query: str, count: int) -> None:
    connections = Connections()
    for token in tokens(query):
        connections.see(token)
    assert connections.found == count


@pytest.mark.parametrize("count", [39, 40])
def test_as_many_disconnected_patterns_as_the_limit_pass(count: int) -> None:
    examine(_product(count), LIMITS)


def test_one_more_is_refused_and_names_the_limit() -> None:
    with pytest.raises(QueryTooDisconnected) as caught:
        examine(_product(41), LIMITS)
    assert caught.value.facts == {"limit": 40, "found": 41}


@given(st.lists(st.integers(0, 99), min_size=2, max_size=100))
def test_a_chain_is_never_refused_whatever_the_order(order: list[int]) -> None:
    chain = [f"?v{a} <urn:p> ?v{b} ." for a, b in pairwise(order)]
    examine(f"SELECT * {{ {' '.join(sorted(chain))} }}", LIMITS)


PIECES = [
    "{", "}", "(", ")", ".", "?a", "UNION", "!", "+", "insert", "SERVICE", "\\u0053", "'", "<", "x",
    "?b", "$c", "_:d", "[", "]", "?e", "Filter", "?service", "p:service", "service:p", "#", "\n",
    "<http://service/insert>", "<http://service", "://a", ">", "<urn:service>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " "]))
def test_what_is_plainly_harmless_is_what_the_whole_examination_passes(
    pieces: list[str], between: str
) -> None:
    text = between.join(pieces)
    small = Limits(nesting=3, operators=12, disconnected=3)
    if plainly_harmless(text, small):
        _examine_whole(text, small)


def _examine_whole(text: str, limits: Limits) -> None:
    """A comment that is over no limit, and not plainly harmless, makes the scan run.

    What may be read in two ways is refused for the words that it may hide: there are none.
    """
    try:
        with suppress(QueryAmbiguous):
            examine(text + "\n#service", limits)
    except QueryRefused as refused:
        raise AssertionError(refused) from refused


def _product(count: int) -> str:
    return "SELECT * { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(count)) + " }"
