"""The chronology of every article of a part of a code, as a table, and what it says as facts.

An article that nobody cites resolves to its line of time and its place in the code. It is no
`mut:Disposition`: what lists or reads the law that documents cite does not meet it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, Quad

from mutugraph.errors import ListInvalid
from mutugraph.iris import slug
from mutugraph.messages import message
from mutugraph.reference.tables import read_about, read_table
from mutugraph.terms import RDF_TYPE
from mutugraph.workspace import Workspace

FOLDER = "data/ttl/droit/cgct-cinquieme-partie"
ABOUT, ARTICLES, VERSIONS = "listes.toml", "articles.csv", "versions.csv"


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """One version: its first day, the first day without it if one is known, its text's hash."""

    start: str
    end: str
    digest: str


@dataclass(frozen=True)
class CodeTable:
    """A part of a code: the path of the code under `/id/`, its short name, its articles.

    `places` says where each article stands, `versions` lists its versions in order; both by number.
    """

    source: str
    code: str
    short: str
    part: str
    replayed: date
    places: Mapping[str, str]
    versions: Mapping[str, Sequence[ListedVersion]]


def read_code(workspace: Workspace) -> CodeTable | None:
    """The table of a workspace; None where it has none. Raises `ListInvalid`, `FileUnreadable`."""
    folder = workspace.root / FOLDER
    if not folder.is_dir():
        return None
    about = read_about(folder / ABOUT, f"{FOLDER}/{ABOUT}")
    try:
        files = about["fichiers"]
        articles = read_table(folder / ARTICLES, f"{FOLDER}/{ARTICLES}", files[ARTICLES])
        versions = read_table(folder / VERSIONS, f"{FOLDER}/{VERSIONS}", files[VERSIONS])
        places = {row[0]: row[1] for row in articles}
        return CodeTable(
            source=str(about["source"]),
            code=str(about["code"]),
            short=str(about["sigle"]),
            part=str(about["partie"]),
            replayed=about["rejouee_jusqu_au"],
            places=places,
            versions=_versions(versions, places),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ListInvalid(
            path=f"{FOLDER}/{ABOUT}", line=1, detail="liste_description", value=str(error)
        ) from error


def code_facts(table: CodeTable, workspace: Workspace, stated: Iterable[Quad]) -> Iterator[Quad]:
    """The place and the line of time of each article, in a graph of their own.

    An article that the files describe (`stated`) keeps its description, and gains both.
    """
    names = workspace.namespaces
    mut, graph = names["mut"], workspace.graph(workspace.root / FOLDER)
    of_text, place_in, period, within = (
        mut[name] for name in ("deTexte", "placeDansLeCode", "periodeDeVigueur", "dansLeCode")
    )
    kind, label, source = mut.ArticleDeCode, names.term("skos:prefLabel"), names.term("dct:source")
    described = {quad.subject for quad in stated if quad.predicate == of_text}
    code, read_in = names.id(table.code), Literal(table.source, language="fr")
    for number, place in table.places.items():
        node = names.id(f"{table.code}/{slug(number)}")
        where = message("fait_place", partie=table.part, place=place)
        yield Quad(node, place_in, Literal(where, language="fr"), graph)
        for version in table.versions.get(number, ()):
            yield Quad(node, period, Literal(f"{version.start}/{version.end}"), graph)
        if node not in described:
            yield Quad(node, RDF_TYPE, kind, graph)
            yield Quad(node, label, Literal(f"{table.short} {number}", language="fr"), graph)
            yield Quad(node, within, code, graph)
            yield Quad(node, source, read_in, graph)


def _versions(
    rows: Sequence[Sequence[str]], places: Mapping[str, str]
) -> dict[str, list[ListedVersion]]:
    """The versions by article; the lines of one follow each other without overlap."""
    found: dict[str, list[ListedVersion]] = defaultdict(list)
    for line, (number, start, end, digest) in enumerate(rows, 2):
        before = found[number][-1:]
        right = (
            number in places
            and _is_day(start)
            and (not end or (_is_day(end) and start < end))
            and all(version.end and version.end <= start for version in before)
        )
        if not right:
            value = f"{number}, {start}/{end}"
            raise ListInvalid(
                path=f"{FOLDER}/{VERSIONS}", line=line, detail="liste_version", value=value
            )
        found[number].append(ListedVersion(start, end, digest))
    return dict(found)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
