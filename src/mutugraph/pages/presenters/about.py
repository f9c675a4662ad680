"""Pages about the data and the model."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby

from mutugraph.model.description import ClassDescription
from mutugraph.model.reading import read_model
from mutugraph.pages.plan import plan
from mutugraph.pages.presenters.datasets import datasets
from mutugraph.pages.visit import View, Visit
from mutugraph.workspace import Workspace


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
    rows = visit.reader.rows("page-modele")
    modules = [(m, tuple(group)) for m, group in groupby(rows, lambda row: row["module"] or "")]
    workspace = visit.site.catalogue.workspace
    classes = _classes(workspace, workspace.revision)
    return {"modules": tuple(modules), "classes": classes}


@lru_cache(maxsize=2)
def _classes(workspace: Workspace, revision: str) -> Mapping[str, ClassDescription]:
    """The classes of the model, by local name; read once a revision."""
    del revision  # of the key only
    own = workspace.namespaces.prefixes["mut"]
    found = read_model(workspace).model.classes
    return {iri.removeprefix(own): one for iri, one in found.items() if iri.startswith(own)}
