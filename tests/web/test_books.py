"""The workbook of any EPCI, and what is said of one that is dropped with its document."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import anyio
import httpx
import pytest
import xlsxwriter

from mutugraph.errors import ControlTooHeavy
from mutugraph.pages.books import Books
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits, Settings
from mutugraph.web.app import create_app
from mutugraph.workbook.reading import read_book
from mutugraph.workspace import Workspace
from spreadsheets import Page, save

HTML = {"accept": "text/html"}
LE_MANS = "247200132"
Call = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def call(catalogue: Catalogue) -> Iterator[Call]:
    """Calls the application in this process."""
    app = create_app(catalogue.workspace, catalogue.engine, limits=Limits(upload_s=240))

    async def send(method: str, path: str, options: dict[str, object]) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, **options)  # type: ignore[arg-type]

    with anyio.from_thread.start_blocking_portal() as portal:
        yield lambda method, path, **options: portal.call(send, method, path, options)


@pytest.fixture(scope="module")
def prefilled(call: Call) -> bytes:
    answer = call("GET", f"/classeur/{LE_MANS}.xlsx?schema=2014-2020")
    assert answer.status_code == 200
    return answer.content


def dropped(call: Call, name: str, content: bytes) -> httpx.Response:
    documents = ("schema.txt", "Schéma de mutualisation de Le Mans Métropole\n".encode())
    files = {"fichier": (name, content), "document": documents}
    return call("POST", "/deposer", files=files, headers=HTML)


def test_an_epci_is_chosen_by_words_of_its_name_whatever_the_accents(call: Call) -> None:
    page = call("GET", "/classeur?q=metropole+MANS&debut=2014&fin=2020", headers=HTML).text
    assert f"/classeur/{LE_MANS}.xlsx?schema=2014-2020" in page
    assert "Aucune intercommunalité" in call("GET", "/classeur?q=zzz", headers=HTML).text


def test_the_workbook_of_an_epci_that_the_graph_does_not_know_is_prefilled(
    prefilled: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(prefilled)
    read = read_book(path)
    assert (read.siren, read.edition) == (LE_MANS, "2014-2020")
    assert "72181" in str(dict(read.sheets)["Membres"])


def test_an_unknown_epci_is_a_404_with_the_nearest(call: Call) -> None:
    answer = call("GET", "/classeur/247200133.xlsx", headers=HTML)
    assert answer.status_code == 404
    assert LE_MANS in answer.text


@pytest.fixture(scope="module")
def short(prefilled: bytes, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], bytes]:
    """The workbook without one of its sheets, and the names of the others."""
    path = tmp_path_factory.mktemp("short") / "classeur.xlsx"
    path.write_bytes(prefilled)
    read = dict(read_book(path).sheets)
    kept = {n: Page(n, [[*row] for row in rows]) for n, rows in read.items() if n != "Avis"}
    save(kept, path)
    return [*kept], path.read_bytes()


@pytest.fixture(scope="module")
def answer(call: Call, short: tuple[list[str], bytes]) -> httpx.Response:
    return dropped(call, "lemans.xlsx", short[1])


def test_a_workbook_that_is_dropped_is_told_by_cell_and_comes_back_annotated(
    answer: httpx.Response, tmp_path: Path
) -> None:
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "Contrôle de lemans.xlsx" in answer.text
    assert "constats bloquants" in answer.text
    assert str(tmp_path.parent) not in answer.text
    data = re.search(
        r'href="data:[^;]+;base64,([^"]+)" download="classeur-annote.xlsx"', answer.text
    )
    assert data
    path = tmp_path / "annote.xlsx"
    path.write_bytes(b64decode(data[1]))
    assert read_book(path).sheets[0][0] == "Constats"
    assert {"<h2>EPCI</h2>", "<h2>Schéma</h2>"} <= {*re.findall("<h2>.*?</h2>", answer.text)}


def test_what_concerns_the_whole_workbook_is_told_beside_what_concerns_its_sheets(
    answer: httpx.Response, short: tuple[list[str], bytes]
) -> None:
    """A sheet was deleted: the page has the others in their order, then the rest."""
    assert "la feuille « Avis »" in answer.text
    titles = re.findall("<h2>(.*?)</h2>", answer.text)
    order = [name for name in short[0] if name in titles]
    assert titles[: len(order) + 1] == [*order, "Le classeur"]


def test_cells_are_told_even_where_the_control_asks_too_much(
    repository: Workspace, settings: Settings, prefilled: bytes, tmp_path: Path
) -> None:
    """Enough memory to read the workbook, too little to judge what it would make."""
    few = replace(settings, limits=Limits(upload_memory_bytes=180 * 2**20, upload_s=240))
    books = Books(repository, few)
    with pytest.raises(ControlTooHeavy):
        books.dropped("lemans.xlsx", prefilled, [])
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(prefilled)
    kept = {n: Page(n, [[*row] for row in rows]) for n, rows in read_book(path).sheets}
    kept["Schéma"].write(4, EPCI="Personne")
    save(kept, path)
    told = books.dropped("lemans.xlsx", path.read_bytes(), [])
    codes = [one["code"] for one in told.report["constats"]]
    assert codes == ["classeur_nom_inconnu", "classeur_sans_controle"]
    assert told.copy


def test_what_is_no_workbook_or_would_take_everything_is_refused_in_french(call: Call) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as file:
        file.add_worksheet("Feuille").write(2**20 - 1, 2**14 - 1, "loin")
    refused = {
        "loin.xlsx": (made.getvalue(), 413, ""),
        "texte.xlsx": (b"a;b\n", 400, "texte.xlsx"),
        "x.exe": (b"MZ", 415, ""),
        "grand.xlsx": (bytes(9 << 20), 413, ""),
    }
    for name, (content, status, said) in refused.items():
        answer = dropped(call, name, content)
        assert answer.status_code == status, name
        assert said in answer.text
        assert "mutugraph-depot" not in answer.text
