from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.control.controlled import Controlled
from mutugraph.control.reading import read_paths
from mutugraph.control.results import Result
from mutugraph.control.shacl import fast, judge
from mutugraph.control.steps import Rulebook
from mutugraph.workspace import Workspace

from .conftest import FIXTURE


def test_the_fast_engine_judges_as_pyshacl_does_on_clean_data(repository: Workspace) -> None:
    controlled, shapes = _alone(repository), Rulebook(repository).shapes
    assert fast(controlled.everything, shapes.quads) == set()
    assert judge(controlled.everything, shapes.quads) == set()


def test_the_fast_engine_judges_as_pyshacl_does_on_mutants_of_every_property(
    repository: Workspace,
) -> None:
    controlled, shapes = _alone(repository), Rulebook(repository).shapes
    spoilt = _spoilt(controlled)
    quick = {_comparable(r) for r in fast(spoilt.everything, shapes.quads)}
    slow = {_comparable(r) for r in judge(spoilt.everything, shapes.quads)}
    assert len(slow) > 200
    assert quick == slow


def _alone(repository: Workspace) -> Controlled:
    return replace(read_paths(repository, [FIXTURE]), context=(), listed=())


def _spoilt(controlled: Controlled) -> Controlled:
    """Every fifth triple is gone, every eleventh is said twice with another kind of value."""
    quads: list[Quad] = []
    for rank, quad in enumerate(sorted(controlled.quads, key=str)):
        if rank % 5 or quad.predicate.value.endswith("#type"):
            quads.append(quad)
        if rank % 11 == 0:
            wrong = Literal(f"faux {rank}", language="en")
            quads.append(Quad(quad.subject, quad.predicate, wrong, quad.graph_name))
        if rank % 17 == 0 and isinstance(quad.subject, NamedNode):
            foreign = NamedNode(quad.subject.value + "/inconnu")
            quads.append(Quad(quad.subject, quad.predicate, foreign, quad.graph_name))
    first, *_ = controlled.documents
    return replace(controlled, documents=(replace(first, quads=tuple(quads)),))


def _comparable(result: Result) -> tuple[str, str, str, str | None]:
    return result.focus, result.shape, result.component, result.path
