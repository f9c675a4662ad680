from mutugraph.cli.manual import manual
from mutugraph.workspace import Workspace


def test_the_page_of_the_commands_is_made_of_their_help(repository: Workspace) -> None:
    written = (repository.root / "docs/commandes.md").read_text(encoding="utf-8")
    assert written == manual(), "python -m mutugraph.cli.manual > docs/commandes.md"


def test_the_manual_does_not_depend_on_the_terminal() -> None:
    assert manual() == manual()
    assert max(map(len, manual().splitlines())) < 200
