"""The screens of `docs/screens`: one a kind of page; `make pictures` makes them again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from browser.conftest import Open

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
WANTED = bool(os.environ.get("MUTUGRAPH_PICTURES"))
WIDE, NARROW = (1280, 1100), (360, 780)
QUALITY = 66
PAGES = {
    "accessibilite": "/accessibilite",
    "accueil": "/",
    "aide": "/aide",
    "article": "/textes/cgct/l5211-4-2",
    "calendrier": "/calendrier",
    "collectivite": "/collectivites/57463",
    "collectivites": "/collectivites",
    "controle": "/controle",
    "cooperations": "/cooperations",
    "deposer": "/deposer",
    "document": "/document",
    "donnees": "/donnees",
    "entite": "/id/forme/service-commun.html",
    "erreur": "/services/ressource-humaine",
    "finances": "/finances",
    "fondements": "/fondements",
    "indicateurs": "/indicateurs",
    "instances": "/instances",
    "mentions": "/mentions-legales",
    "modele": "/modele",
    "moyens": "/moyens",
    "plan": "/plan-du-site",
    "pourquoi": "/services/habitat/pourquoi",
    "question": "/questions/articles-par-service?action=12",
    "questions": "/questions",
    "recherche": "/recherche?q=5211-4-2",
    "regle": "/fondements/regles/R2",
    "section": "/document/2.3",
    "service": "/services/ressources-humaines",
    "services": "/services",
    "sparql": "/sparql",
    "textes": "/textes",
    "visas": "/visas?service=ressources-humaines",
}
BY_NIGHT = ("accueil", "article", "fondements", "instances", "pourquoi", "recherche", "service")


def test_the_folder_holds_these_screens_and_no_other() -> None:
    names = {f"{name}.jpg" for name in PAGES} | {f"{name}-360-nuit.jpg" for name in BY_NIGHT}
    assert {path.name for path in SCREENS.iterdir()} == names


@pytest.mark.parametrize("name", PAGES)
def test_a_screen_is_a_picture_of_its_size(request: pytest.FixtureRequest, name: str) -> None:
    shown = [(f"{name}.jpg", WIDE, "light")]
    if name in BY_NIGHT:
        shown.append((f"{name}-360-nuit.jpg", NARROW, "dark"))
    for file, (width, height), theme in shown:
        if WANTED:
            opened: Open = request.getfixturevalue("opened")
            page = opened(PAGES[name], width=width, theme=theme)
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("document.fonts.ready")
            page.screenshot(path=SCREENS / file, type="jpeg", quality=QUALITY)
        assert size_of((SCREENS / file).read_bytes()) == (width, height)


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a JPEG, from its frame header (ITU-T T.81, B.2.2)."""
    assert picture.startswith(b"\xff\xd8")
    at = 2
    while picture[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(picture[at + 2 : at + 4])
    high, wide = picture[at + 5 : at + 7], picture[at + 7 : at + 9]
    return int.from_bytes(wide), int.from_bytes(high)
