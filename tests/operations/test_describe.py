import pytest

from mutugraph.engine.answers import Table
from mutugraph.errors import IriInvalid, NameAmbiguous, QueryFormatUnknown, UnknownName
from mutugraph.operations.describe import describe, describe_as, find_entity
from mutugraph.questions.catalogue import Catalogue
from mutugraph.turtle import parse_text

SERVICE = "service/ressources-humaines"


@pytest.mark.parametrize(
    "name",
    [
        "{iri}",
        "<{iri}>",
        "{path}",
        "/id/{path}",
        SERVICE,
        "ressources-humaines",
        "Ressources humaines",
        "RESSOURCES HUMAINES",
    ],
)
def test_an_entity_is_found_by_its_address_its_path_its_slug_or_its_label(
    catalogue: Catalogue, name: str
) -> None:
    node = catalogue.names.find("service", "ressources-humaines")[0]
    path = node.value.removeprefix(catalogue.workspace.namespaces.ids)
    assert find_entity(catalogue, name.format(iri=node.value, path=path)) == node


def test_a_term_is_found_by_its_prefixed_name(catalogue: Catalogue) -> None:
    assert find_entity(catalogue, "mut:Passage") == catalogue.workspace.namespaces["mut"].Passage


def test_an_article_is_found_in_any_spelling(catalogue: Catalogue) -> None:
    assert find_entity(catalogue, "L. 5211-4-2") == find_entity(catalogue, "5211 4 2")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("service\u00a0/projets\u2011urbains, zones d\u02bcaménagement", "service/projets-urbains"),
        ("57\u202f463", "commune/57463"),
        ("\ufeffchâtel\u2010saint\u2010germain", "commune/"),
    ],
)
def test_a_name_is_found_whatever_its_hyphens_apostrophes_and_spaces(
    catalogue: Catalogue, typed: str, path: str
) -> None:
    assert path in find_entity(catalogue, typed).value


def test_a_slug_that_several_bear_is_told_with_ways_of_asking_each(catalogue: Catalogue) -> None:
    with pytest.raises(NameAmbiguous) as raised:
        find_entity(catalogue, "1")
    candidates = raised.value.facts["candidates"]
    assert isinstance(candidates, tuple)
    for candidate in candidates[:-1]:
        assert find_entity(catalogue, candidate).value.endswith(candidate)


@pytest.mark.parametrize("name", ["habitt", "nulle/part", "https://example.org/rien", "mut:Rien"])
def test_what_nothing_bears_is_unknown(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(UnknownName):
        find_entity(catalogue, name)


def test_an_address_that_is_none_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(IriInvalid):
        find_entity(catalogue, "<a b>")


def test_links_have_labels_passages_their_words_and_nothing_is_told_twice(
    catalogue: Catalogue,
) -> None:
    found = describe(catalogue, SERVICE)
    assert (found.label, found.types) == ("Ressources humaines", ("service mutualisé",))
    names = {fact.label: fact.name for fact in found.facts}
    assert names["décrit par"] == "Fiche 1 : Ressources humaines"
    assert any(fact.citation for fact in found.facts)
    assert found.incoming
    keys = [(fact.property, str(fact.value)) for fact in found.facts]
    assert len(keys) == len(set(keys))


def test_the_graph_says_what_the_table_says_with_incoming_links(catalogue: Catalogue) -> None:
    found = describe(catalogue, SERVICE)
    triples = parse_text(describe_as(catalogue, SERVICE, "ttl").decode(), name="ttl").quads
    outgoing = {(q.predicate, q.object) for q in triples if q.subject == found.entity}
    incoming = {(q.predicate, q.subject) for q in triples if q.object == found.entity}
    assert outgoing == {(fact.property, fact.value) for fact in found.facts}
    assert incoming == {(fact.property, fact.value) for fact in found.incoming}


def test_the_same_entity_gives_the_same_bytes(catalogue: Catalogue) -> None:
    for format in ("ttl", "nt", "jsonld", "rdfxml"):
        assert describe_as(catalogue, SERVICE, format) == describe_as(catalogue, SERVICE, format)


def test_a_format_of_tables_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(QueryFormatUnknown):
        describe_as(catalogue, SERVICE, "csv")


def test_every_property_of_an_entity_is_told_in_french(catalogue: Catalogue) -> None:
    ids = catalogue.workspace.namespaces.ids
    # own terms have their label by the ontology's shapes; a reused one needs ours
    unnamed = catalogue.engine.query(
        f"""SELECT DISTINCT ?p {{
          ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{ids}"))
          FILTER NOT EXISTS {{
            ?p <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(LANG(?l) = "fr")
          }}
        }}"""
    )
    assert isinstance(unnamed, Table)
    assert unnamed.rows == ()
