"""`/questions/{id}.{format}`: the answer in the very bytes that the command line writes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from mutugraph.pages.beside import Beside
from mutugraph.pages.exports import CALENDAR, EXPORT_FORMATS, ExportFormat, export
from mutugraph.pages.presenters.question import reader_of
from mutugraph.web.responses import send
from mutugraph.web.visit import visit_of

router = APIRouter()
_FLAGS = ("iris", "excel")
_ON = frozenset({"1", "true", "oui"})


def _answer(request: Request, id: str, format: ExportFormat) -> Response:
    visit = visit_of(request, {"id": id})
    params = {n: v for n, v in visit.query.items() if v and n not in _FLAGS}
    flags = {flag: visit.query.get(flag) in _ON for flag in _FLAGS}
    date = params.pop("date", None)
    answered = reader_of(visit).ask(id, params, date)
    attached = {"Content-Disposition": f'inline; filename="{id}.{format.name}"'}
    beside = Beside(visit.site.catalogue, answered)
    body = export(answered, format.name, beside=beside, **flags)
    return send(request, body, format.media_type.partition(";")[0], headers=attached)


def _route(format: ExportFormat) -> None:
    def answer(request: Request, id: str) -> Response:
        return _answer(request, id, format)

    name = format.name
    router.add_api_route(f"/questions/{{id}}.{name}", answer, name=f"question-{name}")


for _format in (*EXPORT_FORMATS.values(), CALENDAR):
    _route(_format)


@router.get("/echeances.ics", name="echeances-ics")
def due_dates(request: Request) -> Response:
    """What is due before when, to subscribe to."""
    return _answer(request, "echeances", CALENDAR)
