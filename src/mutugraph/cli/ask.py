"""`mutugraph ask`: the questions by theme, or the answer to one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.formats import file_format
from mutugraph.cli.run import Run, complain
from mutugraph.cli.schemas import EpciOption, SchemaOption, chosen
from mutugraph.errors import UsageError
from mutugraph.messages import explain, message

if TYPE_CHECKING:
    from mutugraph.questions.catalogue import Catalogue
    from mutugraph.questions.model import Question

_SEPARATED = ("csv", "tsv")


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION")] = "",
    param: Annotated[list[str] | None, typer.Option("-p", "--param", metavar="NOM=VALEUR")] = None,
    date: Annotated[str, typer.Option("--date", metavar="AAAA-MM-JJ")] = "",
    epci: EpciOption = "",
    schema: SchemaOption = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "",
    iris: Annotated[bool, typer.Option("--iris")] = False,
    excel: Annotated[bool, typer.Option("--excel")] = False,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Answers one question, or lists them."""
    run: Run = context.obj
    if not question:
        _refuse_options(
            param=param,
            epci=epci,
            schema=schema,
            date=date,
            format=format,
            iris=iris,
            excel=excel,
            output=output,
        )
        run.write(_listed(run.catalogue))
        for fault in run.catalogue.faults:
            complain(explain(fault))
        return 2 if run.catalogue.faults else 0
    form = _format(format, excel, output)

    from mutugraph.cli.tables import table
    from mutugraph.operations.ask import ask as answer
    from mutugraph.pages.beside import Beside
    from mutugraph.pages.cells import cut_sentences
    from mutugraph.pages.exports import export, grid

    named = [f"{name}={value}" for name, value in chosen(epci, schema).items()]
    params = _parameters([*(param or []), *named])
    answered = answer(run.catalogue, question, params, date or None)
    if form == "table":
        content = table(grid(answered, iris=iris), in_terminal=not output)
    else:
        beside = Beside(run.catalogue, answered)
        content = export(answered, form, iris=iris, excel=excel, beside=beside)
    run.deliver(content, output or None)
    if form == "xlsx":
        for sentence in cut_sentences(grid(answered, iris=iris)):
            run.say(sentence)
    if not answered.rows:
        run.say(message("cli_aucun"))
    return 0


def _format(asked: str, excel: bool, output: str) -> str:
    """The format asked for, else that of the file's extension, else the table."""
    from mutugraph.pages.exports import CALENDAR, EXPORT_FORMATS

    known = (*EXPORT_FORMATS, CALENDAR.name)
    chosen = file_format(asked, output, ("table", *known), "csv" if excel else "table")
    if excel and chosen not in _SEPARATED:
        raise UsageError(argument="--excel", detail=message("cli_excel_formats"))
    return chosen


def _parameters(given: list[str]) -> dict[str, str]:
    params: dict[str, str] = {}
    for item in given:
        name, equals, value = (part.strip() for part in item.partition("="))
        if not (name and equals and value):
            raise UsageError(argument=f"-p {item}", detail=message("cli_parametre_forme"))
        if name in params:
            raise UsageError(argument=f"-p {item}", detail=message("cli_parametre_deux_fois"))
        params[name] = value
    return params


def _refuse_options(**options: object) -> None:
    """Options without a question are a question forgotten."""
    for name, value in options.items():
        if value:
            raise UsageError(argument=f"--{name}", detail=message("cli_question_requise"))


def _listed(catalogue: Catalogue) -> str:
    questions = catalogue.questions.values()
    width = max((len(question.id) for question in questions), default=0)
    parts = []
    for theme, members in groupby(questions, key=lambda question: question.theme):
        lines = (f"  {q.id:<{width}}  {q.summary}{_taken(q)}\n" for q in members)
        parts.append(f"{theme}\n{''.join(lines)}")
    return "\n".join(parts)


def _taken(question: Question) -> str:
    names = ", ".join(parameter.name for parameter in question.own)
    return f" ({names})" if names else ""
