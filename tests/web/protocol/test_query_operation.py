"""SPARQL 1.1 Protocol §2.1, one sentence a test, and what the service refuses by its contract."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from httpx import Response
from pyoxigraph import RdfFormat, parse

from .conftest import Client

ASK = "ASK {}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPHS = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
QUERY_TYPE = {"Content-Type": "application/sparql-query"}
JSON = "application/sparql-results+json"
BAD_REQUEST, FORBIDDEN, NO_METHOD, UNACCEPTABLE = 400, 403, 405, 406
TOO_LARGE, TOO_LONG, UNSUPPORTED = 413, 414, 415


def test_a_client_may_query_via_get(client: Client) -> None:
    assert _boolean(client.get("/sparql", params={"query": ASK}))


def test_a_client_may_query_via_url_encoded_post(client: Client) -> None:
    assert _boolean(client.post("/sparql", data={"query": ASK}))


def test_a_client_may_query_via_post_directly(client: Client) -> None:
    assert _boolean(client.post("/sparql", content=ASK, headers=QUERY_TYPE))


def test_the_media_type_of_a_form_may_have_parameters(client: Client) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    assert _boolean(client.post("/sparql", content="query=ASK%20%7B%7D", headers=kind))


@pytest.mark.parametrize("address", ["/sparql?query=ASK{}&query=ASK{}", "/sparql?query=%FF"])
def test_there_must_be_exactly_one_query_string(client: Client, address: str) -> None:
    assert client.get(address).status_code == BAD_REQUEST


def test_a_post_without_a_query_is_a_bad_request(client: Client) -> None:
    assert client.post("/sparql", data={"other": "1"}).status_code == BAD_REQUEST


def test_a_query_beside_a_direct_post_is_one_too_many(client: Client) -> None:
    sent = client.post("/sparql?query=ASK{}", content=ASK, headers=QUERY_TYPE)
    assert sent.status_code == BAD_REQUEST


def test_the_default_graph_is_that_of_the_protocol(client: Client) -> None:
    graph = _values(client.get("/sparql", params={"query": GRAPHS}))[0]
    within = _values(client.get("/sparql", params={"query": COUNT, "default-graph-uri": graph}))
    assert 0 < int(within[0]) < int(_values(client.get("/sparql", params={"query": COUNT}))[0])


def test_the_named_graphs_are_those_of_the_protocol(client: Client) -> None:
    graph = _values(client.get("/sparql", params={"query": GRAPHS}))[1]
    asked = {"query": GRAPHS, "named-graph-uri": graph}
    assert _values(client.get("/sparql", params=asked)) == [graph]
    assert _values(client.get("/sparql", params=asked | {"query": COUNT})) == ["0"]


def test_the_dataset_of_a_direct_post_is_in_the_address(client: Client) -> None:
    address = "/sparql?named-graph-uri=urn:absent"
    assert _values(client.post(address, content=GRAPHS, headers=QUERY_TYPE)) == []


def test_the_dataset_of_the_protocol_prevails_over_that_of_the_query(client: Client) -> None:
    graph = _values(client.get("/sparql", params={"query": GRAPHS}))[0]
    query = COUNT.replace("{", f"FROM <{graph}> {{", 1)
    asked = {"query": query, "default-graph-uri": "urn:absent"}
    assert _values(client.get("/sparql", params=asked)) == ["0"]
    assert _values(client.get("/sparql", params={"query": query})) != ["0"]


def test_an_unknown_graph_is_an_empty_one(client: Client) -> None:
    asked = {"query": COUNT, "default-graph-uri": "urn:absent"}
    assert _values(client.get("/sparql", params=asked)) == ["0"]


@pytest.mark.parametrize("named", ["protocol", "query"])
def test_the_default_graph_is_the_rdf_merge_of_the_graphs_in_the_from_clauses(
    client: Client, named: str
) -> None:
    graphs = _values(client.get("/sparql", params={"query": GRAPHS}))
    everything = _values(client.get("/sparql", params={"query": COUNT}))  # the stored union
    query, asked = COUNT, "&".join(f"default-graph-uri={quote(graph)}" for graph in graphs)
    if named == "query":
        query, asked = COUNT.replace("{", " ".join(f"FROM <{g}>" for g in graphs) + " {", 1), ""
    form = f"query={quote(query)}&{asked}"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert _values(client.post("/sparql", content=form, headers=kind)) == everything


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri", "format"])
def test_a_field_that_a_form_sends_empty_is_absent(client: Client, name: str) -> None:
    plain = client.get("/sparql", params={"query": COUNT})
    assert client.get("/sparql", params={"query": COUNT, name: ""}).content == plain.content
    assert client.post("/sparql", data={"query": COUNT, name: ""}).content == plain.content


def test_a_graph_that_is_no_iri_is_a_bad_request(client: Client) -> None:
    asked = {"query": COUNT, "default-graph-uri": "not an iri"}
    assert client.get("/sparql", params=asked).status_code == BAD_REQUEST


@pytest.mark.parametrize("written", ["a", "\\u0061", "\\U00000061"])
def test_a_relative_iri_is_of_the_endpoint_however_it_is_written(
    client: Client, written: str
) -> None:
    sent = client.get("/sparql", params={"query": f"SELECT (<{written}> AS ?x) {{}}"})
    assert _values(sent) == ["http://testserver/a"]


@pytest.mark.parametrize("query", ["ASK {", "SELECT ?x", "", "PREFIX"])
def test_a_malformed_query_is_a_400(client: Client, query: str) -> None:
    sent = client.get("/sparql", params={"query": query})
    assert sent.status_code == BAD_REQUEST
    assert sent.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_a_405_that_says_which_are_allowed(client: Client, method: str) -> None:
    sent = client.request(method, "/sparql")
    assert sent.status_code == NO_METHOD
    assert sent.headers["allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("media", ["text/plain", "application/json", "multipart/form-data", ""])
def test_another_kind_of_content_is_a_415(client: Client, media: str) -> None:
    sent = client.post("/sparql", content=ASK, headers={"Content-Type": media})
    assert sent.status_code == UNSUPPORTED


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16"])
def test_a_query_is_in_utf_8(client: Client, charset: str) -> None:
    headers = {"Content-Type": f"application/sparql-query; charset={charset}"}
    sent = client.post("/sparql", content=ASK, headers=headers)
    assert sent.status_code == UNSUPPORTED
    utf_8 = {"Content-Type": 'application/sparql-query; charset="UTF-8"'}
    assert _boolean(client.post("/sparql", content=ASK, headers=utf_8))


def test_a_packed_body_is_not_read(client: Client) -> None:
    headers = QUERY_TYPE | {"Content-Encoding": "gzip"}
    assert client.post("/sparql", content=ASK, headers=headers).status_code == UNSUPPORTED


@pytest.mark.parametrize(
    "address",
    [
        "/sparql?query=%FF",
        "/sparql?query=ASK%7B%7D&query=ASK%7B%7D",
        "/sparql?query=",
        "/sparql?query=+%0A",
        "/sparql?" + "a=1&" * 1001,
    ],
)
def test_what_is_wrong_is_said_in_french(client: Client, address: str) -> None:
    said = client.get(address).json()["detail"]
    assert said.startswith("La demande ne suit pas le protocole SPARQL 1.1 (")
    assert not {"codec", "byte", "error"} & set(said.split())


def test_what_a_client_sends_is_not_sent_back_at_length(client: Client) -> None:
    sent = client.get("/sparql", params={"query": ASK}, headers={"Accept": "a/b;q=0.1," * 5000})
    assert sent.status_code == UNACCEPTABLE
    assert len(sent.content) < 2000
    assert len(client.get("/services/" + "a" * 20_000).content) < 2000


def test_an_update_is_refused_in_every_form(client: Client) -> None:
    update = "DELETE WHERE { ?s ?p ?o }"
    direct = {"Content-Type": "application/sparql-update"}
    sent = [
        client.post("/sparql", content=update, headers=direct),
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", data={"query": update}),
        client.post("/sparql", content=update, headers=QUERY_TYPE),
        client.get("/sparql", params={"update": update}),
        client.get("/sparql", params={"query": f"PREFIX a: <urn:a> {update}"}),
    ]
    assert [response.status_code for response in sent] == [FORBIDDEN] * len(sent)


def test_too_much_is_told_by_its_status(client: Client) -> None:
    long = "ASK {}" + " " * 65536
    assert client.post("/sparql", data={"query": long}).status_code == TOO_LARGE
    assert (
        client.post("/sparql", content="a" * 300_000, headers=QUERY_TYPE).status_code == TOO_LARGE
    )
    address = "/sparql?query=" + "+" * 60_000 + "&x=" + "y" * 4000
    assert client.get(address).status_code == BAD_REQUEST  # empty, and not too long


def test_a_service_is_refused_and_problems_are_french(client: Client) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    sent = client.get("/sparql", params={"query": query})
    assert sent.status_code == FORBIDDEN
    assert sent.json()["code"] == "service_refuse"
    page = client.get("/sparql", params={"query": query}, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "refusée" in page.text


def test_forty_one_disconnected_patterns_are_refused_and_the_limit_named(
    client: Client,
) -> None:
    patterns = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(41))
    sent = client.get("/sparql", params={"query": f"ASK {{ {patterns} }}"})
    assert sent.status_code == BAD_REQUEST
    assert "40" in sent.json()["detail"]


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_without_a_query_an_rdf_client_gets_the_service_description(
    client: Client, accept: str
) -> None:
    sent = client.get("/sparql", headers={"Accept": accept})
    assert sent.headers["content-type"].startswith(accept)
    assert b"sparql-service-description#" in sent.content


def test_the_service_description_names_the_endpoint_and_the_graphs(client: Client) -> None:
    text = client.get("/sparql", headers={"Accept": "application/n-triples"}).content
    triples = list(parse(text, format=RdfFormat.N_TRIPLES))
    named = [t for t in triples if t.predicate.value.endswith("#namedGraph")]
    assert len(named) == len(_values(client.get("/sparql", params={"query": GRAPHS})))
    assert any(str(t.object) == "<http://testserver/sparql>" for t in triples)


def _boolean(sent: Response) -> bool:
    assert sent.status_code == 200
    assert sent.headers["content-type"] == JSON
    return bool(sent.json()["boolean"])


def _values(sent: Response) -> list[str]:
    assert sent.status_code == 200, sent.text
    return [next(iter(row.values()))["value"] for row in sent.json()["results"]["bindings"]]
