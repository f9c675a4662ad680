"""A patch for the law's files: what the graph would say if it followed the source. Never applied.

`git apply` takes it. It also moves forward the day up to which a version was replayed, where the
source agrees with its bounds.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.law.legi.comparing import Compared
from mutugraph.law.legi.differences import Code, Difference
from mutugraph.law.legi.known import Known
from mutugraph.law.legi.wordings import Author
from mutugraph.law.provisions import Provision
from mutugraph.messages import message
from mutugraph.terms import RDF_TYPE, XSD_DATE
from mutugraph.turtle import Document, canonical, read
from mutugraph.workspace import Workspace

_LAW = "data/ttl/droit"
_FRENCH = "fr"


@dataclass(frozen=True, slots=True)
class Change:
    """What one subject no longer says, by property, and what it says instead."""

    subject: NamedNode
    replaced: tuple[NamedNode, ...]
    added: tuple[Triple, ...]


def patch(
    workspace: Workspace, known: Known, compared: Sequence[Compared], day: date | None
) -> str:
    """A unified diff of the files of the law, in their layout; empty where nothing changes."""
    writer = _Writer(workspace, known, day)
    changes = [change for one in compared for change in writer.changes(one)]
    documents = [
        read(path, name=workspace.name(path), graph=workspace.graph(path))
        for path in workspace.files(_LAW, "ttl")
    ]
    return "".join(_diffs(workspace, documents, changes))


def _diffs(
    workspace: Workspace, documents: Sequence[Document], changes: Sequence[Change]
) -> Iterator[str]:
    homes = {
        quad.subject: document
        for document in documents
        for quad in document.quads
        if quad.predicate == RDF_TYPE
    }
    by_name: dict[str, list[Change]] = defaultdict(list)
    version_of = workspace.namespaces.term("mut:versionDe")
    for change in changes:
        # a new version goes where its article is
        article = next((t.object for t in change.added if t.predicate == version_of), None)
        home = homes.get(change.subject) or homes.get(article)  # type: ignore[arg-type]
        if home is not None:
            by_name[home.name].append(change)
    for document in documents:
        mine = by_name.get(document.name)
        if not mine:
            continue
        triples = {quad.triple for quad in document.quads}
        for change in mine:
            triples = {
                t
                for t in triples
                if t.subject != change.subject or t.predicate not in change.replaced
            } | set(change.added)
        new = canonical(triples, workspace.namespaces.extended(document.prefixes))
        lines = (document.text.splitlines(keepends=True), new.splitlines(keepends=True))
        yield from difflib.unified_diff(*lines, f"a/{document.name}", f"b/{document.name}")


class _Writer:
    """Writes what differs as triples."""

    def __init__(self, workspace: Workspace, known: Known, day: date | None) -> None:
        self._space, self._known, self._day = workspace.namespaces, known, day
        self._by_label = {p.label: p.node for p in known.law.provisions.values()}

    def changes(self, one: Compared) -> Iterator[Change]:
        """The changes that an article calls for."""
        versions = {version.start: version.node for version in one.article.versions}
        at_odds = set()
        for difference in one.differences:
            node = versions.get(difference.start) if difference.start else None
            if difference.code in (Code.MISSING, Code.BOUNDS, Code.UNKNOWN, Code.STATE):
                at_odds.add(difference.start)
            if difference.code in (Code.MISSING, Code.COMING) and node is None:
                yield from self._new_version(one.article, difference)
            else:
                yield from self._corrected(one.article, node, difference)
        for pair in one.pairs:
            mine, there = pair.known, pair.found
            if mine is None or there is None or mine.start in at_odds:
                continue
            if mine.node not in self._known.ids:
                yield self._set(mine.node, "eli:id_local", Literal(there.id))
            if self._day is not None and (mine.replayed is None or mine.replayed < self._day):
                yield self._set(mine.node, "mut:rejoueeJusquAu", _day(self._day))

    def _new_version(self, article: Provision, difference: Difference) -> Iterator[Change]:
        bounds, space = difference.bounds, self._space
        if bounds is None or bounds.start is None:
            return
        node = NamedNode(f"{article.node.value}/{bounds.start.isoformat()}")
        label = message("legi_libelle", article=article.label, debut=bounds.start.isoformat())
        source = message("legi_provenance", place=difference.place or "")
        said: list[tuple[NamedNode, NamedNode | Literal]] = [
            (RDF_TYPE, space.term("mut:VersionDeDisposition")),
            (space.term("skos:prefLabel"), Literal(label, language=_FRENCH)),
            (space.term("dct:source"), Literal(source, language=_FRENCH)),
            (space.term("eli:id_local"), Literal(bounds.id)),
            (space.term("mut:debutVigueur"), _day(bounds.start)),
            (space.term("mut:statut"), space.id("statut/verifie")),
            (space.term("mut:versionDe"), article.node),
            *((space.term("mut:modifiePar"), author) for author in self._nodes(difference.authors)),
        ]
        if bounds.end is not None:
            said.append((space.term("mut:finVigueur"), _day(bounds.end)))
        if self._day is not None and bounds.start <= self._day:
            said.append((space.term("mut:rejoueeJusquAu"), _day(self._day)))
        yield Change(node, (), tuple(Triple(node, p, o) for p, o in said))

    def _corrected(
        self, article: Provision, node: NamedNode | None, difference: Difference
    ) -> Iterator[Change]:
        there = difference.facts.get("trouve")
        match difference.code, difference.case:
            case (Code.BOUNDS, "debut") if node and isinstance(there, date):
                yield self._set(node, "mut:debutVigueur", _day(there))
            case (Code.BOUNDS | Code.COMING, "fin") if node:
                new = _day(there) if isinstance(there, date) else None
                yield self._set(node, "mut:finVigueur", new)
            case (Code.STATE, _):
                new = _day(there) if isinstance(there, date) else None
                yield self._set(article.node, "mut:cesseLe", new)
            case (Code.IDENTIFIER, "version") if node:
                yield self._set(node, "eli:id_local", Literal(str(there)))
            case (Code.IDENTIFIER, "article"):
                yield self._set(article.node, "mut:identifiantChronique", Literal(str(there)))
            case (Code.AUTHOR, _) if node:
                authors = self._nodes(difference.authors)
                if authors:
                    yield self._set(node, "mut:modifiePar", *authors)
            case _:
                pass

    def _set(self, subject: NamedNode, name: str, *objects: NamedNode | Literal | None) -> Change:
        term = self._space.term(name)
        added = tuple(Triple(subject, term, o) for o in objects if o is not None)
        return Change(subject, (term,), added)

    def _nodes(self, authors: Sequence[Author]) -> tuple[NamedNode, ...]:
        """The texts of the graph that authors are: the article of one, else the text."""
        found = []
        for author in authors:
            whole = author.label.partition(" art. ")[0]
            node = self._by_label.get(author.label) or self._by_label.get(whole)
            if node is not None:
                found.append(node)
        return tuple(dict.fromkeys(found))


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD_DATE)
