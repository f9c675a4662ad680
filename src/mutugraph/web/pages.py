"""The pages: an address, a template, the presenter that makes its view. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice

from fastapi import APIRouter, Request, Response

from mutugraph.errors import MutugraphError, ParameterInvalid, UnknownName
from mutugraph.pages.presenters import (
    about,
    bases,
    books,
    collectivites,
    control,
    derivations,
    document,
    governance,
    home,
    law,
    life,
    question,
    reasoning,
    revisions,
    search,
    services,
    successions,
    topics,
    visas,
    yearly,
)
from mutugraph.pages.rendering import page
from mutugraph.pages.site import WITHIN, Frame, Site
from mutugraph.pages.visit import Presenter, View, Visit
from mutugraph.web.edge import POLICY, policy
from mutugraph.web.responses import HTML, led, once, send
from mutugraph.web.visit import visit_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site. `takes` names its parameters; None: its presenter knows them.

    `moved` says where an address leads that this schéma no longer has; `frames` that another site
    may show it within a page of its own, where the operator names this site.
    """

    path: str
    template: str
    presenter: Presenter
    takes: tuple[str, ...] | None = ()
    moved: Callable[[Visit], str | None] = lambda _: None
    frames: bool = False

    def known(self, visit: Visit) -> None:
        """Refuses a parameter that would be ignored in silence.

        Raises `UnknownName`, `ParameterInvalid`.
        """
        for name, value in visit.query.items():
            if name == WITHIN and self.frames and visit.frame.framed:
                if value != "1":
                    raise ParameterInvalid(name=WITHIN, value=value, expected="1")
                continue
            if name == WITHIN:
                raise UnknownName(kind="parametre", name=name, nearest=self.takes or ())
            if self.takes is not None and name not in self.takes:
                raise UnknownName.among("parametre", name, self.takes)


def _plain(visit: Visit) -> View:
    return {}


DATED = ("date",)
PAGES = (
    Page("/", "accueil.html", home.home, DATED),
    Page("/questions", "questions.html", question.catalogue),
    Page("/questions/{id}", "question.html", question.question, None, frames=True),
    Page("/services", "services.html", services.services, None),
    Page("/services/{slug}", "service.html", services.service, DATED, successions.moved, True),
    Page(
        "/services/{slug}/pourquoi",
        "pourquoi.html",
        reasoning.reasoning,
        (*DATED, "article"),
        successions.moved,
    ),
    Page("/fondements", "fondements.html", bases.matrix, DATED),
    Page("/textes", "textes.html", law.texts),
    Page("/textes/{path:path}", "texte.html", law.text, (*DATED, "avec")),
    Page("/document", "document.html", document.outline),
    Page("/document/{section}", "section.html", document.section, (document.FROM,)),
    Page("/visas", "visas.html", visas.proposed, (*DATED, "service", "acte", "phase")),
    Page("/collectivites", "collectivites.html", collectivites.collectivites),
    Page("/collectivites/{slug}", "collectivite.html", collectivites.collectivite, DATED),
    Page("/instances", "instances.html", governance.bodies),
    Page("/calendrier", "calendrier.html", topics.calendar),
    Page("/moyens", "moyens.html", topics.means),
    Page("/indicateurs", "indicateurs.html", topics.topic(topics.INDICATORS)),
    Page("/cooperations", "cooperations.html", topics.topic(topics.COOPERATIONS)),
    Page("/finances", "finances.html", topics.topic(topics.FINANCES)),
    Page("/actes", "actes.html", life.register, (*DATED, "etat", *life.FACETS)),
    Page("/actes/{slug}", "acte.html", life.act),
    Page("/adhesions", "adhesions.html", life.adhesions, DATED),
    Page("/avis", "avis.html", life.opinions, DATED),
    Page("/echeances", "echeances.html", life.due_dates, DATED),
    Page("/continuite", "continuite.html", life.continuity),
    Page("/rapport", "communication.html", yearly.communication),
    Page("/rapport/{annee}", "communication.html", yearly.communication),
    Page("/recherche", "recherche.html", search.results, (*DATED, "q")),
    Page("/controle", "controle.html", control.control),
    Page("/controle/{id}", "controle.html", control.control),
    Page("/regles", "regles.html", control.rules),
    Page("/fondements/regles/{code}", "regle_de_droit.html", derivations.derivation, DATED),
    Page("/regles/{code}", "regle.html", control.rule),
    Page("/revisions", "revisions.html", revisions.choose, ("avant", "apres"), revisions.chosen),
    Page("/revisions/{pair}", "revision.html", revisions.compared, ("reponses",)),
    Page("/deposer", "deposer.html", _plain),
    Page("/classeur", "classeur.html", books.choose, ("q", "debut", "fin")),
    Page("/donnees", "donnees.html", about.data),
    Page("/modele", "modele.html", about.model, ("q",)),
    Page("/developpeurs", "developpeurs.html", _plain),
    Page("/accessibilite", "accessibilite.html", _plain),
    Page("/mentions-legales", "mentions.html", _plain),
    Page("/plan-du-site", "plan.html", about.plan_of_site),
    Page("/aide", "aide.html", _plain),
)


def read_ahead(site: Site) -> None:
    """Reads the law, and what else a service's first page, or an article's, reads for all."""
    links, reader = site.links(None, ""), site.reader(None)
    articles = (row["texte"] or "" for row in reader.rows("page-textes-employes"))
    for shown, segment, entities in (
        (services.service, "slug", (sheet.service for sheet in site.sheets)),
        (law.text, "path", articles),
    ):
        for path in map(links.page, islice(entities, 1)):
            frame = Frame(site, links, path, (), "", None)
            with suppress(MutugraphError):  # the page says it
                shown(Visit(frame, reader, {segment: path.split("/", 2)[2]}, {}))


def _made(shown: Page, visit: Visit) -> bytes:
    return page(shown.template, visit.frame, shown.presenter(visit))


def _route(shown: Page) -> None:
    def answer(request: Request) -> Response:
        visit = visit_of(request, request.path_params)
        shown.known(visit)
        if target := shown.moved(visit):
            return led(request, target, 307)
        frame = visit.frame
        key = (visit.site.state, frame.origin, frame.path, frame.query)
        make = partial(_made, shown, visit)
        headers = {POLICY: policy(request.app.state.frames)} if frame.within else {}
        if shown.presenter is control.control and not visit.site.control.known(frame.judged):
            return send(request, make(), HTML, headers={**headers, "Cache-Control": "no-store"})
        return send(request, once(request, key, make), HTML, headers=headers)

    name = shown.template.removesuffix(".html")
    router.add_api_route(shown.path, answer, name=name, include_in_schema=False)


for _page in PAGES:
    _route(_page)
