"""`python app.py` opens the chat, as `pramaan serve` does."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["serve"]
    main()
