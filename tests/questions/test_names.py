import contextlib
import re
import time
import unicodedata

import pytest
from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Table, Term
from mutugraph.errors import NameAmbiguous, UnknownName
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.citations import citation_words
from mutugraph.questions.names import Names

COLUMNS = ("type", "entite", "nom", "autre", "schema")


def row(kind: str, path: str, label: str, other: str | None = None) -> tuple[Term | None, ...]:
    also = None if other is None else Literal(other)
    schema = NamedNode(f"http://x/{path[0]}/schema") if path[0].isdigit() else None
    return (Literal(kind), NamedNode(f"http://x/{path}"), Literal(label), also, schema)


NAMES = Names(
    Table(
        COLUMNS,
        (
            row("service", "1/service/finances", "Finances"),
            row("service", "2/service/finances", "Finances"),
            row("service", "1/service/habitat", "Habitat", "Logement"),
            row("article", "cgct/l5211-4-2", "CGCT L5211-4-2"),
            row("article", "cgct/l2121-1", "CGCT L2121-1"),
            row("article", "cc/l2121-1", "CC L2121-1"),
            row("article", "cgct", "CGCT", "Code général des collectivités territoriales"),
            row("article", "cgi", "CGI"),
            row("article", "cgi/1609", "CGI 1609 nonies C"),
            row("article", "cmp", "CMP", "Code des marchés publics"),
            row("article", "cmp/8", "CMP 8"),
            row("article", "loi/2014-58", "loi 2014-58", "MAPTAM"),
            row("article", "loi/lamy", "loi LAMY"),
            row("article", "loi/2014-173", "loi 2014-173", "Lamy"),
            row("article", "loi/2014-173/6", "loi 2014-173 art. 6"),
            row("article", "loi/2014-58/67", "loi 2014-58 art. 67"),
        ),
    ),
    "http://x/",
)


def test_within_a_schema_only_its_own_names_and_the_shared_ones_are_known() -> None:
    of_two = (NamedNode("http://x/2/schema"),)
    assert NAMES.find("service", "finances", of_two) == (NamedNode("http://x/2/service/finances"),)
    assert NAMES.find("article", "CMP 8", of_two)
    with pytest.raises(UnknownName):
        NAMES.find("service", "habitat", of_two)


def paths(kind: str, text: str) -> list[str]:
    return [node.value.removeprefix("http://x/") for node in NAMES.find(kind, text)]


@pytest.mark.parametrize(
    "text", ["habitat", "HABITAT", "Logement", "http://x/1/service/habitat", "1/service/habitat"]
)
def test_an_entity_is_found_by_slug_label_other_name_or_address(text: str) -> None:
    assert paths("service", text) == ["1/service/habitat"]


def test_two_schemas_may_each_have_one() -> None:
    assert paths("service", "finances") == ["1/service/finances", "2/service/finances"]


@pytest.mark.parametrize(
    "text",
    [
        *("L5211-4-2", "L. 5211-4-2", "l 5211 4 2", "5211-4-2", "CGCT L5211-4-2"),
        *("article L.5211-4-2", "l'article L. 5211-4-2", "art. L. 5211\u20114\u20112"),
        *("L5211-4-2 du CGCT", "L.\u00a05211-4-2, CGCT", "http://x/cgct/l5211-4-2"),
        "article L. 5211-4-2 du code général des collectivités territoriales",
    ],
)
def test_an_article_is_found_in_any_spelling(text: str) -> None:
    assert paths("article", text) == ["cgct/l5211-4-2"]


def test_the_code_is_optional_unless_two_codes_have_the_article() -> None:
    assert paths("article", "1609 nonies C") == ["cgi/1609"]
    assert paths("article", "CC L2121-1") == ["cc/l2121-1"]
    with pytest.raises(NameAmbiguous) as raised:
        NAMES.find("article", "L2121-1")
    assert raised.value.facts["candidates"] == ("CC L2121-1", "CGCT L2121-1")


def test_a_text_is_not_taken_for_one_of_its_articles() -> None:
    assert paths("article", "loi 2014-58") == ["loi/2014-58"]
    assert paths("article", "loi n° 2014-58 art. 67") == ["loi/2014-58/67"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("art. 8 du CMP", "cmp/8"),
        ("article 8 du Code des marchés publics", "cmp/8"),
        ("1609 nonies C du CGI", "cgi/1609"),
        ("loi MAPTAM", "loi/2014-58"),
        ("article 67 de la loi MAPTAM", "loi/2014-58/67"),
        ("loi n° 2014-58 du 27 janvier 2014", "loi/2014-58"),
        ("loi n° 2014-58 du 27 janvier 2014 de modernisation de l'action publique", "loi/2014-58"),
        ("loi n° 2014-58 du 27 janvier 2014, article 67", "loi/2014-58/67"),
        ("loi Lamy", "loi/lamy"),
        ("loi Lamy, article 6", "loi/2014-173/6"),
    ],
)
def test_an_article_is_found_whatever_the_order_of_its_words(text: str, path: str) -> None:
    assert paths("article", text) == [path]


@pytest.mark.parametrize("text", ["L5211-4-2 du CMP", "L5211-4-3", "loi MAPTAM, article 9999"])
def test_an_article_is_not_taken_for_another(text: str) -> None:
    with pytest.raises(UnknownName):
        NAMES.find("article", text)


@pytest.mark.parametrize("text", ["", "?", "finance5", "zzz"])
def test_what_nothing_bears_is_unknown(text: str) -> None:
    for kind in ("service", "article"):
        with pytest.raises((UnknownName, NameAmbiguous)):
            NAMES.find(kind, text)


