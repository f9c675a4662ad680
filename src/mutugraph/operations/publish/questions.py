"""The catalogue of questions as data: JSON, and `sh:SPARQLSelectExecutable` (SHACL-AF §6)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.namespaces import Namespaces
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.editions import Edition
from mutugraph.questions.model import ParameterType, Question


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
    """Every question as an executable of SHACL, with its parameters and its keywords."""
    for question in catalogue.questions.values():
        yield from _executable(question, catalogue.workspace.namespaces)


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


def _executable(question: Question, namespaces: Namespaces) -> Iterator[Triple]:
    term = namespaces.term
    node = NamedNode(f"{namespaces.base}questions/{question.id}")
    typing, label = term("rdf:type"), term("rdfs:label")
    for kind in ("sh:SPARQLExecutable", "sh:SPARQLSelectExecutable"):
        yield Triple(node, typing, term(kind))
    yield Triple(node, label, Literal(question.summary, language="fr"))
    yield Triple(node, term("rdfs:comment"), Literal(question.description, language="fr"))
    yield Triple(node, term("dct:identifier"), Literal(question.id))
    yield Triple(node, term("schema:keywords"), Literal(question.theme, language="fr"))
    yield Triple(node, term("sh:select"), Literal(question.text))
    for parameter in question.parameters:
        if parameter.type is ParameterType.EPCI:
            continue  # it chooses schémas, which have the variable
        made = NamedNode(f"{node.value}/parametre/{parameter.name}")
        yield Triple(node, term("sh:parameter"), made)
        yield Triple(made, typing, term("sh:Parameter"))
        yield Triple(made, term("sh:name"), Literal(parameter.label, language="fr"))
        yield Triple(made, term("sh:path"), NamedNode(f"{node.value}/parametre/{parameter.slot}"))
        yield Triple(made, term("sh:optional"), Literal("true", datatype=term("xsd:boolean")))
