"""What changes between two bases, in sentences: text, Markdown, HTML, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from mutugraph.messages import message
from mutugraph.operations.diff import (
    AnswerChange,
    Change,
    Difference,
    EntityChange,
    FileChange,
    Kind,
)
from mutugraph.pages.rendering import environment


def sentences(entity: EntityChange | FileChange) -> Iterator[str]:
    """What changes in one entity: a sentence a property; one sentence if it comes or goes.

    Of a file of text, where it changes and by how much.
    """
    if isinstance(entity, FileChange):
        yield _of_file(entity)
        return
    if entity.kind is not Kind.CHANGED:
        yield message(f"diff_{entity.kind.value}", sujet=entity.label, contexte=_context(entity))
        return
    for change in entity.changes:
        yield message(
            "diff_modifie",
            sujet=entity.label,
            contexte=_context(entity),
            propriete=change.label,
            avant=_values(change.shown_before, change.before, change),
            apres=_values(change.shown_after, change.after, change),
        )


def _of_file(file: FileChange) -> str:
    if file.kind is not Kind.CHANGED:
        return message(f"diff_{file.kind.value}", sujet=file.path, contexte="")
    return message(
        "diff_fichier", fichier=file.path, ligne=file.line, retirees=file.gone, ajoutees=file.new
    )


def headline(difference: Difference) -> str:
    """How many entities and files come, go and change."""
    counts = {kind: sum(e.kind is kind for e in difference.changes) for kind in Kind}
    return message(
        "diff_titre",
        avant=difference.before,
        apres=difference.after,
        ajoutes=counts[Kind.ADDED],
        retires=counts[Kind.REMOVED],
        modifies=counts[Kind.CHANGED],
    )


def as_text(difference: Difference) -> bytes:
    """One sentence a line."""
    lines = [headline(difference), ""] if difference.changes else [message("diff_rien")]
    lines += [sentence for entity in difference.changes for sentence in sentences(entity)]
    for answer in difference.answers or ():
        lines += ["", message("diff_question", question=answer.question, resume=answer.summary)]
        lines += [f"  {line}" for line in _rows(answer)]
    if difference.answers == ():
        lines += ["", message("diff_sans_effet")]
    return ("\n".join(lines) + "\n").encode()


def as_markdown(difference: Difference) -> bytes:
    """A list of sentences, then a list for each question."""
    lines = [f"## {headline(difference)}", ""]
    lines += [f"- {text}" for entity in difference.changes for text in sentences(entity)]
    if not difference.changes:
        lines.append(message("diff_rien"))
    for answer in difference.answers or ():
        lines += ["", f"### {answer.question} — {answer.summary}", ""]
        lines += [f"- `{line}`" for line in _rows(answer)]
    return ("\n".join(lines) + "\n").encode()


def as_json(difference: Difference) -> bytes:
    """Every change with its values as written."""
    content: dict[str, object] = {
        "avant": difference.before,
        "apres": difference.after,
        "entites": [
            {
                "sujet": entity.subject,
                "libelle": entity.label,
                "nature": entity.kind.value,
                "phrases": list(sentences(entity)),
                "changements": [
                    {"propriete": c.predicate, "avant": list(c.before), "apres": list(c.after)}
                    for c in entity.changes
                ],
            }
            for entity in difference.entities
        ],
        "fichiers": [
            {
                "fichier": file.path,
                "nature": file.kind.value,
                "ligne": file.line,
                "lignes_retirees": file.gone,
                "lignes_ajoutees": file.new,
            }
            for file in difference.files
        ],
    }
    if difference.answers is not None:
        content["questions"] = [
            {
                "question": answer.question,
                "columns": list(answer.columns),
                "retirees": [list(row) for row in answer.gone],
                "ajoutees": [list(row) for row in answer.new],
            }
            for answer in difference.answers
        ]
    return (json.dumps(content, ensure_ascii=False, indent=2, default=float) + "\n").encode()


def as_html(difference: Difference) -> bytes:
    """A page that stands alone."""
    template = environment().get_template("changements.html")
    return template.render(
        difference=difference, headline=headline(difference), sentences=sentences, rows=_rows
    ).encode()


DIFF_FORMATS: Mapping[str, Callable[[Difference], bytes]] = {
    "text": as_text,
    "md": as_markdown,
    "html": as_html,
    "json": as_json,
}


def _values(shown: tuple[str, ...], written: tuple[str, ...], change: Change) -> str:
    """The values as people read them; as written where they would read the same on both sides."""
    if set(change.shown_before) == set(change.shown_after):
        shown = written
    return ", ".join(shown) if shown else message("diff_absent")


def _context(entity: EntityChange) -> str:
    return message("diff_contexte", contexte=entity.context) if entity.context else ""


def _rows(answer: AnswerChange) -> Iterator[str]:
    for sign, rows in (("-", answer.gone), ("+", answer.new)):
        for row in rows:
            yield f"{sign} " + " | ".join("" if cell is None else str(cell) for cell in row)
