from __future__ import annotations

import io
import json
import zipfile
from xml.etree import ElementTree

import pytest

from mutugraph.errors import ParameterInvalid, UnknownName
from mutugraph.law.visas import official
from mutugraph.operations.visas import visas
from mutugraph.pages.act_files import act_file
from mutugraph.pages.visas import as_json, as_text, block, groups_of, reservation_line
from mutugraph.questions.catalogue import Catalogue

CGCT, CGI = "VU le code général des collectivités territoriales", "VU le code général des impôts"
STAFF = (
    "VU la loi n° 84-53 du 26 janvier 1984 portant dispositions statutaires relatives à la fonction"
    " publique territoriale ;"
)
CLECT = (
    "VU le rapport de la commission locale d'évaluation des charges transférées en date du [date] ;"
)
SHEET = "VU la fiche d'impact annexée ;"
METROPOLE = (
    "VU le décret n° 2017-1412 du 27 septembre 2017 portant création de la métropole dénommée"
    " « Metz Métropole » ;"
)
FOUNDS = f"{CGCT}, notamment son article L. 5211-4-2 ;"
FUNDS = f"{CGI}, notamment son article 1609 nonies C ;"
STATUTES = "VU les statuts de Metz Métropole ;"


def lines(catalogue: Catalogue, *asked: str, **more: str) -> list[str]:
    return block(visas(catalogue, *asked, **more)).splitlines()


# what a jurist signs, worked out from the texts (docs/law.md §7)


def test_the_creation_of_a_service_commun_in_2016(catalogue: Catalogue) -> None:
    assert lines(catalogue, "ressources-humaines", "deliberation", "2016-06-01") == [
        FOUNDS,
        FUNDS,
        STAFF,
        STATUTES,
        "VU la délibération de Metz Métropole en date du [date] approuvant le schéma de"
        " mutualisation 2016-2020 ;",
        CLECT,
        "VU l'avis du comité technique en date du [date] ;",
        "VU l'avis de la commission [administrative ou consultative] paritaire en date du [date] ;",
        SHEET,
    ]


def test_the_creation_of_a_service_commun_in_2026(catalogue: Catalogue) -> None:
    # the schéma is over, the CAP is no longer asked, the committee is the CST, staff is in the CGFP
    made = visas(catalogue, "ressources-humaines", "deliberation", "2026-06-01")
    assert block(made).splitlines() == [
        FOUNDS,
        FUNDS,
        "VU le code général de la fonction publique, notamment son article L. 253-5 ;",
        METROPOLE,
        STATUTES,
        "VU l'avis du comité social territorial en date du [date] ;",
        CLECT,
        SHEET,
    ]
    assert "arrivé à son terme" in as_text(made)
    assert "legi" in {r.code for r in made.to_check}


def test_an_amendment_of_the_convention(catalogue: Catalogue) -> None:
    # 26 November 2015: the version of 9 August 2015 governs it
    made = visas(catalogue, "ressources-humaines", "avenant", "2015-11-26")
    assert block(made).splitlines() == [
        FOUNDS,
        FUNDS,
        STAFF,
        STATUTES,
        "VU la convention en date du [date] portant création du service commun « Ressources"
        " humaines »[, modifiée par les avenants en date du …] ;",
        "VU la délibération de Metz Métropole en date du [date] ;",
        "VU les délibérations des conseils municipaux des communes parties à la convention, en date"
        " du [dates] ;",
        CLECT,
        "VU l'avis du comité technique en date du [date] ;",
        "VU l'avis de la commission [administrative ou consultative] paritaire en date du [date] ;",
        SHEET,
    ]
    sure = as_text(visas(catalogue, "finances", "avenant", "2015-11-26"))
    assert "CGCT L5211-4-2, version du 9 août 2015 au 31 décembre 2018" in sure
    assert any(r.code == "limite" for r in made.to_check)  # missions of the centre de gestion


def test_the_opinion_of_a_commune_on_the_schema(catalogue: Catalogue) -> None:
    assert lines(catalogue, "habitat", "avis", "2015-11-26") == [
        f"{CGCT}, notamment ses articles L. 2121-29 et L. 5211-39-1 ;",
        "VU le rapport relatif aux mutualisations de services et le projet de schéma 2016-2020,"
        " transmis par Metz Métropole le [date] ;",
    ]


