"""SHACL again: a file is judged where what it says, or what is said of its entities, has changed.

The compiled shapes judge an entity by what it says and by the classes of what that leads to. So the
results about the entities of a file are those of a former run where both are the same. Shapes that
look further, or that only pySHACL judges, judge everything each time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Set
from dataclasses import asdict

from pyoxigraph import Quad, RdfFormat, parse, serialize

from mutugraph.control.controlled import Controlled
from mutugraph.control.core import Core
from mutugraph.control.findings import Finding
from mutugraph.control.kept import Kept
from mutugraph.control.results import Result
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shacl import findings_of, shacl_findings, told_of
from mutugraph.control.statements import Signed, Statements
from mutugraph.model.facts import Facts

_ABOVE = "rdfs:subClassOf"


def findings_again(
    controlled: Controlled, book: Rulebook, kept: Kept, statements: Statements
) -> Iterator[Finding]:
    """As `shacl_findings`, of a workspace that was read in digests."""
    results = _results(controlled, book, kept, statements)
    if results is None:
        return shacl_findings(controlled, book.shapes)
    return findings_of(controlled, book.shapes, results) if results else iter(())


def _results(
    controlled: Controlled, book: Rulebook, kept: Kept, statements: Statements
) -> set[Result] | None:
    """The results that are told; None where they cannot be taken file by file."""
    above = f"<{controlled.namespaces.term(_ABOVE).value}>"
    rules = ("shapes", book.said("shapes"), book.said("ontology"), statements.of(above))
    found: set[Result] = set()
    changed: list[tuple[Signed, tuple[str, ...]]] = []
    for told in controlled.signed:
        led = statements.classes(statements.led_from(told.nodes))
        around = statements.about(told.nodes), led
        inputs: tuple[str, ...] = (*rules, *around)
        known = kept.found(*inputs)
        if known is None:
            changed.append((told, inputs))
        else:
            found.update(Result(**one) for one in json.loads(known))
    if not changed:
        return found
    core = Core(_shapes(book, kept))
    if core.left or not core.shallow:
        return None
    sources = [told for told, _ in changed]
    wanted = {node for told in sources for node in told.nodes}
    near = wanted.union(statements.led_from(wanted))
    judged = core.results(_around(controlled, near, above), wanted)
    new = list(told_of(controlled, book.shapes, judged)) if judged else []
    for told, inputs in changed:
        own = [asdict(result) for result in new if result.focus in told.nodes]
        kept.keep(json.dumps(own).encode(), *inputs)
    return found.union(new)


def _shapes(book: Rulebook, kept: Kept) -> Facts:
    """What judges: the shapes that the ontology completes, without the model to tell of them."""
    inputs = ("judging", book.said("shapes"), book.said("ontology"))
    known = kept.found(*inputs)
    if known is not None:
        return Facts(parse(known, format=RdfFormat.N_QUADS), book.workspace.namespaces)
    kept.keep(serialize(book.shapes.quads, format=RdfFormat.N_QUADS) or b"", *inputs)
    return Facts(book.shapes.quads, book.workspace.namespaces)


def _around(controlled: Controlled, nodes: Set[str], above: str) -> Iterable[Quad]:
    """All that is said of some nodes, and of what classes are above others."""
    documents = (*controlled.documents, *controlled.ontology)
    for document, told in zip(documents, controlled.signed, strict=True):
        if above in told.properties or not nodes.isdisjoint(told.nodes):
            yield from document.quads
    yield from controlled.listed
    yield from controlled.derived
