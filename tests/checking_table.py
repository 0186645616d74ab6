"""The table of claims (checking_cases.jsonl): what a small model may write from quotes. All of it is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CASES: list[dict[str, Any]] = [json.loads(line) for line in (Path(__file__).parent / "checking_cases.jsonl").read_text("utf-8").splitlines()]
