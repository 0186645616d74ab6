"""Which models there are, where they lie, and how they come onto this machine. The only code that downloads."""
