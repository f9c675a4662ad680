"""A workbook for any EPCI of the national list, prefilled."""

from __future__ import annotations

import re

from mutugraph.errors import ListInvalid, ParameterInvalid
from mutugraph.messages import message
from mutugraph.reference.national import EPCI, FOLDER, read_national
from mutugraph.workbook.book import Book
from mutugraph.workbook.known import read_known
from mutugraph.workbook.prefilling import prefilled
from mutugraph.workspace import Workspace

_EDITION = re.compile(r"\d{4}-\d{4}\Z")


def new_book(workspace: Workspace, epci: str, schema: str | None = None) -> Book:
    """The workbook of an EPCI (SIREN or name) for a schéma, `AAAA-AAAA`.

    Raises `UnknownName` with the nearest names, `ParameterInvalid`, `ListInvalid`.
    """
    if schema and not _EDITION.match(schema):
        expected = message("classeur_periode")
        raise ParameterInvalid(name="--schema", value=schema, expected=expected)
    lists = read_national(workspace)
    if lists is None:
        raise ListInvalid(path=f"{FOLDER}/{EPCI}", line=1, detail="liste_description", value="")
    return prefilled(read_known(workspace), lists, epci, schema or "")
