"""torch.nn: layers, losses and containers, written in the language itself.

Parameters are leaves with PyTorch's default initialisation rule (its generator's numbers are its own).
"""

from __future__ import annotations

from typing import Any

from ..calling import Arguments
from ..classes import call_method
from ..values import Const, Instance, Items, Value
from .autodiff import zero_gradients
from .parameters import REFLECTION, parameter
from .rows import op
from .source_definitions import SourceDefinitions
from .standard import copied
from .torch_frames import framed
from .torch_nn_layers import LAYERS as MORE_LAYERS
from .torch_random import loader_order
from .torch_sequences import is_packed
from .torch_weight_norm import LAYERS as NORMALISED
from .torch_weight_norm import weight_lengths

__all__ = ["DATA", "NN", "PARAMETRIZATIONS", "TEXT", "WEIGHT_NORMS"]


def _ordered(call: Arguments) -> Value:
    """Return the modules of a container by name: given one by one, as a list, or as a dictionary."""
    (modules,) = call.bind("modules")
    if isinstance(modules, tuple) and len(modules) == 1 and not isinstance(modules[0], Instance):
        modules = modules[0]
    if isinstance(modules, dict):
        return dict(modules)
    if modules is None:
        return {}
    if not isinstance(modules, Items | tuple):
        raise call.refuse("A container takes modules.", "Write `nn.Sequential(nn.Linear(3, 2), nn.ReLU())`.")
    return {str(place): module for place, module in enumerate(modules)}


def _entry(call: Arguments) -> Value:
    """An entry of a container, by place or by name; a slice is a list."""
    from ..arrays import get_item

    items, key = call.bind("items, key")
    if type(key) is str:
        return get_item(call.machine, items, key, call.node)
    return get_item(call.machine, Items(items.values()), key, call.node)


def _becomes_base(call: Arguments) -> Value:
    """A lazy layer becomes the layer that it waits to be, with the sizes that its first input has, as in PyTorch."""
    layer, *settings = call.args
    layer.cls = layer.cls.bases[0]
    layer.attributes.clear()
    return call_method(call.machine, layer, "__init__", settings, call.node, call.keywords)


def _epoch_order(call: Arguments) -> Value:
    """Return the places of the examples of one epoch as a `DataLoader` draws them; None: in the order of the text."""
    count, is_shuffled, own = call.args
    places = loader_order(call, call.integer(count), own, call.flag(is_shuffled))
    if places is not None:
        return Items([Const(place) for place in places])
    if call.flag(is_shuffled):
        m = call.machine
        text = "The examples come in the order of the text: PyTorch's own shuffling draws another one."
        m.builder.note("random", text, m.span(call.node))
    return None


