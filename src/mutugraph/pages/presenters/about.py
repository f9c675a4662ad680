"""Pages about the data and the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from mutugraph.messages import message, sentences
from mutugraph.model.description import ClassDescription
from mutugraph.model.reading import read_model
from mutugraph.operations.search import plain
from mutugraph.pages.plan import plan
from mutugraph.pages.presenters.datasets import datasets
from mutugraph.pages.reading import Row
from mutugraph.pages.rendering import begun
from mutugraph.pages.visit import View, Visit
from mutugraph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the ontology: its name, its title, its terms, the classes first."""

    name: str
    title: str
    rows: tuple[Row, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of its classes."""
        return tuple(row["nom"] or "" for row in self.rows if (row["local"] or "")[:1].isupper())


def data(visit: Visit) -> View:
    """What can be taken away."""
    return {
        "schemas": visit.site.schemas,
        "datasets": datasets(visit),
        "questions": tuple(visit.site.catalogue.questions.values()),
    }


def plan_of_site(visit: Visit) -> View:
    """Every page, by part."""
    return {"parts": plan()}


def model(visit: Visit) -> View:
    """The classes and properties of the ontology, by module, in French."""
    sought = visit.query.get("q", "").strip()
    rows = [row for row in visit.reader.rows("page-modele") if _names(row, sought)]
    modules = [
        Module(m, _title(m), tuple(group))
        for m, group in groupby(rows, lambda r: r["module"] or "")
    ]
    workspace = visit.site.catalogue.workspace
    classes = _classes(workspace)
    return {"modules": tuple(modules), "classes": classes, "sought": sought, "found": len(rows)}


def prepare(workspace: Workspace) -> None:
    """Reads the model, so that the first who asks does not wait."""
    read_model(workspace)


def _names(row: Row, sought: str) -> bool:
    """Whether each word that is sought stands in the name, the code or the definition of a term."""
    text = plain(" ".join(row[name] or "" for name in ("nom", "local", "definition")))
    return all(word in text for word in plain(sought).split())


def _title(module: str) -> str:
    """What a module is called: its own title, else the name of its file."""
    key = f"module_{module}"
    return message(key) if key in sentences() else begun(module.replace("-", " "))


def _classes(workspace: Workspace) -> Mapping[str, ClassDescription]:
    """The classes of the model, by local name."""
    own = workspace.namespaces.prefixes["mut"]
    found = read_model(workspace).model.classes
    return {iri.removeprefix(own): one for iri, one in found.items() if iri.startswith(own)}
