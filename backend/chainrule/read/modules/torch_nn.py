"""torch.nn and torch.optim: layers, losses and containers, written in the language itself.

Parameters are leaves with PyTorch's default initialisation rule (its generator's numbers are its own).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..calling import Arguments
from ..values import Const, Instance, Items, Number, Value, View
from .written import Text

__all__ = ["INIT", "NN", "OPTIM", "SCHEDULERS"]


def _drawn(call: Arguments, shape: tuple[int, ...], low: float, high: float) -> Value:
    m = call.machine
    m.seed_counter += 1
    numbers = np.random.default_rng(m.seed_counter).uniform(low, high, shape)
    return Number(m.builder.literal(numbers if shape else float(numbers), m.span(call.node)))


def _uniform(call: Arguments) -> Value:
    """A parameter drawn from U(-1/sqrt(n), 1/sqrt(n)), n being the number of inputs."""
    inputs, *sizes = call.args
    bound = 1 / math.sqrt(max(call.integer(inputs), 1))
    return _drawn(call, call.sizes(sizes), -bound, bound)


def _filled(value: float) -> Any:
    def run(call: Arguments) -> Value:
        shape = call.sizes(call.args)
        m = call.machine
        return Number(m.builder.literal(np.full(shape, value) if shape else value, m.span(call.node)))

    return run


def _normal(call: Arguments) -> Value:
    shape = call.sizes(call.args)
    m = call.machine
    m.seed_counter += 1
    return Number(
        m.builder.literal(np.random.default_rng(m.seed_counter).standard_normal(shape).round(4), m.span(call.node))
    )


def parameters_of(call: Arguments) -> Value:
    """The numbers that an object holds, those of the objects in it among them."""
    found = Items()
    todo: list[Value] = [call.args[0]]
    seen: set[int] = set()
    while todo:
        value = todo.pop(0)
        if id(value) in seen:
            continue
        seen.add(id(value))
        if type(value) in (Number, View):
            found.append(value)
        elif type(value) is Instance:
            todo[:0] = list(value.attributes.values())
        elif isinstance(value, Items | tuple):
            todo[:0] = list(value)
        elif isinstance(value, dict):
            todo[:0] = list(value.values())
    return found


def _step(call: Arguments) -> Value:
    call.machine.stepped = True
    return None


def _ordered(call: Arguments) -> Value:
    """The modules of `Sequential(...)`: given one by one, as a list, or by name."""
    (modules,) = call.bind("modules")
    if isinstance(modules, tuple) and len(modules) == 1 and isinstance(modules[0], dict):
        return Items(modules[0].values())
    if isinstance(modules, tuple) and len(modules) == 1 and isinstance(modules[0], Items):
        return Items(modules[0])
    return Items(modules)


TEXT = Text(
    """
class Module:
    def parameters(self):
        return parameters_of(self)

    def named_parameters(self):
        return [('', p) for p in parameters_of(self)]

    def zero_grad(self, set_to_none=True):
        return None

    def train(self, mode=True):
        self.training = mode
        return self

    def eval(self):
        self.training = False
        return self

    def to(self, *args):
        return self

    def double(self):
        return self

    def float(self):
        return self

    def cuda(self):
        return self

    def apply(self, function):
        return self

    def register_buffer(self, name, value):
        setattr(self, name, value)


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        self.in_features = in_features
        self.out_features = out_features
        self.weight = uniform(in_features, out_features, in_features)
        self.bias = uniform(in_features, out_features) if bias else None

    def forward(self, input):
        return F.linear(input, self.weight, self.bias)


class Bilinear(Module):
    def __init__(self, in1_features, in2_features, out_features, bias=True):
        self.weight = uniform(in1_features, out_features, in1_features, in2_features)
        self.bias = uniform(in1_features, out_features) if bias else None

    def forward(self, input1, input2):
        return F.bilinear(input1, input2, self.weight, self.bias)


