"""French nouns in sentences: articles, elision, agreement."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_VOWELS = "aeiouh"  # no noun of the model begins with an aspirated h; a test reads them all


_MASCULINE = ("grand", "pays")
_COMMON = (*_MASCULINE, "ca", "cc", "cu", "communauté", "métropole", "eurométropole")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun, or a noun with what completes it (« date de l'acte »), in the singular."""

    text: str
    feminine: bool = False

    @property
    def elided(self) -> bool:
        """Whether « le », « la », « de » lose their vowel before it."""
        first = unicodedata.normalize("NFD", self.text.removeprefix("œ").lower() or "o")[0]
        return first in _VOWELS

    @property
    def the(self) -> str:
        """« la date », « le rang », « l'année »."""
        if self.elided:
            return f"l'{self.text}"
        return f"{'la' if self.feminine else 'le'} {self.text}"

    @property
    def a(self) -> str:
        """« une date », « un rang »."""
        return f"{'une' if self.feminine else 'un'} {self.text}"

    @property
    def of(self) -> str:
        """« de date », « d'année »: after a negation or a quantity."""
        return f"d'{self.text}" if self.elided else f"de {self.text}"

    @property
    def of_the(self) -> str:
        """« de la date », « du rang », « de l'année »."""
        if self.elided or self.feminine:
            return f"de {self.the}"
        return f"du {self.text}"

    @property
    def only(self) -> str:
        """« une seule date », « un seul rang »."""
        return f"{'une seule' if self.feminine else 'un seul'} {self.text}"

    def forms(self, prefix: str) -> dict[str, str]:
        """Every form, as the facts that a sentence may name: `nom_le`, `nom_un`, `nom_de`.

        `e` is the mark of a feminine agreement.
        """
        return {
            prefix: self.text,
            f"{prefix}_le": self.the,
            f"{prefix}_Le": capital(self.the),
            f"{prefix}_un": self.a,
            f"{prefix}_Un": capital(self.a),
            f"{prefix}_de": self.of,
            f"{prefix}_du": self.of_the,
            f"{prefix}_seul": self.only,
            f"{prefix}_e": "e" if self.feminine else "",
            f"{prefix}_le_pronom": "la" if self.feminine else "le",
        }


def capital(text: str) -> str:
    """The text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def body(name: str) -> tuple[str, str]:
    """The name of an EPCI in a sentence, and after « de ».

    « la CA du Cotentin, de la CA du Cotentin »; « Orléans Métropole, d'Orléans Métropole ».
    """
    first = name.casefold().partition(" ")[0]
    noun = Noun(name, feminine=first not in _MASCULINE)
    return (noun.the, noun.of_the) if first in _COMMON else (name, noun.of)
