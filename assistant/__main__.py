"""`python -m assistant` is `pramaan`."""

from assistant.cli import main

main()