def test_the_nearest_names_are_proposed() -> None:
    with pytest.raises(UnknownName) as raised:
        NAMES.find("service", "abitat")
    assert raised.value.facts["nearest"] == ("Habitat",)


def test_the_tokens_of_a_citation_forget_its_typography() -> None:
    assert citation_words("article L. 5211-4-2") == citation_words("l5211 4 2")


def test_every_service_and_commune_of_the_graph_is_found_by_its_label_and_its_slug(
    catalogue: Catalogue,
) -> None:
    for kind in ("service", "commune", "instance", "epci", "collectivite"):
        for name in catalogue.names.of(kind):
            assert name.entity in catalogue.names.find(kind, name.label)


def test_every_article_of_the_graph_is_found_by_its_short_form(catalogue: Catalogue) -> None:
    for name in catalogue.names.of("article"):
        assert catalogue.names.find("article", name.label) == (name.entity,)


LETTERED = re.compile(r"\b(L|LO|R|R\*|D|A)(?=\d)")
OTHER_SIGNS = str.maketrans({"-": "\u2011", "'": "\u2019", "\u2019": "'", " ": "\u00a0"})


def test_an_article_with_another_letter_is_another_article(catalogue: Catalogue) -> None:
    labels = [name.label for name in catalogue.names.of("article")]
    lettered = [label for label in labels if LETTERED.search(label)]
    assert len(lettered) > 40
    taken = [
        said
        for label in lettered
        for letter in ("L.", "R.", "D.", "A.", "LO ")
        if letter.rstrip(". ") != LETTERED.findall(label)[0].rstrip("*")
        for said in (LETTERED.sub(f"{letter} ", label), LETTERED.sub(letter, label.split()[-1]))
        if (found := found_under(catalogue, said)) and label in found
    ]
    assert taken == []


@pytest.mark.parametrize("written", ["R*423-15", "R* 423-15", "R. * 423-15", "R.423-15", "423-15"])
def test_the_star_of_a_decree_in_council_of_state_does_not_count(written: str) -> None:
    table = Table(COLUMNS, (row("article", "u/r423-15", "code de l'urbanisme R*423-15"),))
    assert Names(table, "http://x/").find("article", written)


def test_an_article_may_be_said_without_its_letter_with_its_code_or_alone(
    catalogue: Catalogue,
) -> None:
    labels = [name.label for name in catalogue.names.of("article")]
    lost = [
        label for label in labels if label not in found_under(catalogue, LETTERED.sub("", label))
    ]
    assert lost == []


def test_the_beginning_of_a_number_is_no_article_and_not_several(catalogue: Catalogue) -> None:
    for label in ("L. 2131", "5721", "CGI 1609"):
        with pytest.raises(UnknownName) as raised:
            catalogue.names.find("article", label)
        nearest = raised.value.facts["nearest"]
        assert isinstance(nearest, tuple)
        assert all(label.split()[-1] in str(name) for name in nearest)
        assert nearest


@pytest.mark.parametrize(
    "kind", ["article", "service", "commune", "indicateur", "epci", "instance"]
)
def test_a_name_is_found_whatever_its_hyphens_apostrophes_and_spaces(
    catalogue: Catalogue, kind: str
) -> None:
    for name in catalogue.names.of(kind):
        other = unicodedata.normalize("NFD", name.label.translate(OTHER_SIGNS))
        assert catalogue.names.find(kind, f"\ufeff{other} ") == catalogue.names.find(
            kind, name.label
        )


def test_a_code_may_be_written_in_groups(catalogue: Catalogue) -> None:
    assert catalogue.names.find("commune", "57 463") == catalogue.names.find("commune", "57463")
    grouped = catalogue.names.find("epci", "200\u202f039\u202f865")
    assert grouped == catalogue.names.find("epci", "200039865")


def found_under(catalogue: Catalogue, said: str) -> list[str]:
    """The labels that a citation may mean."""
    try:
        found = catalogue.names.find("article", said)
    except NameAmbiguous as error:
        candidates = error.facts["candidates"]
        return list(candidates) if isinstance(candidates, tuple) else []
    except UnknownName:
        return []
    return [name.label for name in catalogue.names.of("article") if name.entity in found]


def test_a_look_up_costs_less_than_a_millisecond_whatever_is_found(catalogue: Catalogue) -> None:
    names = catalogue.names
    said = [name.label for name in names.of("article")]
    assert len(said) > 900  # a whole part of a code among them
    asked = [f"article {label}" for label in said[::10]] + [f"{label}9" for label in said[::10]]
    found_under(catalogue, "article 9999")  # what finds and what proposes are made at the first
    begun = time.process_time()
    for text in asked:
        with contextlib.suppress(UnknownName, NameAmbiguous):
            names.find("article", text)
    assert (time.process_time() - begun) / len(asked) < 0.001


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("CGTC L5211-4-2", "CGCT L5211-4-2"),
        ("L. 5211-4-22", "CGCT L5211-4-2"),
        ("code général des colectivités teritoriales", "CGCT"),
    ],
)
def test_the_nearest_of_a_thousand_articles_are_proposed(
    catalogue: Catalogue, mistyped: str, meant: str
) -> None:
    with pytest.raises(UnknownName) as raised:
        catalogue.names.find("article", mistyped)
    nearest = raised.value.facts["nearest"]
    assert isinstance(nearest, tuple)
    assert meant in nearest


def test_a_text_as_long_as_one_likes_is_soon_unknown() -> None:
    begun = time.process_time()
    for kind in ("article", "service"):
        with pytest.raises(UnknownName):
            NAMES.find(kind, "L5211-4 du code " * 4000)
    assert time.process_time() - begun < 1
