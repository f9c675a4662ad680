"""`POST /deposer`: the report on a file, or on a workbook and its documents; nothing is kept."""

from __future__ import annotations

from base64 import b64encode
from itertools import groupby
from operator import itemgetter
from pathlib import PurePath

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from mutugraph.errors import FormWithoutFile, MediaUnsupported, RequestTooLarge
from mutugraph.pages.exports import EXPORT_FORMATS
from mutugraph.pages.presenters.control import report_view
from mutugraph.pages.rendering import page
from mutugraph.web.responses import HTML, send
from mutugraph.web.visit import visit_of

router = APIRouter()
TURTLE, BOOKS = ".ttl", (".xlsx", ".ods")
_MOST_FILES = 6
_SHEET = itemgetter("feuille")  # none for what concerns the whole workbook
_UNSTORED = {"Cache-Control": "no-store"}


@router.post("/deposer")
async def deposit(request: Request) -> Response:
    """The report on the file of the form; a workbook comes with its documents.

    Raises `FormWithoutFile` without any, `MediaUnsupported` for another kind, or several at once.
    """
    async with request.form(max_files=_MOST_FILES, max_fields=2) as form:
        sent = await _files(form, "fichier")
        documents = await _files(form, "document")
    if not sent:
        raise FormWithoutFile(known=(*BOOKS, TURTLE))
    (name, content), *others = sent
    suffix = PurePath(name).suffix.lower()
    if others or suffix not in (TURTLE, *BOOKS):
        told = suffix if suffix and not others else ", ".join((name, *(one for one, _ in others)))
        raise MediaUnsupported(media=told, known=(*BOOKS, TURTLE))
    if suffix == TURTLE:
        return await _turtle(request, name, content)
    return await _book(request, name, content, documents)


async def _turtle(request: Request, name: str, content: bytes) -> Response:
    most = request.app.state.limits.upload_bytes
    if len(content) > most:
        raise RequestTooLarge(limit=most)
    visit = visit_of(request, {})
    report = await run_in_threadpool(visit.site.control.on, name, content)
    body = page("controle.html", visit.frame, {**report_view(report), "file": name})
    return send(request, body, HTML, headers=_UNSTORED)


async def _book(
    request: Request, name: str, content: bytes, documents: list[tuple[str, bytes]]
) -> Response:
    dropped = await run_in_threadpool(request.app.state.books.dropped, name, content, documents)
    kind = PurePath(name).suffix.lower()
    media = EXPORT_FORMATS[kind[1:]].media_type
    copy = f"data:{media};base64,{b64encode(dropped.copy).decode()}" if dropped.copy else ""
    sheets = [(one, [*told]) for one, told in groupby(dropped.report["constats"], _SHEET)]
    about = {
        "file": name,
        "report": dropped.report,
        "sheets": sheets,
        "copy": copy,
        "extension": kind,
    }
    body = page("depot.html", visit_of(request, {}).frame, about)
    return send(request, body, HTML, headers=_UNSTORED)


async def _files(form: FormData, field: str) -> list[tuple[str, bytes]]:
    """The files of a field; a browser sends one without name where none was chosen."""
    sent = [one for one in form.getlist(field) if isinstance(one, UploadFile) and one.filename]
    return [(one.filename or "", await one.read()) for one in sent]
