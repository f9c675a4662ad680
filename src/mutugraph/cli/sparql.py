"""`mutugraph sparql`: a query from a file or from the standard input."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.formats import file_format
from mutugraph.cli.run import Run
from mutugraph.errors import FileUnreadable, UsageError
from mutugraph.messages import message
from mutugraph.text_files import decoded, read_text

if TYPE_CHECKING:
    from mutugraph.engine.answers import Boolean, Table
    from mutugraph.namespaces import Namespaces


def sparql(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FICHIER")] = "-",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Answers a SPARQL query."""
    run: Run = context.obj
    text = _read(file)
    _warn(run, text)
    form = _format(format, output)
    if form == "table":
        from mutugraph.operations.sparql import sparql_rows

        answer = sparql_rows(run.engine, text)
        run.deliver(_table(answer, run.workspace.namespaces, in_terminal=not output), output)
        return 0
    from mutugraph.operations.sparql import sparql as answer_of

    run.deliver(answer_of(run.engine, text, form), output)
    return 0


def _format(asked: str, output: str) -> str | None:
    """The format asked for, or named by the file; none: that of the kind of query."""
    from mutugraph.engine.formats import EXTENSIONS, FORMATS

    if not asked and not PurePath(output).suffix:
        return None
    return file_format(asked, output, ("table", *FORMATS), "", EXTENSIONS)


def _warn(run: Run, text: str) -> None:
    """Says which terms of the ontology do not exist: the answer would only be empty."""
    from mutugraph.namespaces import OWN_PATH, OWN_PREFIX

    if f"{OWN_PREFIX}:" not in text and OWN_PATH not in text:
        return
    from mutugraph.operations.unknown_terms import unknown_terms

    for told in unknown_terms(run.catalogue, text):
        run.say(told)


def _read(file: str) -> str:
    if file != "-":
        return read_text(Path(file), file)
    if sys.stdin is None or sys.stdin.isatty():  # None: whoever calls has closed it
        raise UsageError(argument="FICHIER", detail=message("cli_manquant"))
    try:
        return decoded(sys.stdin.buffer.read(), file)
    except OSError as error:
        raise FileUnreadable(path=file, detail=error.strerror or str(error)) from error


def _table(answer: Table | Boolean, namespaces: Namespaces, *, in_terminal: bool) -> bytes:
    from mutugraph.cli.tables import drawn
    from mutugraph.engine.answers import Boolean
    from mutugraph.pages.exports import french

    if isinstance(answer, Boolean):
        return f"{french(answer.value)}\n".encode()
    rows = [[_short(term, namespaces) for term in row] for row in answer.rows]
    return drawn(answer.columns, rows, in_terminal=in_terminal)


def _short(term: object, namespaces: Namespaces) -> str:
    """A term as a person reads it: the text of a literal, the prefixed name of an address."""
    from pyoxigraph import NamedNode

    if term is None:
        return ""
    if isinstance(term, NamedNode):
        split = namespaces.split(term.value)
        return f"{split[0]}:{split[1]}" if split else f"<{term.value}>"
    return str(getattr(term, "value", term))
