"""The workbook of a schéma that the graph does not have, filled in from the national lists."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad, Triple

from mutugraph.belonging import OWNER
from mutugraph.errors import NameAmbiguous, UnknownName
from mutugraph.iris import mint, slug
from mutugraph.messages import message
from mutugraph.reference.facts import national_facts
from mutugraph.reference.national import ListedEpci, NationalLists, read_national
from mutugraph.sources.documents import SourceFile
from mutugraph.terms import RDF_TYPE
from mutugraph.workbook.book import Book
from mutugraph.workbook.carrying import carried
from mutugraph.workbook.documents import pinned_document
from mutugraph.workbook.filling import fill
from mutugraph.workbook.known import Known, folded, labels_of
from mutugraph.workbook.proposing import proposals
from mutugraph.workbook.scope import find_scope, scope_of

_NEAREST = 3


def listed(lists: NationalLists, name: str) -> ListedEpci:
    """The EPCI of a SIREN or a name, a former one too.

    Raises `UnknownName` with the nearest names, `NameAmbiguous`.
    """
    wanted = folded(name)
    latest = {siren: rows[-1] for siren, rows in lists.epci.items()}
    if wanted in latest:
        return latest[wanted]
    named: dict[str, list[ListedEpci]] = {}
    for row in latest.values():
        named.setdefault(folded(row.name), []).append(row)
    former = {
        rows[-1].siren: rows[-1]
        for rows in lists.epci.values()
        for row in rows
        if folded(row.name) == wanted
    }
    bearers = named.get(wanted) or [*former.values()]
    if len(bearers) > 1:
        shown = tuple(f"{row.name} ({row.siren})" for row in bearers)
        raise NameAmbiguous(kind="epci", name=name, candidates=shown)
    if bearers:
        return bearers[0]
    close = [way for way in named if wanted and wanted in way]
    ways = [*close, *difflib.get_close_matches(wanted, named, _NEAREST, 0.5)]
    if wanted.isdecimal():
        ways = []
        sirens = difflib.get_close_matches(wanted, latest, _NEAREST, 0.8)
        nearest = [f"{latest[one].name} ({one})" for one in sirens]
    else:
        nearest = [f"{row.name} ({row.siren})" for way in ways for row in named[way]]
    raise UnknownName(kind="epci", name=name, nearest=tuple(dict.fromkeys(nearest))[:_NEAREST])


def prefilled(
    known: Known,
    lists: NationalLists,
    name: str,
    edition: str,
    *,
    previous: str | None = None,
    document: SourceFile | None = None,
) -> Book:
    """A workbook for any EPCI of the lists: its category, its tax regime, its members, the schéma.

    `edition` is `AAAA-AAAA`, or empty. The services of the édition `previous`, and what is
    recognized in `document`, are proposals. Raises `UnknownName`.
    """
    row = listed(lists, name)
    known = seen_from(known, row.siren)
    stated = list(_stated(known, lists, row, edition))
    told = [Quad(t.subject, t.predicate, t.object) for t in stated]
    facts = [q.triple for q in national_facts(lists, known.workspace, told)]
    scope = scope_of(known, row.siren, edition)
    space, schema = known.namespaces, f"{row.siren}/schema/{edition}"
    more: list[Triple] = []
    proposed: dict[NamedNode, tuple[str, int] | None] = {}
    if previous is not None:
        old = find_scope(known, row.siren, previous)
        more += carried(known, old, edition)
        proposed |= {t.subject: None for t in more if isinstance(t.subject, NamedNode)}
        before = space.id(f"{old.siren}/schema/{old.edition}")
        more.append(Triple(space.id(schema), space.term("mut:succedeA"), before))
    if document is not None:
        names = {label: node for node, label in labels_of(facts, space).items()}
        found = proposals(known, document, schema, names)
        more += [triple for one in found for triple in one.triples]
        proposed |= {one.node: (one.words, one.line) for one in found}
        node = mint(space, row.siren, "document", slug(document.path.stem))
        more += pinned_document(known, node, space.id(f"{schema}/section/1"), document)
    return fill(known, scope, {*stated, *facts, *more}, proposed)


def seen_from(known: Known, siren: str) -> Known:
    """What a workbook of an EPCI may name: what the national lists say of it too, not the others'.

    A file need not say again what is listed. The folder of a commune is of those it is a member of.
    """
    space, lists = known.namespaces, read_national(known.workspace)
    member, body = space.term("mut:membreDe"), space.id(f"epci/{siren}")
    own = {
        siren,
        *(_last(q.subject) for q in known.quads if (q.predicate, q.object) == (member, body)),
    }
    more: tuple[Quad, ...] = ()
    if lists is not None and siren in lists.epci:
        own |= {one.insee for one in lists.members(siren)}
        told = [
            Quad(t.subject, t.predicate, t.object)
            for t in _stated(known, lists, lists.epci[siren][-1], "")
        ]
        more = national_facts(lists, known.workspace, told)
    folders = {
        path: path.relative_to(known.workspace.root / "data" / "ttl").parts[0]
        for path in known.data
    }
    others = {path for path, name in folders.items() if OWNER.match(name) and name not in own}
    return replace(known, listed=(*known.listed, *more), others=frozenset(others))


def _last(node: object) -> str:
    return str(getattr(node, "value", "")).rpartition("/")[2]


def _stated(known: Known, lists: NationalLists, row: ListedEpci, edition: str) -> Iterator[Triple]:
    """The EPCI, and the schéma that is entered."""
    space = known.namespaces
    body = space.id(f"epci/{row.siren}")
    yield Triple(body, RDF_TYPE, space.term("mut:EPCI"))
    yield Triple(body, space.term("skos:prefLabel"), Literal(row.name, language="fr"))
    yield Triple(body, space.term("mut:siren"), Literal(row.siren))
    yield Triple(body, space.term("dct:identifier"), Literal(row.siren))
    yield Triple(body, space.term("dct:source"), Literal(lists.source, language="fr"))
    yield Triple(body, space.term("mut:statut"), space.id("statut/verifie"))
    land = space.id(f"territoire/epci/{row.siren}")
    yield Triple(body, space.term("mut:territoire"), land)
    yield Triple(land, RDF_TYPE, space.term("mut:Territoire"))
    for name in ("skos:prefLabel", "igeo:nom"):
        yield Triple(land, space.term(name), Literal(row.name, language="fr"))
    if edition:
        schema = space.id(f"{row.siren}/schema/{edition}")
        start, _, end = edition.partition("-")
        label = message("classeur_nom_du_schema", epci=row.name, edition=edition)
        yield Triple(schema, RDF_TYPE, space.term("mut:Schema"))
        yield Triple(schema, space.term("skos:prefLabel"), Literal(label, language="fr"))
        yield Triple(schema, space.term("mut:epci"), body)
        yield Triple(schema, space.term("dct:identifier"), Literal(edition))
        yield Triple(schema, space.term("mut:debut"), Literal(start))
        yield Triple(schema, space.term("mut:fin"), Literal(end))
