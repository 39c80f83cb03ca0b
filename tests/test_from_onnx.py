"""Models from ONNX files: values beside PyTorch's, our gradients beside autograd's, what is refused."""

from __future__ import annotations

import io
import logging
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper
from torch import nn

import chainrule
from chainrule.cli import main
from chainrule.errors import ChainruleError
from models import MODELS


def exported(module: nn.Module, *example: torch.Tensor) -> bytes:
    logging.disable(logging.WARNING)
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module.eval(), example, file, dynamo=False)
    logging.disable(logging.NOTSET)
    return file.getvalue()


def one_node(op: str, inputs: dict[str, Any], version: int = 20, **settings: Any) -> bytes:
    """A file with one operator; float arrays are inputs of the model, whole numbers are held by the file."""
    held = [
        onnx.numpy_helper.from_array(np.asarray(v), k) for k, v in inputs.items() if np.asarray(v).dtype.kind == "i"
    ]
    free = [
        helper.make_tensor_value_info(k, TensorProto.FLOAT, list(np.shape(v)))
        for k, v in inputs.items()
        if np.asarray(v).dtype.kind == "f"
    ]
    out = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph([helper.make_node(op, list(inputs), ["y"], **settings)], "one", free, [out], held)
    content: bytes = helper.make_model(graph, opset_imports=[helper.make_opsetid("", version)]).SerializeToString()
    return content


@pytest.mark.parametrize("name", ["convolutions", "residual", "mixer", "encoder", "unet"])
def test_exported_models_have_pytorch_s_values_and_gradients(name: str) -> None:
    torch.manual_seed(0)
    module, example, _, _ = MODELS[name]()
    for (
        parameter
    ) in module.parameters():  # copies of a layer are alike before training: the exporter joins equal weights
        if parameter.ndim > 1:
            nn.init.normal_(parameter, std=0.3)
    model = chainrule.from_onnx(exported(module, *example), *[each.numpy() for each in example])
    assert model.agreement.same_value, str(model.agreement)
    assert not model.agreement.complete  # a file holds no gradients
    twin = module.double().eval()
    inputs = [each.double().requires_grad_() if each.is_floating_point() else each for each in example]
    out = twin(*inputs)
    out.sum().backward()
    gradients = model.trace.gradients
    named = {node.name: node for node in model.graph.nodes if node.op == "input"}
    parameters = dict(twin.named_parameters())
    compared = 0
    scale = max(float(each.grad.abs().max()) for each in parameters.values() if each.grad is not None)
    for key, path in model.paths.items():
        if path in parameters and tuple(parameters[path].shape) == named[key].shape:
            wanted = parameters[path].grad.numpy()  # type: ignore[union-attr]
            assert np.max(np.abs(gradients[key] - wanted)) <= 1e-4 * scale, key
            compared += 1
    assert compared >= 2


CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Conv", {"x": (1, 2, 6, 6), "w": (3, 2, 3, 3), "b": (3,)}, {"pads": [1, 0, 2, 1], "strides": [2, 1]}),
    ("Conv", {"x": (1, 2, 6, 6), "w": (2, 1, 3, 3)}, {"auto_pad": "SAME_UPPER", "group": 2}),
    ("ConvTranspose", {"x": (1, 2, 3, 3), "w": (2, 3, 3, 3)}, {"strides": [2, 2], "output_padding": [1, 1]}),
    ("MaxPool", {"x": (1, 1, 5, 5)}, {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "strides": [2, 2]}),
    ("AveragePool", {"x": (1, 1, 4, 4)}, {"kernel_shape": [2, 2], "pads": [1, 1, 1, 1], "strides": [2, 2]}),
    ("GlobalAveragePool", {"x": (2, 3, 4, 4)}, {}),
    ("Gemm", {"a": (3, 2), "b": (3, 4), "c": (4,)}, {"transA": 1, "alpha": 0.5, "beta": 2.0}),
    ("LayerNormalization", {"x": (2, 3, 4), "w": (4,), "b": (4,)}, {}),
    ("InstanceNormalization", {"x": (2, 3, 4), "w": (3,), "b": (3,)}, {}),
    ("Transpose", {"x": (2, 3, 4)}, {}),
    ("Softmax", {"x": (2, 3, 4)}, {"axis": 1}),
    ("LogSoftmax", {"x": (2, 3)}, {}),
    ("Gather", {"x": (3, 4), "i": np.array([[0, 2], [1, 1]])}, {"axis": 1}),
    ("Slice", {"x": (4, 5), "s": np.array([1, 4]), "e": np.array([3, -6]), "a": np.array([0, 1]),
               "t": np.array([1, -1])}, {}),
    ("Pad", {"x": (2, 3), "p": np.array([1, 0, 0, 2])}, {}),
    ("Reshape", {"x": (2, 6), "s": np.array([0, 2, -1])}, {}),
    ("ReduceMean", {"x": (2, 3, 4), "a": np.array([0, 2])}, {"keepdims": 0}),
    ("ReduceL2", {"x": (2, 3)}, {}),
    ("PRelu", {"x": (2, 3), "s": (3,)}, {}),
    ("HardSigmoid", {"x": (2, 3)}, {}),
    ("Selu", {"x": (2, 3)}, {}),
    ("Gelu", {"x": (2, 3)}, {"approximate": "tanh"}),
    ("Max", {"a": (2, 3), "b": (3,), "c": (2, 1)}, {}),
    ("Einsum", {"a": (2, 3), "b": (3, 4)}, {"equation": "ij,jk->ki"}),
    ("CumSum", {"x": (2, 3), "a": np.array(1)}, {"reverse": 1}),
    ("Expand", {"x": (2, 1), "s": np.array([2, 2, 3])}, {}),
    ("Trilu", {"x": (3, 3)}, {"upper": 0}),
]  # fmt: skip


@pytest.mark.parametrize(("op", "inputs", "settings"), CASES, ids=[f"{i}-{op}" for i, (op, _, _) in enumerate(CASES)])
def test_an_operator_has_the_value_of_onnx_s_own_evaluator(op: str, inputs: Any, settings: Any) -> None:
    rng = np.random.default_rng(1)
    arrays = {k: rng.normal(size=v).astype(np.float32) if isinstance(v, tuple) else v for k, v in inputs.items()}
    free = [value for value in arrays.values() if value.dtype.kind == "f"]
    model = chainrule.from_onnx(one_node(op, arrays, **settings), *free)
    assert model.value is not None
    assert model.agreement.same_value, f"{model.source} {model.agreement}"


def test_a_softmax_of_old_files_goes_over_all_later_axes() -> None:
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype(np.float32)
    model = chainrule.from_onnx(one_node("Softmax", {"x": x}, version=11, axis=1), x)
    np.testing.assert_allclose(model.trace.value.sum(), 2)  # type: ignore[union-attr]


def test_modules_are_functions_and_parameters_have_their_paths() -> None:
    module, example, _, _ = MODELS["residual"]()
    model = chainrule.from_onnx(exported(module, *example))
    assert "def block(" in model.source
    assert model.paths["fc_weight"] == "fc.weight"


def test_a_loss_can_be_put_behind_the_model() -> None:
    net = nn.Linear(3, 4)
    model = chainrule.from_onnx(exported(net, torch.ones(2, 3)), np.ones((2, 3)), loss="cross_entropy", target=[0, 2])
    loss = nn.functional.cross_entropy(net(torch.ones(2, 3)), torch.tensor([0, 2]))
    assert float(model.trace.value) == pytest.approx(float(loss.detach()), rel=1e-5)
    assert str(model.agreement) == "nothing was compared"


