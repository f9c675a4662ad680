"""The guard against the parser: whatever would make pyoxigraph call a listener is refused first."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store

from mutugraph import errors
from mutugraph.engine.guard import Examined, examine
from mutugraph.questions.binding import bind
from mutugraph.settings import Limits

LIMITS = Limits()
CALL = "SERVICE <{url}> {{ ?x ?y ?z }}"
HIDDEN = [
    "SELECT * {{ SERVICE <{url}> {{ ?x ?y ?z }} }}",
    "SELECT * {{ sErViCe SILENT <{url}> {{ ?x ?y ?z }} }}",
    "SELECT * {{ VALUES ?x {{ 1 }}SERVICE<{url}>{{ ?x ?y ?z }} }}",
    "SELECT * {{ VALUES ?x {{ 1 }}SERVICESILENT<{url}>{{ ?x ?y ?z }} }}",
    "PREFIX e: <{url}> SELECT * {{ SERVICEe: {{ ?x ?y ?z }} }}",
    "PREFIX : <{url}> SELECT * {{ SERVICE:{{ ?x ?y ?z }} }}",
    "PREFIX : <{url}> SELECT * {{ service:a {{ ?x ?y ?z }} }}",
    "PREFIX : <{url}> SELECT * {{ service:a·b {{ ?x ?y ?z }} }}",
    "PREFIX : <{url}> SELECT * {{ service:a\u1680b {{ ?x ?y ?z }} }}",
    "PREFIX s: <{url}> SELECT * {{ services:a.b # {{\n {{ ?x ?y ?z }} }}",
    "PREFIX : <{url}> SELECT * {{ GRAPH ?g {{ ?a ?b ?c }} SERVICEsilent:%20 {{ ?x ?y ?z }} }}",
    "SELECT * {{ VALUES ?e {{ <{url}> }} SERVICE ?e {{ ?x ?y ?z }} }}",
    "SELECT * {{ SERVICE # <a>\n <{url}> {{ ?x ?y ?z }} }}",
    "SELECT * {{ BIND(\"'''\" AS ?q) SERVICE <{url}> {{ ?x ?y ?z }} #'''\n }}",
    "SELECT * {{ BIND('#' AS ?q) SERVICE <{url}> {{ ?x ?y ?z }} }}",
    "SELECT * {{ BIND('\\'' AS ?q) SERVICE <{url}> {{ ?x ?y ?z }} #'\n }}",
    "SELECT * {{ VALUES(?a ?b){{(1 2)}} FILTER(?a<?b#>'''\n) "
    "SERVICE <{url}> {{ ?x ?y ?z }} #'''\n }}",
    "SELECT * {{ VALUES(?a ?b){{(1 2)}} FILTER(?a<?b#>\n) SERVICE <{url}> {{ ?x ?y ?z }} }}",
    "SELECT * {{ ?s <urn:p#>'''\n<urn:o> . }} #'''\n }} SERVICE <{url}> {{ ?x ?y ?z }} }}",
    "SELECT * {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?x ?y ?z }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{url}> {{ ?x ?y ?z }} }} }} }}",
    "SELECT * {{ BIND(1.0 AS ?n) ?n ?p 1SERVICE<{url}>{{ ?x ?y ?z }} }}",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?x ?y ?z }} }}",
    "ASK {{ SERVICE <{url}> {{ ?x ?y ?z }} }}",
    "CONSTRUCT WHERE {{ ?s ?p ?o }} VALUES ?x {{}} SERVICE <{url}> {{ ?x ?y ?z }}",
]
INNOCENT = [
    "SELECT ?service { ?service ?p ?o }",
    "PREFIX mut: <urn:m:> SELECT * { ?s mut:service ?o ; a mut:ServiceMutualise }",
    "SELECT * { <urn:id/service/habitat> ?p 'SERVICE <x> {}' } # SERVICE <x> {}",
    'SELECT * { ?s ?p """un "SERVICE" """ }',
    "SELECT * { ?s <http://example.org/v#p> ?o FILTER(?o < 3 && ?o > 1) }",
    "SELECT * { VALUES (?a ?b) { (<http://a/#x> <http://a/#y>) } }",
    "SELECT * FROM <urn:g> { ?s ?p ?o }",
    "PREFIX service: <urn:s:> SELECT * { ?a ?b service:c . service:d ?p ?o }",
    "PREFIX services: <urn:s:> SELECT * FROM services:g { GRAPH services:h { ?a ?b ?c } }",
    "PREFIX insert: <urn:i:> SELECT * { ?s insert:load ?o }",
]


class Listener:
    """A local server that counts who connects and hangs up at once."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.calls = 0
        self._open = True
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while self._open:
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def test_the_listener_hears_an_unguarded_call(listener: Listener) -> None:
    before = listener.calls
    _run(HIDDEN[0].format(url=listener.url))
    assert listener.calls > before


