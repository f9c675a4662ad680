"""The catalogue of questions as data: JSON, and `sh:SPARQLSelectExecutable` (SHACL-AF §6)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pyoxigraph import Triple

from mutugraph.engine.teaching import executables
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.editions import Edition
from mutugraph.questions.model import Question


def questions_json(catalogue: Catalogue) -> bytes:
    """Every question with its parameters, columns, example and query."""
    found = [_described(question) for question in catalogue.questions.values()]
    about = catalogue.about
    document = {
        "revision": catalogue.workspace.revision,
        "licence": about.licence,
        "mise_a_jour": about.modified,
        "date_par_defaut": next((r.date for r in catalogue.editions.chosen()), None),
        "schemas": [_edition(edition) for edition in catalogue.editions],
        "questions": found,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def questions_triples(catalogue: Catalogue) -> Iterator[Triple]:
    """Every question as an executable of SHACL: what the store holds of them."""
    yield from executables(catalogue.workspace)


def _edition(edition: Edition) -> Mapping[str, object]:
    return {
        "schema": edition.code,
        "epci": edition.siren,
        "iri": edition.node.value,
        "libelle": edition.label,
        "date_de_lecture": edition.date,
    }


def _described(question: Question) -> Mapping[str, object]:
    return {
        "id": question.id,
        "theme": question.theme,
        "question": question.summary,
        "description": question.description,
        "datee": question.dated,
        "parametres": [
            {"nom": p.name, "type": str(p.type), "libelle": p.label} for p in question.parameters
        ],
        "colonnes": [
            {"nom": c.name, "type": str(c.type), "libelle": c.label} for c in question.columns
        ],
        "exemple": dict(question.example),
        "adresse": f"questions/{question.id}",
        "requete": question.text,
    }
