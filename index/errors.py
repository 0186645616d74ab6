"""The one error family of the index. Every message says what failed, the value given, and the cure."""

from __future__ import annotations


class IndexFailure(Exception):
    """Something the reader can mend; shown as one line. Anything else is a bug and keeps its traceback."""


class UnreadableFile(IndexFailure):
    """A file that can't be taken in; the rest of the folder still is."""


class StoreFailure(IndexFailure):
    """The store is missing, damaged, full, or was built by another embedder."""


class StoreBusy(StoreFailure):
    """Another process is writing to the store."""


class FilterRefused(IndexFailure):
    """A date, publisher, language or article that can't be searched by."""
