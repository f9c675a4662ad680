from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from mutugraph.engine.answers import Boolean, Table, Triples
from mutugraph.engine.dataset import stated
from mutugraph.engine.embedded import EmbeddedEngine, with_union
from mutugraph.engine.formats import FORMATS, GRAPH_FORMATS, RESULT_FORMATS, format_named
from mutugraph.engine.protocol import UNION, Engine, Graphs
from mutugraph.errors import (
    DatasetTooLarge,
    QueryFailed,
    QueryFormatUnknown,
    QueryMalformed,
    QuerySign,
    ServiceRefused,
    StoreBroken,
)
from mutugraph.messages import explain
from mutugraph.namespaces import Namespaces
from mutugraph.settings import Limits
from mutugraph.terms import XSD_INTEGER

G1, G2 = NamedNode("urn:g1"), NamedNode("urn:g2")
SELECT = "SELECT ?o { ?s mut:p ?o } ORDER BY ?o"


@pytest.fixture
def engine(namespaces: Namespaces) -> Engine:
    subject, predicate = namespaces.id("a"), namespaces["mut"].p
    quads = [Quad(subject, predicate, Literal(n), g) for n, g in (("1", G1), ("2", G2), ("2", G1))]
    return EmbeddedEngine.of(quads, namespaces)


def test_a_query_sees_the_union_of_the_graphs_and_knows_the_prefixes(engine: Engine) -> None:
    assert engine.query(SELECT) == Table(("o",), ((Literal("1"),), (Literal("2"),)))


def test_a_dataset_limits_what_a_query_sees(engine: Engine) -> None:
    assert engine.query(SELECT, graphs=Graphs(default=(G2,))) == Table(("o",), ((Literal("2"),),))
    only = Graphs(named=(G2,))
    named = engine.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", graphs=only)
    assert named == Table(("g",), ((G2,),))
    assert engine.query(SELECT, graphs=only) == Table(("o",), ())


def test_a_store_that_is_held_in_memory_answers_as_it_did_on_disk(
    tmp_path: Path, namespaces: Namespaces
) -> None:
    store = Store(str(tmp_path))
    triple = (namespaces.id("a"), namespaces["mut"].p)
    values = (Literal("007", datatype=XSD_INTEGER), Literal("é\n", language="fr"))
    store.bulk_extend(with_union(Quad(*triple, value, G1) for value in values))
    store.flush()
    del store
    engine = EmbeddedEngine.open(tmp_path, namespaces)
    asked = ["SELECT * { ?s ?p ?o } ORDER BY ?o", "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o"]
    before = [engine.query(text) for text in asked]
    engine.hold_in_memory()
    shutil.rmtree(tmp_path)
    assert [engine.query(text) for text in asked] == before


def test_what_is_held_in_memory_is_the_store_to_the_letter(
    tmp_path: Path, namespaces: Namespaces
) -> None:
    types = ("integer", "decimal", "double", "boolean", "date", "anyURI", "string")
    words = ("1", "01", "+1", "1.", ".5", "1e0", "-0", "true", "a", "", " ", "\\", "\r\n\t", '"""')
    values: list[Literal | NamedNode | BlankNode] = [
        *(Literal(word, datatype=namespaces["xsd"][kind]) for word in words for kind in types),
        *(Literal(word, language="fr-FR") for word in (*words, "\x01\x7f\x85\u2028\ufffe😀")),
        *map(NamedNode, ("urn:é", "urn:a%20b", "urn:a.", "http://x/#", namespaces.ids + "a(b).")),
        BlankNode("a"),
    ]
    subjects = (namespaces.id("a"), BlankNode("a"))
    quads = [Quad(s, namespaces["mut"].p, v, g) for s in subjects for v in values for g in (G1, G2)]
    store = Store(str(tmp_path))
    store.bulk_extend(with_union(quads))
    before = sorted(str(quad) for quad in store if not _blank(quad))
    whole = len(store)  # values that are the same number are one
    joined = "SELECT ?v { GRAPH <urn:g1> { ?b ?p ?v } GRAPH <urn:g2> { ?b ?p ?v } ?b ?p ?v }"
    store.flush()
    del store
    engine = EmbeddedEngine.open(tmp_path, namespaces)
    rows = engine.query(joined)
    engine.hold_in_memory()
    held = engine._store
    assert len(held) == whole > 600
    assert sorted(str(quad) for quad in held if not _blank(quad)) == before
    again = engine.query(joined)
    assert isinstance(rows, Table) and isinstance(again, Table)
    assert len(again) == len(rows) == whole // 3


def _blank(quad: Quad) -> bool:
    return any(isinstance(term, BlankNode) for term in (quad.subject, quad.object))


def test_an_unbound_column_is_none(engine: Engine) -> None:
    answer = engine.query("SELECT ?o ?absent { ?s mut:p ?o } LIMIT 1")
    assert isinstance(answer, Table)
    assert next(answer.dicts())["absent"] is None


def test_ask_and_construct_have_their_own_answers(engine: Engine) -> None:
    assert engine.query("ASK { ?s mut:absent ?o }") == Boolean(False)
    triples = engine.query("CONSTRUCT { ?s mut:q 1 } WHERE { ?s ?p ?o }")
    assert isinstance(triples, Triples)
    assert len(triples.triples) == 1


@pytest.mark.parametrize("name", RESULT_FORMATS)
def test_a_table_is_written_in_each_standard_format(engine: Engine, name: str) -> None:
    assert b"2" in engine.serialize(SELECT, format_named(name))


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_a_graph_is_written_in_each_standard_format_the_same_twice(
    engine: Engine, name: str
) -> None:
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    written = engine.serialize(query, format_named(name))
    assert b"2" in written
    assert written == engine.serialize(query, format_named(name))