def test_the_approval_of_a_schema_in_2027(catalogue: Catalogue) -> None:
    made = visas(catalogue, "habitat", "approbation", "2027-06-01")
    written = block(made).splitlines()
    assert written[:4] == [
        f"{CGCT}, notamment son article L. 5211-39-1 ;",
        METROPOLE,
        STATUTES,
        "VU le rapport relatif aux mutualisations de services et le projet de schéma [période],"
        " transmis aux communes membres le [date] ;",
    ]
    assert written[-1] == (
        "VU les avis des conseils municipaux des communes membres en date du [dates], réputés"
        " favorables à défaut de délibération dans les trois mois ;"
    )
    told = {r.code for r in made.to_check}
    assert "facultatif" in told and "legi" in told


def test_only_what_founds_the_act_is_in_the_text(catalogue: Catalogue) -> None:
    made = visas(catalogue, "politique-de-la-ville", date="2016-06-01")
    text = block(made)
    assert "L. 5216-5" not in text and "2014-173" not in text  # those of the transfer
    assert "L. 5211-39-1" not in text  # it programmes
    left = {r.subject for r in made.left_out if r.code == "autre_acte"}
    assert left == {"loi LAMY", "CGCT L5216-5", "CGCT L5211-39-1"}


def test_a_service_of_groupements_cites_their_code_of_the_day(catalogue: Catalogue) -> None:
    then = block(visas(catalogue, "commande-publique-achats", date="2016-03-01"))
    now = block(visas(catalogue, "commande-publique-achats", date="2020-01-01"))
    assert "code des marchés publics" in then and "commande publique" not in then
    assert "L. 2113-6 et L. 2113-7" in now and "code des marchés publics" not in now


def test_a_phase_may_be_asked(catalogue: Catalogue) -> None:
    soon = visas(catalogue, "logistique", phase="court")
    assert soon.lines == ()
    later = visas(catalogue, "logistique")
    assert (later.phase, bool(later.lines)) == ("moyen", True)
    assert "1609 nonies C" not in block(later)  # its funding is to be defined
    with pytest.raises(ParameterInvalid):
        visas(catalogue, "logistique", phase="long")


def test_what_stands_in_two_groups_stands_in_none(catalogue: Catalogue) -> None:
    for service in ("habitat", "logistique", "commande-publique-achats"):
        made = visas(catalogue, service, date="2024-06-01")
        assert not {r.provision.label for r in made.sure} & {r.subject for r in made.to_check}
        assert not set(made.to_check) & set(made.left_out)


@pytest.mark.parametrize("form", ["odt", "docx"])
def test_a_draft_is_a_file_of_a_word_processor(catalogue: Catalogue, form: str) -> None:
    made = visas(catalogue, "habitat", "convention", "2026-06-01")
    content = act_file(made, form)
    assert content == act_file(made, form)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = {"odt": "content.xml", "docx": "word/document.xml"}[form]
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(part))  # noqa: S314 - made above
        root = ElementTree.fromstring(archive.read(name))  # noqa: S314
    told = [" ".join("".join(p.itertext()).split()) for p in root.iter() if _is_paragraph(p)]
    for line in (*block(made).splitlines(), *groups_of(made)["hors_texte"]):
        assert line in told


def _is_paragraph(element: ElementTree.Element) -> bool:
    return element.tag.rpartition("}")[2] in ("p", "h")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("L5211-4-2", "L. 5211-4-2"),
        ("D5211-16", "D. 5211-16"),
        ("R*423-15", "R. * 423-15"),
        ("1609 nonies C", "1609 nonies C"),
        ("8", "8"),
    ],
)
def test_an_article_is_written_as_official_texts_write_it(number: str, written: str) -> None:
    assert official(number) == written


def test_a_convention_cites_the_local_act_and_says_what_it_is_not(catalogue: Catalogue) -> None:
    made = visas(catalogue, "habitat", "convention", "2016-01-01")
    assert "L. 5211-39-1" not in block(made)
    assert any(line.startswith("VU la délibération DCM") for line in block(made).splitlines())
    assert any("n'est pas l'approbation" in reservation_line(r) for r in made.reservations)


def test_what_has_ceased_or_does_not_apply_is_not_cited_and_is_said(catalogue: Catalogue) -> None:
    made = visas(catalogue, "politique-de-la-ville", date="2020-06-01")
    told = {(str(r.code), r.subject) for r in made.reservations}
    assert "L. 5216-5" not in block(made)
    assert ("inapplicable", "CGCT L5216-5") in told
    assert ("a_verifier", "CGCT L5211-4-2") in told


