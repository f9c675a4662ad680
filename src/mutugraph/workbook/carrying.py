"""The services of a schéma, carried over to the next édition as proposals."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.messages import message
from mutugraph.terms import RDF_TYPE
from mutugraph.workbook.known import Known
from mutugraph.workbook.scope import Scope

_KEPT = ("skos:prefLabel", "mut:nature")


def carried(known: Known, old: Scope, edition: str) -> Iterator[Triple]:
    """Each service of the former édition in the next, and the follow-up that links them."""
    space = known.namespaces
    schema = f"{old.siren}/schema/{edition}"
    kind = space.term("mut:ServiceMutualise")
    services = sorted(
        (t.subject for t in old.triples if t.predicate == RDF_TYPE and t.object == kind), key=str
    )
    for service in services:
        if not isinstance(service, NamedNode):
            continue
        slug = service.value.rpartition("/")[2]
        new, follow = (space.id(f"{schema}/{name}/{slug}") for name in ("service", "suite"))
        for node in (new, follow):
            yield Triple(node, space.term("mut:duSchema"), space.id(schema))
        yield Triple(new, RDF_TYPE, kind)
        kept = {space.term(name) for name in _KEPT}
        for triple in old.triples:
            if triple.subject == service and triple.predicate in kept:
                yield Triple(new, triple.predicate, triple.object)
        label = message("classeur_suite", service=known.labels.get(service, slug))
        yield Triple(follow, RDF_TYPE, space.term("mut:SuiteDeService"))
        yield Triple(follow, space.term("skos:prefLabel"), Literal(label, language="fr"))
        yield Triple(follow, space.term("mut:serviceAncien"), service)
        yield Triple(follow, space.term("mut:serviceSuivant"), new)
        yield Triple(follow, space.term("mut:suite"), space.id("suite-de-service/repris"))
