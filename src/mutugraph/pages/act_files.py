"""A draft act for a word processor: its visas with their blanks, then notes for who drafts it."""

from __future__ import annotations

from collections.abc import Iterator

from mutugraph.law.visas import Visas
from mutugraph.messages import message
from mutugraph.pages.dates import day_in_words
from mutugraph.pages.visas import groups_of, visa_line
from mutugraph.pages.word_files import BODY, HEADING, SUBTITLE, TITLE, Block, word_file


def act_file(visas: Visas, form: str) -> bytes:
    """The draft, to be finished; `form` is `odt` or `docx`."""
    return word_file(list(_blocks(visas)), form)


def act_name(visas: Visas, service: str, form: str) -> str:
    """The name of its file."""
    return f"{visas.act}-{service}-{visas.day.isoformat()}.{form}"


def _blocks(visas: Visas) -> Iterator[Block]:
    act = message(f"acte_{visas.act}")
    yield Block(TITLE, message("visas_titre", acte=act, service=visas.service))
    facts = {"epci": visas.epci, "jour": day_in_words(visas.day), "phase": visas.phase_label}
    yield Block(SUBTITLE, message("visas_sous_titre", **facts))
    if not visas.lines:
        yield Block(BODY, message("visas_aucun"))
    yield from (Block(BODY, visa_line(visa, visas)) for visa in visas.lines)
    yield from (Block(BODY, message(f"acte_suite_{n}")) for n in (1, 2, 3))
    yield Block(HEADING, message("acte_notes"), new_page=True)
    for name, lines in groups_of(visas).items():
        if lines:
            yield Block(HEADING, message(f"visas_{name}"))
            yield from (Block(BODY, line) for line in lines)
