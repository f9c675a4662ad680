"""The compiled shapes judge as pySHACL does: each constraint alone, and faults of all kinds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.control.controlled import Controlled
from mutugraph.control.core import Core
from mutugraph.control.reading import read_paths
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shacl import fast, judge
from mutugraph.control.shapes import Shapes, read_shapes
from mutugraph.model.facts import Facts
from mutugraph.terms import XSD_BOOLEAN, XSD_DATE, XSD_DECIMAL, XSD_INTEGER
from mutugraph.turtle.reading import parse_text
from mutugraph.workspace import Workspace

from .conftest import FIXTURE

PREFIXES = """\
@prefix ex: <https://example.org/graph/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
GOOD = 'sh:severity sh:Violation ; sh:message "Un nom. → Ajoutez-le."@fr'
# what an entity says, some of which each constraint takes and refuses
VALUES = """\
"" # "mot" # "un mot" # "mot"@fr # "mot"@fr-CH # "mot"@en # "mot"@frp # "m$t"
0 # 1 # 2 # -1 # +1 # 007 # 1.0 # 1.5 # .5 # 1e0 # true # false # "1"^^ex:type
"1"^^xsd:boolean # "oui"^^xsd:boolean # "1,5"^^xsd:decimal # "un"^^xsd:integer
"2015-11-26"^^xsd:date # "2015-02-30"^^xsd:date # "2015"^^xsd:date # "2015-11-26"
"0aF9"^^xsd:hexBinary # "0aF"^^xsd:hexBinary # "xy"^^xsd:hexBinary # "a b"^^xsd:token
ex:e # ex:large # ex:inconnu # ex:C # [ a ex:C ] # []
"mot"@fr, "parole"@fr # "mot"@fr, "word"@en # 1, 2 # 1, 1.0 # ex:e, ex:inconnu
"""
OTHERS = """
ex:rien a ex:PlusCiblee . ex:e a ex:Etroite ; ex:p 1 . ex:large a ex:Large .
ex:Etroite rdfs:subClassOf ex:C . ex:C rdfs:subClassOf ex:Large .
ex:PlusCiblee rdfs:subClassOf ex:Cible .
ex:deux a ex:Cible ; ex:p ex:e ; ex:q ex:p . ex:trois a ex:Cible ; ex:q ex:r , ex:p .
[] a ex:Cible ; ex:p 3 .
"""
CONSTRAINTS = """\
minCount 1 # minCount 2 # maxCount 0 # maxCount 1 # uniqueLang true # hasValue 1 # hasValue ex:e
class ex:C # class ex:Etroite # class ex:Large # property ex:partie
datatype xsd:string # datatype xsd:integer # datatype xsd:decimal # datatype xsd:boolean
datatype xsd:date # datatype xsd:hexBinary # datatype xsd:token # datatype rdf:langString
nodeKind sh:IRI # nodeKind sh:Literal # nodeKind sh:BlankNode # nodeKind sh:BlankNodeOrIRI
nodeKind sh:BlankNodeOrLiteral # nodeKind sh:IRIOrLiteral
in ( 1 "mot"@fr ex:e ) # in () # languageIn ( "fr" ) # languageIn ( "FR" "en" )
pattern "^m" # pattern "^[a-z]+$" # pattern "[$]" # minLength 1 # minLength 4
"""
LIMITS = ("minInclusive 1", "minInclusive 0.5", "maxInclusive 1", "maxInclusive 1.5")
NO_NUMBERS = ("true", "false", "^^")  # SPARQL compares none of them with one, rdflib some
OF_NODES = (
    "sh:nodeKind sh:IRI",
    'sh:pattern "[02468]$"',
    "sh:closed true ; sh:property ex:ligne",
    "sh:closed true ; sh:ignoredProperties ( rdf:type ex:q ) ; sh:property ex:ligne",
    "sh:or ( ex:ligne [ sh:path ex:q ; sh:hasValue ex:p ] )",
    "sh:or ( [ sh:nodeKind sh:BlankNode ] [ sh:path ex:p ; sh:minCount 2 ] ) ; sh:class ex:Large",
)
NOT_COMPILED = (
    "sh:not ex:ligne",
    "sh:xone ( ex:ligne ex:partie )",
    "sh:property ex:ligne ; sh:deactivated true",
    "sh:property ex:juge . ex:juge sh:path [ sh:inversePath ex:p ] ; sh:maxCount 0",
    "sh:property ex:juge . ex:juge a sh:PropertyShape ; sh:path ex:p ; sh:maxLength 2",
    "sh:property ex:juge . ex:juge a sh:PropertyShape ; sh:path ex:p ; sh:datatype xsd:gYear",
    "sh:property ex:juge . ex:juge a sh:PropertyShape ; sh:path ex:p ; sh:minExclusive 1",
    'sh:property ex:juge . ex:juge a sh:PropertyShape ; sh:path ex:p ; sh:minInclusive "b"',
    "sh:property ex:juge . ex:juge a sh:PropertyShape ; sh:path ex:p ; sh:equals ex:q",
    "sh:targetSubjectsOf ex:q ; sh:nodeKind sh:Literal",
    "a rdfs:Class ; sh:nodeKind sh:Literal",
)


