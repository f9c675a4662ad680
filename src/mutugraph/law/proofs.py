"""The chain of justification of a service: what is printed, by which rule, in which version.

Everything that the graph says of a service's legal bases, the negative answers included: bases that
do not hold at the day, arrangements that found nothing, texts that are only mentioned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from mutugraph.law.provisions import Law, Provision, State, Status, Version, state_at, version_at
from mutugraph.law.validations import Validation


@dataclass(frozen=True, slots=True)
class Cited:
    """A place in the document, as it is written everywhere, and its few words."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that a basis comes from; `kind` is a code of the query `pourquoi-faits`."""

    kind: str
    label: str
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of derivation, in the words of its header."""

    code: str
    name: str
    sentence: str
    norm: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A provision as it is read at the day: its state, the version that is established."""

    provision: Provision
    state: State
    version: Version | None


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis of a service at a phase, with all that establishes it.

    Without `read`, no article can be named: `candidates` are only that. `statuses` are those of the
    EPCI under which the rule holds; `holds` says whether the basis stands at the day,
    `founds_form` that it founds the form printed for the phase, not something else that the sheet
    announces.
    """

    node: NamedNode
    phase: str
    phase_label: str
    mode: str
    mode_label: str
    rule: Rule
    facts: tuple[Fact, ...]
    read: Read | None
    related: tuple[tuple[str, Read], ...] = ()
    candidates: tuple[Read, ...] = ()
    statuses: tuple[Status, ...] = ()
    applies: bool = True
    uncertain: bool = False
    validations: tuple[Validation, ...] = ()
    successors: tuple[Provision, ...] = ()
    founds_form: bool = False

    @property
    def holds(self) -> bool:
        """Whether the basis stands at the day (an undetermined one founds nothing)."""
        return self.applies and self.read is not None and self.read.state.holds


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A form that the table of the schéma prints for a service at a phase, and its bases."""

    phase: str
    phase_label: str
    form: str
    form_label: str
    cited: tuple[Cited, ...]
    bases: tuple[Basis, ...]

    @property
    def founded(self) -> bool:
        """Whether an article is established for it at the day."""
        return any(basis.holds for basis in self.bases)


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a service to a text without founding it there.

    `kind` is `programmation`, `effet`, `mention`, `porteur`, `objet` for the text of what the
    service does, `dispositif` for an institution of the law that ends on a day, or `limite` for
    what the law takes out of the basis.
    """

    kind: str
    label: str
    read: Read | None
    rule: str
    cited: tuple[Cited, ...]
    until: date | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer of `why`: a service, a day, and, where one is asked, an article.

    `rests_on` names the articles that found the service that day, whatever was asked.
    """

    service: str
    number: int | None
    epci: str
    day: date
    revision: str
    asked: Provision | None
    arrangements: tuple[Arrangement, ...]
    other_bases: tuple[Basis, ...]
    ties: tuple[Tie, ...]
    rests_on: tuple[str, ...]

    @property
    def bases(self) -> tuple[Basis, ...]:
        """All the bases, in the order of phases."""
        return tuple(b for a in self.arrangements for b in a.bases) + self.other_bases


def read_at(provision: Provision, day: date, statuses: tuple[Status, ...]) -> Read:
    """A provision as it is read at the day, for a body of these statuses."""
    return Read(provision, state_at(provision, day, statuses), version_at(provision, day))


def related(
    law: Law, provision: Provision, day: date, statuses: tuple[Status, ...]
) -> tuple[tuple[str, Read], ...]:
    """What the provision refers to, is supplemented by, contains, or is resolved as, at the day."""
    kinds: Mapping[str, tuple[NamedNode, ...]] = {
        "renvoi": provision.refers_to,
        "complement": provision.supplements,
        "partie": provision.parts,
        "resolution": provision.resolved_as,
    }
    return tuple(
        (kind, read_at(other, day, statuses))
        for kind, nodes in kinds.items()
        for other in law.all_of(nodes)
    )