def test_turtle_answers_are_in_the_canonical_layout(engine: Engine) -> None:
    text = engine.serialize("CONSTRUCT WHERE { ?s ?p ?o }").decode()
    assert text.endswith('<a>\n    mut:p\n        "1" ,\n        "2" ;\n.\n')


def test_a_format_of_the_other_kind_is_refused_with_those_that_fit(engine: Engine) -> None:
    with pytest.raises(QueryFormatUnknown) as caught:
        engine.serialize(SELECT, FORMATS["ttl"])
    assert caught.value.facts["known"] == ("json", "csv", "tsv", "xml")
    with pytest.raises(QueryFormatUnknown):
        engine.serialize("DESCRIBE <urn:a>", FORMATS["csv"])
    with pytest.raises(QueryFormatUnknown):
        format_named("docx")


def test_a_malformed_query_is_refused_at_its_place(engine: Engine) -> None:
    with pytest.raises(QueryMalformed) as caught:
        engine.query("SELECT *\n{ ?s ?p }")
    assert caught.value.facts["line"] == 2


@pytest.mark.parametrize(
    ("text", "line", "column", "sign"),
    [
        ("SELECT\u00a0(1 AS ?x) {}", 1, 7, "U+00A0"),
        ("SELECT * {\n ?s ?p\u202f?o }", 2, 7, "U+202F"),
        ("SELECT * { ?s ?p \u201ca\u201d }", 1, 18, "U+201C"),
        ("ASK { ?s ?p 'é\u00a0', \u2019a' }", 1, 19, "U+2019"),
        ("ASK { ?s ?p ?o FILTER(?o = 1 \u2212 1) }", 1, 30, "U+2212"),
    ],
)
def test_a_typographic_sign_is_told_at_its_own_place(
    engine: Engine, text: str, line: int, column: int, sign: str
) -> None:
    with pytest.raises(QuerySign) as raised:
        engine.query(text)
    told = raised.value.facts
    assert (told["line"], told["column"], told["sign"]) == (line, column, sign)


def test_a_typographic_sign_within_a_text_is_a_text(engine: Engine) -> None:
    with pytest.raises(QueryMalformed) as raised:
        engine.query("ASK { ?s ?p '\u00a0\u2019' . ?s <\u2019> ?o # \u00a0\n + }")
    assert type(raised.value) is QueryMalformed


def test_an_unknown_function_is_a_failed_query(engine: Engine) -> None:
    with pytest.raises(QueryFailed):
        engine.query("SELECT (<urn:f>(1) AS ?x) {}")


def test_a_call_to_another_server_is_refused(engine: Engine) -> None:
    with pytest.raises(ServiceRefused):
        engine.serialize("SELECT * { SERVICE <urn:x> {} }")


def test_a_store_that_does_not_open_is_said(
    tmp_path_factory: pytest.TempPathFactory, namespaces: Namespaces
) -> None:
    with pytest.raises(StoreBroken):
        EmbeddedEngine.open(tmp_path_factory.mktemp("empty") / "absent", namespaces)


NUMBER = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
FROM_BOTH = "FROM <urn:g1> FROM <urn:g2>"


def counted(engine: Engine, text: str, graphs: Graphs = UNION) -> int:
    answer = engine.query(text, graphs=graphs)
    assert isinstance(answer, Table)
    (value,) = answer.rows[0]
    assert isinstance(value, Literal)
    return int(value.value)


def test_several_default_graphs_are_merged(engine: Engine) -> None:
    both = Graphs(default=(G1, G2))
    assert counted(engine, NUMBER.format(FROM_BOTH)) == 2
    assert counted(engine, NUMBER.format(""), both) == 2
    assert counted(engine, NUMBER.format(FROM_BOTH), Graphs(default=(G1, NamedNode("urn:x")))) == 2
    assert counted(engine, NUMBER.format("FROM <urn:g2> FROM <urn:g2>")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) FROM<urn:g1>from<urn:g2> { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }",
        "PREFIX u: <urn:> BASE <urn:> SELECT (COUNT(*) AS ?n) FROM u:g1 FROM <urn:\\u0067\\u0032> "
        "FROM NAMED <urn:none> { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_a_merge_sees_only_the_named_graphs_that_are_named(engine: Engine, text: str) -> None:
    assert counted(engine, text) == 0
    assert (
        counted(
            engine, text.replace("<urn:none>", "u:g2").replace(" {", " FROM NAMED <urn:g1> {", 1)
        )
        > 0
    )


def test_the_word_from_elsewhere_names_no_graph() -> None:
    text = 'SELECT ?from { ?from ?p "FROM <urn:a>" # FROM <urn:b>\n }'
    assert stated(text, {}) is None
    assert stated("SELECT * FROM absent:a FROM <urn:b> {}", {}) is None


def test_a_merge_over_its_limit_is_refused(namespaces: Namespaces) -> None:
    quads = [Quad(G1, G1, Literal(str(n)), g) for n in range(3) for g in (G1, G2)]
    engine = EmbeddedEngine.of(quads, namespaces, Limits(merged_triples=5))
    with pytest.raises(DatasetTooLarge):
        engine.query(NUMBER.format(FROM_BOTH))


@pytest.mark.parametrize(
    ("text", "token"),
    [("SELECT * { ?s ?p }", "}"), ("ASK {", "{"), ("", "…"), ("SELECT * {\n ?s zz:p ?o }", "?o")],
)
def test_what_the_parser_expected_is_not_told_but_where(
    engine: Engine, text: str, token: str
) -> None:
    with pytest.raises(QueryMalformed) as caught:
        engine.query(text)
    assert caught.value.facts["detail"] == token
    assert "expected" not in explain(caught.value)
