"""`--epci` and `--schema`: which schémas a verb means, declared once for all that take them."""

from __future__ import annotations

from typing import Annotated, TypedDict

import typer

EpciOption = Annotated[str, typer.Option("--epci", metavar="NOM")]
SchemaOption = Annotated[str, typer.Option("--schema", metavar="EDITION")]


class Chosen(TypedDict, total=False):
    """What was given, by the names that operations and questions take."""

    epci: str
    schema: str


def chosen(epci: str, schema: str) -> Chosen:
    """The options that were given."""
    found = Chosen()
    if epci:
        found["epci"] = epci
    if schema:
        found["schema"] = schema
    return found
