"""SHACL Core, compiled: the constraints that the shapes use, over what each node says.

It judges as pySHACL does, which a test proves on mutants of every property, without a copy of the
graph. What is not written here is not guessed: a shape that leads to another constraint, target or
path is left to pySHACL (`Core.left`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.control.said import (
    Said,
    Test,
    Unknown,
    Values,
    among,
    at_least,
    at_most,
    in_languages,
    of_class,
    of_datatype,
    of_kind,
    of_length,
    of_pattern,
    truth,
    whole,
)
from mutugraph.model.facts import Facts, Node, Term

# what judges nothing by itself, or goes with another parameter
_SILENT = ("name", "description", "message", "severity", "order", "group", "ignoredProperties")
_OF_A_TERM: Mapping[str, Callable[[Term], Test]] = {
    "class": of_class,
    "datatype": of_datatype,
    "nodeKind": of_kind,
    "pattern": of_pattern,
    "minLength": of_length,
    "minInclusive": at_least,
    "maxInclusive": at_most,
}
_OF_A_LIST: Mapping[str, Callable[[Iterable[Term]], Test]] = {
    "in": among,
    "languageIn": in_languages,
}
_ANY_NUMBER = float("inf")
_NO_VALUES: Values = {}


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a SHACL engine; `component` is the local name of the constraint component."""

    focus: str
    shape: str
    component: str
    path: str | None
    value: str | None


@dataclass
class _Shape:
    """A shape, ready to judge. Without `path` it judges the focus node itself."""

    iri: str
    path: NamedNode | None
    least: float = 0
    most: float = _ANY_NUMBER
    unique: bool = False
    wanted: list[Term] = field(default_factory=list)
    tests: list[tuple[str, Test]] = field(default_factory=list)
    always: list[_Shape] = field(default_factory=list)  # parts that judge what is not said, too
    by_path: dict[NamedNode, list[_Shape]] = field(default_factory=lambda: defaultdict(list))
    allowed: frozenset[Term] | None = None
    any_of: list[_Shape] = field(default_factory=list)  # those of its tests that are shapes

    def results(self, said: Said, focus: Term) -> Iterator[Result]:
        """What is wrong with a node."""
        values: Iterable[Term] = (focus,)
        if self.path is not None:
            values = held = said.about(focus).get(self.path, _NO_VALUES)
            yield from self._of_all(focus, held)
        for component, holds in self.tests:
            for value in values:
                if not holds(said, value):
                    yield self._result(focus, component, value)
        if self.path is None or self.always or self.by_path or self.allowed is not None:
            for value in values:
                yield from self._of_parts(said, focus, value)

    def add(self, part: _Shape) -> None:
        """Takes a shape that judges the values too (`sh:property`)."""
        if part.path is None:
            raise Unknown(part.iri)
        demands = part.least > 0 or part.wanted
        (self.always if demands else self.by_path[part.path]).append(part)

    @property
    def asks_of_all(self) -> bool:
        """Whether it asks something of all the values of a path."""
        return self.least > 0 or self.most < _ANY_NUMBER or self.unique or bool(self.wanted)

    @property
    def deep(self) -> bool:
        """Whether a node is judged by what is said of another one."""
        parts = [*self.always, *(part for parts in self.by_path.values() for part in parts)]
        looks = bool(parts) or self.allowed is not None or bool(self.any_of)
        if self.path is not None and looks:
            return True
        return any(part.deep for part in (*parts, *self.any_of))

    def _of_all(self, focus: Term, values: Values) -> Iterator[Result]:
        if len(values) < self.least:
            yield self._result(focus, "MinCount")
        if len(values) > self.most:
            yield self._result(focus, "MaxCount")
        if any(one not in values for one in self.wanted):
            yield self._result(focus, "HasValue")
        if self.unique and len(values) > 1:
            languages = [v.language for v in values if isinstance(v, Literal) and v.language]
            if len(languages) > len(set(languages)):
                yield self._result(focus, "UniqueLang")

    def _of_parts(self, said: Said, focus: Term, value: Term) -> Iterator[Result]:
        about = said.about(value)
        for part in self.always:
            yield from part.results(said, value)
        for path in about:
            for part in self.by_path.get(path, ()):
                yield from part.results(said, value)
        if self.allowed is not None:
            for path in about.keys() - self.allowed:
                for one in about[path]:
                    yield self._result(focus, "Closed", one, path)

    def _result(
        self, focus: Term, component: str, value: Term | None = None, path: NamedNode | None = None
    ) -> Result:
        led = path or self.path
        return Result(
            focus=_text(focus),
            shape=self.iri,
            component=f"{component}ConstraintComponent",
            path=led.value if led else None,
            value=None if value is None else _text(value),
        )