class Embedding(Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        self.weight = normal(num_embeddings, embedding_dim)

    def forward(self, input):
        return F.embedding(input, self.weight)


class LayerNorm(Module):
    def __init__(self, normalized_shape, eps=1e-05, elementwise_affine=True, bias=True):
        self.shape_ = normalized_shape
        self.eps = eps
        self.weight = ones(normalized_shape) if elementwise_affine else None
        self.bias = zeros(normalized_shape) if elementwise_affine and bias else None

    def forward(self, input):
        return F.layer_norm(input, self.shape_, self.weight, self.bias, self.eps)


class RMSNorm(Module):
    def __init__(self, normalized_shape, eps=None, elementwise_affine=True):
        self.shape_ = normalized_shape
        self.eps = eps
        self.weight = ones(normalized_shape) if elementwise_affine else None

    def forward(self, input):
        return F.rms_norm(input, self.shape_, self.weight, self.eps)


class BatchNorm1d(Module):
    def __init__(self, num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True):
        self.eps = eps
        self.training = True
        self.weight = ones(num_features) if affine else None
        self.bias = zeros(num_features) if affine else None
        self.running_mean = zeros(num_features)
        self.running_var = ones(num_features)

    def forward(self, input):
        return F.batch_norm(input, self.running_mean, self.running_var, self.weight, self.bias, self.training, 0.1, self.eps)


class Dropout(Module):
    def __init__(self, p=0.5, inplace=False):
        self.p = p
        self.training = True

    def forward(self, input):
        return F.dropout(input, self.p, self.training)


class Sequential(Module):
    def __init__(self, *modules):
        self._items = ordered(modules)

    def forward(self, input):
        for module in self._items:
            input = module(input)
        return input

    def append(self, module):
        self._items.append(module)
        return self

    def add_module(self, name, module):
        self._items.append(module)

    def eval(self):
        for module in self._items:
            module.eval()
        return self

    def __iter__(self):
        return self._items

    def __getitem__(self, index):
        return self._items[index]

    def __len__(self):
        return len(self._items)


class ModuleList(Sequential):
    pass


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        self.start = start_dim
        self.end = end_dim

    def forward(self, input):
        return torch.flatten(input, self.start, self.end)


class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        self.size_ = unflattened_size

    def forward(self, input):
        return input.reshape(input.shape[0], *self.size_)


class Identity(Module):
    def __init__(self, *args):
        return None

    def forward(self, input):
        return input


class PReLU(Module):
    def __init__(self, num_parameters=1, init=0.25):
        self.weight = torch.full((num_parameters,), init)

    def forward(self, input):
        return F.prelu(input, self.weight)


class CosineSimilarity(Module):
    def __init__(self, dim=1, eps=1e-08):
        self.dim_ = dim
        self.eps = eps

    def forward(self, x1, x2):
        return F.cosine_similarity(x1, x2, self.dim_, self.eps)


class PairwiseDistance(Module):
    def __init__(self, p=2.0, eps=1e-06, keepdim=False):
        self.p = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1, x2):
        return F.pairwise_distance(x1, x2, self.p, self.eps, self.keepdim)


class Optimizer:
    def __init__(self, params, *args, **settings):
        self.settings = settings

    def zero_grad(self, set_to_none=True):
        return None

    def step(self, closure=None):
        return stepped()


class Scheduler:
    def __init__(self, optimizer, *args, **settings):
        self.settings = settings

    def step(self, *args):
        return None

    def get_last_lr(self):
        return [0.1]
