from __future__ import annotations

import pytest

from mutugraph.operations.unknown_terms import unknown_terms
from mutugraph.questions.catalogue import Catalogue


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("ASK { ?s a mut:ServiceMutualise ; mut:duSchema ?o }", ()),
        ("ASK { ?s a mut:ServiceMutual }", ("mut:ServiceMutual ", "mut:ServiceMutualise")),
        ("PREFIX m: <https://w3id.org/mutugraph/def/mutualisation/> ASK { ?s m:etabliPa ?o }",
         ("mut:etabliPa ", "mut:etabliPar")),
        ("PREFIX mut: <urn:autre:> ASK { ?s a mut:ServiceMutual }", ()),
        ("ASK { ?s ?p 'mut:Texte' } # mut:Commentaire", ()),
        ("ASK { ?s mut:zzzzzz ?o }", ("mut:zzzzzz ",)),
    ],
)  # fmt: skip
def test_only_a_term_of_the_ontology_that_does_not_exist_is_told(
    catalogue: Catalogue, query: str, named: tuple[str, ...]
) -> None:
    told = unknown_terms(catalogue, query)
    assert len(told) == bool(named)
    assert all(name in sentence for sentence in told for name in named)
