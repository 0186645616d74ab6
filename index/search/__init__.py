"""From a question to passages and sentences."""