def _split(text: str) -> list[str]:
    return [part.strip() for line in text.splitlines() for part in line.split(" # ")]


@pytest.fixture(scope="module")
def data() -> tuple[Quad, ...]:
    values = enumerate(_split(VALUES))
    said = "".join(f"ex:n{rank} a ex:Cible ; ex:p {value} .\n" for rank, value in values)
    return tuple(parse_text(PREFIXES + said + OTHERS, name="data.ttl").quads)


def _shapes(turtle: str, repository: Workspace) -> Shapes:
    """A shape of `ex:Cible`, and two that others lead to."""
    parts = f"ex:ligne a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 ; {GOOD} ."
    parts += f"ex:partie a sh:PropertyShape ; sh:path ex:p ; sh:hasValue 1 ; {GOOD} ."
    text = f"{PREFIXES} ex:shape a sh:NodeShape ; {GOOD} ; sh:targetClass ex:Cible ; {turtle}"
    if "ex:juge" in turtle:
        text += f" ; {GOOD}"
    document = parse_text(f"{text} . {parts}", name="shapes/x.ttl")
    return read_shapes([document], repository.namespaces)


@pytest.mark.parametrize("constraint", _split(CONSTRAINTS))
def test_a_constraint_on_values_judges_as_pyshacl_does(
    constraint: str, data: tuple[Quad, ...], repository: Workspace
) -> None:
    line = f"ex:juge a sh:PropertyShape ; sh:path ex:p ; sh:{constraint}"
    shapes = _shapes(f"sh:property ex:juge . {line}", repository)
    assert not Core(shapes.facts).left
    _same_results(data, shapes)


@pytest.mark.parametrize("constraint", LIMITS)
def test_a_limit_judges_numbers_as_pyshacl_does_and_refuses_what_is_none(
    constraint: str, data: tuple[Quad, ...], repository: Workspace
) -> None:
    line = f"ex:juge a sh:PropertyShape ; sh:path ex:p ; sh:{constraint}"
    shapes = _shapes(f"sh:property ex:juge . {line}", repository)
    values = enumerate(_split(VALUES))
    odd = {f"n{rank}" for rank, value in values if any(one in value for one in NO_NUMBERS)}
    quick, slow = (
        {r for r in engine(data, shapes) if r.focus.rpartition("/")[2] not in odd}
        for engine in (fast, judge)
    )
    assert slow
    assert quick == slow
    refused = {result.focus.rpartition("/")[2] for result in fast(data, shapes)}
    assert len(odd) > 10
    assert odd <= refused


def test_a_pattern_ends_where_the_text_ends(repository: Workspace) -> None:
    line = 'ex:juge a sh:PropertyShape ; sh:path ex:p ; sh:pattern "^[a-z]+$"'
    shapes = _shapes(f"sh:property ex:juge . {line}", repository)
    text = 'ex:bon a ex:Cible ; ex:p "ligne" . ex:faux a ex:Cible ; ex:p "ligne\\n" .'
    found = fast(parse_text(PREFIXES + text, name="data.ttl").quads, shapes)
    assert [result.focus.rpartition("/")[2] for result in found] == ["faux"]


@pytest.mark.parametrize("constraint", OF_NODES)
def test_a_constraint_on_nodes_judges_as_pyshacl_does(
    constraint: str, data: tuple[Quad, ...], repository: Workspace
) -> None:
    shapes = _shapes(constraint, repository)
    assert not Core(shapes.facts).left
    _same_results(data, shapes)


