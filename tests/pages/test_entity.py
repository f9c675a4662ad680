"""The page of an entity, made from the statements as written, says what the engine answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation

import pytest
from pyoxigraph import NamedNode

from mutugraph.engine.answers import Table
from mutugraph.operations.publish.published_dataset import Holdings, holdings_of
from mutugraph.pages.controlling import Control
from mutugraph.pages.links import Links
from mutugraph.pages.presenters.entity import Property, Quote, entity
from mutugraph.pages.site import Frame, read_site
from mutugraph.pages.visit import Visit
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings

STEP = 80
ORACLE = """
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?role ?propriete ?texte ?cible
WHERE {
  VALUES ?entite { <%s> }
  {
    ?entite skos:prefLabel|rdfs:label ?texte .
    FILTER(LANG(?texte) != "en")
    BIND("titre" AS ?role)
  } UNION {
    ?entite rdf:type/rdfs:label ?texte .
    FILTER(LANG(?texte) = "fr")
    BIND("type" AS ?role)
  } UNION {
    ?entite mut:etabliPar ?cible .
    ?cible skos:prefLabel ?propriete ; mut:mots ?texte .
    BIND("citation" AS ?role)
  } UNION {
    ?entite ?p ?valeur .
    FILTER(?p NOT IN (rdf:type, skos:prefLabel, rdfs:label, mut:etabliPar))
    OPTIONAL { ?p rdfs:label ?libelle FILTER(LANG(?libelle) = "fr") }
    BIND(COALESCE(?libelle, REPLACE(STR(?p), "^.*[/#]", "")) AS ?propriete)
    OPTIONAL { ?valeur skos:prefLabel|rdfs:label ?nom FILTER(LANG(?nom) != "en") }
    BIND(COALESCE(?nom, STR(?valeur)) AS ?texte)
    BIND(IF(ISIRI(?valeur), ?valeur, ?rien) AS ?cible)
    BIND("sortant" AS ?role)
  } UNION {
    ?cible ?p ?entite .
    FILTER(?p != mut:etabliPar)
    OPTIONAL { ?p rdfs:label ?libelle FILTER(LANG(?libelle) = "fr") }
    BIND(COALESCE(?libelle, REPLACE(STR(?p), "^.*[/#]", "")) AS ?propriete)
    OPTIONAL { ?cible skos:prefLabel|rdfs:label ?nom FILTER(LANG(?nom) != "en") }
    BIND(COALESCE(?nom, STR(?cible)) AS ?texte)
    BIND("entrant" AS ?role)
  }
}
"""


@pytest.fixture(scope="module")
def held(catalogue: Catalogue) -> Holdings:
    return holdings_of(catalogue)


def test_it_is_what_the_engine_answers(catalogue: Catalogue, held: Holdings) -> None:
    visit = visit_of(catalogue)
    kinds: dict[str, NamedNode] = {}
    for node in entities(held):
        kinds.setdefault("/".join(node.value.split("/")[:-1]), node)  # one of each folder
    asked = [*kinds.values(), *list(entities(held))[::STEP]]
    assert len(asked) > 200
    for node in asked:
        answer = catalogue.engine.query(ORACLE.replace("%s", node.value))
        assert isinstance(answer, Table)
        rows = [tuple(getattr(cell, "value", "") for cell in row) for row in answer.rows]
        view = entity(visit, held, node)
        quotes = {(q.place, q.words) for q in quoted(view["quotes"])}
        assert quotes == {(place, words) for role, place, words, _ in rows if role == "citation"}
        for key, role in (("says", "sortant"), ("said", "entrant")):
            values = [(p.label, v.text) for p in properties(view[key]) for v in p.values]
            said = [(label, text) for r, label, text, _ in rows if r == role]
            assert sorted(map(stored, values)) == sorted(map(stored, said)), node
        titles = sorted(text for role, _, text, _ in rows if role == "titre")
        assert not titles or view["title"] == titles[0]
        assert view["kinds"] == tuple(sorted(text for role, _, text, _ in rows if role == "type"))


def test_the_selectors_of_a_passage_are_for_its_documents_only(
    catalogue: Catalogue, held: Holdings
) -> None:
    passage = held.of_class("mut:Passage")[0]
    assert any("#" in getattr(q.object, "value", "") for q in held.by_subject[passage])
    view = entity(visit_of(catalogue), held, passage)
    texts = [v.text for p in properties(view["says"]) for v in p.values]
    assert texts
    assert not [text for text in texts if passage.value in text]


def stored(pair: tuple[str, str]) -> tuple[str, str]:
    """A property and its value; a store writes a number its own way (0.80 as 0.8)."""
    with suppress(InvalidOperation):
        return pair[0], str(Decimal(pair[1]).normalize())
    return pair


def entities(held: Holdings) -> Iterator[NamedNode]:
    for node in held.by_subject:
        ours = isinstance(node, NamedNode) and node.value.startswith(held.namespaces.ids)
        if isinstance(node, NamedNode) and ours and "#" not in node.value:
            yield node


def visit_of(catalogue: Catalogue) -> Visit:
    site = read_site(catalogue, Control(catalogue.workspace, Settings()))
    frame = Frame(site, Links(catalogue.workspace.namespaces), "/", (), "", None)
    return Visit(frame, site.reader(None), {}, {})


def properties(found: object) -> tuple[Property, ...]:
    assert isinstance(found, tuple)
    return found


def quoted(found: object) -> tuple[Quote, ...]:
    assert isinstance(found, tuple)
    return found
