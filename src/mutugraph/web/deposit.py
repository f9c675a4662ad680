"""`POST /deposer`: the control's report on one file; nothing is kept, nothing is fetched."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from mutugraph.pages.presenters.control import report_view
from mutugraph.pages.rendering import page
from mutugraph.web.responses import HTML, send
from mutugraph.web.visit import visit_of

router = APIRouter()
SUFFIX = ".ttl"


@router.post("/deposer")
async def deposit(request: Request) -> Response:
    """The report on the file of the form."""
    async with request.form(max_files=1, max_fields=2) as form:
        file = form.get("fichier")
        if not isinstance(file, UploadFile) or not (file.filename or "").endswith(SUFFIX):
            raise HTTPException(415)
        content, name = await file.read(), file.filename or ""
    visit = visit_of(request, {})
    report = await run_in_threadpool(visit.site.control.on, name, content)
    body = page("controle.html", visit.frame, {**report_view(report), "file": name})
    return send(request, body, HTML, headers={"Cache-Control": "no-store"})
