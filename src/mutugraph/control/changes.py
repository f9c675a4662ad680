"""What has changed since a former run, and what that run found that no change touches.

The statements of a run are a state: what is made of them is kept under its name. The texts of the
last state that was judged whole are kept too: where a file says something else, its statements
then and now are compared, and so are those of the lists and of each rule. An answer, a result is
made again where such a statement touches it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Set

from pyoxigraph import Quad, RdfFormat, serialize

from mutugraph.control.kept import Kept, digest
from mutugraph.engine.touching import seen_by
from mutugraph.engine.volatile import is_volatile
from mutugraph.terms import RDF_TYPE

TYPE = f"<{RDF_TYPE.value}>"
UNNAMED = "_:"
_LAST = "last"


class Changes:
    """What a run finds changed; `texts` are all that its statements are made of, by name.

    `names` are the properties of the statements that have changed, `rdf:type` by class as
    `engine.touching` has it, `nodes` what they are about, `retyped` those of which a class has. All
    may have where it is `unknown` what was said before.
    """

    def __init__(self, kept: Kept, prefixes: Mapping[str, str], texts: Mapping[str, str]) -> None:
        self.kept, self._prefixes = kept, prefixes
        self._declared = json.dumps(dict(prefixes), sort_keys=True)
        self._texts = {name: text.encode() for name, text in texts.items()}
        self._state = digest(self._declared, *(one for pair in texts.items() for one in pair))
        self._former, self._before = self._last()
        self.unknown = False
        self.names: Set[str] = frozenset()
        self.nodes: Set[str] = frozenset()
        self.retyped: Set[str] = frozenset()

    @property
    def former_known(self) -> bool:
        """Whether any run has left a state to begin with."""
        return self._former is not None

    def same(self, name: str) -> bool:
        """Whether a text is as the former run read it."""
        return name in self._texts and self._before.get(name) == self._texts[name]

    @property
    def gone(self) -> Set[str]:
        """The names of the texts that a former run read and that are there no more."""
        return self._before.keys() - self._texts.keys()

    def before(self, name: str) -> str | None:
        """What a text said in the former run; None where there was none."""
        content = self._before.get(name)
        return None if content is None else content.decode()

    def compare(self, before: bytes | None, now: bytes) -> None:
        """Takes what some statements were and are, as N-Quads; None where that is not known."""
        if before is None:
            self.unknown = True
        if before is None or before == now:
            return
        names, nodes, retyped = set[str](), set[str](), set[str]()
        for line in {*before.split(b"\n")} ^ {*now.split(b"\n")}:
            if line:
                subject, name, rest = line.decode().split(" ", 2)
                nodes.add(named(subject))
                names.add(name)
                if name == TYPE:
                    names.add(name + rest.partition(" ")[0])
                    retyped.add(named(subject))
        # not changed in place: others may be looking
        self.names, self.nodes = self.names | names, self.nodes | nodes
        self.retyped |= retyped

    def touch(self, text: str) -> bool:
        """Whether the answer of a query may be another one."""
        listed = self.kept.made(lambda: self._seen(text), "seen", self._declared, text)
        names = json.loads(listed)
        return names is None or not self.names.isdisjoint(names)

    def answer(self, make: Callable[[], bytes], text: str) -> bytes:
        """The answer of a query, now or of a former run where no change touches it."""
        return make() if is_volatile(text) else self.made(make, lambda: self.touch(text), text)

    def derived(self, make: Callable[[], bytes], path: str, text: str) -> bytes:
        """What the rule of a file derives, as N-Quads; what is no more so has changed too."""
        touched = lambda: not self.same(path) or self.touch(text)  # noqa: E731
        made = make() if is_volatile(text) else self.made(make, touched, path)
        self.compare(self.former(path), made)
        return made

    def made(self, make: Callable[[], bytes], touched: Callable[[], bool], *inputs: str) -> bytes:
        """What is made of the statements and of `inputs`; again where a change has touched it."""
        found = self.kept.found(self._state, *inputs)
        if found is not None:
            return found
        former = self.former(*inputs)
        made = make() if former is None or self.unknown or touched() else former
        return self.kept.keep(made, self._state, *inputs)

    def former(self, *inputs: str) -> bytes | None:
        """What the former run made of these inputs, whatever has changed."""
        return None if self._former is None else self.kept.found(self._former, *inputs)

    def judged(self) -> None:
        """Says that all that can be made of this state has been: the next run begins with it."""
        if self._former != self._state:
            lengths = {name: len(content) for name, content in self._texts.items()}
            head = json.dumps([self._state, self._declared, lengths]).encode()
            self.kept.keep(b"\n".join((head, b"".join(self._texts.values()))), _LAST)

    def _last(self) -> tuple[str | None, Mapping[str, bytes]]:
        """The last state that was judged whole, and its texts."""
        kept = self.kept.found(_LAST)
        if kept is None:
            return None, {}
        head, _, body = kept.partition(b"\n")
        state, declared, lengths = json.loads(head)
        if declared != self._declared:
            return None, {}
        found, start = {}, 0
        for name, length in lengths.items():
            found[name] = body[start : start + length]
            start += length
        return state, found

    def _seen(self, text: str) -> bytes:
        names = seen_by(text, self._prefixes)
        return json.dumps(None if names is None else sorted(names)).encode()


def lines(quads: Iterable[Quad]) -> bytes:
    """Statements as N-Quads."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def named(node: str) -> str:
    """A node of N-Quads as our texts name it: an IRI without its brackets."""
    return node.removeprefix("<").removesuffix(">")
