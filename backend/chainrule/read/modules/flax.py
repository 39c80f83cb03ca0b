"""Flax: what the names of `flax.linen` and `flax.nnx` mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..values import Items
from .autodiff import TRANSFORMS
from .flax_initializers import INITIALIZERS
from .flax_linen import LINEN_HELPERS, compact
from .flax_nnx import NNX_HELPERS, module_gradient
from .flax_text import LINEN, NNX, SHARED
from .jax import JAX_NN
from .jax_control import tree_map
from .keras_text import LAYERS_TEXT
from .parameters import parameter
from .prelude_calls import prelude
from .rows import identity, op
from .source_definitions import SourceDefinitions
from .torch import over_dimension
from .torch_functional import FUNCTIONAL

__all__ = ["FLAX_MODULES"]

COMMON: Mapping[str, Any] = {
    "convolution": LAYERS_TEXT.row("convolution"), "max_pooling": LAYERS_TEXT.row("max_pooling"),
    "average_pooling": LAYERS_TEXT.row("average_pooling"), "widths_of": LAYERS_TEXT.row("widths_of"),
    "softmax": over_dimension("softmax"), "sigmoid": prelude("sigmoid"),
    "dropout": FUNCTIONAL["dropout"], "tree_map": tree_map, "conv_transpose_gate": op("conv_transpose"),
}  # fmt: skip
LINEN_TEXT = SourceDefinitions(SHARED + LINEN, {"np": "numpy"}, {**COMMON, **LINEN_HELPERS})
NNX_TEXT = SourceDefinitions(SHARED + NNX, {"np": "numpy"}, {**COMMON, **NNX_HELPERS})
POOLS = ("max_pool", "avg_pool", "dot_product_attention", "make_attention_mask", "make_causal_mask", "combine_masks")
HIDDEN_CLASSES = ("TrainState", "LinearGeneral")
FUNCTIONS: Mapping[str, Any] = {
    **JAX_NN, **{name: LINEN_TEXT.row(name) for name in POOLS},
}  # fmt: skip


def _layers(text: SourceDefinitions) -> dict[str, Any]:
    return {name: value for name, value in text.classes().items() if name not in HIDDEN_CLASSES}


STATES: Mapping[str, Any] = {"TrainState": LINEN_TEXT.classes()["TrainState"]}
FLAX_MODULES: Mapping[str, Mapping[str, Any]] = {
    "flax": {},
    "flax.core": {"freeze": identity, "unfreeze": identity, "FrozenDict": identity},
    "flax.linen": {**FUNCTIONS, **_layers(LINEN_TEXT), "compact": compact, "nowrap": identity, "jit": TRANSFORMS["jit"]},
    "flax.linen.initializers": INITIALIZERS,
    "flax.training": {},
    "flax.training.train_state": STATES,
    "flax.nnx": {
        **FUNCTIONS, **_layers(NNX_TEXT), "Param": parameter, "jit": TRANSFORMS["jit"], "grad": module_gradient(False),
        "value_and_grad": module_gradient(True), "List": lambda call: Items(call.args[0]),
    },
    "flax.nnx.initializers": INITIALIZERS,
}  # fmt: skip
