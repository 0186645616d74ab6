"""What is kept on disk: the catalogue and what is derived from it."""
