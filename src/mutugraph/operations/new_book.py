"""A workbook for any EPCI of the national list, prefilled."""

from __future__ import annotations

import re
from pathlib import Path

from mutugraph.errors import ListInvalid, ParameterInvalid
from mutugraph.messages import message
from mutugraph.reference.national import EPCI, FOLDER, read_national
from mutugraph.sources.documents import read_source
from mutugraph.workbook.book import Book
from mutugraph.workbook.known import read_known
from mutugraph.workbook.prefilling import prefilled
from mutugraph.workspace import Workspace

_EDITION = re.compile(r"(\d{4})-(\d{4})\Z", re.ASCII)


def new_book(
    workspace: Workspace,
    epci: str,
    schema: str | None = None,
    *,
    previous: str | None = None,
    document: Path | None = None,
) -> Book:
    """The workbook of an EPCI (SIREN or name) for a schéma, `AAAA-AAAA`.

    The services of the édition `previous`, and what is recognized in a `document`, are proposed in
    it. Raises `UnknownName` with the nearest names, `ParameterInvalid`, `ListInvalid`, and the
    errors of reading a document.
    """
    wants = previous is not None or document is not None
    years = _EDITION.match(schema or "")
    if (schema or wants) and not (years and years[1] <= years[2]):
        expected = message("classeur_periode")
        raise ParameterInvalid(name="--schema", value=schema or "", expected=expected)
    lists = read_national(workspace)
    if lists is None:
        raise ListInvalid(path=f"{FOLDER}/{EPCI}", line=1, detail="liste_description", value="")
    source = read_source(document) if document else None
    known = read_known(workspace)
    return prefilled(known, lists, epci, schema or "", previous=previous, document=source)
