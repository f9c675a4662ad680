"""The pages of the static site: asked of the renderer, followed from link to link.

The renderer is the live site itself, handed over by the edge, so that both are one code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mutugraph.operations.publish.addresses import (
    HOME,
    Target,
    file_of,
    live_address,
    rewrite,
)

_HTML = "text/html"
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the live site sends at an address."""

    status: int
    media_type: str
    body: bytes


class Renderer(Protocol):
    """The live site, asked without a network. `origin` is where it believes it is."""

    origin: str

    def fetch(self, addresses: Sequence[str]) -> list[Rendered]:
        """What is sent at each address, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that leads nowhere: the page that has it, and where it would lead."""

    page: str
    link: str


@dataclass
class Crawl:
    """One walk through the site; `known` are the files that need no rendering.

    `same` leads from a file to the one whose content it has.
    """

    renderer: Renderer
    base: str
    known: frozenset[str]
    same: Mapping[str, str] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    _anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    _targets: dict[str, frozenset[Target]] = field(default_factory=dict)
    _sources: dict[str, str] = field(default_factory=dict)

    def files(
        self, seeds: Iterable[str], progress: Callable[[str], None]
    ) -> Iterator[tuple[str, bytes]]:
        """Each page and what it links to, as files. `seeds` are live addresses to begin with."""
        waiting = list(dict.fromkeys((HOME, *map(file_of, seeds))))
        seen = set(waiting)
        while waiting:
            batch, waiting = waiting[:_BATCH], waiting[_BATCH:]
            progress(batch[0])
            asked = [live_address(self.same.get(file, file)) for file in batch]
            answers = self.renderer.fetch(asked)
            for file, answer in zip(batch, answers, strict=True):
                if answer.status != 200:  # noqa: PLR2004 - the status itself
                    self.broken.append(Broken(self._sources.get(file, HOME), file))
                    continue
                body, targets = self._made(file, answer)
                new = [t.file for t in targets if t.file not in seen and t.file not in self.known]
                new = sorted(dict.fromkeys(new))
                self._sources |= dict.fromkeys(new, file)
                seen.update(new)
                waiting += new
                yield file, body

    def lost_fragments(self) -> list[Broken]:
        """The links to a place that their page does not have."""
        return [
            Broken(page, f"{target.file}#{target.fragment}")
            for page, targets in sorted(self._targets.items())
            for target in sorted(targets, key=lambda t: (t.file, t.fragment))
            if target.fragment and target.fragment not in self._anchors.get(target.file, ())
        ]

    def _made(self, file: str, answer: Rendered) -> tuple[bytes, frozenset[Target]]:
        if not answer.media_type.startswith(_HTML):
            origin, base = self.renderer.origin.encode(), self.base.rstrip("/").encode()
            return answer.body.replace(origin, base), frozenset()
        page = answer.body.decode()
        made = rewrite(page, self.same.get(file, file), self.renderer.origin, self.base)
        self._anchors[file] = made.anchors
        self._targets[file] = made.targets
        return made.text.encode(), made.targets


def summary(broken: Iterable[Broken]) -> Mapping[str, int]:
    """How many links lead to each lost place."""
    found: dict[str, int] = {}
    for one in broken:
        found[one.link] = found.get(one.link, 0) + 1
    return found
