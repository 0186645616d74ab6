"""What uploaded files are worth before any of them is kept: each article read and cut as the index will, or the reason why it can't be."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from index.errors import UnreadableFile
from index.files.read import read_file
from index.files.sources import Source, list_sources
from index.sync.prepare import describe_article, prepare
from index.types import Article


@dataclass(frozen=True, slots=True)
class Fit:
    """An article that can be taken in; name may hold the zip it came from."""

    name: str
    content: bytes
    article: Article
    text: str

    @property
    def file_name(self) -> str:
        return PurePosixPath(self.name).name


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that can't be taken in; reason is a whole sentence with its cure."""

    name: str
    reason: str


def checked(upload: Path) -> Iterator[Fit | Refused]:
    """The article in an uploaded file, or those in an uploaded zip, one after the other."""
    try:
        listing = list_sources([upload])
    except UnreadableFile:
        yield Refused(upload.name, f"{upload.name}: the upload is no longer there. Choose the file again.")
        return
    for failure in listing.failures:
        yield Refused(upload.name, _without_folder(failure, upload))
    for source in listing.sources:
        try:
            yield _read(source)
        except UnreadableFile as failure:
            yield Refused(source.name, _without_folder(str(failure), upload))


def _read(source: Source) -> Fit:
    content = source.content()
    document = read_file(Path(source.name), content)
    article = describe_article(source.name, source.name, document)
    # A word for a token: only whether anything but furniture is left matters here.
    prepare(article, "", document, lambda: lambda text: text.count(" ") + 1)
    return Fit(source.name, content, article, document.text)


def _without_folder(message: str, upload: Path) -> str:
    """Where the server put an upload is nobody's business."""
    return message.replace(f"{upload.parent}{os.sep}", "")


def same_text(text: str) -> bytes:
    """The same for texts that differ in nothing but white space and the way their letters are encoded."""
    return blake2b(" ".join(unicodedata.normalize("NFC", text).split()).encode("utf-8", "replace"), digest_size=16).digest()
