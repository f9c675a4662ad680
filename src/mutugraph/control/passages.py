"""The step « passages »: the words of each passage are at their place in the source document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from mutugraph.control.built_in import built_in_finding
from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding
from mutugraph.messages import message
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import SourceDocument, find_file, read_source, source_documents
from mutugraph.sources.passages import Fault, Misplaced, misplaced, of_document, passages

_SHOWN = 3
ASKED = ("emplacements", "documents")  # the queries of `passages` and `source_documents`


def passage_findings(
    controlled: Controlled, catalogue: Catalogue, folders: Sequence[Path]
) -> Iterator[Finding]:
    """Passages of the documents under control that are not at their place.

    `catalogue` answers over all that is controlled. Each document is sought in `folders`; nothing
    is said of the passages of one that is not there. Raises `FileUnreadable`.
    """
    judged = [one for one in passages(catalogue) if one.node.value in controlled.files]
    for document in source_documents(catalogue):
        own = of_document(judged, document.node)
        path = find_file(document, folders)
        if path is None or not (own or document.node.value in controlled.files):
            continue
        file = read_source(path)
        if document.checksum and document.checksum != file.checksum:
            yield _other_document(controlled, document, file.checksum)
        for passage in own:
            if wrong := misplaced(passage, file.text):
                yield from _finding(controlled, wrong)


def all_in_place(catalogue: Catalogue, folders: Sequence[Path]) -> bool:
    """Whether all the words of all the documents that are there are where they are said to be."""
    every = passages(catalogue)
    for document in source_documents(catalogue):
        path = find_file(document, folders)
        if path is None:
            continue
        file = read_source(path)
        if document.checksum and document.checksum != file.checksum:
            return False
        placed = (one for one in of_document(every, document.node) if one.place)
        if any(misplaced(one, file.text) for one in placed):
            return False
    return True


def looked_at(catalogue: Catalogue, folders: Sequence[Path]) -> Iterator[str]:
    """What `all_in_place` looks at beside the graph: files of documents, by what they say."""
    for document in source_documents(catalogue):
        path = find_file(document, folders)
        yield document.node.value
        yield f"{path.suffix} {sha256(path.read_bytes()).hexdigest()}" if path else ""


def _finding(controlled: Controlled, wrong: Misplaced) -> Iterator[Finding]:
    """One finding; none for a passage without a place, of which its shape speaks."""
    passage, said = wrong.passage, wrong.passage.place
    if said is None:
        return
    iri = passage.node.value
    facts: dict[str, object] = {"debut": said.start, "fin": said.end, "ailleurs": ""}
    code, value = "MUT510", passage.words
    if wrong.fault is Fault.LINES:
        code, value = "MUT512", f"{said.first_line}-{said.last_line}"
        facts = {"debut": wrong.found[0].first_line, "fin": wrong.found[0].last_line}
    elif wrong.found:
        positions = ", ".join(str(place.start) for place in wrong.found[:_SHOWN])
        facts["ailleurs"] = message("passage_ailleurs", positions=positions)
    file, line = controlled.place(iri)
    yield built_in_finding(
        code,
        subject=iri,
        label=controlled.label(iri),
        value=value,
        file=file,
        line=line,
        passage=controlled.passage(iri),
        **facts,
    )


def _other_document(controlled: Controlled, document: SourceDocument, found: str) -> Finding:
    iri = document.node.value
    file, line = controlled.place(iri)
    label = controlled.label(iri)
    return built_in_finding("MUT511", subject=iri, label=label, value=found, file=file, line=line)