class Core:
    """The shapes that can be judged here, and the quads of those that cannot (`left`)."""

    def __init__(self, shapes: Facts) -> None:
        self._facts = shapes
        self._prefix = shapes.term("sh:path").value.removesuffix("path")
        self._made: dict[Term, _Shape] = {}
        self._by_class: dict[Term, list[_Shape]] = defaultdict(list)
        left: list[Node] = []
        for node in shapes.every_subject():
            targets = [n for n in map(self._name, shapes.about(node)) if n.startswith("target")]
            implied = shapes.term("rdfs:Class") in shapes.all(node, "rdf:type")
            if not targets and not implied:
                continue
            try:
                if implied or set(targets) != {"targetClass"}:
                    raise Unknown(_text(node))
                shape = self._shape(node)
            except Unknown:
                left.append(node)
                continue
            for kind in shapes.all(node, "sh:targetClass"):
                self._by_class[kind].append(shape)
        self.left = tuple(self._whole(left))

    @property
    def shallow(self) -> bool:
        """Whether a node is judged by what it says and by the classes of what it leads to."""
        return not any(shape.deep for shapes in self._by_class.values() for shape in shapes)

    def results(self, quads: Iterable[Quad], wanted: Container[str] | None = None) -> set[Result]:
        """What the shapes that can be judged here find, about the nodes that are `wanted`."""
        said = Said(quads, self._facts.term("rdfs:subClassOf"))
        found: set[Result] = set()
        for node, kinds in said.typed():
            if wanted is not None and _text(node) not in wanted:
                continue
            for kind in kinds:
                for shape in self._by_class.get(kind, ()):
                    found.update(shape.results(said, node))
        return found

    def _name(self, predicate: NamedNode) -> str:
        """The local name of what SHACL defines; of all else, nothing."""
        iri = predicate.value
        return iri.removeprefix(self._prefix) if iri.startswith(self._prefix) else ""

    def _shape(self, node: Term) -> _Shape:
        """A shape and its parts. Raises `Unknown`."""
        if node not in self._made:
            path = self._facts.one(node, "sh:path")
            if path is not None and not isinstance(path, NamedNode):
                raise Unknown(str(path))
            made = _Shape(_text(node), path)
            for predicate, values in self._facts.about(node).items():
                name = self._name(predicate)
                if name not in ("", "path", *_SILENT) and not name.startswith("target"):
                    for value in values:
                        self._take(made, node, name, value)
            if path is None and made.asks_of_all:
                raise Unknown(made.iri)
            self._made[node] = made
        return self._made[node]

    def _take(self, shape: _Shape, node: Term, name: str, value: Term) -> None:
        """Adds one parameter. Raises `Unknown` for one that is not judged here."""
        match name:
            case "minCount":
                shape.least = whole(value)
            case "maxCount":
                shape.most = whole(value)
            case "uniqueLang":
                shape.unique = truth(value)
            case "hasValue":
                shape.wanted.append(value)
            case "property":
                shape.add(self._shape(value))
            case "closed":
                if truth(value):
                    shape.allowed = frozenset(self._allowed(node))
            case "or":
                shape.any_of += map(self._shape, self._facts.members(value))
                shape.tests.append(("Or", self._any_of(value)))
            case _ if name in _OF_A_TERM:
                shape.tests.append((_component(name), _OF_A_TERM[name](value)))
            case _ if name in _OF_A_LIST:
                members = self._facts.members(value)
                shape.tests.append((_component(name), _OF_A_LIST[name](members)))
            case _:
                raise Unknown(name)

    def _any_of(self, head: Term) -> Test:
        members = [self._shape(member) for member in self._facts.members(head)]
        return lambda said, value: any(
            next(member.results(said, value), None) is None for member in members
        )

    def _allowed(self, node: Term) -> Iterator[Term]:
        for part in self._facts.all(node, "sh:property"):
            yield from self._facts.all(part, "sh:path")
        for head in self._facts.all(node, "sh:ignoredProperties"):
            yield from self._facts.members(head)

    def _whole(self, shapes: Iterable[Node]) -> Iterator[Quad]:
        """The quads of shapes, and of all that they lead to, which has no target of its own."""
        ahead: list[Term] = [*shapes]
        wanted = {*ahead}
        seen: set[Term] = set()
        while ahead:
            node = ahead.pop()
            if node in seen or not isinstance(node, Node):
                continue
            seen.add(node)
            for predicate, values in self._facts.about(node).items():
                if node in wanted or not self._name(predicate).startswith("target"):
                    yield from (Quad(node, predicate, value) for value in values)
                    ahead += values


def _component(name: str) -> str:
    return name[0].upper() + name[1:]


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))
