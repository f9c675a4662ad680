"""A property added in one place is in the control, on `/modele`, in what is published."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import anyio
import httpx
import pytest

from mutugraph.control.reading import read_workspace
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shacl import shacl_findings
from mutugraph.engine.building import open_engine
from mutugraph.settings import Settings
from mutugraph.web.app import create_app
from mutugraph.workspace import Workspace

TERM = """
mut:surface
    a owl:DatatypeProperty ;
    skos:prefLabel
        "surface"@fr ,
        "area"@en ;
    mut:genre "féminin" ;
    rdfs:domain mut:Axe ;
    rdfs:isDefinedBy <https://w3id.org/mutugraph/def/mutualisation> ;
    rdfs:range xsd:decimal ;
    skos:definition "Surface imprimée du territoire que l'axe concerne."@fr ;
.
"""
LINE = "[ sh:order 30 ; sh:path mut:surface ; sh:maxCount 1 ; sh:minCount 1 ] ,"
DATA = """BASE <https://w3id.org/mutugraph/id/>
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
<900000009/schema/2021-2026/axe/1> a mut:Axe ; skos:prefLabel "Premier axe"@fr .
<900000009/schema/2021-2026/axe/2> a mut:Axe ; skos:prefLabel "Second axe"@fr ;
    mut:surface "grande" , 12.5 .
"""
Get = Callable[[str], str]


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory, repository: Workspace) -> Workspace:
    root = tmp_path_factory.mktemp("extended")
    for folder in ("ontology", "shapes", "queries"):
        shutil.copytree(repository.root / folder, root / folder)
    module = root / "ontology" / "modules" / "mutualisation.ttl"
    module.write_text(module.read_text(encoding="utf-8") + TERM, encoding="utf-8")
    shapes = root / "shapes" / "mutualisation.ttl"
    before, shape, after = shapes.read_text(encoding="utf-8").partition("<controle/axe>")
    after = after.replace("sh:property\n", f"sh:property\n        {LINE}\n", 1)
    shapes.write_text(before + shape + after, encoding="utf-8")
    data = root / "data" / "ttl" / "900000009" / "axes.ttl"
    data.parent.mkdir(parents=True)
    data.write_text(DATA, encoding="utf-8")
    return Workspace(root)


@pytest.fixture(scope="module")
def get(extended: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    settings = Settings(store=tmp_path_factory.mktemp("store"))
    app = create_app(extended, open_engine(extended, settings))

    async def fetch(path: str) -> str:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answer = await client.get(path, headers={"accept": "text/html, text/turtle"})
            assert answer.status_code == 200, path
            return answer.text

    with anyio.from_thread.start_blocking_portal() as portal:
        yield lambda path: portal.call(fetch, path)


def test_the_control_asks_for_it_and_judges_its_values(extended: Workspace) -> None:
    shapes = Rulebook(extended).shapes
    found = {
        (finding.message, finding.correction)
        for finding in shacl_findings(read_workspace(extended), shapes)
        if finding.predicate == str(extended.namespaces["mut"].surface.value)
    }
    assert found == {
        ("L'axe « Premier axe » n'a pas de surface.", "Ajoutez la surface."),
        ("L'axe « Second axe » a plus d'une surface.", "Gardez une seule surface."),
        (
            "L'axe « Second axe » : la surface « grande » n'est pas de la nature attendue "
            "(un nombre).",
            "Écrivez un nombre.",
        ),
    }


def test_the_page_of_the_model_describes_it(get: Get) -> None:
    page = get("/modele")
    assert 'id="surface"' in page
    assert "<li>surface (un nombre), obligatoire, une seule</li>" in page


def test_the_published_ontology_and_shapes_have_it(get: Get) -> None:
    published = get("/def/mutualisation.ttl")
    assert "mut:surface" in published
    _, _, about = get("/formes.ttl").partition("<controle/axe/surface>\n")
    shape = about.partition("\n.\n")[0]
    for said in (
        "sh:path mut:surface",
        "sh:datatype xsd:decimal",
        'sh:name "surface"@fr',
        "sh:severity sh:Violation",
        'sh:message "Un axe a une seule surface (un nombre). → Indiquez la surface."@fr',
    ):
        assert said in shape
