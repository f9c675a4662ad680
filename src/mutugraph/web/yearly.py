"""`/rapport/{annee}.{format}`: the yearly communication, in the bytes of the command line."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from mutugraph.pages.presenters.yearly import composed
from mutugraph.pages.word_files import MEDIA
from mutugraph.pages.yearly.files import FORMATS, report_file
from mutugraph.web.responses import send
from mutugraph.web.visit import visit_of

router = APIRouter()
_MEDIA = {**MEDIA, "html": "text/html", "md": "text/markdown"}


def _route(form: str) -> None:
    def answer(request: Request, annee: str) -> Response:
        made = composed(visit_of(request, {"annee": annee}))
        attached = {"Content-Disposition": f'attachment; filename="mutualisation-{annee}.{form}"'}
        return send(request, report_file(made, form), _MEDIA[form], headers=attached)

    path = f"/rapport/{{annee}}.{form}"
    router.add_api_route(path, answer, name=f"rapport-{form}", include_in_schema=False)


for _form in FORMATS:
    _route(_form)
