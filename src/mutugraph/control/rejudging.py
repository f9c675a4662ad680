"""SHACL again: a node is judged where what it says, or a class of what that leads to, has changed.

The compiled shapes judge a node by what it says and by the classes of what that leads to. So the
results about all other nodes are those of a former run. Shapes that look further, or that only
pySHACL judges, judge everything each time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from dataclasses import asdict

from pyoxigraph import NamedNode, Quad

from mutugraph.control.changes import UNNAMED, Changes
from mutugraph.control.controlled import Controlled
from mutugraph.control.core import Core, Result
from mutugraph.control.findings import Finding
from mutugraph.control.ground import Ground
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shacl import findings_of, shacl_findings, told_of
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle.reading import Document

_ABOVE = "rdfs:subClassOf"
_NOT_KEPT = b"null"  # of what pySHACL judges too


def findings_again(
    controlled: Controlled, book: Rulebook, changes: Changes, ground: Ground
) -> Iterator[Finding]:
    """As `shacl_findings`, of a workspace in which `changes` are known."""
    inputs = ("results", book.said("shapes"), book.said("ontology"))
    if any(node.startswith(UNNAMED) for node in controlled.judged):
        return shacl_findings(controlled, book.shapes)

    def made() -> bytes:
        core, former = Core(book.judging), changes.former(*inputs)
        if core.left:
            return _NOT_KEPT
        known = _read(former or _NOT_KEPT)
        wanted = (
            _wanted(controlled, changes, ground) if known is not None and core.shallow else None
        )
        if wanted is None:
            found, others = core.results(controlled.everything), list[Result]()
        else:
            found = core.results(_around(controlled, wanted), wanted)
            own = controlled.judged.keys() - wanted
            others = [one for one in known or () if one.focus in own]
        found = {one for one in found if one.focus in controlled.judged}
        told = told_of(controlled, book.shapes, found) if found else ()  # else none need be read
        return json.dumps([asdict(one) for one in (*told, *others)]).encode()

    told = _read(changes.made(made, lambda: bool(changes.nodes), *inputs))
    if told is None:
        return shacl_findings(controlled, book.shapes)
    return findings_of(controlled, book.shapes, told) if told else iter(())


def _wanted(controlled: Controlled, changes: Changes, ground: Ground) -> Set[str] | None:
    """The nodes of which a change may touch what is found; None where these are not known."""
    above = f"<{controlled.namespaces.term(_ABOVE).value}>"
    if changes.unknown or above in changes.names:
        return None
    return changes.nodes | ground.leading_to(changes.retyped)


def _around(controlled: Controlled, wanted: Set[str]) -> Iterator[Quad]:
    """All that is said of some nodes, the classes of what that leads to, and those above."""
    above = controlled.namespaces.term(_ABOVE)
    said = [quad for node in wanted for quad in controlled.about(node)]
    yield from said
    others = [*controlled.listed, *controlled.derived]
    for document in (*controlled.documents, *controlled.ontology):
        if _may_say(document, _ABOVE):
            others += document.quads
    yield from (quad for quad in others if quad.predicate == above)
    led = {quad.object for quad in said if isinstance(quad.object, NamedNode)}
    for node in led:
        for kind in controlled.types.get(node.value, ()):
            if not kind.startswith(UNNAMED):
                yield Quad(node, RDF_TYPE, NamedNode(kind))


def _may_say(document: Document, name: str) -> bool:
    """Whether a property may be in a text: by its name, or by an IRI that is spelt with escapes."""
    return name.rpartition(":")[2] in document.text or "\\u" in document.text.lower()


def _read(content: bytes) -> list[Result] | None:
    found = json.loads(content)
    return None if found is None else [Result(**one) for one in found]
