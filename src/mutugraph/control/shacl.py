"""SHACL Core over the documents: pySHACL is the judge, pyrudof the fast engine that judges alike.

A test proves on mutants of every shape that both give the same results (docs/performance.md).
"""

from __future__ import annotations

import ctypes
import resource
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding
from mutugraph.control.results import Result, sentence
from mutugraph.control.shapes import Shape, Shapes
from mutugraph.errors import StepFailed

if TYPE_CHECKING:
    from rdflib import Graph


_PARTS = 4
Engine = Callable[[Iterable[Quad], Iterable[Quad]], set[Result]]


def shacl_findings(
    controlled: Controlled, shapes: Shapes, engine: Engine | None = None
) -> Iterator[Finding]:
    """What the shapes find in the documents; nothing about what stands around them."""
    results = (engine or fast)(controlled.everything, shapes.quads)
    for result in results:
        shape = shapes.by_iri.get(result.shape)
        if shape is None or result.focus not in controlled.judged:
            continue
        if _says_something_new(controlled, shapes, result, results):
            yield _finding(controlled, shapes, shape, result)


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


def fast(data: Iterable[Quad], shapes: Iterable[Quad]) -> set[Result]:
    """The results of pyrudof's native SHACL engine.

    It keeps what it did until it has done all: 500 MB for one schéma. Where the memory of the
    process is bounded, it judges a part of the shapes after the other, in less than that.
    """
    text = _ntriples(data)
    found: set[Result] = set()
    for part in parts(list(shapes), _PARTS if _bounded() else 1):
        found |= _judged(text, part)
        _give_back()
    return found


def parts(shapes: list[Quad], number: int) -> Iterator[list[Quad]]:
    """The shapes that have targets, shared out, each with all that it leads to."""
    if number == 1:
        yield shapes
        return
    about: dict[object, list[Quad]] = {}
    for quad in shapes:
        about.setdefault(quad.subject, []).append(quad)
    targeted = [
        node
        for node, quads in about.items()
        if any("#target" in quad.predicate.value for quad in quads)
    ]
    for first in range(number):
        taken: dict[object, list[Quad]] = {}
        left: list[object] = targeted[first::number]
        while left:
            node = left.pop()
            if node in about and node not in taken:
                taken[node] = about[node]
                left += [quad.object for quad in about[node]]
        if taken:
            yield [quad for quads in taken.values() for quad in quads]


def _bounded() -> bool:
    return resource.getrlimit(resource.RLIMIT_DATA)[0] != resource.RLIM_INFINITY


def _give_back() -> None:
    """What is free goes back to the system, where the library of C can do that (glibc)."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _judged(data: str, shapes: Iterable[Quad]) -> set[Result]:
    import pyrudof  # noqa: PLC0415 - not needed by a command that validates nothing

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    try:
        rudof.read_data(data, format=pyrudof.RDFFormat.NTriples)
        rudof.read_shacl(_ntriples(shapes), format=pyrudof.ShaclFormat.NTriples)
        report = rudof.validate_shacl()
    except pyrudof.RudofError as error:
        raise StepFailed(step="shacl", detail=str(error)) from error
    found: set[Result] = set()
    for entry in report.violations:
        value = str(entry.value) if entry.value is not None else None
        found.add(
            Result(
                focus=str(entry.focus_node),
                shape=str(entry.source_shape),
                component=_local(str(entry.constraint_component)),
                path=str(entry.path) if entry.path else None,
                value=_unquoted(value),
            )
        )
    return found


def judge(data: Iterable[Quad], shapes: Iterable[Quad]) -> set[Result]:
    """The results of pySHACL, over plain rdflib graphs."""
    import pyshacl  # noqa: PLC0415
    from rdflib import RDF, SH, Graph, URIRef  # noqa: PLC0415

    graph, shape_graph = _plain_graph(data), _plain_graph(shapes)
    _, report, _ = pyshacl.validate(
        graph, shacl_graph=shape_graph, inference="none", do_owl_imports=False
    )
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


def _unquoted(value: str | None) -> str | None:
    """The value of what pyrudof writes: a literal stands between quotes, as in N-Triples."""
    if value is None or not value.startswith('"'):
        return value
    return value[1 : value.rindex('"')]


def _ntriples(quads: Iterable[Quad]) -> str:
    triples = {Triple(q.subject, q.predicate, q.object) for q in quads}
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


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