LAYERS = """
class Module:
    training = True

    def __init__(self, *args, **kwargs):
        return None

    def parameters(self, recurse=True):
        return parameters_of(self)

    def named_parameters(self, prefix='', recurse=True):
        return named_parameters(self)

    def modules(self):
        return [module for _, module in named_modules(self)]

    def named_modules(self):
        return named_modules(self)

    def children(self):
        return [module for _, module in named_children(self)]

    def named_children(self):
        return named_children(self)

    def state_dict(self):
        return state_of(self)

    def load_state_dict(self, state_dict, strict=True):
        return load_state(self, state_dict)

    def zero_grad(self, set_to_none=True):
        return zero_gradients()

    def train(self, mode=True):
        return set_training(self, mode)

    def eval(self):
        return set_training(self, False)

    def requires_grad_(self, requires_grad=True):
        for p in self.parameters():
            p.requires_grad_(requires_grad)
        return self

    def to(self, *args, **kwargs):
        return self

    def cpu(self):
        return self

    def cuda(self, device=None):
        return self

    def double(self):
        return self

    def float(self):
        return self

    def half(self):
        return self

    def compile(self):
        return self

    def apply(self, fn):
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def register_buffer(self, name, tensor, persistent=True):
        setattr(self, name, tensor)

    def register_parameter(self, name, param):
        setattr(self, name, param)

    def add_module(self, name, module):
        setattr(self, name, module)

    def register_module(self, name, module):
        setattr(self, name, module)


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        self.in_features = in_features
        self.out_features = out_features
        self.weight = uniform(in_features, out_features, in_features)
        self.bias = uniform(in_features, out_features) if bias else None

    @hidden
    def expects(self, place):
        return (2, self.in_features), 0

    @hidden
    def forward(self, input):
        return F.linear(input, self.weight, self.bias)


class LazyLinear(Linear):
    def __init__(self, out_features, bias=True, device=None, dtype=None):
        self.sizes, self.has_bias = out_features, bias

    @hidden
    def expects(self, place):
        return (2, 3), 0

    @hidden
    def forward(self, input):
        becomes_base(self, np.shape(input)[-1], self.sizes, self.has_bias)
        return self(input)


class Bilinear(Module):
    def __init__(self, in1_features, in2_features, out_features, bias=True, device=None, dtype=None):
        self.in_features = (in1_features, in2_features)
        self.weight = uniform(in1_features, out_features, in1_features, in2_features)
        self.bias = uniform(in1_features, out_features) if bias else None

    @hidden
    def expects(self, place):
        return (2, self.in_features[place]), 0

    @hidden
    def forward(self, input1, input2):
        return F.bilinear(input1, input2, self.weight, self.bias)


class Embedding(Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0,
                 scale_grad_by_freq=False, sparse=False, device=None, dtype=None):
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = padding_idx
        self.max_norm = max_norm
        self.scale_grad_by_freq = scale_grad_by_freq
        self.weight = normal(num_embeddings, embedding_dim)
        if padding_idx is not None:
            self.weight[padding_idx] = 0.0

    @hidden
    def expects(self, place):
        return (2, 4), self.num_embeddings

    @classmethod
    def from_pretrained(cls, embeddings, freeze=True, padding_idx=None, max_norm=None, norm_type=2.0,
                        scale_grad_by_freq=False, sparse=False):
        layer = cls(1, 1, max_norm=max_norm, scale_grad_by_freq=scale_grad_by_freq)
        layer.num_embeddings, layer.embedding_dim = np.shape(embeddings)
        layer.padding_idx = padding_idx
        layer.weight = embeddings
        return layer

    @hidden
    def forward(self, input):
        return F.embedding(input, self.weight, self.padding_idx, self.max_norm,
                           scale_grad_by_freq=self.scale_grad_by_freq)


class LayerNorm(Module):
    def __init__(self, normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None):
        self.normalized_shape = normalized_shape
        self.eps = eps
        self.weight = ones(normalized_shape) if elementwise_affine else None
        self.bias = zeros(normalized_shape) if elementwise_affine and bias else None

    @hidden
    def expects(self, place):
        sizes = self.normalized_shape
        return (2,) + ((sizes,) if isinstance(sizes, int) else tuple(sizes)), 0

    @hidden
    def forward(self, input):
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)


class RMSNorm(Module):
    def __init__(self, normalized_shape, eps=None, elementwise_affine=True, device=None, dtype=None):
        self.normalized_shape = normalized_shape
        self.eps = eps
        self.weight = ones(normalized_shape) if elementwise_affine else None

    @hidden
    def forward(self, input):
        return F.rms_norm(input, self.normalized_shape, self.weight, self.eps)


class GroupNorm(Module):
    def __init__(self, num_groups, num_channels, eps=1e-05, affine=True, device=None, dtype=None):
        self.num_groups = num_groups
        self.eps = eps
        self.weight = ones(num_channels) if affine else None
        self.bias = zeros(num_channels) if affine else None

    @hidden
    def forward(self, input):
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)


class BatchNorm1d(Module):
    ranks = (2, 3)

    def __init__(self, num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None,
                 dtype=None):
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.weight = ones(num_features) if affine else None
        self.bias = zeros(num_features) if affine else None
        self.running_mean = kept_zeros(num_features) if track_running_stats else None
        self.running_var = kept_ones(num_features) if track_running_stats else None
        self.pending, self.seen = [], 0

    @hidden
    def expects(self, place):
        return (2, self.num_features) + (0,)*(self.ranks[0] - 2), 0

    @hidden
    def forward(self, input):
        if np.ndim(input) not in self.ranks:
            refuse(f'This batch norm takes {" or ".join([str(r) for r in self.ranks])} axes, not {np.ndim(input)}.',
                   'Use `BatchNorm1d`, `BatchNorm2d` or `BatchNorm3d`: (examples, channels, ...).')
        if self.training:
            self.pending.append(input)
            return F.batch_norm(input, None, None, self.weight, self.bias, True, self.momentum, self.eps)
        if self.running_mean is None:
            return F.batch_norm(input, None, None, self.weight, self.bias, True, self.momentum, self.eps)
        self.settle()
        return F.batch_norm(input, self.running_mean, self.running_var, self.weight, self.bias, False, self.momentum,
                            self.eps)

    @hidden
    def settle(self):
        for each in self.pending:
            self.seen += 1
            share = 1/self.seen if self.momentum is None else self.momentum  # None: the mean of all batches
            input = stopped(each)
            axes = 0 if np.ndim(input) == 2 else (0,) + tuple(range(2, np.ndim(input)))
            mean, var = np.mean(input, axis=axes), np.var(input, axis=axes, ddof=1)
            self.running_mean = (1 - share)*self.running_mean + share*mean
            self.running_var = (1 - share)*self.running_var + share*var
        self.pending = []


class Dropout(Module):
    def __init__(self, p=0.5, inplace=False):
        self.p = p

    @hidden
    def forward(self, input):
        return F.dropout(input, self.p, self.training)


class AlphaDropout(Dropout):
    @hidden
    def forward(self, input):
        return F.alpha_dropout(input, self.p, self.training)


class RReLU(Module):
    def __init__(self, lower=0.125, upper=0.3333333333333333, inplace=False):
        self.lower = lower
        self.upper = upper

    @hidden
    def forward(self, input):
        return F.rrelu(input, self.lower, self.upper, self.training)


class Sequential(Module):
    def __init__(self, *modules):
        self._items = ordered(modules)

    @hidden
    def forward(self, input):
        return framed(self, input)

    @hidden
    def run(self, input):
        for _, module in named_children(self):
            input = module(input)
        return input

    def append(self, module):
        self._items[str(len(self._items))] = module
        return self

    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self

    def add_module(self, name, module):
        self._items[name] = module

    def insert(self, index, module):
        self._items = inserted(self._items, index, module)
        return self

    def pop(self, key):
        return self._items.pop(name_at(self._items, key))

    def __getattr__(self, name):
        return self._items if name == '_modules' else self._items[name]

    def __iter__(self):
        return list(self._items.values())

    def __getitem__(self, index):
        found = entry_of(self._items, index)
        return Sequential(*found) if isinstance(found, list) else found

    def __setitem__(self, index, module):
        self._items[name_at(self._items, index)] = module

    def __delitem__(self, index):
        self._items = without_entry(self._items, index)

    def __len__(self):
        return len(self._items)


@hidden
def inserted(items, index, module):
    modules = list(items.values())
    modules.insert(index, module)
    return ordered(modules)


@hidden
def without_entry(items, index):
    modules = list(items.values())
    del modules[index]
    return ordered(modules)


@hidden
def name_at(items, index):
    return index if isinstance(index, str) else list(items)[index]


class ModuleList(Module):
    def __init__(self, modules=None):
        self._items = ordered(modules)

    def append(self, module):
        self._items[str(len(self._items))] = module
        return self

    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self

    def insert(self, index, module):
        self._items = inserted(self._items, index, module)

    def add_module(self, name, module):
        self._items[name] = module

    def __add__(self, other):
        return ModuleList(list(self) + list(other))

    def __iadd__(self, other):
        return self.extend(other)

    def __iter__(self):
        return list(self._items.values())

    def __getitem__(self, index):
        found = entry_of(self._items, index)
        return ModuleList(found) if isinstance(found, list) else found

    def __setitem__(self, index, module):
        self._items[name_at(self._items, index)] = module

    def __delitem__(self, index):
        self._items = without_entry(self._items, index)

    def __len__(self):
        return len(self._items)


class ParameterList(ModuleList):
    pass


class ModuleDict(Module):
    def __init__(self, modules=None):
        self._items = ordered(modules)

    def __getitem__(self, key):
        return self._items[key]

    def __setitem__(self, key, module):
        self._items[key] = module

    def add_module(self, name, module):
        self._items[name] = module

    def register_module(self, name, module):
        self._items[name] = module

    def update(self, modules):
        self._items.update(modules if isinstance(modules, dict) else dict(modules))

    def pop(self, key):
        return self._items.pop(key)

    def __delitem__(self, key):
        self._items.pop(key)

    def clear(self):
        self._items.clear()

    def __getattr__(self, key):
        if key not in self._items:
            refuse(f'There is no `{key}` here.', 'Ask for one that was put in.')
        return self._items[key]

    def __contains__(self, key):
        return key in self._items

    def __iter__(self):
        return list(self._items)

    def __len__(self):
        return len(self._items)

    def keys(self):
        return list(self._items)

    def values(self):
        return list(self._items.values())

    def items(self):
        return list(self._items.items())


class ParameterDict(ModuleDict):
    pass


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        self.start = start_dim
        self.end = end_dim

    @hidden
    def forward(self, input):
        return torch.flatten(input, self.start, self.end)


class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        self.dim = dim
        self.sizes = unflattened_size

    @hidden
    def forward(self, input):
        return torch.unflatten(input, self.dim, self.sizes)


class Identity(Module):
    def __init__(self, *args, **kwargs):
        return None

    @hidden
    def forward(self, input):
        return input


class PReLU(Module):
    def __init__(self, num_parameters=1, init=0.25, device=None, dtype=None):
        self.weight = parameter(torch.full((num_parameters,), init))

    @hidden
    def forward(self, input):
        return F.prelu(input, self.weight)
"""
BATCHES = """
class Dataset:
    pass


class TensorDataset(Dataset):
    def __init__(self, *tensors):
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple([t[index] for t in self.tensors])

    def __len__(self):
        return len(self.tensors[0])


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, sampler=None, batch_sampler=None, num_workers=0,
                 collate_fn=None, pin_memory=False, drop_last=False, generator=None):
        if sampler is not None or batch_sampler is not None or collate_fn is not None:
            refuse("A `DataLoader` is read without samplers.", "Leave them out.")
        self.dataset = dataset
        self.batch_size = batch_size
        self.drop_last = drop_last
        self.shuffle = shuffle
        self.generator = generator

    def __len__(self):
        n = len(self.dataset)
        return n//self.batch_size if self.drop_last else -(-n//self.batch_size)

    def __iter__(self):
        n, size = len(self.dataset), self.batch_size
        order = epoch_order(n, self.shuffle, self.generator)
        return [_batch(self.dataset, i*size, min((i + 1)*size, n), order) for i in range(len(self))]


def _batch(dataset, start, end, order):
    if hasattr(dataset, 'tensors'):
        return [t[start:end] if order is None else t[order[start:end]] for t in dataset.tensors]
    places = range(start, end) if order is None else order[start:end]
    rows = [dataset[i] for i in places]
    if isinstance(rows[0], tuple):
        return [torch.stack([torch.tensor(row[k]) for row in rows]) for k in range(len(rows[0]))]
    return torch.stack([torch.tensor(row) for row in rows])
"""


