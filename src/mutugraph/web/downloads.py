"""What is sent as a file, in the very bytes that the command line writes.

`/questions/{id}.{format}` and `/echeances.ics`, the answers; `/visas.odt` `.docx`, the draft of an
act; `/rapport/{annee}.{format}`, the yearly communication; `/classeur/{siren}.xlsx` `.ods`, the
workbook of an EPCI.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from fastapi import APIRouter, Request, Response

from mutugraph.errors import UnknownName
from mutugraph.pages.act_files import act_file, act_name
from mutugraph.pages.beside import Beside
from mutugraph.pages.exports import CALENDAR, EXPORT_FORMATS, export
from mutugraph.pages.presenters.question import reader_of
from mutugraph.pages.presenters.visas import drafted
from mutugraph.pages.presenters.yearly import composed
from mutugraph.pages.visit import Visit
from mutugraph.pages.word_files import MEDIA
from mutugraph.pages.yearly.files import FORMATS, report_file
from mutugraph.web.responses import once, send
from mutugraph.web.visit import visit_of

router = APIRouter()
_ANSWERS = {**EXPORT_FORMATS, CALENDAR.name: CALENDAR}
_REPORTS = {**MEDIA, "html": "text/html", "md": "text/markdown"}
_FLAGS = ("iris", "excel")
_ON = frozenset({"1", "true", "oui"})


def _answer(request: Request, form: str, id: str) -> Response:
    visit = visit_of(request, {"id": id})
    params = {n: v for n, v in visit.query.items() if v and n not in _FLAGS}
    flags = {flag: visit.query.get(flag) in _ON for flag in _FLAGS}
    date = params.pop("date", None)
    answered = reader_of(visit).ask(id, params, date)
    body = export(answered, form, beside=Beside(visit.site.catalogue, answered), **flags)
    return _file(request, body, _ANSWERS[form].media_type, f"{id}.{form}", shown="inline")


def _act(request: Request, form: str) -> Response:
    visit = _asked(request, {}, ("service", "acte", "phase", "date"))
    made = drafted(visit)
    name = act_name(made, visit.query.get("service", "").rpartition("/")[2], form)
    return _file(request, act_file(made, form), MEDIA[form], name)


def _report(request: Request, form: str, annee: str) -> Response:
    body = report_file(composed(_asked(request, {"annee": annee}, ())), form)
    return _file(request, body, _REPORTS[form], f"mutualisation-{annee}.{form}")


def _book(request: Request, form: str, siren: str) -> Response:
    schema = _asked(request, {}, ("schema",)).query.get("schema") or None
    make = partial(request.app.state.books.of, siren, schema, f".{form}")
    body = once(request, ("classeur", siren, schema or "", form), make)
    name = f"classeur-{siren}.{form}" if siren.isalnum() else ""
    return _file(request, body, EXPORT_FORMATS[form].media_type, name)


def _asked(request: Request, segments: Mapping[str, str], takes: tuple[str, ...]) -> Visit:
    """What is asked. Raises `UnknownName` for a parameter that would be ignored in silence."""
    visit = visit_of(request, segments)
    for name in visit.query:
        if name not in takes:
            raise UnknownName.among("parametre", name, takes)
    return visit


def _file(
    request: Request, body: bytes, media: str, name: str, shown: str = "attachment"
) -> Response:
    headers = {"Content-Disposition": f'{shown}; filename="{name}"'} if name else {}
    return send(request, body, media, headers=headers)


def _route(path: str, answer: Callable[..., Response], form: str) -> None:
    def sent(request: Request) -> Response:
        return answer(request, form, **request.path_params)

    router.add_api_route(path, sent, name=path)


for _form in _ANSWERS:
    _route(f"/questions/{{id}}.{_form}", _answer, _form)
for _form in MEDIA:
    _route(f"/visas.{_form}", _act, _form)
for _form in FORMATS:
    _route(f"/rapport/{{annee}}.{_form}", _report, _form)
for _form in ("xlsx", "ods"):
    _route(f"/classeur/{{siren}}.{_form}", _book, _form)
_route("/echeances.ics", partial(_answer, id="echeances"), CALENDAR.name)
