"""What the pages of a publication link to, so that a page that is taken over is not read again."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from mutugraph.operations.publish.addresses import Target

LINKS = "publication-liens.json.gz"
_LEVEL = 5
Linked = tuple[frozenset[Target], frozenset[str]]


@dataclass(frozen=True)
class Links:
    """By file, to what it links and the places that it offers."""

    pages: Mapping[str, Linked] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes | None) -> Links:
        """What a publication says; nothing where it says nothing that can be read."""
        try:
            found = json.loads(gzip.decompress(content or b""))
            targets = [Target(str(file), str(fragment)) for file, fragment in found["cibles"]]
            places = [str(place) for place in found["ancres"]]
            return cls(
                {
                    str(file): (
                        frozenset([targets[one] for one in to]),
                        frozenset([places[one] for one in offered]),
                    )
                    for file, (to, offered) in found["pages"].items()
                }
            )
        except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError):
            return cls()

    def written(self) -> bytes:
        """The same bytes from run to run."""
        targets = sorted(set().union(*(to for to, _ in self.pages.values())))
        numbers = {target: number for number, target in enumerate(targets)}
        anchors = sorted(set().union(*(offered for _, offered in self.pages.values())))
        places = {place: number for number, place in enumerate(anchors)}
        found = {
            "cibles": targets,
            "ancres": anchors,
            "pages": {
                file: (sorted([numbers[t] for t in to]), sorted([places[p] for p in offered]))
                for file, (to, offered) in sorted(self.pages.items())
            },
        }
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode(), compresslevel=_LEVEL, mtime=0)