def test_an_institution_that_the_law_has_replaced_is_said_from_that_day(
    catalogue: Catalogue,
) -> None:
    service = "correspondant-informatique-et-libertes"
    before = visas(catalogue, service, date="2018-05-24").reservations
    (gone,) = (
        r
        for r in visas(catalogue, service, date="2018-05-25").reservations
        if r.code == "dispositif"
    )
    assert "dispositif" not in {r.code for r in before}
    assert reservation_line(gone).startswith("Correspondant Informatique et Libertés : n'existe")
    assert "Délégué à la protection des données" in reservation_line(gone)


def test_a_phase_without_an_article_is_said(catalogue: Catalogue) -> None:
    found = visas(catalogue, "logistique").reservations
    (unnamed,) = [r for r in found if r.code == "sans_article"]
    assert unnamed.subject == "Court terme (2017)"
    assert "CGCT L5216-7-1" in unnamed.others
    found = visas(catalogue, "developpement-durable").reservations
    assert [r.subject for r in found if r.code == "sans_fondement"] == ["Court terme (2017)"]


def test_before_the_article_there_is_nothing_to_cite(catalogue: Catalogue) -> None:
    made = visas(catalogue, "habitat", date="2009-01-01")
    assert made.lines == ()
    assert as_text(made).startswith("Aucun visa")
    assert {str(r.code) for r in made.reservations} >= {"pas_encore", "sans_fondement"}


def test_the_reservation_on_the_chronologies_stands_for_what_was_not_replayed(
    catalogue: Catalogue,
) -> None:
    assert "legi" not in {r.code for r in visas(catalogue, "habitat").reservations}
    later = visas(catalogue, "habitat", date="2024-06-01").reservations[-1]
    assert later.code == "legi"
    assert "CGCT L5211-4-2" in later.others


def test_as_json_each_visa_has_its_line(catalogue: Catalogue) -> None:
    whole = json.loads(as_json(visas(catalogue, "habitat")))
    assert whole["visas"][0]["ligne"].startswith("VU le code général")
    assert {v["type"] for v in whole["visas"]} >= {"code", "loi", "blanc"}
    assert "CGCT L5211-4-2" in whole["surs"]


def test_an_unknown_kind_of_act_or_service_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ParameterInvalid):
        visas(catalogue, "habitat", "arrete")
    with pytest.raises(UnknownName):
        visas(catalogue, "habitt")


@pytest.mark.parametrize(
    ("service", "day", "cited", "not_cited"),
    [
        # the committee of a groupement is in L1414-3 from 1 April 2016 only: before, that article
        # was about contrats de partenariat
        ("commande-publique-achats", "2016-03-01", ["son article 8"], ["L. 1414-3"]),
        ("commande-publique-achats", "2016-04-01", ["L. 1414-3", "2015-899"], ["L. 2113-6"]),
        ("commande-publique-achats", "2026-06-01", ["L. 1414-3", "L. 2113-6"], ["2015-899"]),
        ("correspondant-informatique-et-libertes", "2018-05-24", ["78-17"], ["2016/679"]),
        ("correspondant-informatique-et-libertes", "2018-05-25", ["78-17", "2016/679"], []),
        ("instruction-autorisations-droit-des-sols", "2016-06-01", ["R. * 423-15"], ["78-17"]),
        ("habitat", "2026-06-01", [], ["R. * 423-15", "78-17", "2016/679", "L. 1414-3"]),
    ],
)
def test_the_texts_of_its_field_are_cited_from_their_day(
    catalogue: Catalogue, service: str, day: str, cited: list[str], not_cited: list[str]
) -> None:
    text = block(visas(catalogue, service, date=day))
    assert all(part in text for part in cited)
    assert not any(part in text for part in not_cited)


def test_a_regulation_of_the_union_comes_before_the_laws(catalogue: Catalogue) -> None:
    cited = lines(catalogue, "correspondant-informatique-et-libertes", date="2020-06-01")
    (regulation,) = (n for n, line in enumerate(cited) if "règlement (UE)" in line)
    (law,) = (n for n, line in enumerate(cited) if "78-17" in line)
    assert regulation < law
