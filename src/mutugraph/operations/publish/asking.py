"""What the pages of a publication have asked, so that the next one makes only those it must.

A page is a function of the answers that it asks for, and of what all pages depend on. A file of the
publication says which texts each page has asked, and the digest of each answer: where all of them
are as they were, the page can only be what it was.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b

from mutugraph.engine.answers import Answer, Table
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.engine.formats import Format
from mutugraph.engine.protocol import UNION, Engine, Graphs
from mutugraph.errors import MutugraphError
from mutugraph.questions.noting import ELSEWHERE, note, noting

ASKED = "publication-demandes.json.gz"
_LEVEL = 5  # a third of the time of 9, for a twentieth more bytes


def asked_for(
    texts: Collection[str], answers: Callable[[str], str | None]
) -> Mapping[str, str] | None:
    """The digest of the answer of each text that was noted; None where there is more than texts."""
    return None if ELSEWHERE in texts else {text: answers(text) or "" for text in texts}


class Heard:
    """An engine that remembers the digest of each answer, and tells whoever is noting."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.digests: dict[str, str] = {}

    def query(self, text: str, *, graphs: Graphs = UNION) -> Answer:
        """See `Engine`."""
        answer = self._engine.query(text, graphs=graphs)
        if graphs != UNION:
            note((ELSEWHERE,))
            return answer
        if note((text,)):  # what nobody notes is long, and nobody wants its digest
            self.digests[text] = _digest(answer)
        return answer

    def serialize(
        self,
        text: str,
        format: Format | None = None,
        *,
        graphs: Graphs = UNION,
        base: str | None = None,
    ) -> bytes:
        """See `Engine`."""
        note((ELSEWHERE,))
        return self._engine.serialize(text, format, graphs=graphs, base=base)

    @property
    def signatures(self) -> Mapping[str, str]:
        """The digests of the statements, by which changes are told; none where they are far."""
        engine = self._engine
        return engine.signatures() if isinstance(engine, EmbeddedEngine) else {}

    def answers(self, text: str) -> str | None:
        """The digest of an answer, asked for if need be; None where there is none."""
        if text not in self.digests:
            with suppress(MutugraphError), noting():
                self.query(text)
        return self.digests.get(text)


@dataclass(frozen=True)
class Asked:
    """What the pages of a publication have asked: the texts, with the digests of their answers.

    `common` is the digest of what all pages depend on beside, `data` those of the statements.
    """

    common: str
    data: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes | None) -> Asked:
        """What a publication says; nothing where it says nothing that can be read."""
        try:
            found = json.loads(gzip.decompress(content or b""))
            texts = [(str(text), str(digest)) for text, digest in found["textes"]]
            pages = {file: dict(texts[i] for i in own) for file, own in found["pages"].items()}
            data = {str(name): str(digest) for name, digest in found["enonces"].items()}
            return cls(str(found["commun"]), data, pages)
        except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError):
            return cls("")

    def written(self) -> bytes:
        """The same bytes from run to run; texts that are alike stand together."""
        texts = sorted({pair for own in self.pages.values() for pair in own.items()})
        places = {pair: place for place, pair in enumerate(texts)}
        pages = {f: sorted(places[p] for p in own.items()) for f, own in sorted(self.pages.items())}
        found = {
            "commun": self.common,
            "enonces": dict(sorted(self.data.items())),
            "textes": texts,
            "pages": pages,
        }
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode(), compresslevel=_LEVEL, mtime=0)


def _digest(answer: Answer) -> str:
    digest = blake2b(digest_size=12)
    digest.update(f"{type(answer).__name__}\0".encode())
    if isinstance(answer, Table):
        parts = (*answer.columns, *(cell for row in answer.rows for cell in row))
        digest.update("\0".join(map(str, parts)).encode())
    else:
        digest.update(repr(answer).encode())
    return digest.hexdigest()
