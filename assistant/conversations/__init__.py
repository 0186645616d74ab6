"""A reader's conversations and opinions of answers: kept in one SQLite file of the store, and taken out as Markdown, JSON, HTML and questions."""
