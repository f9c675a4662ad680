"""Stores of the law: the fictitious schéma under other statuses, rules changed on purpose."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from mutugraph.engine.derive import Rule, derive, read_rules
from mutugraph.engine.embedded import EmbeddedEngine, with_union
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value
from mutugraph.reference.facts import national_facts
from mutugraph.reference.national import NationalLists
from mutugraph.turtle import read
from mutugraph.workspace import Workspace

FIXTURE = Path(__file__).parent.parent / "fixtures" / "schema-fictif"
NAMES_THE_TEXT = """
GRAPH <../graphe/schema> { <forme/service-commun> mut:formeFondeeSur <droit/cgct/l5211-4-2> }
"""
Fictitious = Callable[..., Catalogue]
Ask = Callable[..., list[dict[str, Value]]]
CodeText = Callable[[str, str], str | None]


def rows(
    catalogue: Catalogue, id: str, date: str | None = None, **params: str
) -> list[dict[str, Value]]:
    """The rows of a question, each by column."""
    answered = ask(catalogue, id, params, date)
    names = [column.name for column in answered.question.columns]
    return [dict(zip(names, row, strict=True)) for row in answered.rows]


@pytest.fixture
def asked(catalogue: Catalogue) -> Ask:
    """Asks the repository's data."""
    return lambda id, date=None, **params: rows(catalogue, id, date, **params)


@pytest.fixture(scope="session")
def fictitious(repository: Workspace) -> Fictitious:
    """The fictitious schéma and the law, its EPCI of another category or regime."""

    def parsed(path: Path, text: str) -> list[Quad]:
        graph = repository.namespaces.graph(path.stem)
        quads = parse(text, format=RdfFormat.TURTLE)
        return [Quad(q.subject, q.predicate, q.object, graph) for q in quads]

    law = [p for p in repository.data_files if "/droit/" in repository.name(p)]
    known = (*repository.ontology_files, *law)
    around = [quad for p in known for quad in parsed(p, p.read_text(encoding="utf-8"))]

    def made(
        category: str = "communaute-de-communes",
        regime: str = "fiscalite-additionnelle",
        more: str = "",
        rules: tuple[Rule, ...] | None = None,
        lists: NationalLists | None = None,
    ) -> Catalogue:
        store = Store()
        stated = [*around]
        for path in sorted(FIXTURE.rglob("*.ttl")):
            text = path.read_text(encoding="utf-8")
            text = text.replace(
                "categorie-epci/communaute-de-communes", f"categorie-epci/{category}"
            )
            text = text.replace("regime-fiscal/fiscalite-additionnelle", f"regime-fiscal/{regime}")
            if lists:  # which then say the status, alone
                text = re.sub(r"    mut:aPourStatut .*;\n", "", text)
            stated += parsed(path, text)
        stated += national_facts(lists, repository, stated) if lists else ()
        store.bulk_extend(with_union(stated))
        head = f"BASE <{repository.namespaces.ids}>\n{repository.namespaces.sparql_prologue()}"
        store.bulk_extend(with_union(parse(head + more, format=RdfFormat.TRIG)))
        derive(store, repository, rules if rules is not None else read_rules(repository))
        return Catalogue(repository, EmbeddedEngine(store, repository.namespaces))

    return made


@pytest.fixture(scope="session")
def stated(repository: Workspace) -> Callable[[], Store]:
    """Makes a store of the repository's files, before any derivation."""
    quads = [
        quad
        for path in (*repository.ontology_files, *repository.data_files)
        for quad in read(path, name=repository.name(path), graph=repository.graph(path)).quads
    ]

    def made() -> Store:
        store = Store()
        store.bulk_extend(with_union(quads))
        return store

    return made


@pytest.fixture(scope="session")
def code_text(shared: Path) -> CodeText:
    """Reads the text of a version handed over: an article's number, its first day; None if none."""
    texts = shared / "droit" / "textes"
    loose = {path.name: path for path in texts.glob("*/*__*.txt")}
    part = zipfile.ZipFile(texts / "cinquieme-partie.zip")
    inside = {name.rpartition("/")[2]: name for name in part.namelist()}

    def read_version(number: str, start: str) -> str | None:
        name = f"{number.lower().replace('*', '').replace(' ', '-')}__{start}.txt"
        if name in loose:
            return loose[name].read_text(encoding="utf-8")
        return part.read(inside[name]).decode() if name in inside else None

    return read_version


@pytest.fixture(scope="session")
def starts(shared: Path) -> dict[str, list[str]]:
    """By article, as files are named, the first days of its texts and of the table of the code."""
    found: dict[str, set[str]] = {}
    for path in (shared / "droit" / "textes").glob("*/*__*.txt"):
        article, _, day = path.stem.partition("__")
        found.setdefault(article, set()).add(day)
    with (shared / "facts" / "cgct_cinquieme_partie.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["article"], set()).add(row["debut"])
    return {article: sorted(days) for article, days in found.items()}