def test_what_is_no_model_or_not_read_is_said() -> None:
    for content in (b"no model", b""):
        with pytest.raises(ChainruleError) as refused:
            chainrule.from_onnx(content)
        assert refused.value.code == "bad-file"
    with pytest.raises(ChainruleError, match="`NonZero`"):
        chainrule.from_onnx(one_node("NonZero", {"x": np.ones(3, dtype=np.float32)}))
    file = one_node("Relu", {"x": np.ones((2, 3), dtype=np.float32)})
    with pytest.raises(ChainruleError, match="The input `x` has the shape 2×3"):
        chainrule.from_onnx(file, np.ones(4))
    with pytest.raises(ChainruleError, match="takes 1 inputs, not 2"):
        chainrule.from_onnx(file, np.ones((2, 3)), np.ones(1))


def test_the_command_line_prints_the_program_the_costs_and_a_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "net.onnx"
    file.write_bytes(exported(nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)), torch.ones(1, 2)))
    assert main(["import", str(file)]) == 0
    out = capsys.readouterr().out
    assert "F.linear(" in out
    assert "the value agrees to 0.0001" in out
    assert main(["import", str(file), "--costs"]) == 0
    assert "total" in capsys.readouterr().out
    picture = tmp_path / "net.svg"
    assert main(["import", str(file), "--picture", str(picture)]) == 0
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert main(["import", str(tmp_path / "none.onnx")]) == 3


class Recurrent(nn.Module):
    def __init__(self, kind: str, **settings: Any) -> None:
        super().__init__()
        self.rnn = getattr(nn, kind)(3, 4, **settings)
        self.fc = nn.Linear(8 if settings.get("bidirectional") else 4, 2)

    def forward(self, x: torch.Tensor) -> Any:
        out, state = self.rnn(x)
        return self.fc(out).sum(0) + (state[0] if isinstance(state, tuple) else state).sum()


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("LSTM", {}),
        ("LSTM", {"bidirectional": True}),
        ("GRU", {"bidirectional": True, "num_layers": 2}),
        ("RNN", {"nonlinearity": "relu"}),
        ("LSTM", {"batch_first": True, "bias": False}),
    ],
)
def test_recurrent_layers_are_pytorch_s(kind: str, settings: dict[str, Any], tmp_path: Path) -> None:
    torch.manual_seed(0)
    module, x = Recurrent(kind, **settings).eval(), torch.randn(5, 2, 3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, (x,), str(tmp_path / "net.onnx"), dynamo=False)
    model, wanted = chainrule.from_onnx(tmp_path / "net.onnx", x.numpy()), chainrule.from_torch(module, x)
    name_of = {path: name for name, path in model.paths.items()}
    assert set(name_of) == set(wanted.paths.values())
    for name, path in wanted.paths.items():
        gradient, true = np.asarray(model.trace.gradients[name_of[path]]), np.asarray(wanted.reference[name])
        gradient = gradient.T if gradient.shape != true.shape else gradient  # the file holds fc.weight transposed
        np.testing.assert_allclose(gradient, true, rtol=1e-6, atol=1e-9)


def test_tied_weights_that_the_file_holds_twice_are_one_parameter(tmp_path: Path) -> None:
    torch.manual_seed(0)
    embed, head = nn.Embedding(7, 4), nn.Linear(4, 7)
    head.weight = embed.weight
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            nn.Sequential(embed, nn.Tanh(), head), (torch.tensor([[1, 2]]),), str(tmp_path / "net.onnx"), dynamo=False
        )
    model = chainrule.from_onnx(tmp_path / "net.onnx", np.array([[1, 2]]))
    assert set(model.paths.values()) == {"0.weight", "2.bias"}
    wanted = chainrule.from_torch(nn.Sequential(embed, nn.Tanh(), head), torch.tensor([[1, 2]]))
    (name,) = [name for name, path in model.paths.items() if path == "0.weight"]
    (true,) = [wanted.reference[name] for name, path in wanted.paths.items() if path == "0.weight"]
    np.testing.assert_allclose(model.trace.gradients[name], true, rtol=1e-6)
