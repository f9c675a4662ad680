"""Small head-counts are grouped in a copy: the figures, and the words that print them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.operations.publish.grouping import grouped
from mutugraph.turtle import read
from mutugraph.workspace import Workspace

LIMIT = 5


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, repository: Workspace) -> Workspace:
    return grouped(repository, LIMIT, tmp_path_factory.mktemp("grouped"))


def quads(workspace: Workspace) -> list[Quad]:
    return [q for path in workspace.data_files for q in read(path).quads]


def counts(workspace: Workspace, name: str) -> list[Decimal]:
    predicate = workspace.namespaces.term(name)
    return [
        Decimal(q.object.value)
        for q in quads(workspace)
        if q.predicate == predicate and isinstance(q.object, Literal)
    ]


def test_no_head_count_under_the_limit_is_left(repository: Workspace, copy: Workspace) -> None:
    detail = copy.namespaces.term("mut:detailDe")
    details = {q.subject for q in quads(copy) if q.predicate == detail}
    agents = copy.namespaces.term("mut:agents")
    left = [
        q
        for q in quads(copy)
        if q.predicate == agents
        and isinstance(q.object, Literal)
        and Decimal(q.object.value) < LIMIT
        and q.subject not in details
    ]
    assert left == []
    assert min(counts(repository, "mut:agents")) < LIMIT


def test_the_total_of_a_sheet_that_is_grouped_is_kept(
    repository: Workspace, copy: Workspace
) -> None:
    def total(workspace: Workspace) -> Decimal:
        term, data = workspace.namespaces.term, quads(workspace)
        sheets = {q.object for q in data if q.predicate == term("mut:dansFiche")}
        sheet = next(s for s in sheets if "/08" in str(s))
        lines = {q.subject for q in data if q.object == sheet}
        return sum(
            (
                Decimal(q.object.value)
                for q in data
                if q.subject in lines
                and q.predicate == term("mut:agents")
                and isinstance(q.object, Literal)
            ),
            Decimal(0),
        )

    assert total(copy) == total(repository)


def test_the_label_and_the_quotation_do_not_say_what_the_figure_does_not(copy: Workspace) -> None:
    term, data = copy.namespaces.term, quads(copy)
    changed = {
        q.subject
        for q in data
        if q.predicate == term("skos:prefLabel") and f"moins de {LIMIT} agents" in str(q.object)
    }
    assert len(changed) > 10
    passages = {
        q.object for q in data if q.subject in changed and q.predicate == term("mut:etabliPar")
    }
    quoted = [q for q in data if q.subject in passages and q.predicate == term("mut:mots")]
    assert quoted == []


def test_the_data_itself_is_untouched(repository: Workspace, copy: Workspace) -> None:
    assert repository.root != copy.root
    assert Workspace(repository.root).revision == repository.revision
    assert Workspace(copy.root).revision != repository.revision


def test_what_has_no_small_count_is_the_same_file(repository: Workspace, copy: Workspace) -> None:
    name = Path("data/ttl/lieux.ttl")
    assert (copy.root / name).read_bytes() == (repository.root / name).read_bytes()
    assert isinstance(NamedNode(copy.namespaces.base), NamedNode)
