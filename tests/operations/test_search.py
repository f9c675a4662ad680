import pytest

from mutugraph.errors import UsageError
from mutugraph.operations.search import Index, plain, says, search
from mutugraph.questions.catalogue import Catalogue

SPELLINGS = [
    "L5211-4-2",
    "L. 5211-4-2",
    "l 5211 4 2",
    "5211-4-2",
    "L.5211-4-2",
    "article L5211-4-2",
]


def test_a_text_is_compared_without_accents_case_nor_punctuation() -> None:
    assert plain("Œuvre, L.5211-4-2 : ÉLÈVES") == "oeuvre l 5211 4 2 eleves"


@pytest.mark.parametrize("text", SPELLINGS)
def test_the_spelling_of_an_article_does_not_matter(catalogue: Catalogue, text: str) -> None:
    reference, found = search(catalogue, SPELLINGS[0]), search(catalogue, text)
    assert [hit.label for hit in found.articles] == ["CGCT L5211-4-2"]
    assert (found.articles, found.passages) == (reference.articles, reference.passages)
    assert found.passages


def test_an_article_is_not_found_by_the_beginning_of_its_number_in_a_passage(
    catalogue: Catalogue,
) -> None:
    cited = {hit.entity for hit in search(catalogue, "L5211-4-2").passages}
    assert cited.isdisjoint(hit.entity for hit in search(catalogue, "L5211-4").passages)


@pytest.mark.parametrize("text", ["D. 5211-4-2", "R5211-4-2", "A 5211 4 2"])
def test_an_article_with_another_letter_is_not_found(catalogue: Catalogue, text: str) -> None:
    found = search(catalogue, text)
    assert (found.articles, found.passages) == ((), ())


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("châtel\u2011saint\u2011germain", "châtel-saint-germain"),
        ("zones d\u02bcaména\u00adgement", "zones d'aménagement"),
        ("L.\u202f5211\u20114\u20112", "L. 5211-4-2"),
        ("cha\u0302tel", "châtel"),
    ],
)
def test_what_is_pasted_is_found_as_what_is_typed(
    catalogue: Catalogue, pasted: str, typed: str
) -> None:
    found, reference = search(catalogue, pasted), search(catalogue, typed)
    assert (found.entities, found.articles, found.passages) == (
        reference.entities,
        reference.articles,
        reference.passages,
    )
    assert len(found)


def test_the_name_of_the_code_may_be_given_or_not(catalogue: Catalogue) -> None:
    assert search(catalogue, "CGCT L5211-39").articles == search(catalogue, "L5211-39").articles


@pytest.mark.parametrize(
    "text", ["développement durable", "DEVELOPPEMENT  DURABLE", "durable dével"]
)
def test_accents_case_and_order_of_words_do_not_matter(catalogue: Catalogue, text: str) -> None:
    assert search(catalogue, text).entities[0].label == "Développement durable"


def test_what_bears_the_name_comes_before_what_contains_it(catalogue: Catalogue) -> None:
    assert search(catalogue, "habitat").entities[0].type == "service mutualisé"


def test_passages_come_in_the_order_of_the_document(catalogue: Catalogue) -> None:
    labels = [hit.label for hit in search(catalogue, "service commun").passages]
    lines = [int(label.rpartition("l. ")[2].split("-")[0]) for label in labels]
    assert lines == sorted(lines)


def test_what_is_nowhere_is_an_empty_answer(catalogue: Catalogue) -> None:
    assert len(search(catalogue, "zzzz")) == 0


@pytest.mark.parametrize("text", ["", " ", "!!", "—"])
def test_a_text_without_a_letter_is_misuse(catalogue: Catalogue, text: str) -> None:
    with pytest.raises(UsageError):
        search(catalogue, text)


@pytest.mark.parametrize("letters", ["RH", "rh"])
def test_a_service_is_found_by_the_initials_of_its_name(catalogue: Catalogue, letters: str) -> None:
    first, *_ = search(catalogue, letters).entities
    assert first.label == "Ressources humaines"


def test_one_letter_is_no_initials(catalogue: Catalogue) -> None:
    one = Index.of(catalogue)
    assert one.by_initials("a") == frozenset()
    assert one.by_initials("rh")


@pytest.mark.parametrize(
    ("asked", "about"), [("agents 2017", True), ("2017", False), ("agents 17", False)]
)
def test_a_year_beside_words_says_of_when(asked: str, about: bool) -> None:
    assert says("Combien d'agents chaque fiche imprime-t-elle ?", asked) is about
