"""The tool `ask`: a sentence with its date and its reserves, rows, passages, permanent links."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from mutugraph.mcp.quoting import quotation_lines, quoted
from mutugraph.mcp.replies import Reply, marked, paragraphs, window
from mutugraph.messages import message
from mutugraph.operations.ask import ask
from mutugraph.pages.exports import export
from mutugraph.pages.reserves import day_read, reserves_of
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Answered
from mutugraph.questions.sentence import sentence

_CHOOSING = ("epci", "schema")


def answer_question(catalogue: Catalogue, arguments: Mapping[str, object]) -> Reply:
    """The answer of a question, of which a hundred rows at once. Raises what `ask` raises."""
    given = arguments.get("params") or {}
    assert isinstance(given, dict)  # noqa: S101 - checked
    params = {str(name): str(value) for name, value in given.items() if value is not None}
    params |= {name: str(arguments[name]) for name in _CHOOSING if name in arguments}
    date = arguments.get("date")
    answered = ask(catalogue, str(arguments["question"]), params, str(date) if date else None)
    shown = window(arguments.get("depuis"), len(answered))
    part = replace(answered, rows=answered.rows[shown.rows], entities=answered.entities[shown.rows])
    said = [_sentence(answered), day_read(answered)]
    reserves, passages = reserves_of(catalogue, answered), quoted(catalogue, part)
    address = _address(catalogue, answered)
    data = json.loads(export(part, "json", iris=True)) | shown.data
    data |= {"phrase": " ".join(filter(None, said)), "reserves": reserves}
    data |= {"passages": passages, "lien": address}
    rows = export(part, "md").decode() if part.rows else ""
    cited = paragraphs([rows, *quotation_lines(passages)])
    link = message("assistant_lien", adresse=address)
    words = [*said, *reserves, marked(cited) if rows else "", shown.told, link]
    return Reply(paragraphs(words), data)


def _sentence(answered: Answered) -> str:
    if not answered.rows:
        empty = answered.question.when_empty
        return f"{empty}." if empty else message("assistant_vide")
    said = sentence(answered)
    if said:
        return f"{said[:1].upper()}{said[1:]}."
    count = len(answered)
    return (
        message("assistant_lignes", nombre=count) if count > 1 else message("assistant_une_ligne")
    )


def _address(catalogue: Catalogue, answered: Answered) -> str:
    """The same answer on the site, by its permanent address."""
    asked = dict(answered.params) | ({"date": answered.date} if answered.date else {})
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{catalogue.workspace.namespaces.base}questions/{answered.question.id}{query}"
