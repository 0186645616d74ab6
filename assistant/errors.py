"""The one error family of the assistant. Every message says what failed, the value given, and the cure."""

from __future__ import annotations


class AssistantFailure(Exception):
    """Something the reader can mend; shown as one line. Anything else is a bug and keeps its traceback."""


class QuestionRefused(AssistantFailure):
    """An empty question, or one longer than the model can read."""


class QuestionFileRefused(AssistantFailure):
    """A question file that isn't one, or rows of it that are malformed; names file, line and field."""


class ModelMissing(AssistantFailure):
    """A model that isn't on this machine, or that no source could give."""


class ModelDamaged(AssistantFailure):
    """A model file that is cut short or isn't the official one."""


class ModelBusy(AssistantFailure):
    """The language model failed, or its server did not answer."""


class ConversationFailure(AssistantFailure):
    """A conversation that isn't there, or a file of conversations that can't be read or written."""


class LoginRefused(AssistantFailure):
    """Names and passwords that can't be read from PRAMAAN_AUTH."""
