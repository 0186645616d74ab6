"""Messages to the model's tokens by its own chat template, where no article can write a control token, and tokens back to bytes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llama_cpp import Llama

Message = dict[str, str]

# ChatML, for a model file that names no template of its own.
_TEMPLATE_FALLBACK = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


class ChatTemplate:
    """Template and vocabulary of one model."""

    def __init__(self, llama: Llama) -> None:
        self._llama = llama

    def tokens(self, messages: Sequence[Message], answer: bool) -> list[int]:
        """The prompt, token by token; with `answer`, up to where the model's answer begins."""
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        formatter = Jinja2ChatFormatter(
            template=self._llama.metadata.get("tokenizer.chat_template") or _TEMPLATE_FALLBACK,
            eos_token=self._text(self._llama.token_eos()),
            bos_token=self._text(self._llama.token_bos()),
            add_generation_prompt=answer,
        )
        harmless: Any = [{**message, "content": self._without_control_tokens(message["content"])} for message in messages]
        try:
            prompt = formatter(messages=harmless).prompt
        except Exception:  # the template refuses a system message (Gemma and others): put it before the first question
            prompt = formatter(messages=_system_merged(harmless)).prompt
        tokens: list[int] = self._llama.tokenize(prompt.encode(), add_bos=False, special=True)
        return tokens

    def count(self, text: str) -> int:
        """Tokens of a plain text. May be called from any thread: llama.cpp's tokenizer is read-only and safe beside a running generation."""
        return len(self._llama.tokenize(text.encode(), add_bos=False, special=False))

    def piece(self, token: int, special: bool = False) -> bytes:
        """A token's bytes. Llama.detokenize drops tokens of more than 32 bytes, which whole Hindi words are in some vocabularies."""
        import llama_cpp

        vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        buffer = ctypes.create_string_buffer(256)
        size = llama_cpp.llama_token_to_piece(vocabulary, token, buffer, len(buffer), 0, special)
        return buffer.raw[: max(size, 0)]

    def ends(self, token: int) -> bool:
        """Whether this token ends the model's answer."""
        import llama_cpp

        return bool(llama_cpp.llama_vocab_is_eog(llama_cpp.llama_model_get_vocab(self._llama.model), token))

    def _text(self, token: int) -> str:
        return self.piece(token, special=True).decode("utf-8", "ignore") if token >= 0 else ""

    @cached_property
    def _control_texts(self) -> list[str]:
        import llama_cpp

        vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        marked = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
        special = [token for token in range(self._llama.n_vocab()) if llama_cpp.llama_vocab_get_attr(vocabulary, token) & marked]
        return [spelled for token in special if len(spelled := self._text(token)) > 1 and not spelled.isspace()]

    def _without_control_tokens(self, text: str) -> str:
        """An article that spells out "<|im_end|>" must not end its message: control tokens are broken by a space."""
        for control_text in self._control_texts:
            text = text.replace(control_text, f"{control_text[0]} {control_text[1:]}")
        return text


def _system_merged(messages: list[Message]) -> list[Message]:
    system = "\n\n".join(message["content"] for message in messages if message["role"] == "system")
    others = [message for message in messages if message["role"] != "system"]
    if not others:
        return [{"role": "user", "content": system}]
    return [{**others[0], "content": f"{system}\n\n{others[0]['content']}"}, *others[1:]]
