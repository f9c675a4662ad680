"""The pages of the static site: asked of the renderer, followed from link to link.

The renderer is the live site itself, handed over by the edge, so that both are one code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mutugraph.operations.publish.addresses import (
    HOME,
    PAGE,
    Target,
    file_of,
    included_in,
    live_address,
    rewrite,
)
from mutugraph.operations.publish.asking import Heard
from mutugraph.operations.publish.folder import Place, Written
from mutugraph.operations.publish.linking import Linked, Links

_HTML, _CSS = "text/html", "text/css"
_OK = 200
_REVISION = re.compile(r'class="revision">([0-9a-f]+)<')
# the pages that say the revision of the whole, not that of their own last change
OF_THE_WHOLE = (HOME, "donnees.html")


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the live site sends at an address.

    `asked` are the texts that were asked for it, with the digests of their answers; None where it
    depends on more than answers.
    """

    status: int
    media_type: str
    body: bytes
    asked: Mapping[str, str] | None = None


class Renderer(Protocol):
    """The live site, asked without a network.

    `origin` is where it believes it is, `heard` the engine that it asks, `common` what every page
    may show beside its own subject and the revision.
    """

    origin: str
    heard: Heard

    @property
    def common(self) -> str: ...  # noqa: D102 - see the class

    def fetch(self, addresses: Sequence[str]) -> list[Rendered]:
        """What is sent at each address, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was written (None: the live site has none), its links, the places it offers.

    `asked`: see `Rendered`.
    """

    file: str
    written: Written | None
    targets: frozenset[Target] = frozenset()
    anchors: frozenset[str] = frozenset()
    asked: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that leads nowhere: the page that has it, and where it would lead."""

    page: str
    link: str


@dataclass(frozen=True)
class Pages:
    """Makes pages, in any process. `same` leads from a file to the one whose content it has."""

    renderer: Renderer
    base: str
    same: Mapping[str, str]
    place: Place

    def make(self, files: Sequence[str]) -> list[Page]:
        """Each page, written. Raises what the renderer raises, and `OSError`."""
        asked = [live_address(self.same.get(file, file)) for file in files]
        answers = self.renderer.fetch(asked)
        return [self._made(file, a) for file, a in zip(files, answers, strict=True)]

    def keep(self, file: str, linked: Linked, asked: Mapping[str, str] | None) -> Page | None:
        """The page of the former publication, if it is as it was written.

        `linked` is to what it links and what it offers, `asked` what it asked.
        """
        written = self.place.keep(file)
        return Page(file, written, *linked, asked) if written else None

    def _made(self, file: str, answer: Rendered) -> Page:
        foreign = file.endswith(PAGE) and not answer.media_type.startswith(_HTML)
        if answer.status != _OK or foreign:  # a file under the name of a page is no page
            return Page(file, None)
        if not answer.media_type.startswith(_HTML):
            origin, base = self.renderer.origin.encode(), self.base.rstrip("/").encode()
            body = answer.body.replace(origin, base)
            style = body.decode() if answer.media_type.startswith(_CSS) else ""
            written = self.place.put(file, body)
            return Page(file, written, included_in(style, file), asked=answer.asked)
        text = answer.body.decode()
        made = rewrite(text, self.same.get(file, file), self.renderer.origin, self.base)
        written = self._unchanged(file, made.text) or self.place.put(file, made.text.encode())
        return Page(file, written, made.targets, made.anchors, answer.asked)

    def _unchanged(self, file: str, text: str) -> Written | None:
        """The former page, where nothing but the revision would change in it."""
        content = None if file in OF_THE_WHOLE else self.place.read(file)
        former = content.decode() if content else ""
        old, new = _REVISION.search(former), _REVISION.search(text)
        if old is None or new is None or former.replace(old[1], new[1]) != text:
            return None
        return self.place.keep(file)


@dataclass
class Crawl:
    """One walk through the site; `known` are the files that need no rendering."""

    known: frozenset[str]
    broken: list[Broken] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    _targets: dict[str, frozenset[Target]] = field(default_factory=dict)
    _sources: dict[str, str] = field(default_factory=dict)

    def seeds(self, addresses: Iterable[str]) -> list[str]:
        """The pages to begin with, by their live addresses."""
        found = list(dict.fromkeys((HOME, *map(file_of, addresses))))
        self._seen.update(found)
        return found

    def see(self, page: Page) -> list[str]:
        """Takes note of a page; gives those that it leads to and no page has led to before."""
        if page.written is None:
            self.broken.append(Broken(self._sources.get(page.file, HOME), page.file))
            return []
        self._anchors[page.file], self._targets[page.file] = page.anchors, page.targets
        new = {t.file for t in page.targets} - self._seen - self.known
        self._sources |= dict.fromkeys(new, page.file)
        self._seen |= new
        return sorted(new)

    @property
    def links(self) -> Links:
        """What the pages that were seen link to."""
        return Links({file: (to, self._anchors[file]) for file, to in self._targets.items()})

    def lost_fragments(self) -> list[Broken]:
        """The links to a place that their page does not have."""
        return [
            Broken(page, f"{target.file}#{target.fragment}")
            for page, targets in sorted(self._targets.items())
            for target in sorted(targets)
            if target.fragment and target.fragment not in self._anchors.get(target.file, ())
        ]


def walk(
    crawl: Crawl, seeds: Iterable[str], make: Callable[[Iterable[str]], Iterator[Page]]
) -> Iterator[Page]:
    """Each page, from link to link; `make` makes those that it is given."""
    waiting = crawl.seeds(seeds)
    while waiting:
        new: list[str] = []
        for page in make(waiting):
            new += crawl.see(page)
            yield page
        waiting = new
