"""SHACL Core over the documents: pySHACL is the judge, `core` the fast engine that judges alike.

A test proves on mutants of every shape that both give the same results (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from mutugraph.control.controlled import Controlled
from mutugraph.control.core import Core, Result
from mutugraph.control.findings import Finding
from mutugraph.errors import StepFailed

if TYPE_CHECKING:
    from rdflib import Graph

    from mutugraph.control.shapes import Shape, Shapes


Engine = Callable[[Iterable[Quad], "Shapes"], set[Result]]


def shacl_findings(
    controlled: Controlled, shapes: Shapes, engine: Engine | None = None
) -> Iterator[Finding]:
    """What the shapes find in the documents; nothing about what stands around them."""
    results = (engine or fast)(controlled.everything, shapes)
    return findings_of(controlled, shapes, told_of(controlled, shapes, results))


def told_of(controlled: Controlled, shapes: Shapes, results: set[Result]) -> Iterator[Result]:
    """The results that are told: about the documents, and that no other result says already."""
    for result in results:
        known = result.shape in shapes.by_iri and result.focus in controlled.judged
        if known and _says_something_new(controlled, shapes, result, results):
            yield result


def findings_of(
    controlled: Controlled, shapes: Shapes, told: Iterable[Result]
) -> Iterator[Finding]:
    """The findings that results are."""
    return (_finding(controlled, shapes, shapes.by_iri[one.shape], one) for one in told)


def _says_something_new(
    controlled: Controlled, shapes: Shapes, result: Result, results: set[Result]
) -> bool:
    """Not what the shape of a superclass says of what its subclass judges too.

    Nor the language or the pattern of what is no text at all.
    """
    of_text = result.component in ("LanguageInConstraintComponent", "PatternConstraintComponent")
    if of_text and replace(result, component="DatatypeConstraintComponent") in results:
        return False
    types, model = controlled.types.get(result.focus, ()), shapes.model
    own = [model.classes[kind] for kind in types if kind in model.classes]
    if not own or result.shape not in model.shapes:
        return True
    held = (one.property(result.path) for one in own if result.path)
    return result.shape in {*(one.shape for one in own), *(one.shape for one in held if one)}


def fast(data: Iterable[Quad], shapes: Shapes) -> set[Result]:
    """The results of the compiled shapes, and those of pySHACL for what is not compiled."""
    core, quads = Core(shapes.facts), tuple(data)
    found = core.results(quads)
    return found | _judged(quads, core.left) if core.left else found


def judge(data: Iterable[Quad], shapes: Shapes) -> set[Result]:
    """The results of pySHACL."""
    return _judged(data, shapes.quads)


def _judged(data: Iterable[Quad], shapes: Iterable[Quad]) -> set[Result]:
    """What pySHACL says of plain rdflib graphs."""
    import pyshacl  # noqa: PLC0415
    from rdflib import RDF, SH, Graph, URIRef  # noqa: PLC0415

    graph, shape_graph = _plain_graph(data), _plain_graph(shapes)
    try:
        _, report, _ = pyshacl.validate(
            graph, shacl_graph=shape_graph, inference="none", do_owl_imports=False
        )
    except RuntimeError as error:  # of a shape that it does not understand, or cannot apply
        raise StepFailed(step="shacl", detail=str(error)) from error
    if not isinstance(report, Graph):
        raise StepFailed(step="shacl", detail=str(report))
    found: set[Result] = set()
    for node in report.subjects(RDF.type, SH.ValidationResult):
        path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
        found.add(
            Result(
                focus=str(report.value(node, SH.focusNode)),
                shape=str(report.value(node, SH.sourceShape)),
                component=_local(str(report.value(node, SH.sourceConstraintComponent))),
                path=str(path) if isinstance(path, URIRef) else None,
                value=str(value) if value is not None else None,
            )
        )
    return found


def _finding(controlled: Controlled, shapes: Shapes, shape: Shape, result: Result) -> Finding:
    from mutugraph.control.results import sentence  # noqa: PLC0415 - most runs find nothing

    file, line = controlled.place(result.focus, result.path)
    own = result.value if result.value != result.focus else None
    told, mend = sentence(controlled, shapes.model, shape, result)
    return Finding(
        code=shapes.code(shape, controlled.types.get(result.focus, ())),
        severity=shape.severity,
        subject=result.focus,
        label=controlled.label(result.focus),
        message=told,
        correction=mend,
        predicate=result.path or shape.iri,
        value=own,
        file=file,
        line=line,
        passage=controlled.passage(result.focus),
    )


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _plain_graph(quads: Iterable[Quad]) -> Graph:
    from rdflib import Graph  # noqa: PLC0415

    graph = Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))  # type: ignore[arg-type]
    return graph


def _term(term: object) -> object:
    import rdflib  # noqa: PLC0415

    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case Literal() if term.datatype.value.endswith("#string"):
            return rdflib.Literal(term.value)
        case Literal():
            datatype = rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
        case _:
            raise TypeError(term)
