"""What editors ask an endpoint that they know nothing of: the store answers, and its description.

The queries have the patterns of sib-swiss/sparql-editor's (metadata.ts), which looks into the
service description where the store has no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse

from mutugraph.questions.catalogue import Catalogue
from web.protocol.conftest import Client

DECLARED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace { [] sh:namespace ?namespace ; sh:prefix ?prefix }
ORDER BY ?prefix
"""
EXAMPLES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?sq ?comment ?query {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq
"""
USES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype ?triples {
  {
    OPTIONAL { ?graph sd:graph ?graphDesc . ?graphDesc void:classPartition ?cp }
    ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL { ?pp void:triples ?triples }
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?objectClass ] }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] }
    }
  } UNION {
    ?linkset void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ] .
  }
} ORDER BY ?subjectClass ?objectClass ?objectDatatype ?triples
"""
USED = """
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
SELECT ?subjectClass ?prop (COUNT(*) AS ?triples) {
  ?entity a ?subjectClass ; ?prop ?value .
  FILTER(STRSTARTS(STR(?subjectClass), STR(mut:)))
} GROUP BY ?subjectClass ?prop
"""
Rows = list[dict[str, str]]
Asked = Callable[[str], Rows]


@pytest.fixture(scope="module", params=["store", "description"])
def asked(request: pytest.FixtureRequest, client: Client) -> Asked:
    """Asks the endpoint as the editor does, or the description of the service."""
    return _asked_of(client, request.param)


@cache
def _described(client: Client) -> Store:
    text = client.get("/sparql", headers={"Accept": "text/turtle"}).content
    found = Store()
    found.extend(parse(text, format=RdfFormat.TURTLE))
    return found


def _asked_of(client: Client, where: str) -> Asked:
    def in_the_description(query: str) -> Rows:
        solutions = _described(client).query(query)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [{n: row[n].value for n in names if row[n] is not None} for row in solutions]

    def of_the_store(query: str) -> Rows:
        sent = client.get(
            "/sparql",
            params={"ac": "1", "query": query},
            headers={"Accept": "application/sparql-results+json"},
        )
        assert sent.status_code == 200, sent.text
        rows = sent.json()["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]

    return of_the_store if where == "store" else in_the_description


def test_an_editor_finds_every_prefix(asked: Asked, catalogue: Catalogue) -> None:
    found = {row["prefix"]: row["namespace"] for row in asked(DECLARED)}
    assert found == dict(catalogue.workspace.namespaces.prefixes)


def test_an_editor_finds_every_question_and_each_runs(asked: Asked, catalogue: Catalogue) -> None:
    found = {row["sq"].rpartition("/")[2]: row for row in asked(EXAMPLES)}
    assert found.keys() == catalogue.questions.keys()
    for id, question in catalogue.questions.items():
        assert found[id]["comment"].startswith(question.summary)
        assert not re.search(r"^#\+", found[id]["query"], re.MULTILINE)
        Store().query(found[id]["query"])


def test_an_editor_finds_what_each_class_of_ours_is_used_with(asked: Asked, client: Client) -> None:
    of_the_store = _asked_of(client, "store")
    used = {(r["subjectClass"], r["prop"]): r["triples"] for r in of_the_store(USED)}
    told = {(r["subjectClass"], r["prop"]): r["triples"] for r in asked(USES)}
    assert used
    assert {pair: told.get(pair) for pair in used} == used


def test_an_editor_finds_where_a_property_leads(asked: Asked, catalogue: Catalogue) -> None:
    term = catalogue.workspace.namespaces.term

    def led(kind: str, property: str) -> set[str]:
        wanted = (term(kind).value, term(property).value)
        rows = [r for r in asked(USES) if (r["subjectClass"], r["prop"]) == wanted]
        return {
            value
            for r in rows
            for value in (r.get("objectClass"), r.get("objectDatatype"))
            if value
        }

    assert term("mut:Schema").value in led("mut:ServiceMutualise", "mut:duSchema")
    assert led("mut:FicheAction", "mut:numero") == {term("xsd:integer").value}
