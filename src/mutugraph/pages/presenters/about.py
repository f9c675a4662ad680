"""Pages about the data and the model."""

from __future__ import annotations

from itertools import groupby

from mutugraph.pages.presenters.datasets import datasets
from mutugraph.pages.visit import View, Visit


def data(visit: Visit) -> View:
    """What can be taken away."""
    return {
        "schemas": visit.site.schemas,
        "datasets": datasets(visit),
        "questions": tuple(visit.site.catalogue.questions.values()),
    }


def model(visit: Visit) -> View:
    """The classes and properties of the ontology, by module, in French."""
    rows = visit.reader.rows("page-modele")
    modules = [(m, tuple(group)) for m, group in groupby(rows, lambda row: row["module"] or "")]
    return {"modules": tuple(modules)}
