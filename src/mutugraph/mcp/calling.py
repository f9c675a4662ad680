"""Calls a tool: the operation of the same name, its answer in French and as data.

Labels and passages are marked as data, since a document may say anything. A long answer is cut with
how to go on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from mutugraph.mcp.arguments import checked, parameters_of
from mutugraph.mcp.asking import answer_question
from mutugraph.mcp.justifying import justify, propose_visas
from mutugraph.mcp.replies import Reply, cut, marked, paragraphs, window
from mutugraph.messages import message
from mutugraph.operations.describe import describe
from mutugraph.operations.search import plain, search
from mutugraph.pages import described, found
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Question

_DETAILED = 20  # questions; of more, what they take is left for a second call


def call(catalogue: Catalogue, tool: str, given: Mapping[str, object]) -> Reply:
    """The answer of a tool other than `sparql`, which runs where it can be stopped.

    Raises `UnknownName`, `ParameterInvalid`, and what the operation raises.
    """
    arguments = checked(tool, given, catalogue)
    texts = {name: value for name, value in arguments.items() if isinstance(value, str)}
    match tool:
        case "questions":
            return _questions(catalogue, texts)
        case "ask":
            return answer_question(catalogue, arguments)
        case "why":
            return justify(catalogue, texts)
        case "visas":
            return propose_visas(catalogue, texts)
        case "search":
            return _search(catalogue, texts.pop("texte"), texts)
        case _:
            return _describe(catalogue, texts.pop("entite"), texts, arguments.get("depuis"))


def _questions(catalogue: Catalogue, texts: Mapping[str, str]) -> Reply:
    words = plain(texts.get("texte", "")).split()
    shown = [
        question
        for question in catalogue.questions.values()
        if texts.get("theme", question.theme) == question.theme
        and all(word in _words(question) for word in words)
    ]
    lines = [f"- {q.id} ({q.theme}) : {q.summary}" for q in shown]
    detailed = len(shown) <= _DETAILED
    listed = [_question(catalogue, q) if detailed else _title(q) for q in shown]
    if not detailed:
        lines.append(message("assistant_questions_detail", nombre=_DETAILED))
    text = paragraphs(lines) or message("assistant_aucune_question")
    return Reply(text, {"questions": listed})


def _title(question: Question) -> dict[str, object]:
    return {"question": question.id, "theme": question.theme, "titre": question.summary}


def _question(catalogue: Catalogue, question: Question) -> dict[str, object]:
    return _title(question) | {
        "description": question.description,
        "parametres": parameters_of(question, catalogue),
        "colonnes": [{"nom": c.name, "libelle": c.label} for c in question.columns],
        "exemple": dict(question.example),
    }


def _words(question: Question) -> str:
    return plain(f"{question.id} {question.summary} {question.description}")


def _search(catalogue: Catalogue, text: str, chosen: Mapping[str, str]) -> Reply:
    hits = search(catalogue, text, **chosen)
    shown = found.as_text(hits, catalogue.workspace.namespaces.ids)
    return Reply(cut(marked(shown)), json.loads(found.as_json(hits)))


def _describe(catalogue: Catalogue, entity: str, chosen: Mapping[str, str], first: object) -> Reply:
    """What is known of an entity: a hundred facts at once, its own before those that lead to it."""
    told = describe(catalogue, entity, **chosen)
    own = len(told.facts)
    shown = window(first, own + len(told.incoming))
    start, stop = shown.rows.start, shown.rows.stop
    incoming = told.incoming[max(0, start - own) : max(0, stop - own)]
    part = replace(told, facts=told.facts[shown.rows], incoming=incoming)
    text = marked(described.as_text(part, catalogue.workspace.namespaces))
    data = json.loads(described.as_json(part)) | shown.data
    return Reply(cut(paragraphs([text, shown.told])), data)