def _class_of(name: str, function: str, settings: str) -> str:
    """Return the text of a module class that stores its settings and calls a function of F with them."""
    names = [part.partition("=")[0].strip() for part in settings.split(",") if part]
    assignments = "".join(f"        self.{word} = {word}\n" for word in names) or "        return None\n"
    passed = "".join(f", {word}=self.{word}" for word in names)
    return (
        f"\n\nclass {name}(Module):\n    def __init__(self{', ' if settings else ''}{settings}):\n{assignments}\n"
        f"    @hidden\n    def forward(self, *inputs):\n        return F.{function}(*inputs{passed})\n"
    )


OLD = "size_average=None, reduce=None, reduction='mean'"
WEIGHTED = "weight=None, size_average=None, reduce=None, reduction='mean'"
CLASSES: dict[str, tuple[str, str]] = {  # class -> function of F, settings of its constructor
    "ReLU": ("relu", "inplace=False"), "Sigmoid": ("sigmoid", ""), "Tanh": ("tanh", ""),
    "LeakyReLU": ("leaky_relu", "negative_slope=0.01, inplace=False"), "ELU": ("elu", "alpha=1.0, inplace=False"),
    "CELU": ("celu", "alpha=1.0, inplace=False"), "SELU": ("selu", "inplace=False"),
    "GELU": ("gelu", "approximate='none'"), "SiLU": ("silu", "inplace=False"), "Mish": ("mish", "inplace=False"),
    "Softplus": ("softplus", "beta=1.0, threshold=20.0"), "Softsign": ("softsign", ""), "LogSigmoid": ("logsigmoid", ""),
    "Hardtanh": ("hardtanh", "min_val=-1.0, max_val=1.0, inplace=False"), "ReLU6": ("relu6", "inplace=False"),
    "Hardsigmoid": ("hardsigmoid", "inplace=False"), "Hardswish": ("hardswish", "inplace=False"),
    "Tanhshrink": ("tanhshrink", ""), "Hardshrink": ("hardshrink", "lambd=0.5"),
    "Softshrink": ("softshrink", "lambd=0.5"), "Threshold": ("threshold", "threshold, value, inplace=False"),
    "GLU": ("glu", "dim=-1"), "Softmax": ("softmax", "dim=None"), "LogSoftmax": ("log_softmax", "dim=None"),
    "Softmin": ("softmin", "dim=None"), "CosineSimilarity": ("cosine_similarity", "dim=1, eps=1e-08"),
    "PairwiseDistance": ("pairwise_distance", "p=2.0, eps=1e-06, keepdim=False"),
    "MSELoss": ("mse_loss", OLD), "L1Loss": ("l1_loss", OLD), "SmoothL1Loss": ("smooth_l1_loss", f"{OLD}, beta=1.0"),
    "HuberLoss": ("huber_loss", "reduction='mean', delta=1.0"),
    "CrossEntropyLoss": ("cross_entropy", "weight=None, size_average=None, ignore_index=-100, reduce=None, "
                                          "reduction='mean', label_smoothing=0.0"),
    "NLLLoss": ("nll_loss", "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'"),
    "BCELoss": ("binary_cross_entropy", WEIGHTED),
    "BCEWithLogitsLoss": ("binary_cross_entropy_with_logits", f"{WEIGHTED}, pos_weight=None"),
    "KLDivLoss": ("kl_div", f"{OLD}, log_target=False"),
    "GaussianNLLLoss": ("gaussian_nll_loss", "full=False, eps=1e-06, reduction='mean'"),
    "PoissonNLLLoss": ("poisson_nll_loss", "log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, "
                                           "reduction='mean'"),
    "HingeEmbeddingLoss": ("hinge_embedding_loss", f"margin=1.0, {OLD}"),
    "MarginRankingLoss": ("margin_ranking_loss", f"margin=0.0, {OLD}"), "SoftMarginLoss": ("soft_margin_loss", OLD),
    "MultiMarginLoss": ("multi_margin_loss", "p=1, margin=1.0, weight=None, size_average=None, reduce=None, "
                                             "reduction='mean'"),
    "MultiLabelSoftMarginLoss": ("multilabel_soft_margin_loss", WEIGHTED),
    "TripletMarginLoss": ("triplet_margin_loss", "margin=1.0, p=2.0, eps=1e-06, swap=False, size_average=None, "
                                                 "reduce=None, reduction='mean'"),
    "MultiLabelMarginLoss": ("multilabel_margin_loss", OLD),
    "TripletMarginWithDistanceLoss": ("triplet_margin_with_distance_loss", "distance_function=None, margin=1.0, "
                                      "swap=False, reduction='mean'"),
    "CosineEmbeddingLoss": ("cosine_embedding_loss", f"margin=0.0, {OLD}"),
}  # fmt: skip


