"""`python -m mutugraph`: the program, where its command is not on the path."""

from mutugraph.cli.main import main

main()