@pytest.mark.parametrize("template", HIDDEN)
def test_no_spelling_of_service_reaches_the_listener(listener: Listener, template: str) -> None:
    query = template.format(url=listener.url)
    before = listener.calls
    try:
        examine(query, LIMITS)
    except errors.QueryRefused:
        return
    _run(query)
    assert listener.calls == before


@pytest.mark.parametrize("query", INNOCENT)
def test_a_query_that_only_mentions_a_service_passes(query: str) -> None:
    Store().query(query)
    examine(query, LIMITS)


PIECES = st.lists(
    st.sampled_from(
        [
            "SERVICE", "<http://127.0.0.1:1/>", "{", "}", "?a", "?b", "<", ">", "#", "\n", "'", '"',
            "'''", '"""', "\\", "(", ")", "FILTER", "1", ":", ":x", ".", " ", "<?b#>", "@fr",
            "AS", "BIND", "VALUES", "a", "^^", "SILENT",
        ]
    ),
    max_size=14,
)  # fmt: skip


@given(PIECES)
def test_a_call_put_after_anything_is_refused_or_malformed(pieces: list[str]) -> None:
    query = "SELECT * { " + "".join(pieces) + " SERVICE <http://127.0.0.1:1/> { ?x ?y ?z } }"
    try:
        examine(query, LIMITS)
    except errors.QueryRefused:
        return
    assert not _calls(query)


CALLS = st.tuples(
    st.sampled_from(
        ["SERVICE", "service", "1SERVICE", "ServiceSilent", "GRAPHSERVICE", "aservice"]
    ),
    st.sampled_from([":", "e:", "service:", "s:", "GRAPH:", "·:"]),
    st.text(st.sampled_from("aZ1-._·:%\\\u0300\u1680\u203f\u3001\u00d7\u2028"), max_size=4),
    st.sampled_from(["", " ", "\n", "#c\n", "\u00a0", "{}", "GRAPH ", "FROM "]),
)


@given(PIECES, CALLS, st.booleans())
def test_a_call_by_a_prefixed_name_is_refused_or_malformed(
    pieces: list[str], call: tuple[str, str, str, str], declared: bool
) -> None:
    names = ["", "e", "s", "GRAPH", *(["service", "e·"] if declared else [])]
    prologue = "".join(f"PREFIX {name}: <http://127.0.0.1:1/> " for name in names)
    body = "".join(pieces) + " " + "".join(call) + "{ ?x ?y ?z }"
    query = f"{prologue}SELECT * {{ {body} }}"
    try:
        examine(query, LIMITS)
    except errors.QueryRefused:
        return
    assert not _calls(query)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT * {" + "#" * 65536 + "\n}", errors.QueryTooLong),
        ("SELECT * " + "{" * 65 + "}" * 65, errors.QueryTooNested),
        ("SELECT (" + "(" * 64 + "1" + ")" * 64 + " AS ?x) {}", errors.QueryTooNested),
        ("SELECT (" + "+".join("1" * 502) + " AS ?x) {}", errors.QueryTooManyOperators),
        ("SELECT (" + "!" * 501 + "1 AS ?x) {}", errors.QueryTooManyOperators),
        ("SELECT * { ?a " + "/".join(["<urn:p>"] * 502) + " ?b }", errors.QueryTooManyOperators),
        ("SELECT * { {}" + "UNION {}" * 501 + "}", errors.QueryTooManyOperators),
        ("SELECT * { ?s ?p ?o " + "OPTIONAL {}" * 501 + "}", errors.QueryTooManyOperators),
        ("SELECT * {" + "{SELECT * {}}" * 501 + "}", errors.QueryTooManyOperators),
        ("SELECT " + "(1 AS ?x)" * 501 + " {}", errors.QueryTooManyOperators),
        ("PREFIX a: <urn:a> BASE <urn:b> INSERT DATA { }", errors.UpdateRefused),
        ("load <http://example.org/>", errors.UpdateRefused),
    ],
)
def test_what_is_over_a_limit_is_refused_by_its_name(
    query: str, kind: type[errors.QueryRefused]
) -> None:
    with pytest.raises(errors.QueryRefused) as caught:
        examine(query, LIMITS)
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {" + "#" * 65000 + "\n}",
        "SELECT * " + "{" * 64 + "}" * 64,
        "SELECT (" + "+".join("1" * 501) + " AS ?x) {}",
        "SELECT * { VALUES ?x { " + "<urn:x> " * 6000 + "} }",
        "SELECT * { {}" + "UNION {}" * 500 + "}",
        "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 500 + "}",
        "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p ?o } " * 500 + "}",
        "SELECT * { ?s ?p ?o " + "GRAPH ?g { ?s ?p ?o } " * 500 + "}",
        "SELECT * { ?s ?p ?o " + "FILTER EXISTS { ?s ?p ?o } " * 500 + "}",
        "SELECT * { " + "{ ?s ?p ?o } " * 500 + "}",
        "SELECT * { FILTER(?x IN (" + ",".join("1" * 9000) + ")) }",
        "SELECT * { " + "?s <urn:p> ?o . " * 2000 + "}",
    ],
)
def test_what_is_under_the_limits_passes(query: str) -> None:
    examine(query, LIMITS)