TEXT = SourceDefinitions(
    LAYERS + MORE_LAYERS + NORMALISED + "".join(_class_of(name, *row) for name, row in CLASSES.items()),
    modules={"F": "torch.nn.functional", "torch": "torch", "np": "numpy", "init": "torch.nn.init"},
    helpers={
        **REFLECTION,
        "parameter": parameter,
        "becomes_base": _becomes_base,
        "is_packed": is_packed,
        "framed": framed,
        "weight_lengths": weight_lengths,
        "ordered": _ordered,
        "entry_of": _entry,
        "stopped": op("stop"),
        "copy_of": lambda call: copied(call, deep=True),
        "zero_gradients": zero_gradients,
    },
)
DATA_TEXT = SourceDefinitions(BATCHES, modules={"torch": "torch"}, helpers={"epoch_order": _epoch_order})


NN: dict[str, Any] = {**TEXT.classes(), "Parameter": parameter}
PARAMETRIZATIONS: dict[str, Any] = {"weight_norm": TEXT.row("listed_weight_norm")}
WEIGHT_NORMS: dict[str, Any] = {name: TEXT.row(name) for name in ("weight_norm", "remove_weight_norm")}
DATA: dict[str, Any] = {name: DATA_TEXT.classes()[name] for name in ("Dataset", "TensorDataset", "DataLoader")}
