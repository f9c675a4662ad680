"""What comes after the adoption: who is in which service, for one EPCI and for fifty."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pyoxigraph import Literal, Quad, QuerySolutions, Store

from bench.measuring import Ground, Row, Rows, seconds
from mutugraph.namespaces import Namespaces
from mutugraph.questions.binding import bind
from mutugraph.questions.catalogue import Catalogue

EPCI, COMMUNES, SERVICES = 50, 40, 30
_LEAVING = 10  # one adhesion of so many is left again
_DAY = "2020-06-30"


def life(ground: Ground) -> Rows:
    """The matrix of one EPCI, alone in its store and among fifty; then that of all."""
    space = ground.workspace.namespaces
    engine = ground.built.open(ground.workspace, ground.settings)
    text = Catalogue(ground.workspace, engine).question("matrice-adhesions").text
    alone, among = (Store(str(ground.folder / f"life{count}")) for count in (1, EPCI))
    alone.bulk_extend(_register(space, 1))
    among.bulk_extend(_register(space, EPCI))
    day = Literal(_DAY, datatype=space["xsd"]["date"])
    one = bind(text, {"schema": (space.id("900000000/schema/bench"),), "date": (day,)})
    every = bind(text, {"schema": (None,), "date": (day,)})
    rows = {len(_answer(store, one)) for store in (alone, among)}
    (found,) = rows  # the others change nothing
    first = seconds(lambda: _answer(alone, one), times=3)
    same = seconds(lambda: _answer(among, one), times=3)
    told = f"alone {first * 1000:.0f} ms, {found} rows"
    yield Row(
        f"matrice-adhesions of one EPCI among {EPCI}",
        f"{same * 1000:.0f} ms, {len(among):,} quads",
        told,
        same / first,
        2,
        at_most=True,
    )
    whole: list[object] = []
    took = seconds(lambda: whole.extend(_answer(among, every)))
    ratio = took / len(whole) / (first / found)
    name = f"matrice-adhesions, {EPCI} × {COMMUNES} × {SERVICES}, for a row"
    yield Row(name, f"{took:.2f} s, {len(whole)} rows", told, ratio, 2, at_most=True)


def _answer(store: Store, text: str) -> list[object]:
    found = store.query(text)
    return list(found) if isinstance(found, QuerySolutions) else []


def _register(space: Namespaces, count: int) -> Iterator[Quad]:
    """The adhesions of so many EPCI, some of them left again, and the names that they need."""
    mut, skos = space["mut"], space["skos"]
    a, day = space["rdf"]["type"], space["xsd"]["date"]
    first, leave = space.id("bench/premiere"), space.id("bench/retrait")
    yield Quad(first, skos["notation"], Literal("premiere"))
    yield Quad(leave, skos["notation"], Literal("retrait"))
    numbers = itertools.count()
    for epci in range(count):
        home = f"{900_000_000 + epci}"
        schema = space.id(f"{home}/schema/bench")
        parties = [space.id(f"bench/{home}/commune/{n:02}") for n in range(COMMUNES)]
        services = [space.id(f"{home}/service/{n:02}") for n in range(SERVICES)]
        for node in (*parties, *services):
            yield Quad(node, skos["prefLabel"], Literal(node.value[-12:], language="fr"))
        for party, service in itertools.product(parties, services):
            number = next(numbers)
            acts = [(first, "2017-01-01")]
            if number % _LEAVING == 0:
                acts.append((leave, "2019-01-01"))
            for nature, since in acts:
                act = space.id(f"{home}/adhesion/{number}-{since}")
                yield Quad(act, a, mut["AdhesionAuService"])
                yield Quad(act, mut["duSchema"], schema)
                yield Quad(act, mut["dateDEffet"], Literal(since, datatype=day))
                yield Quad(act, mut["natureDAdhesion"], nature)
                yield Quad(act, mut["auService"], service)
                yield Quad(act, mut["concerneCollectivite"], party)
