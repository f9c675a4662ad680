"""Calls a tool: the operation of the same name, its answer in French and as data.

Every answer of law says its date and its reserves; labels and passages are marked as data, since a
document may say anything. A long answer is cut with how to go on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from mutugraph.mcp.arguments import checked, parameters_of
from mutugraph.mcp.quoting import quotation_lines, quoted
from mutugraph.mcp.replies import Reply, cut, marked
from mutugraph.messages import message
from mutugraph.operations.ask import ask
from mutugraph.operations.describe import describe
from mutugraph.operations.search import search
from mutugraph.operations.visas import visas
from mutugraph.operations.why import why
from mutugraph.pages import described, found, proofs, proofs_json
from mutugraph.pages import visas as visas_written
from mutugraph.pages.exports import export
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Answered, Question
from mutugraph.questions.sentence import sentence

MOST_ROWS = 100
_MODES = ("deduit", "externe", "indetermine")


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
            return _ask(catalogue, arguments)
        case "why":
            explanation = why(catalogue, **texts)
            data = json.loads(proofs_json.proof_as_json(explanation))
            return Reply(cut(marked(proofs.told(explanation))), data)
        case "visas":
            proposed = visas(catalogue, **{_NAMES.get(k, k): v for k, v in texts.items()})
            data = json.loads(visas_written.as_json(proposed))
            return Reply(cut(visas_written.as_text(proposed)), data)
        case "search":
            return _search(catalogue, texts["texte"])
        case _:
            told = describe(catalogue, texts["entite"])
            text = described.as_text(told, catalogue.workspace.namespaces)
            return Reply(cut(marked(text)), json.loads(described.as_json(told)))


_NAMES = {"acte": "act"}


def _questions(catalogue: Catalogue, texts: Mapping[str, str]) -> Reply:
    words = texts.get("texte", "").lower().split()
    shown = [
        question
        for question in catalogue.questions.values()
        if texts.get("theme", question.theme) == question.theme
        and all(word in _words(question) for word in words)
    ]
    lines = [f"- {q.id} ({q.theme}) : {q.summary}" for q in shown]
    listed = [
        {
            "question": q.id,
            "theme": q.theme,
            "titre": q.summary,
            "description": q.description,
            "parametres": parameters_of(q, catalogue),
            "colonnes": [{"nom": c.name, "libelle": c.label} for c in q.columns],
            "exemple": dict(q.example),
        }
        for q in shown
    ]
    text = "\n".join(lines) or message("assistant_aucune_question")
    return Reply(text, {"questions": listed})


def _words(question: Question) -> str:
    return f"{question.id} {question.summary} {question.description}".lower()


def _ask(catalogue: Catalogue, arguments: Mapping[str, object]) -> Reply:
    given = arguments.get("params") or {}
    assert isinstance(given, dict)  # noqa: S101 - checked
    params = {str(name): str(value) for name, value in given.items() if value is not None}
    params |= {name: str(arguments[name]) for name in ("epci", "schema") if name in arguments}
    date = arguments.get("date")
    answered = ask(catalogue, str(arguments["question"]), params, str(date) if date else None)
    first = int(str(arguments.get("depuis", 0)))
    part = _part(answered, first)
    data = json.loads(export(part, "json", iris=True))
    reserves = _reserves(answered)
    data |= {"total": len(answered), "phrase": _sentence(answered), "reserves": reserves}
    data |= {"passages": quoted(catalogue, part)}
    table = export(part, "md").decode() if part.rows else ""
    cited = "\n".join(quotation_lines(data["passages"]))
    words = [_sentence(answered), *reserves, marked(f"{table}\n{cited}") if table else ""]
    last = first + len(part)
    if last < len(answered):
        data["suite"] = last
        facts = {"premiere": first + 1, "derniere": last, "total": len(answered), "suite": last}
        words.append(message("assistant_suite", **facts))
    return Reply("\n".join(word for word in words if word), data)


def _part(answered: Answered, first: int) -> Answered:
    rows = answered.rows[first : first + MOST_ROWS]
    entities = answered.entities[first : first + MOST_ROWS]
    return replace(answered, rows=rows, entities=entities)


def _sentence(answered: Answered) -> str:
    if not answered.rows:
        return message("assistant_vide")
    said = sentence(answered)
    if said:
        return f"{said}."
    count = len(answered)
    return (
        message("assistant_lignes", nombre=count) if count > 1 else message("assistant_une_ligne")
    )


def _reserves(answered: Answered) -> list[str]:
    """How sure the links of an answer are, where it has links."""
    names = [column.name for column in answered.question.columns]
    if "mode" not in names:
        return []
    modes = {row[names.index("mode")] for row in answered.rows}
    found = [message(f"reserve_lien_{mode}") for mode in _MODES if mode in modes]
    return [*found, message("reserve_non_valide")] if found else []


def _search(catalogue: Catalogue, text: str) -> Reply:
    hits = search(catalogue, text)
    shown = found.as_text(hits, catalogue.workspace.namespaces.ids)
    return Reply(cut(marked(shown)), json.loads(found.as_json(hits)))
