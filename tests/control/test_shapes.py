from __future__ import annotations

import re
from pathlib import Path

import pytest

from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shacl import fast, judge
from mutugraph.control.shapes import read_shapes
from mutugraph.errors import ShapeAnonymous, ShapeCyclic, ShapeInvalid, ShapeWithoutMessage
from mutugraph.messages import explain
from mutugraph.model.reading import read_model
from mutugraph.turtle import canonical
from mutugraph.turtle.reading import parse_text
from mutugraph.workspace import Workspace

PREFIXES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/graph/id/> .
"""
GOOD = 'sh:severity sh:Violation ; sh:message "Un nom. → Ajoutez-le."@fr'


def test_every_shape_of_the_repository_says_who_what_and_where_in_french(
    repository: Workspace,
) -> None:
    shapes = Rulebook(repository).shapes.by_iri.values()
    assert len(shapes) > 300
    assert [s.iri for s in shapes if not s.message.rstrip().endswith((".", "?"))] == []
    assert [s.iri for s in shapes if re.search(r"minCount|sh:|Violation", s.message)] == []


def test_every_shape_has_a_code_of_its_own_or_of_the_shape_that_holds_it(
    repository: Workspace,
) -> None:
    shapes = Rulebook(repository).shapes
    codes = {rule.code for rule in shapes.rules()}
    assert all(re.fullmatch(r"MUT[12359]\d\d", code) for code in codes)
    targets = [s for s in shapes.by_iri.values() if s.targets]
    assert [s.iri for s in targets if s.code is None] == []


def test_a_code_is_of_one_file_of_shapes(repository: Workspace) -> None:
    homes: dict[str, set[str]] = {}
    for path in repository.shape_files:
        for code in re.findall(r'dct:identifier "(MUT\d+)"', path.read_text(encoding="utf-8")):
            homes.setdefault(code, set()).add(path.name)
    assert len(homes) > 70
    assert {code: found for code, found in homes.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("turtle", "error"),
    [
        ("ex:a a sh:NodeShape ; sh:severity sh:Violation .", ShapeWithoutMessage),
        ('ex:a a sh:NodeShape ; sh:severity sh:Info ; sh:message "x"@en .', ShapeWithoutMessage),
        ('ex:a a sh:NodeShape ; sh:severity ex:grave ; sh:message "x"@fr .', ShapeInvalid),
        (f"[] a sh:NodeShape ; {GOOD} .", ShapeInvalid),
        (
            f"ex:a a sh:NodeShape ; sh:node ex:b ; {GOOD} ."
            f"ex:b a sh:NodeShape ; sh:or ( ex:a ) ; {GOOD} .",
            ShapeCyclic,
        ),
        (f"ex:a a sh:NodeShape ; sh:node ex:a ; {GOOD} .", ShapeCyclic),
    ],
)
def test_a_shape_that_cannot_judge_is_refused(
    turtle: str, error: type[Exception], namespaces: object, repository: Workspace
) -> None:
    document = parse_text(PREFIXES + turtle, name="shapes/x.ttl")
    with pytest.raises(error):
        read_shapes([document], repository.namespaces)


LINE = "[ sh:path ex:p ; sh:minCount 1 ]"


@pytest.mark.parametrize(
    ("turtle", "line"),
    [
        (f"ex:a a sh:NodeShape ; {GOOD} ;\n  sh:property {LINE} .", 4),
        (f"ex:a a sh:NodeShape ; {GOOD} ;\n\n  sh:property [ sh:minCount 1 ] .", 5),
        (f"ex:a a sh:NodeShape ; {GOOD} ;\n  sh:node [ sh:property {LINE} ] .", 4),
        (f"ex:a a sh:NodeShape ; {GOOD} ;\n  sh:not [ sh:property {LINE} ] .", 4),
        (f"ex:a a sh:NodeShape ; {GOOD} ;\n  sh:or ( [ sh:property {LINE} ] ) .", 4),
        (f"ex:a a sh:NodeShape ; {GOOD} ;\n  sh:node [ a sh:NodeShape ] .", 4),
        (f"ex:a a sh:NodeShape ; {GOOD} .\nex:a sh:property _:b .\n_:b sh:path ex:p .", 4),
        (f"\n[] a sh:NodeShape ; {GOOD} .", 4),
        (f"\n_:b a sh:PropertyShape ; sh:path ex:p ; {GOOD} .", 4),
        ("\n[] sh:targetClass ex:C ; sh:nodeKind sh:IRI .", 4),
        ("\n[ sh:targetSubjectsOf ex:p ] sh:nodeKind sh:IRI .", 4),
    ],
)
def test_a_shape_whose_findings_no_one_could_name_is_told_at_its_line(
    turtle: str, line: int, repository: Workspace
) -> None:
    document = parse_text(PREFIXES + turtle, name="shapes/x.ttl")
    with pytest.raises(ShapeAnonymous) as raised:
        read_shapes([document], repository.namespaces)
    assert raised.value.facts == {"path": "shapes/x.ttl", "line": line}
    assert "Donnez une IRI" in explain(raised.value)


@pytest.mark.parametrize(
    "constraint",
    [
        *(f"sh:{name} ( {LINE} )" for name in ("or", "and", "xone")),
        "sh:not [ sh:path ex:q ; sh:maxCount 0 ]",
        f"sh:node [ sh:or ( {LINE} ) ]",
    ],
)
def test_a_part_without_iri_finds_under_the_name_of_its_shape(
    constraint: str, repository: Workspace
) -> None:
    turtle = f"ex:a a sh:NodeShape ; {GOOD} ; sh:targetNode ex:x ; {constraint} ."
    data = parse_text(PREFIXES + "ex:x ex:r 1 .", name="data.ttl")
    shapes = read_shapes([parse_text(PREFIXES + turtle, name="x.ttl")], repository.namespaces)
    for engine in (fast, judge):
        found = engine(data.quads, shapes)
        named = {result.shape for result in found} & shapes.by_iri.keys()
        assert named == {"https://example.org/graph/id/a"}


def test_a_cycle_of_shapes_is_told_at_its_line(repository: Workspace) -> None:
    document = parse_text(
        PREFIXES + f"\n\nex:a a sh:NodeShape ; sh:node ex:a ; {GOOD} .", name="shapes/x.ttl"
    )
    with pytest.raises(ShapeCyclic) as caught:
        read_shapes([document], repository.namespaces)
    assert caught.value.facts["line"] == document.text.count("\n") + 1


@pytest.mark.parametrize("completed", [False, True])
def test_the_shapes_conform_to_the_shapes_of_shapes(
    repository: Workspace, shared: Path, completed: bool
) -> None:
    import pyshacl
    from rdflib import Graph

    data = Graph()
    for path in () if completed else repository.shape_files:
        data.parse(path, format="turtle")
    if completed:
        quads = read_model(repository).quads
        data.parse(data=canonical(quads, repository.namespaces), format="turtle")
    judge = Graph().parse(shared / "validators" / "shacl-shacl" / "shacl-shacl.ttl")
    # what fails one part of an alternative is not asked the rest, which takes most of the time
    conforms, _, text = pyshacl.validate(
        data, shacl_graph=judge, inference="none", abort_on_first=True
    )
    assert conforms, text


def test_the_ontology_has_no_ontpub_violation(repository: Workspace, shared: Path) -> None:
    import pyshacl
    from rdflib import SH, Graph

    data = Graph()
    for path in repository.ontology_files:
        if "schemes" not in path.parts:
            data.parse(path, format="turtle")
    judge = Graph().parse(shared / "validators" / "ontpub-2.2" / "ontpub-validator.ttl")
    _, report, text = pyshacl.validate(data, shacl_graph=judge, inference="none")
    assert isinstance(report, Graph)
    assert (None, SH.resultSeverity, SH.Violation) not in report, text