@pytest.mark.parametrize("constraint", NOT_COMPILED)
def test_what_is_not_compiled_is_left_to_pyshacl(
    constraint: str, data: tuple[Quad, ...], repository: Workspace
) -> None:
    shapes = _shapes(constraint, repository)
    assert Core(shapes.facts).left
    assert fast(data, shapes) == judge(data, shapes)


def test_the_shapes_of_the_repository_are_all_compiled(repository: Workspace) -> None:
    core = Core(Rulebook(repository).shapes.facts)
    assert core.left == ()
    assert core.shallow  # else a control begins anew each time (`control.rejudging`)


@pytest.mark.parametrize(
    ("constraint", "shallow"),
    [
        ("sh:path ex:p ; sh:class ex:Autre", True),
        ("sh:path ex:p ; sh:property ex:ligne", False),
        ("sh:path ex:p ; sh:or ( [ sh:path ex:q ; sh:minCount 1 ] )", False),
    ],
)
def test_a_shape_that_looks_further_than_what_a_node_leads_to_is_told(
    constraint: str, shallow: bool, repository: Workspace
) -> None:
    written = f"""ex:cible a sh:NodeShape ; sh:targetClass ex:Cible ; sh:property ex:une .
    ex:une a sh:PropertyShape ; {constraint} .
    ex:ligne a sh:PropertyShape ; sh:path ex:q ; sh:minCount 1 ."""
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .\n"
    quads = parse_text(prefixes + written, name="-").quads
    assert Core(Facts(quads, repository.namespaces)).shallow == shallow


def _same_results(data: tuple[Quad, ...], shapes: Shapes) -> None:
    quick, slow = fast(data, shapes), judge(data, shapes)
    assert slow
    assert quick == slow


WRONG = (
    *(Literal(""), Literal("", language="fr"), Literal("faux", language="en"), Literal("x y")),
    *(Literal("deux", language="fr"), Literal("trois", language="fr"), NamedNode("urn:inconnu")),
    *(Literal("-1", datatype=XSD_INTEGER), Literal("9.75", datatype=XSD_DECIMAL)),
    *(Literal("999999", datatype=XSD_INTEGER), Literal("2015-02-30", datatype=XSD_DATE)),
    *(Literal("non", datatype=XSD_BOOLEAN), Literal("1789-07-14", datatype=XSD_DATE)),
)


def test_clean_data_are_found_clean_by_both(repository: Workspace) -> None:
    controlled, shapes = _alone(repository), Rulebook(repository).shapes
    assert fast(controlled.everything, shapes) == set()
    assert judge(controlled.everything, shapes) == set()


def test_faults_of_every_kind_in_every_property_are_judged_as_pyshacl_does(
    repository: Workspace,
) -> None:
    shapes = Rulebook(repository).shapes
    spoilt = tuple(_spoilt(_alone(repository)))
    quick, slow = fast(spoilt, shapes), judge(spoilt, shapes)
    assert len(slow) > 1000
    of_the_shapes = {"Closed", "MinCount", "MaxCount", "Class", "Datatype", "In", "Pattern", "Or"}
    of_the_shapes |= {"NodeKind", "MinLength", "LanguageIn", "UniqueLang", "MinInclusive"}
    found = {result.component.removesuffix("ConstraintComponent") for result in slow}
    assert found >= of_the_shapes
    assert quick == slow


def _alone(repository: Workspace) -> Controlled:
    return replace(read_paths(repository, [FIXTURE]), context=(), listed=())


def _spoilt(controlled: Controlled) -> list[Quad]:
    """Each property of an entity in turn is gone, said with a value of each kind, or misplaced."""
    quads: list[Quad] = []
    foreign = controlled.namespaces.term("mut:inconnue")
    for rank, quad in enumerate(sorted(controlled.quads, key=str)):
        typed = quad.predicate.value.endswith("#type")
        if rank % 5 or typed:
            quads.append(quad)
        if rank % 2 and not typed:
            quads.append(_with(quad, WRONG[rank // 2 % len(WRONG)]))
        if rank % 37 == 0:
            quads.append(Quad(quad.subject, foreign, quad.object, quad.graph_name))
    return [*quads, *(q for document in controlled.ontology for q in document.quads)]


def _with(quad: Quad, value: NamedNode | Literal) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)
