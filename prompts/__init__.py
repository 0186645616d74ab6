"""Plain-text templates, one a file; $names are filled by assistant.writing.prompt."""