""",
    modules={"F": "torch.nn.functional", "torch": "torch"},
    helpers={
        "uniform": _uniform,
        "normal": _normal,
        "ones": _filled(1.0),
        "zeros": _filled(0.0),
        "parameters_of": parameters_of,
        "ordered": _ordered,
        "stepped": _step,
    },
)


def _module_of(function: str, settings: str = "") -> str:
    """A class that remembers its settings and calls a function of F with them."""
    names = [part.partition("=")[0].strip() for part in settings.split(",") if part]
    kept = "".join(f"        self.{name} = {name}\n" for name in names) or "        return None\n"
    passed = "".join(f", {name}=self.{name}" for name in names)
    return (
        f"    def __init__(self{', ' if settings else ''}{settings}, inplace=False):\n{kept}\n"
        f"    def forward(self, *inputs):\n        return F.{function}(*inputs{passed})\n\n"
    )


REDUCTION = "reduction='mean'"
MODULES: dict[str, tuple[str, str]] = {  # class -> function of F, settings of its constructor
    "ReLU": ("relu", ""), "Sigmoid": ("sigmoid", ""), "Tanh": ("tanh", ""), "LeakyReLU": ("leaky_relu", "negative_slope=0.01"),
    "ELU": ("elu", "alpha=1.0"), "CELU": ("celu", "alpha=1.0"), "SELU": ("selu", ""), "GELU": ("gelu", "approximate='none'"),
    "SiLU": ("silu", ""), "Mish": ("mish", ""), "Softplus": ("softplus", "beta=1"), "Softsign": ("softsign", ""),
    "LogSigmoid": ("logsigmoid", ""), "Hardtanh": ("hardtanh", "min_val=-1.0, max_val=1.0"), "ReLU6": ("relu6", ""),
    "Hardsigmoid": ("hardsigmoid", ""), "Hardswish": ("hardswish", ""), "Tanhshrink": ("tanhshrink", ""),
    "Hardshrink": ("hardshrink", "lambd=0.5"), "Softshrink": ("softshrink", "lambd=0.5"),
    "Threshold": ("threshold", "threshold, value"), "GLU": ("glu", "dim=-1"), "Softmax": ("softmax", "dim=-1"),
    "LogSoftmax": ("log_softmax", "dim=-1"), "Softmin": ("softmin", "dim=-1"),
    "MSELoss": ("mse_loss", REDUCTION), "L1Loss": ("l1_loss", REDUCTION),
    "SmoothL1Loss": ("smooth_l1_loss", f"{REDUCTION}, beta=1.0"), "HuberLoss": ("huber_loss", f"{REDUCTION}, delta=1.0"),
    "CrossEntropyLoss": ("cross_entropy", f"weight=None, {REDUCTION}, label_smoothing=0.0"),
    "NLLLoss": ("nll_loss", f"weight=None, {REDUCTION}"), "BCELoss": ("binary_cross_entropy", f"weight=None, {REDUCTION}"),
    "BCEWithLogitsLoss": ("binary_cross_entropy_with_logits", f"weight=None, {REDUCTION}, pos_weight=None"),
    "KLDivLoss": ("kl_div", f"{REDUCTION}, log_target=False"),
    "GaussianNLLLoss": ("gaussian_nll_loss", f"full=False, eps=1e-06, {REDUCTION}"),
    "PoissonNLLLoss": ("poisson_nll_loss", f"log_input=True, full=False, {REDUCTION}"),
    "HingeEmbeddingLoss": ("hinge_embedding_loss", f"margin=1.0, {REDUCTION}"),
    "MarginRankingLoss": ("margin_ranking_loss", f"margin=0.0, {REDUCTION}"),
    "SoftMarginLoss": ("soft_margin_loss", REDUCTION), "MultiMarginLoss": ("multi_margin_loss", f"p=1, margin=1.0, {REDUCTION}"),
    "TripletMarginLoss": ("triplet_margin_loss", f"margin=1.0, p=2.0, eps=1e-06, {REDUCTION}"),
    "CosineEmbeddingLoss": ("cosine_embedding_loss", f"margin=0.0, {REDUCTION}"),
}  # fmt: skip
SIMPLE = Text(
    "class Module:\n    def eval(self):\n        return self\n\n    def train(self, mode=True):\n        return self\n\n"
    "    def parameters(self):\n        return []\n\n    def to(self, *args):\n        return self\n\n"
    + "".join(f"class {name}(Module):\n{_module_of(*row)}" for name, row in MODULES.items()),
    modules={"F": "torch.nn.functional"},
)


def _not_yet(what: str) -> Any:
    def run(call: Arguments) -> Value:
        raise call.refuse(f"{what} are not read yet.", "Use linear layers, activations, norms and losses.")

    return run


LATER = {
    "Conv1d": "Convolutions", "Conv2d": "Convolutions", "Conv3d": "Convolutions", "ConvTranspose2d": "Convolutions",
    "MaxPool1d": "Pooling layers", "MaxPool2d": "Pooling layers", "AvgPool2d": "Pooling layers",
    "AdaptiveAvgPool2d": "Pooling layers", "RNN": "Recurrent layers", "LSTM": "Recurrent layers", "GRU": "Recurrent layers",
    "LSTMCell": "Recurrent layers", "GRUCell": "Recurrent layers", "RNNCell": "Recurrent layers",
    "MultiheadAttention": "Attention layers", "Transformer": "Transformer layers", "BatchNorm2d": "Image layers",
    "TransformerEncoderLayer": "Transformer layers", "EmbeddingBag": "Embedding bags", "GroupNorm": "Image layers",
}  # fmt: skip


def _parameter(call: Arguments) -> Value:
    """`nn.Parameter(data)`: a leaf of its own."""
    (data, _) = call.bind("data, requires_grad=True")
    return Number(call.machine.node(data, call.node))


def _initialised(low: str, high: str) -> Any:
    """`init.uniform_(w, a, b)`: new values written into the parameter."""

    def run(call: Arguments) -> Value:
        from ..operators import write

        a, first, second, *_ = call.bind(f"a, low={low}, high={high}, *rest")
        bounds = [float(call.static(value)) for value in (first, second)]
        drawn = _drawn(call, call.shape(a), min(bounds), max(bounds))
        write(call.machine, a, call.machine.node(drawn, call.node))
        return a

    return run


def _constant(value: float | None) -> Any:
    def run(call: Arguments) -> Value:
        from ..operators import write

        a, given = call.bind("a, val=0.0")
        number = float(call.static(given)) if value is None else value
        write(call.machine, a, call.machine.node(_filled(number)(_sized(call, a)), call.node))
        return a

    return run


def _sized(call: Arguments, a: Value) -> Arguments:
    return Arguments(call.machine, call.name, [tuple(map(Const, call.shape(a)))], {}, call.node)


INIT: dict[str, Any] = {
    "uniform_": _initialised("0.0", "1.0"), "normal_": _initialised("-1.0", "1.0"), "zeros_": _constant(0.0),
    "ones_": _constant(1.0), "constant_": _constant(None), "xavier_uniform_": _initialised("-0.5", "0.5"),
    "xavier_normal_": _initialised("-0.5", "0.5"), "kaiming_uniform_": _initialised("-0.5", "0.5"),
    "kaiming_normal_": _initialised("-0.5", "0.5"),
}  # fmt: skip
NN: dict[str, Any] = {
    **SIMPLE.classes(), **TEXT.classes(), "Parameter": _parameter,
    **{name: _not_yet(what) for name, what in LATER.items()},
}  # fmt: skip
for _hidden in ("Optimizer", "Scheduler"):
    del NN[_hidden]
OPTIMIZERS = ("SGD", "Adam", "AdamW", "Adagrad", "RMSprop", "Adadelta", "Adamax", "NAdam", "RAdam", "LBFGS")
OPTIM: dict[str, Any] = {name: TEXT.classes()["Optimizer"] for name in OPTIMIZERS}
SCHEDULERS: dict[str, Any] = {
    name: TEXT.classes()["Scheduler"]
    for name in ("StepLR", "MultiStepLR", "ExponentialLR", "CosineAnnealingLR", "LambdaLR", "LinearLR", "OneCycleLR")
}
