"""Which paragraph of an article says what a rule says: the one with most of the rule's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from mutugraph.law.legi.keeping import KeptTexts
from mutugraph.law.legi.wordings import folded
from mutugraph.law.proofs import Basis

_WORD = re.compile(r"[^\W\d_]{5,}")


def quoted(texts: KeptTexts | None, ids: str, basis: Basis, day: date) -> str:
    """The paragraph to quote for a basis at a day; empty where its text is not kept.

    `ids` is the namespace of entities. Raises `FileUnreadable`.
    """
    if texts is None or basis.read is None or not basis.holds:
        return ""
    versions = texts.article(basis.read.provision.node.value.removeprefix(ids))
    version = next((v for v in versions if v.covers(day)), None)
    return nearest(version.paragraphs, basis.rule.sentence) if version else ""


def nearest(paragraphs: Sequence[str], sentence: str) -> str:
    """The paragraph that shares most words with a sentence, the first of those that do."""
    wanted = _words(sentence)
    best, most = "", 0
    for paragraph in paragraphs:
        shared = len(wanted & _words(paragraph))
        if shared > most:
            best, most = paragraph, shared
    return best


def _words(text: str) -> set[str]:
    return {word.removesuffix("s") for word in _WORD.findall(folded(text).lower())}