@pytest.mark.parametrize("piece", ['"', "'''", "<", "\\", ".", "a.", ":", "?", "\\u0041", "%"])
@pytest.mark.timeout(60)  # a scan that is not linear takes minutes
def test_examining_ends_on_what_makes_scanners_go_back(piece: str) -> None:
    with suppress(errors.QueryRefused):
        examine(piece * (65536 // len(piece)), LIMITS)


def _run(query: str) -> None:
    try:
        results = Store().query(query)
        list(results)  # type: ignore[arg-type]
    except (SyntaxError, OSError, RuntimeError, TypeError):
        pass


def _calls(query: str) -> bool:
    """Whether pyoxigraph would call: port 1 is refused by its client with an OSError."""
    try:
        results = Store().query(query)
        list(results)  # type: ignore[arg-type]
    except OSError:
        return True
    except (SyntaxError, RuntimeError, TypeError):
        return False
    return False


WORDS = st.sampled_from(["", "SILENT", "silent"])
AROUND = st.sampled_from(
    [
        "{}", "{{ {} }}", "OPTIONAL {{ {} }}", "FILTER EXISTS {{ {} }}", "MINUS {{ {} }}",
        "{{ SELECT * {{ {} }} }}", "GRAPH ?g {{ {} }}", "{{ {} }} UNION {{}}", "?s ?p ?o . {}",
        "BIND('SERVICE <x> {{}}' AS ?t) {}", "{} # SERVICE <x> {{\n",
        "<urn:service> ?service 1 . {}",
    ]
)  # fmt: skip


@bounds(deadline=None, max_examples=60)
@given(st.lists(AROUND, max_size=5), st.booleans(), WORDS)
def test_the_decision_is_that_of_the_parsed_query(
    around: list[str], calls: bool, silent: str
) -> None:
    """rdflib's parser, which executes nothing, is the judge: refused if and only if it calls."""
    from rdflib.plugins.sparql.parser import parseQuery

    inner = f"SERVICE {silent} <http://127.0.0.1:1/> {{ ?x ?y ?z }}" if calls else "?x ?y ?z"
    for template in around:
        inner = template.format(inner)
    query = f"SELECT * {{ {inner} }}"
    parsed = "ServiceGraphPattern" in repr(parseQuery(query))
    refused = False
    try:
        examine(query, LIMITS)
    except errors.ServiceRefused:
        refused = True
    assert refused == parsed == calls


def test_what_was_examined_in_its_file_is_not_scanned_again_with_its_slots_filled() -> None:
    deep = f"SELECT ?x {{ VALUES ?x {{ UNDEF }} {'{' * 5}{'}' * 5} }}"
    filled = bind(Examined(deep), {"x": [NamedNode("urn:x")]})
    assert "<urn:x>" in filled
    examine(filled, Limits(nesting=3))
    with pytest.raises(errors.QueryTooNested):
        examine(deep, Limits(nesting=3))
