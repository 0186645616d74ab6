"""Files of questions, and what is told of those that are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionFileRefused
from assistant.evaluation.questions import load_questions

HINDI = '{"id": "1", "question": "तमसापुर में कितने लोग मारे गए?"}'
ENGLISH = '{"id": "2", "question": "When did the Blue Line open?"}'


def save(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path, **options: Any) -> str:
    """What is told instead of reading the file, with its folder left out."""
    with pytest.raises(QuestionFileRefused) as refused:
        load_questions(path, **options)
    message = str(refused.value)
    assert str(path) in message
    return message.replace(f"{path.parent}/", "")
