"""The chat page: one tab a file, their words in Hindi and English, and their look. The layout that joins them is assistant/ui.py."""
