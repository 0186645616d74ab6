"""The language model words the answer."""
