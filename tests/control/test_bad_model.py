"""What is wrong in a term, in a shape, or in the use of a term is found, in French, at its line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mutugraph.control.findings import Finding, Severity, Step
from mutugraph.control.reading import read_paths, read_workspace
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shapes import read_shapes
from mutugraph.control.steps import Run
from mutugraph.errors import ShapeInvalid, ShapePropertyTwice, ShapeTermUnknown
from mutugraph.messages import explain
from mutugraph.settings import Settings
from mutugraph.turtle.reading import Document, parse_text
from mutugraph.workspace import Workspace

from .conftest import FIXTURE

PREFIXES = """\
BASE <https://w3id.org/mutugraph/id/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
DEFINED = "rdfs:isDefinedBy <https://w3id.org/mutugraph/def/mutualisation>"
TERMS = f"""\
mut:sansRien a owl:DatatypeProperty .
mut:SansLibelle a owl:Class ; skos:definition "Une classe que rien ne nomme."@fr ; {DEFINED} .
mut:porteur a owl:ObjectProperty .
mut:deuxFois a owl:DatatypeProperty ; mut:genre "masculin" ; {DEFINED} ;
    skos:prefLabel "deux fois"@fr , "double"@fr , "twice"@en ;
    skos:definition "Une première définition."@fr , "Une autre définition."@fr .
mut:ailleurs a owl:DatatypeProperty ; {DEFINED} ; rdfs:domain mut:Inconnue ;
    skos:prefLabel "ailleurs"@fr , "elsewhere"@en ; skos:definition "Une place."@fr .
mut:note a owl:AnnotationProperty ; mut:genre "neutre" ; {DEFINED} ;
    skos:prefLabel "note"@fr , "note"@en ; skos:definition "Une remarque libre."@fr .
"""
DATA = """\
<900000001/service/faux> a mut:ServiceMutualise ; skos:prefLabel "Faux"@fr ;
    mut:agnets 3 ;
    mut:titreImprime "Un titre"@fr ;
    skos:altLabel "900 000 001"@fr .
<999999999/lieu/nulle-part> a mut:Lieu ; skos:prefLabel "Nulle part"@fr .
"""
IDS, MUT = "https://w3id.org/mutugraph/id/", "https://w3id.org/mutugraph/def/mutualisation/"


@pytest.fixture(scope="module")
def found(repository: Workspace) -> tuple[Finding, ...]:
    """All that the control finds in a few bad terms and facts, beside the fictitious schéma."""
    bad_terms = _document("ontology/modules/mauvais.ttl", TERMS)
    bad_data = _document("data/ttl/900000001/mauvais.ttl", DATA)
    whole, own = read_workspace(repository), read_paths(repository, [FIXTURE])
    controlled = replace(
        own, documents=(*own.documents, bad_data), ontology=(*whole.ontology, bad_terms), whole=True
    )
    run = Run(controlled, Rulebook(repository), Settings.read({}))
    findings, _ = run.findings((Step.READING, Step.MODEL, Step.SHACL))
    return tuple(f for f in findings if f.file in (bad_terms.name, bad_data.name))


@pytest.mark.parametrize(
    ("subject", "code", "words", "line"),
    [
        (MUT + "sansRien", "MUT121", "un terme a un libellé", 8),
        (MUT + "sansRien", "MUT121", "une définition", 8),
        (MUT + "SansLibelle", "MUT120", "un terme a un libellé", 9),
        (MUT + "porteur", "MUT011", "ontology/modules/mutualisation.ttl", 10),
        (MUT + "deuxFois", "MUT121", "un seul par langue", 12),
        (MUT + "deuxFois", "MUT121", "une définition en français, une seule", 13),
        (MUT + "ailleurs", "MUT104", "mut:Inconnue", 14),
        (MUT + "ailleurs", "MUT121", "son genre", 14),
        (MUT + "note", "MUT121", "son genre", 16),
        (IDS + "900000001/service/faux", "MUT104", "mut:agnets", 9),
        (IDS + "900000001/service/faux", "MUT205", "n'est pas une propriété connue", 9),
        (IDS + "900000001/service/faux", "MUT205", "n'est pas une propriété de service", 10),
        (IDS + "900000001/service/faux", "MUT109", "900 000 001", 11),
        (IDS + "999999999/lieu/nulle-part", "MUT109", "999999999", 12),
    ],
)
def test_it_is_found_at_its_line(
    found: tuple[Finding, ...], subject: str, code: str, words: str, line: int
) -> None:
    lines = {f.line for f in found if (f.subject, f.code) == (subject, code) and words in f.message}
    assert lines == {line}


def test_a_missing_gender_refuses_nothing(found: tuple[Finding, ...]) -> None:
    told = [f for f in found if "son genre" in f.message]
    assert {f.severity for f in told} == {Severity.TO_CHECK}


@pytest.mark.parametrize(
    ("lines", "error", "named"),
    [
        (
            "[ sh:path mut:nature ] ,\n [ sh:path mut:nature ; sh:minCount 1 ]",
            ShapePropertyTwice,
            2,
        ),
        ("[ sh:path mut:porteur ] ,\n [ sh:path mut:portuer ]", ShapeTermUnknown, 2),
        ("[ sh:path dct:abstract ]", ShapeTermUnknown, 1),
    ],
)
def test_a_shape_that_describes_a_property_twice_or_an_unknown_one_is_refused_at_its_line(
    repository: Workspace, lines: str, error: type[ShapeInvalid], named: int
) -> None:
    text = f"<controle/x> a sh:NodeShape ; sh:targetClass mut:Axe ; sh:property\n {lines} ."
    document = _document("shapes/x.ttl", text)
    with pytest.raises(error) as caught:
        read_shapes([document], repository.namespaces, read_workspace(repository).ontology)
    line = PREFIXES.count("\n") + 1 + named
    assert explain(caught.value).startswith(f"shapes/x.ttl:{line}: la ")


def _document(name: str, text: str) -> Document:
    return parse_text(PREFIXES + text, name=name)
