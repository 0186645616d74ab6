"""From files to documents: what is read, how, and in which encoding."""
