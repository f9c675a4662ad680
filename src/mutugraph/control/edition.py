"""What is found about one édition of an EPCI: not about another one's entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mutugraph.belonging import DERIVED, Placed, belonging
from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding
from mutugraph.control.folders import folder_of
from mutugraph.errors import UnknownName


def about_edition(
    controlled: Controlled, code: str, findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """The findings but those about another édition. `code` is that of `dct:identifier`.

    Raises `UnknownName` with the éditions that there are.
    """
    found = belonging(_placed(controlled), controlled.namespaces)
    identifier = controlled.namespaces.term("dct:identifier")
    codes = {
        getattr(quad.object, "value", ""): quad.subject
        for quad in controlled.quads
        if quad.predicate == identifier and quad.subject in found.schemas
    }
    if code not in codes:
        raise UnknownName(kind="schema", name=code, nearest=tuple(sorted(codes)))

    named = {getattr(node, "value", ""): node for node in found.owners}

    def kept(finding: Finding) -> bool:
        owners = found.of(named[finding.subject]) if finding.subject in named else frozenset()
        return not owners or codes[code] in owners

    return tuple(finding for finding in findings if kept(finding))


def _placed(controlled: Controlled) -> Iterator[Placed]:
    for document in (*controlled.documents, *controlled.context):
        folder = folder_of(document.name) or ""
        for quad in document.quads:
            yield folder, quad
    for quad in controlled.derived:
        yield DERIVED, quad
