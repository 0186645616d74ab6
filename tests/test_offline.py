from __future__ import annotations

import os
import subprocess
import sys

import pytest

from assistant.offline import SWITCHES, go_offline


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment of the test's own: go_offline writes into it."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


def test_the_switches_win_over_the_users_environment() -> None:
    os.environ |= {"HF_HUB_OFFLINE": "0", "ANONYMIZED_TELEMETRY": "True"}
    go_offline()
    assert {name: os.environ[name] for name in SWITCHES} == SWITCHES


def test_the_user_may_choose_how_threads_wait() -> None:
    os.environ["GOMP_SPINCOUNT"] = "7"
    go_offline()
    assert os.environ["GOMP_SPINCOUNT"] == "7"


@pytest.mark.slow
def test_importing_changes_nothing() -> None:
    script = "import os; before = dict(os.environ); import assistant.offline, assistant.cli; print(dict(os.environ) == before)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "True"


@pytest.mark.slow
def test_the_libraries_see_the_switches() -> None:
    script = (
        "from assistant.offline import go_offline; go_offline()\n"
        "from huggingface_hub import constants; print(constants.HF_HUB_OFFLINE, constants.HF_HUB_DISABLE_TELEMETRY)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["True", "True"]
