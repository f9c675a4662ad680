"""`/visas.odt`, `/visas.docx`: the draft of an act, in the bytes that the command line writes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from mutugraph.pages.act_files import act_file, act_name
from mutugraph.pages.presenters.visas import drafted
from mutugraph.pages.word_files import MEDIA
from mutugraph.web.responses import send
from mutugraph.web.visit import visit_of

router = APIRouter()


def _route(form: str) -> None:
    def answer(request: Request) -> Response:
        visit = visit_of(request, {})
        made = drafted(visit)
        service = visit.query.get("service", "").rpartition("/")[2]
        name = act_name(made, service, form)
        attached = {"Content-Disposition": f'attachment; filename="{name}"'}
        return send(request, act_file(made, form), MEDIA[form], headers=attached)

    router.add_api_route(f"/visas.{form}", answer, name=f"visas-{form}", include_in_schema=False)


for _form in MEDIA:
    _route(_form)
