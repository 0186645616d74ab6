"""What must be set in the environment before the heavy libraries are imported: no network, and threads that wait without spinning."""

from __future__ import annotations

import os

SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "DO_NOT_TRACK": "1",
    "GRADIO_ALLOWED_PATHS": "",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "TOKENIZERS_PARALLELISM": "false",
}


def go_offline() -> None:
    """Set the switches for this process, over whatever the user's environment says."""
    os.environ.update(SWITCHES)
    # PyTorch and llama.cpp each keep a pool of OpenMP threads that spin while they wait. A spinning pool starves the other one, and beside
    # one more busy process the model wrote four times slower (2 cores, 1.5 against 5.5 tokens a second); a short spin costs a quarter when idle.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
