"""Reading in 8-bit integers: as the adapters read, and nothing of the embedder is changed."""

from __future__ import annotations

import pytest
import torch
from tiny_encoder import TinyEmbedder, WordTokenizer
from torch import nn

from assistant.reader import int8
from assistant.reader.int8 import Int8Linear, Int8SpanModel, is_worth_it
from assistant.reader.model import Shape, SpanModel, padded
from assistant.reader.pairs import encode_pairs

PAIRS = [pair for text in ("बाढ़ में 11 लोग मरे और 40 बचाए गए।", "मंत्री ने पुल खोला।") for pair in encode_pairs(WordTokenizer(), "कितने मरे?", text)]


def trained(encoder: nn.Module, first_layer: int) -> SpanModel:
    """Adapters that do something."""
    model = SpanModel(encoder, Shape(first_layer, 4, 8)).eval()
    torch.manual_seed(3)
    for adapter in model.adapters.values():
        nn.init.normal_(adapter.up, std=0.2)  # type: ignore[arg-type]
    return model


@pytest.mark.parametrize("first_layer", [0, 2, 3])
def test_it_reads_as_the_adapters_do(first_layer: int) -> None:
    encoder = TinyEmbedder().encoder
    model = trained(encoder, first_layer)
    with torch.inference_mode():
        plain, adapted, integers = SpanModel(encoder, model.shape), model(PAIRS), Int8SpanModel(encoder, model)(PAIRS)
        plain.head.load_state_dict(model.head.state_dict())
        without = plain(PAIRS)
    for ours, theirs, bare in zip(integers, adapted, without, strict=True):
        assert (ours - theirs).abs().mean() < 0.1 * (theirs - bare).abs().mean()


def test_nothing_of_the_embedder_is_changed() -> None:
    encoder = TinyEmbedder().encoder
    ids, mask = padded(PAIRS)
    with torch.inference_mode():
        before = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        Int8SpanModel(encoder, trained(encoder, 2))(PAIRS)
        assert torch.equal(encoder(input_ids=ids, attention_mask=mask).last_hidden_state, before)
    assert not any(isinstance(module, Int8Linear) for module in encoder.modules())


def test_a_linear_layer_in_integers_is_near_the_layer_and_zero_stays_zero() -> None:
    torch.manual_seed(1)
    layer, given = nn.Linear(32, 24, bias=False), torch.randn(2, 9, 32)
    given[0, 0] = 0
    integers = Int8Linear(32, 24)
    integers.take(layer.weight.detach())
    found, expected = integers(given), layer(given)
    assert found.shape == expected.shape
    assert (found - expected).abs().mean() < 0.02 * expected.abs().mean()
    assert torch.all(found[0, 0] == 0)


@pytest.mark.parametrize(
    ("units", "worth"),
    [({"avx512_vnni": True}, True), ({"avx_vnni": True}, True), ({"avx2": True}, False), ({"avx512_vnni": True, "amx_bf16": True}, False)],
)
def test_it_is_worth_it_where_the_processor_multiplies_integers(units: dict[str, bool], worth: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(int8.torch.cpu, "get_capabilities", lambda: units)
    assert is_worth_it() is worth
