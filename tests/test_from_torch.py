"""Models recorded from PyTorch: our gradients beside autograd's, the text, what is refused."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import chainrule
from chainrule.errors import InputError, SourceError
from models import MODELS


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


@pytest.mark.parametrize("name", MODELS)
def test_all_gradients_of_ten_kinds_of_models_agree_with_autograd(name: str) -> None:
    module, example, loss, target = MODELS[name]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = chainrule.from_torch(module, *example, loss=loss, target=target)
    assert model.agreement.errors
    assert model.agreement.complete, model.agreement.errors
    count = sum(parameter.requires_grad for parameter in module.parameters())
    floats = sum(value.is_floating_point() for value in example)
    assert str(model.agreement) == f"{count + floats} of {count + floats} gradients agree to 1e-06"
    np.testing.assert_allclose(model.trace.value, model.value, rtol=1e-9)
    for key in model.reference:  # the trace that is shown has them too
        scale = max(float(np.max(np.abs(model.reference[key]))), 1e-6)
        assert np.max(np.abs(model.trace.gradients[key] - model.reference[key])) <= 1e-6 * scale
    assert set(model.paths.values()) == {path for path, _ in module.named_parameters()}


def test_one_function_serves_modules_of_the_same_kind() -> None:
    module, example, loss, target = MODELS["mixer"]()
    model = chainrule.from_torch(module, *example, loss=loss, target=target)
    assert model.source.count("def MixerLayer(") == 1
    assert model.source.count("= MixerLayer(") == 3
    assert [function.name for function in model.trace.functions].count("MixerLayer") == 3


def test_a_recurrent_module_is_one_box_that_opens() -> None:
    module, example, loss, target = MODELS["lstm"]()
    trace = chainrule.from_torch(module, *example, loss=loss, target=target).trace
    assert trace.functions[0].name == "LSTM"
    assert len(trace.nodes) < 50


def test_a_branch_is_recorded_the_way_it_went() -> None:
    class Branch(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            for _ in range(2 if float(x.sum()) > 0 else 1):
                x = torch.tanh(x)
            return x

    one, two = (chainrule.from_torch(Branch(), torch.tensor([value])) for value in (-1.0, 1.0))
    assert (one.source, two.source) == ("out = torch.tanh(x)\n", "out = torch.tanh(torch.tanh(x))\n")


def test_what_is_changed_in_place_is_followed() -> None:
    def run(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        out = x * 2
        out += y
        out.mul_(x)
        part = out.clone()
        part[0] = y[1]
        return 3 / part + F.relu(part, inplace=False)

    model = chainrule.from_torch(run, torch.tensor([1.0, 2.0]), torch.tensor([0.5, -0.7]))
    assert model.agreement.complete, model.source


def test_data_that_a_module_fills_entry_by_entry_are_followed() -> None:
    def run(x: torch.Tensor) -> torch.Tensor:
        out, bins = torch.zeros(3, 2), torch.zeros(3)
        for t in range(3):
            out[t] = torch.tanh(x[t] ** 2)
        total = out.sum()
        out[0] = 5
        return total * (out * bins.index_add(0, torch.tensor([1, 1]), x[0])[:, None]).sum()

    model = chainrule.from_torch(run, torch.randn(3, 2))
    assert model.agreement.complete, model.source
    assert len(model.agreement.errors) == 1


def test_equal_blocks_are_one_box_with_their_number_and_a_mask_is_outside() -> None:
    class Stack(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            layer = nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0, batch_first=True)
            self.blocks = nn.TransformerEncoder(layer, 6, enable_nested_tensor=False)

        def forward(self, x: torch.Tensor) -> Any:
            return self.blocks(x, mask=nn.Transformer.generate_square_subsequent_mask(3))

    model = chainrule.from_torch(Stack(), torch.randn(1, 3, 4))
    assert model.source.count("def TransformerEncoderLayer(") == 1
    (block,) = [each for each in model.trace.functions if each.name == "TransformerEncoder"]
    opened = chainrule.trace(model.source, values=model.values, view="functions", open=[block.id])
    assert "TransformerEncoderLayer × 6" in [node.label for node in opened.nodes]


def test_operators_keys_and_several_results_are_written() -> None:
    def run(x: torch.Tensor) -> torch.Tensor:
        a, b = x.chunk(2, dim=1)
        best, _ = torch.max(a, dim=1)
        mask = torch.arange(4) < 2
        y = torch.where(a > 0, -a, b / (1 + a.abs())) ** 2 % 1.5
        z = torch.cat([y, b], 1)[:, 1::2, None].masked_fill(mask[None, None, :2], 0.5)
        return z.sum() + best.prod() + torch.einsum("ij,ij->", a, b) + x.T.mT[..., -1].mean()

    model = chainrule.from_torch(run, torch.randn(4, 4))
    assert model.agreement.complete, model.source


def test_dropout_is_a_product_with_the_mask_that_it_drew() -> None:
    model = chainrule.from_torch(nn.Dropout(0.5), torch.ones(4, 4))
    assert model.source == "out = (x*mask)\n"
    assert set(np.unique(model.values["mask"])) == {0.0, 2.0}
    assert np.array_equal(model.reference["x"], model.values["mask"])


def test_the_module_and_its_tensors_stay_as_they_are() -> None:
    module, example, loss, target = MODELS["convolutions"]()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    chainrule.from_torch(module, *example, loss=loss, target=target)
    assert all(torch.equal(value, before[name]) for name, value in module.state_dict().items())
    assert all(value.dtype == torch.float32 for value in module.parameters())
    assert not example[0].requires_grad


def test_hidden_randomness_is_refused_with_what_to_do() -> None:
    recurrent = nn.LSTM(4, 2, 2, dropout=0.5)
    x = torch.randn(3, 4)
    with pytest.raises(SourceError) as refused:
        chainrule.from_torch(recurrent, x)
    assert refused.value.hint == "Call `module.eval()` first, or set its dropout to 0."
    assert chainrule.from_torch(recurrent.eval(), x).agreement.complete


@pytest.mark.filterwarnings("ignore:enable_nested_tensor")
@pytest.mark.parametrize(
    ("build", "count"),
    [
        (lambda: nn.MultiheadAttention(4, 2, dropout=0.5), 3),
        (lambda: nn.TransformerEncoderLayer(4, 2, 8), 1),
        (lambda: nn.Transformer(4, 2, 1, 1, 8), 2),
    ],
)
def test_the_dropout_of_attention_is_recorded_with_its_mask(build: Any, count: int) -> None:
    inputs = [torch.randn(3, 2, 4) for _ in range(count)]
    model = chainrule.from_torch(build(), *inputs, loss=lambda out: first(out).pow(2).sum())
    assert model.agreement.complete
    assert not model.recorded


def first(out: Any) -> Any:
    return out[0] if isinstance(out, tuple) else out


def test_attention_with_dropout_keeps_its_mask_of_scores() -> None:
    q, k = torch.randn(2, 3, 4), torch.randn(2, 3, 4)
    for words in ({"is_causal": True}, {"attn_mask": torch.ones(3, 3).tril().bool()}, {"attn_mask": torch.randn(3, 3)}):
        chosen: Any = words
        attend = lambda q, k: F.scaled_dot_product_attention(q, k, k, dropout_p=0.4, **chosen)  # noqa: B023, E731
        model = chainrule.from_torch(attend, q, k)
        assert model.agreement.complete
        assert not model.recorded


class Mapped(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(3, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.vmap(self.linear)(x)


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (nn.LazyLinear(2), "The module has lazy layers without parameters."),
        (Mapped(), "The run cannot be recorded: "),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_a_sentence(module: Any, said: str) -> None:
    with pytest.raises(InputError) as refused:
        chainrule.from_torch(module, torch.randn(2, 3))
    assert refused.value.detail.startswith(said)
    assert refused.value.hint


def test_a_run_that_stops_is_drawn_as_far_as_it_came() -> None:
    net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(4, 1))
    model = chainrule.from_torch(net, torch.ones(1, 2))
    assert model.error is not None
    assert model.error.detail.startswith("The run stopped in `2`: RuntimeError: ")
    (notice,) = [notice for notice in model.trace.notices if notice.code == "framework-error"]
    assert notice.text == model.error.detail
    assert notice.span is not None
    assert notice.span.line == len(model.source.splitlines())
    assert model.trace.value.shape == (1, 3)  # type: ignore[union-attr]
    assert model.agreement.complete


def test_the_result_says_in_a_line_what_it_is_and_shows_itself() -> None:
    model = chainrule.from_torch(nn.Linear(2, 1), torch.ones(1, 2))
    assert repr(model) == "Imported(1 lines, 3 values, 3 of 3 gradients agree to 1e-06)"
    bundle: Any = model._repr_mimebundle_()
    assert bundle == model.trace._repr_mimebundle_()  # type: ignore[attr-defined]


def test_an_agreement_without_a_gradient_is_not_complete_and_says_so() -> None:
    linear = nn.Linear(2, 3).double()
    model = chainrule.from_torch(lambda x: linear(x).argmax(1), torch.ones(1, 2))
    assert not model.agreement.errors
    assert model.agreement.same_value
    assert not model.agreement.complete
    assert str(model.agreement) == "the value agrees to 1e-06, no gradient was compared"
