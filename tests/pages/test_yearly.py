"""The yearly communication of the fictitious EPCI for two years, in each format."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from libreoffice import saved
from mutugraph.errors import ParameterInvalid, ParameterMissing, UnknownName
from mutugraph.pages.drawings.curve import HEIGHT, MARGIN, WIDTH, places, png
from mutugraph.pages.yearly.composing import compose
from mutugraph.pages.yearly.files import FORMATS, report_file
from mutugraph.pages.yearly.parts import YearlyReport
from mutugraph.questions.catalogue import Catalogue
from schemas import LAKES, VALLEY

Report = Callable[[str], YearlyReport]


@pytest.fixture(scope="module")
def report(many: Catalogue) -> Report:
    made = {year: compose(many, year, LAKES) for year in ("2017", "2018")}
    return lambda year: made[year]


def _markdown(report: YearlyReport) -> str:
    return report_file(report, "md").decode().replace("\u202f", " ")


def test_each_figure_has_its_source_and_the_year_before(report: Report) -> None:
    told = _markdown(report("2017"))
    for line in (
        "| Achats | Engagé | Réalisé | Plus tôt que prévu | Le suivi, l. 42 |",
        "| Remboursement | Fonctionnement | Rivage | Communauté urbaine des Deux Lacs "
        "| 12 000 € | 11 234,50 € | 9 800 € | Les comptes, l. 31 |",
        "| Informatique | Poste | Lacustre | 62,5 % | Les comptes, l. 34 |",
        "| Rivage | Fonctionnement | −11 234,50 € | Les comptes, l. 31 |",
        "| Communauté urbaine des Deux Lacs | Fonctionnement | −88 765,50 € "
        "| Les comptes, l. 29 ; Les comptes, l. 31 |",
        "| 2017 | 350 | postes | Le suivi, l. 45 |",
    ):
        assert line in told
    assert "Eau : prévu l'année précédente, reporté cette année." in told
    assert "Postes gérés, Informatique : +30 postes en un an." in told


def test_each_opinion_has_its_source_the_deemed_one_that_of_its_sending(
    many: Catalogue, report: Report
) -> None:
    told = _markdown(report("2017"))
    for line in (
        "| Lacustre | 3 novembre 2015 | Favorable | Avis du conseil municipal de Lacustre "
        "sur le projet de schéma | Avis, l. 4 |",
        "| Rivage |  | Réputé favorable |  | Les consultations, l. 24 |",
    ):
        assert line in told
    told = _markdown(compose(many, "2015", LAKES, "2016-2020"))
    assert "| 18 décembre 2015 | Favorable | 4 | 2 | Les consultations, l. 25 |" in told


def test_what_is_missing_is_said_and_never_filled(report: Report) -> None:
    told = _markdown(report("2018"))
    assert "L'état n'est pas saisi pour : Achats, Informatique." in told or (
        "L'état n'est pas saisi pour : Informatique, Achats." in told
    )
    assert "La valeur de l'année n'est pas saisie pour : Postes gérés, Informatique." in told
    assert "| 12 500 € | non réglé | 11 234,50 € |" in told
    assert "L'effectif de chaque service à la fin de 2018 n'est pas saisi" in told


def test_no_section_is_left_empty(many: Catalogue) -> None:
    for section in compose(many, "2018", VALLEY).sections:
        assert section.sentences or section.sheets or section.missing, section.title


def test_the_acts_are_those_of_the_year(report: Report) -> None:
    told = _markdown(report("2018"))
    assert "| 15 février 2018 | Rapport sur la mutualisation |" in told
    assert "| 5 décembre 2018 | Avenant n° 1 à la convention informatique |" in told
    assert "Aucun acte de 2017 n'est saisi." in _markdown(report("2017"))


def test_each_convention_in_force_has_its_source_that_of_the_edition_before_too(
    many: Catalogue, report: Report
) -> None:
    parties = "CCAS de Lacustre ; Communauté urbaine des Deux Lacs ; Lacustre ; Rivage"
    line = f"| Convention informatique | 31 décembre 2020 | {parties} | Les actes, l. 5 |"
    assert line in _markdown(report("2018"))
    told = _markdown(compose(many, "2023", LAKES))
    parties = "Communauté urbaine des Deux Lacs ; Lacustre"
    assert f"| Convention achats |  | {parties} | Les actes, l. 10 |" in told


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_the_same_bytes(report: Report, form: str) -> None:
    assert report_file(report("2017"), form) == report_file(report("2017"), form)


@pytest.mark.parametrize(
    ("form", "part", "picture"),
    [
        ("odt", "content.xml", "Pictures/1.png"),
        ("docx", "word/document.xml", "word/media/1.png"),
    ],
)
def test_a_word_file_has_the_words_the_tables_and_the_curve(
    report: Report, form: str, part: str, picture: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(report_file(report("2017"), form))) as archive:
        text = "".join(ET.fromstring(archive.read(part)).itertext())  # noqa: S314 - our own
        assert archive.read(picture).startswith(b"\x89PNG")
    assert "11\u202f234,50 €" in text
    assert "Plus tôt que prévu" in text


def test_it_opens_in_libreoffice(report: Report, tmp_path: Path) -> None:
    files = [tmp_path / f"{form}.{form}" for form in ("odt", "docx")]
    for file in files:
        file.write_bytes(report_file(report("2017"), file.suffix[1:]))
    folder = tmp_path / "saved"
    folder.mkdir()
    for copy in saved(files, "txt", folder):
        told = copy.read_text(encoding="utf-8-sig")
        assert "Où en est chaque service" in told
        assert "11\u202f234,50 €" in told


def test_the_page_alone_says_in_words_what_the_curve_shows(report: Report) -> None:
    page = report_file(report("2017"), "html").decode()
    assert 'aria-label="Postes gérés, Informatique, postes : 300 en 2015, 320 en 2016' in page
    assert "<script" not in page


@pytest.mark.parametrize("year", ["19", "deux mille", "20177", "²⁰¹⁷"])
def test_what_is_no_year_is_refused(many: Catalogue, year: str) -> None:
    with pytest.raises(ParameterInvalid):
        compose(many, year, LAKES)


def test_which_epci_is_asked_where_there_are_several(many: Catalogue) -> None:
    with pytest.raises(ParameterMissing):
        compose(many, "2017")
    with pytest.raises(UnknownName):
        compose(many, "2017", "Nulle-Part")


def test_a_curve_stays_in_its_frame_and_begins_at_nought() -> None:
    points = ((2015, Decimal(300)), (2016, Decimal(0)), (2019, Decimal(-50)))
    found = places(points)
    assert all(MARGIN <= x <= WIDTH - MARGIN for x, _ in found)
    assert all(MARGIN <= y <= HEIGHT - MARGIN for _, y in found)
    assert found[0][1] < found[1][1] < found[2][1]
    assert png(points) == png(points)
    assert png(((2015, Decimal(1)),)).startswith(b"\x89PNG")
