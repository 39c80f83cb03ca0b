"""Calls that are not read here: one gate each with the numbers of the run, refused at others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

import chainrule
from chainrule.codegen import generate
from chainrule.errors import ChainruleError, InputError, SourceError
from chainrule.request import TraceRequest


class Tripled(torch.autograd.Function):
    """A square whose backward pass says 3x instead of 2x."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx: Any, *upstream: Any) -> Any:
        (x,) = ctx.saved_tensors
        return 3 * x * upstream[0]


class Inner(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.special.erfcx(x)


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.inner, self.last = nn.Linear(2, 3), Inner(), nn.Linear(3, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.last(self.inner(torch.sin(self.first(x)))) + x  # type: ignore[no-any-return]


LABELS = torch.tensor([[1, 2]])
CALLS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "a slope for each entry": (lambda x: torch.special.erfcx(torch.sin(x)).sum(), (torch.randn(2, 3),)),
    "a Jacobian": (lambda x: nn.functional.ctc_loss(x.log_softmax(-1), LABELS, torch.tensor([5]), torch.tensor([2])),
                   (torch.randn(5, 1, 4),)),
    "a backward pass of one's own": (lambda x, y: (Tripled.apply(x * y) * x).sum(), (torch.randn(3), torch.randn(3))),
    "random numbers": (nn.RReLU(), (torch.randn(6),)),
    "several inputs": (lambda x, y: (torch.nn.functional.triplet_margin_with_distance_loss(
        x, y, x * y, distance_function=lambda a, b: torch.special.erfcx((a - b).abs()).sum(1))), (
        torch.randn(3, 2), torch.randn(3, 2))),
    "a large diagonal": (lambda x: torch.special.erfcx(x).mean(), (torch.rand(80, 90),)),
    "a number": (lambda x: torch.special.erfcx(x) * x, (torch.tensor(1.3),)),
    "in place": (lambda x: (x * 2).erfinv_().renorm_(2, 0, 1.0).sum(), (torch.rand(3, 2) / 3,)),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


@pytest.mark.parametrize("name", CALLS)
def test_gradients_through_what_is_not_read_are_those_of_autograd(name: str) -> None:
    function, example = CALLS[name]
    model = chainrule.from_torch(function, *example)
    assert model.agreement.complete, (model.agreement.errors, model.source)
    assert len(model.agreement.errors) == len(example)
    np.testing.assert_allclose(model.trace.value, model.value, rtol=1e-12)


def test_what_is_not_read_is_one_gate_with_its_wires_alone() -> None:
    model = chainrule.from_torch(Net(), torch.randn(4, 2))
    (gate,) = [node for node in model.trace.nodes if node.op == "recorded"]
    assert (gate.label, gate.pattern, gate.shape) == ("erfcx", "recorded", [4, 3])
    assert model.recorded == ("torch.special.erfcx",)
    assert len([edge for edge in model.trace.edges if edge.target == gate.id]) == 1
    drawn = {node.name for node in model.trace.nodes if node.kind == "leaf"}
    assert drawn == {"x", "first_weight", "first_bias", "last_weight", "last_bias"}
    said = [notice.text for notice in model.trace.notices]
    assert "`torch.special.erfcx` is recorded from PyTorch; its gradient is PyTorch's." in said


def test_the_agreement_says_which_gradients_are_no_check_of_ours() -> None:
    model = chainrule.from_torch(Net(), torch.randn(4, 2))
    assert model.agreement.recorded == {"x", "first_weight", "first_bias"}
    assert str(model.agreement) == (
        "5 of 5 gradients agree to 1e-06, 3 of them through a recorded gate, whose gradient is no check of ours"
    )


def test_other_inputs_than_the_recorded_ones_are_refused() -> None:
    model = chainrule.from_torch(Net(), torch.randn(4, 2))
    moved = {**model.values, "first_bias": np.asarray(model.values["first_bias"]) + 0.1}
    with pytest.raises(InputError, match="its numbers hold at the recorded inputs only") as refused:
        chainrule.trace(model.source, moved)
    assert refused.value.code == "recorded"
    assert refused.value.span is not None
    behind = {**model.values, "last_bias": np.asarray(model.values["last_bias"]) + 0.1}
    assert chainrule.trace(model.source, behind).gradients["last_bias"].shape == (2,)  # type: ignore[union-attr]


SMALL = "y = recorded('library.f', 'PyTorch', v, (sin(x), at, s))\nf = sum(y*w)"
AT = np.array([0.1, 0.2, 0.3])
VALUES = {"x": AT, "v": AT * 2, "at": np.sin(AT), "s": AT + 1, "w": AT - 1}


@pytest.mark.parametrize(
    "use",
    [
        lambda: chainrule.gradcheck(SMALL, VALUES),
        lambda: chainrule.hessian(SMALL, VALUES, wrt=["x"]),
        lambda: chainrule.trace(SMALL, VALUES, graph="backward"),
        lambda: chainrule.train(SMALL, VALUES, iterations=2, parameters=["x"]),
    ],
)
def test_what_needs_other_numbers_or_second_derivatives_is_refused(use: Callable[[], object]) -> None:
    with pytest.raises(ChainruleError) as refused:
        use()
    assert refused.value.code == "recorded"


def test_forward_mode_goes_through_a_recorded_gate() -> None:
    trace = chainrule.trace(SMALL, VALUES, mode="forward", direction={"x": [1.0, 0.0, 0.0]})
    gradient = chainrule.trace(SMALL, VALUES).gradients["x"]
    assert trace.tangent == pytest.approx(gradient[0])  # type: ignore[index]


def test_generated_code_has_the_numbers_and_refuses_others() -> None:
    code = generate(TraceRequest(SMALL, VALUES), "numpy").text
    space: dict[str, Any] = {}
    exec(code, space)
    np.testing.assert_allclose(space["dx"], chainrule.trace(SMALL, VALUES).gradients["x"])
    with pytest.raises(ValueError, match="recorded at other inputs"):
        exec(code.replace("0.1", "0.5", 1), {})


def test_a_page_asks_the_server_when_an_input_moves() -> None:
    tape = chainrule.trace(SMALL, VALUES).tape
    assert tape is not None
    assert any(outcome for _, _, _, outcome in tape.guards)
    assert chainrule.trace(SMALL, VALUES).guards == []  # it is no choice of the program's


def test_what_cannot_be_recorded_is_named_with_its_module_and_the_reason() -> None:
    class Spectrum(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.fft.rfft(x).abs()

    with pytest.raises(SourceError) as refused:
        chainrule.from_torch(nn.Sequential(nn.Linear(4, 4), Spectrum()), torch.randn(4))
    assert refused.value.detail == (
        "`torch.fft.rfft` in `1` is not read here, and no gate can be recorded of it: its numbers are complex."
    )


def test_a_backward_pass_that_is_no_product_is_refused() -> None:
    class Clipped(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
            return x.clone()

        @staticmethod
        def backward(ctx: Any, *upstream: Any) -> Any:
            return upstream[0].clamp(-1, 1)

    with pytest.raises(SourceError, match="its backward pass is no product with a Jacobian"):
        chainrule.from_torch(lambda x: (Clipped.apply(x) * 3).sum(), torch.ones(2))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("recorded('f', 'g', x)", {"x": 1}),
        ("recorded('f', 'g', v, (x, at, s))", {"x": [1, 2], "v": 1, "at": 1, "s": 1}),
        ("recorded('f', 'g', v, (x, at, s))", {"x": [1, 2], "v": 1, "at": [1, 2], "s": 1}),
    ],
)
def test_a_recorded_gate_that_does_not_fit_is_refused(source: str, values: dict[str, Any]) -> None:
    with pytest.raises(SourceError) as refused:
        chainrule.trace(source, values)
    assert refused.value.code == "not-in-language"


class Packed(nn.Module):
    """A classifier of sequences of different lengths."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(10, 4, padding_idx=0)
        self.gru, self.fc = nn.GRU(4, 3, batch_first=True, bidirectional=True), nn.Linear(6, 2)

    def forward(self, tokens: torch.Tensor, lengths: torch.Tensor) -> Any:
        packed = nn.utils.rnn.pack_padded_sequence(self.embed(tokens), lengths, batch_first=True, enforce_sorted=False)
        _, h = self.gru(packed)
        return self.fc(torch.cat([h[0], h[1]], -1))


def test_a_packed_sequence_is_recorded_with_pytorchs_gradients() -> None:
    torch.manual_seed(0)
    model = chainrule.from_torch(Packed(), torch.tensor([[1, 2, 0, 0], [4, 5, 6, 7]]), torch.tensor([2, 4]))
    assert model.agreement.complete, model.agreement.errors
    assert {name.partition("[")[0] for name in model.recorded} == {"_pack_padded_sequence", "torch.gru"}
    assert "fc_weight" not in model.agreement.recorded
