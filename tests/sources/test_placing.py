"""Of the words that stand several times, those whose section or neighbours decide are placed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import (
    find_file,
    read_source,
    source_documents,
    source_folders,
)
from mutugraph.sources.passages import Passage, of_document, passages
from mutugraph.sources.placing import cited_at, settle
from mutugraph.sources.text import Place, SourceText

TEXT = SourceText("mot un\nmot deux\nmot trois\nmot quatre\n")
FIRST, SECOND = NamedNode("http://x/section/1"), NamedNode("http://x/section/2")


def passage(name: str, words: str, place: Place | None = None, section: str = "1") -> Passage:
    node = NamedNode(f"http://x/passage/{name}")
    label = f"§{section}, l. {place.first_line}" if place else ""
    home = NamedNode(f"http://x/section/{section}")
    return Passage(node, None, home, None, label, words, place)


def at(words: str) -> Place:
    start = TEXT.text.index(words)
    return TEXT.place(start, start + len(words))


def settled(*every: Passage) -> dict[str, int]:
    found = settle(TEXT, [FIRST, SECOND], every).placed
    return {node.value.rpartition("passage/")[2]: place.first_line for node, place in found.items()}


def test_a_section_ends_where_another_begins() -> None:
    known = passage("2/1", "mot deux", at("mot deux"), "2")
    assert settled(known, passage("1/1", "mot"))["1/1"] == 1
    assert "2/2" not in settled(known, passage("2/2", "mot", section="2"))


def test_a_passage_stands_between_those_of_the_ranks_around_it() -> None:
    around = passage("1/1", "un", at("un")), passage("1/3", "deux", at("deux"))
    assert settled(*around, passage("1/2", "mot"))["1/2"] == 2
    assert "1/4" not in settled(*around, passage("1/4", "mot"))


def test_ranks_that_were_given_as_facts_were_added_say_nothing_of_the_place() -> None:
    known = [passage(f"1/{r}", w, at(w)) for r, w in ((1, "quatre"), (2, "un"), (4, "deux"))]
    assert "1/3" not in settled(*known, passage("1/3", "mot"))
    unknown = passage("1/0", "mot"), passage("1/1", "un", at("un"))
    assert "1/2" not in settled(*unknown, passage("1/2", "mot"), passage("1/3", "deux", at("deux")))


def test_what_is_placed_places_the_next() -> None:
    every = passage("1/1", "un"), passage("1/2", "mot"), passage("1/3", "deux")
    assert settled(*every) == {"1/1": 1, "1/2": 2, "1/3": 2}


def test_words_that_nothing_tells_apart_stay_open_with_all_their_places() -> None:
    found = settle(TEXT, [FIRST], [passage("1/1", "mot")])
    assert found.placed == {}
    ((places),) = found.open.values()
    assert [place.first_line for place in places] == [1, 2, 3, 4]


def test_a_place_is_cited_by_what_is_the_same_before_and_after_it() -> None:
    every = passage("1/1", "un", at("un")), passage("1/2", "trois", at("trois"))
    assert cited_at(every, at("deux")) == "§1"
    assert cited_at(every, at("quatre")) is None


def test_no_passage_of_the_repository_is_placed_elsewhere_than_it_is(
    catalogue: Catalogue, shared: None
) -> None:
    folders = source_folders(catalogue.workspace)
    for document in source_documents(catalogue):
        file = find_file(document, folders)
        if file is None:
            pytest.skip(f"{document.file} is not at hand")
        own = of_document(passages(catalogue), document.node)
        sections = catalogue.internal("sections").dicts()
        order = [r["section"] for r in sections if r["document"] == document.node]
        bare = [replace(one, place=None, line=None) for one in own]
        nodes = [node for node in order if isinstance(node, NamedNode)]
        found = settle(read_source(file).text, nodes, bare)
        wrong = [o.label for o in own if o.place and found.placed.get(o.node, o.place) != o.place]
        assert wrong == []
        assert len(found.placed) > 0.95 * len(own)
