"""What a resource's files are made of: where they change, so does the digest of their source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.operations.publish.resources import all_resources
from mutugraph.operations.publish.sources import Sources

Quads = tuple[Quad, ...]
Change = Callable[[Quads, list[int]], Quads]


def other_value(quads: Quads, places: list[int]) -> Quads:
    """The first of these statements has another value."""
    quad = quads[places[0]]
    value: Literal | NamedNode = Literal("autre", language="fr")
    if isinstance(quad.object, NamedNode):
        value = NamedNode(f"{quad.object.value}-autre")
    new = Quad(quad.subject, quad.predicate, value, quad.graph_name)
    return (*quads[: places[0]], new, *quads[places[0] + 1 :])


def swapped(quads: Quads, places: list[int]) -> Quads:
    """The first and the last of these statements have each other's value."""
    first, last = quads[places[0]], quads[places[-1]]
    assert first.object != last.object
    new = list(quads)
    new[places[0]] = Quad(first.subject, first.predicate, last.object, first.graph_name)
    new[places[-1]] = Quad(last.subject, last.predicate, first.object, last.graph_name)
    return tuple(new)


def removed(quads: Quads, places: list[int]) -> Quads:
    """The first of these statements is there no more."""
    return (*quads[: places[0]], *quads[places[0] + 1 :])


def sources(held: Holdings) -> dict[str, str]:
    made = Sources.of(held, b"")
    return {one.path: made.source(one) for one in all_resources(held)}


def documents(held: Holdings) -> dict[str, frozenset[object]]:
    return {one.path: frozenset(one.triples(held)) for one in all_resources(held)}


def different(one: dict[str, object], other: dict[str, object]) -> set[str]:
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


@pytest.fixture(scope="module")
def before(small_files: Files) -> tuple[dict[str, object], dict[str, object]]:
    """The documents, and the digests of what they are made of, before any change."""
    held = small_files.holdings
    return {**documents(held)}, {**sources(held)}


@pytest.mark.parametrize("change", [other_value, swapped, removed], ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    "name", ["skos:prefLabel", "mut:mots", "mut:etabliPar", "skos:inScheme", "dct:license"]
)
def test_no_document_changes_unless_what_it_is_made_of_does(
    small_files: Files,
    before: tuple[dict[str, object], dict[str, object]],
    name: str,
    change: Change,
) -> None:
    held = small_files.holdings
    wanted = held.namespaces.term(name)
    places = [place for place, quad in enumerate(held.quads) if quad.predicate == wanted]
    if change is swapped and len({held.quads[p].object for p in places}) == 1:
        places = [places[0], next(p for p, q in enumerate(held.quads) if q.predicate != wanted)]
    after = replace(held, quads=change(held.quads, places))
    made = different(before[0], {**documents(after)})
    assert made
    assert made <= different(before[1], {**sources(after)})


def test_the_page_of_a_term_is_made_of_the_names_of_its_users(small_files: Files) -> None:
    held = small_files.holdings
    term = held.namespaces.term
    user = min((q.subject for q in held.by_predicate[term("mut:agents")]), key=str)
    quads = tuple(
        Quad(q.subject, q.predicate, Literal("autre", language="fr"), q.graph_name)
        if q.subject == user and q.predicate == term("skos:prefLabel")
        else q
        for q in held.quads
    )
    changed = different({**sources(held)}, {**sources(replace(held, quads=quads))})
    base = held.namespaces.base
    assert term("mut:agents").value.removeprefix(base) in changed
    assert term("mut:Deliberation").value.removeprefix(base) not in changed


def test_what_says_the_same_again_has_the_same_source(small_files: Files) -> None:
    held = small_files.holdings
    assert sources(held) == sources(replace(held, quads=held.quads[::-1]))
