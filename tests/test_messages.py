import re
from pathlib import Path

from mutugraph.errors import TurtlePrefixUndeclared, UnknownName
from mutugraph.messages import explain, sentences
from mutugraph.questions.model import ParameterType

SOURCES = Path(__file__).parent.parent / "src" / "mutugraph"


def test_a_sentence_says_where_what_and_how_to_mend_it() -> None:
    error = TurtlePrefixUndeclared(path="a.ttl", line=3, column=1, detail="", name="ex")
    assert explain(error).startswith("a.ttl:3: le préfixe « ex: »")
    assert "PREFIX ex:" in explain(error)


def test_near_names_are_proposed_and_their_absence_is_said() -> None:
    near = UnknownName(kind="question", name="efectifs", nearest=("effectifs", "etapes"))
    assert explain(near).endswith("Vouliez-vous dire : effectifs, etapes ?")
    assert "Vouliez-vous" not in explain(UnknownName(kind="question", name="xyz", nearest=()))


def test_every_kind_of_name_has_its_french_word() -> None:
    written = {
        kind
        for path in SOURCES.rglob("*.py")
        for kind in re.findall(
            r'(?:\bkind=|\bamong\()"([a-z_]+)"', path.read_text(encoding="utf-8")
        )
    }
    assert "question" in written
    named = written | (set(ParameterType) - {ParameterType.TEXTE, ParameterType.DATE})
    assert {kind for kind in named if f"genre_{kind}" not in sentences()} == set()
