"""Every EPCI of the national lists, with its members, category and regime, beside fifty schémas."""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterator

from pyoxigraph import Literal, Quad, RdfFormat, Store, serialize

from bench.fifty_rows import fifty_store
from bench.generating import add
from bench.measuring import Ground, Row, Rows, best, clock, most
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.questions.binding import bind
from mutugraph.questions.catalogue import Catalogue
from mutugraph.reference.facts import national_facts
from mutugraph.reference.known import known_in
from mutugraph.reference.national import NationalLists, read_national
from mutugraph.terms import RDF_TYPE, XSD_DATE
from mutugraph.workspace import Workspace

_LOAD_S = 10
_NO_SLOWER = 1.05  # two measures of the same store differ by as much
_QUESTIONS = ("perimetre", "articles-par-service")


def nation(ground: Ground) -> Rows:
    """What the load of the lists takes; then questions on one EPCI, with them and without."""
    fifty, _ = fifty_store(ground)
    with_lists = ground.folder / "fifty-and-nation"
    shutil.copytree(fifty, with_lists)
    began = clock()
    lists = read_national(ground.workspace)
    if lists is None:
        raise RuntimeError("no national lists")
    known = known_in(ground.statements, ground.workspace.namespaces)
    named = list(_named(lists, ground.workspace, known.epci))
    facts = national_facts(lists, ground.workspace, [*ground.statements, *named])
    read = clock() - began
    store = Store(str(with_lists))
    add(store, serialize([*named, *facts], format=RdfFormat.N_QUADS) or b"")
    store.flush()
    store.optimize()
    del store
    took = clock() - began
    told = f"{read:.1f} s of it to read them"
    what = f"{len(lists.current):,} EPCI with members beside fifty: {len(facts):,} quads, load"
    yield most(what, took, _LOAD_S, "s", told)
    names, limits = ground.workspace.namespaces, ground.settings.limits
    without, along = (EmbeddedEngine.open(path, names, limits) for path in (fifty, with_lists))
    catalogue = Catalogue(ground.workspace, without)
    edition = next(iter(catalogue.editions))
    day = Literal(edition.date or "", datatype=XSD_DATE)
    for id in _QUESTIONS:
        question = catalogue.question(id)
        text = bind(question.text, {"schema": (edition.node,), "date": (day,)})
        before, after = best(
            lambda t=text: without.query(t), lambda t=text: along.query(t), times=15
        )
        told = f"without {before * 1000:.1f} ms"
        ratio = after / before
        what = f"{id} of one EPCI, beside the nation"
        yield Row(what, f"{after * 1000:.1f} ms", told, ratio, _NO_SLOWER, at_most=True)
    shutil.rmtree(with_lists)


def _named(lists: NationalLists, workspace: Workspace, known: Container[str]) -> Iterator[Quad]:
    """Each other EPCI of the lists as the files would name it, so that facts are made for it."""
    space = workspace.namespaces
    mut, label = space["mut"], space.term("skos:prefLabel")
    graph = workspace.graph(workspace.root / "data/ttl/epci.ttl")
    for epci in (one for one in lists.current if one.siren not in known):
        node = space.id(f"epci/{epci.siren}")
        yield Quad(node, RDF_TYPE, mut.EPCI, graph)
        yield Quad(node, label, Literal(epci.name, language="fr"), graph)
        yield Quad(node, mut.siren, Literal(epci.siren), graph)
