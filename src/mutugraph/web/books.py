"""`/classeur/{siren}.xlsx .ods`: the workbook of an EPCI, as `export` or `new` writes it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from mutugraph.engine.cache import Cache
from mutugraph.pages.exports import EXPORT_FORMATS
from mutugraph.web.responses import send
from mutugraph.web.visit import visit_of

router = APIRouter()


def _route(name: str) -> None:
    media = EXPORT_FORMATS[name].media_type

    def answer(request: Request, siren: str) -> Response:
        visit = visit_of(request, {})
        schema = visit.query.get("schema") or None
        kept: Cache = request.app.state.pages
        key = ("classeur", visit.site.revision, siren, schema or "", name)
        body = kept.get(key)
        if not isinstance(body, bytes):
            body = request.app.state.books.of(siren, schema, f".{name}")
            kept.put(key, body, len(body))
        attached = {"Content-Disposition": f'attachment; filename="classeur-{siren}.{name}"'}
        return send(request, body, media, headers=attached if siren.isalnum() else {})

    router.add_api_route(f"/classeur/{{siren}}.{name}", answer, name=f"classeur-{name}")


for _name in ("xlsx", "ods"):
    _route(_name)
