"""The libraries that are read: a table for each of their modules, and what an import binds."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...errors import SourceError
from ...ops import OPS, SPELLINGS
from ...prelude import PRELUDE
from ..calling import Arguments
from ..suggest import closest
from ..values import Builtin, Class, Const, Ignored, Module, ProgramFunction, Value
from .autodiff import TRANSFORMS
from .bessel import MODIFIED
from .builtins import PYTHON
from .calculator import CALCULATOR
from .data_sets import DATA_SETS
from .flax import FLAX_MODULES
from .flax_initializers import INITIALIZERS
from .foreign_objects import Object
from .jacobians import FUNCTIONAL as JACOBIANS
from .jax import JAX_MODULES, JAX_NAMES
from .keras import KERAS
from .keras import NAMES as KERAS_NAMES
from .lectures import LECTURES
from .mathematics import MATH, OPERATOR, RANDOM, STATISTICS
from .micrograd import MICROGRAD_MODULES
from .numpy import BRACKETS, CONSTANTS, LINALG, NUMPY
from .numpy_text import NUMPY_TEXT
from .optax import OPTAX_MODULES
from .paper_losses import PAPER_LOSSES
from .parameters import INIT
from .prelude_calls import prelude
from .progress import MODULES as PROGRESS
from .progress import progress_bar
from .random import NUMPY_RANDOM
from .recorded import recorded_call
from .refused import what_to_do
from .rows import Row, compiled_function, constant, no_effect, op
from .scipy import SCIPY
from .seeded_data import SEEDED_DATA
from .signals import SIGNALS
from .sklearn_metrics import SKLEARN_METRICS
from .source_definitions import SourceClass
from .standard import MODULES as STANDARD
from .standard import namespace
from .sympy import LETTERS, SYMPY, FreeSymbol
from .torch import AUTOGRAD, SPECIAL, TORCH
from .torch import LINALG as TORCH_LINALG
from .torch_distributions import DISTRIBUTIONS
from .torch_functional import FUNCTIONAL, SEQUENCES
from .torch_nn import DATA, NN, PARAMETRIZATIONS, WEIGHT_NORMS
from .torch_optim import OPTIM
from .torch_schedules import SCHEDULERS
from .torch_sequences import SEQUENCE_TOOLS
from .torch_utils import GENERATOR, UTILS

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["BUILTINS", "MODULES", "builtins_of", "import_bare_layers", "import_module", "import_names", "member"]

Table = Mapping[str, "Row | Value | FreeSymbol"]

IN_SPECIAL = ("entr", "xlog1py", "log_ndtr", "ndtri", "gammaln", "psi", "polygamma")  # PyTorch has them from SciPy
MODULES: dict[str, Table] = {
    "numpy": {
        **NUMPY,
        "i0": MODIFIED["i0"],
        "gcd": MATH["gcd"],
        "lcm": MATH["lcm"],
        **CONSTANTS,
        **BRACKETS,
        **NUMPY_TEXT.classes(),
    },
    "numpy.linalg": LINALG,
    "numpy.lib": {},
    "numpy.lib.stride_tricks": {name: SIGNALS.row(name) for name in ("sliding_window_view",)},
    "numpy.random": NUMPY_RANDOM,
    "math": MATH,
    "statistics": STATISTICS,
    "operator": OPERATOR,
    "random": RANDOM,
    **STANDARD,
    **JAX_MODULES,
    "jax.nn.initializers": INITIALIZERS,
    **FLAX_MODULES,
    **OPTAX_MODULES,
    **MICROGRAD_MODULES,
    **KERAS,
    **SCIPY,
    "sympy": SYMPY,
    "sympy.abc": LETTERS,
    "torch": {**TORCH, **SEQUENCES, **GENERATOR},
    **DISTRIBUTIONS,
    "torch.nn.utils": {**UTILS, **WEIGHT_NORMS},
    "torch.nn.utils.rnn": SEQUENCE_TOOLS,
    "torch.nn.utils.parametrizations": PARAMETRIZATIONS,
    "torch.linalg": TORCH_LINALG,
    "torch.special": {**{name: SCIPY["scipy.special"][name] for name in IN_SPECIAL}, **SPECIAL},
    "torch.autograd": AUTOGRAD,
    "torch.autograd.function": AUTOGRAD,
    "torch.autograd.functional": JACOBIANS,
    "torch.func": {name: TRANSFORMS[name] for name in ("grad", "vmap", "jacrev", "jacfwd", "hessian", "jvp", "vjp")},
    "torch.nn": NN,
    "torch.nn.init": INIT,
    "torch.nn.parameter": {"Parameter": NN["Parameter"]},
    "torch.optim": OPTIM,
    "torch.optim.lr_scheduler": SCHEDULERS,
    "torch.nn.functional": FUNCTIONAL,
    "torch.utils": {},
    "torch.cuda": {"is_available": constant(False), "manual_seed": no_effect, "manual_seed_all": no_effect},
    "torch.backends": {},
    "torch.backends.mps": {"is_available": constant(False)},
    "torch.backends.cudnn": {"is_available": constant(False)},
    "torch.utils.data": DATA,
    "numba": {**dict.fromkeys(("njit", "jit", "vectorize"), compiled_function), "prange": PYTHON["range"]},
    **PROGRESS,
    **SEEDED_DATA,
    **SKLEARN_METRICS,
}
MODULES |= {path.replace("numpy", "cupy"): MODULES[path] for path in ("numpy", "numpy.linalg", "numpy.random")}
ALIASES: dict[str, str] = {"np": "numpy", "numpy": "numpy", "math": "math", **JAX_NAMES, **KERAS_NAMES, "scipy": "scipy", "sympy": "sympy", "random": "random",
                           "torch": "torch", "nn": "torch.nn", "F": "torch.nn.functional", "optim": "torch.optim"}  # fmt: skip  # names that need no import
BARE_CONSTANTS = {"pi", "inf"}


def _wrapped(name: str, row: Row | Value) -> Value:
    if isinstance(row, int | float) and not isinstance(row, bool):
        return Const(row)
    if callable(row) and not isinstance(row, Builtin | ProgramFunction | Class):
        return Builtin(name, row)
    return row


LAYER_NAME = re.compile(r"(conv(_transpose)?|(max|avg|lp|adaptive_max|adaptive_avg)_pool)[123]d")  # of PyTorch alone


def _differences_or_derivative(call: Arguments) -> Value:
    """`diff(x^2, x)` of a calculator asks for a derivative; `diff(v)` and `diff(v, 2)` are differences."""
    by_name = len(call.args) > 1 and type(call.args[1]) is not Const
    return (SYMPY["diff"] if by_name else NUMPY["diff"])(call)


def _builtins() -> dict[str, Value]:
    """Return the names that need no import: Python's own, NumPy's functions and the prelude's."""
    rows: dict[str, Row] = {
        **{word: op(name) for word, name in SPELLINGS.items() if OPS[name].slots != 0},
        **{name: prelude(name) for name in PRELUDE},
        **NUMPY,
        **PYTHON,
        **CALCULATOR,
        **PAPER_LOSSES,
        **LECTURES,
        **DATA_SETS,
        **{
            name: NUMPY_RANDOM[name]
            for name in ("randn", "rand", "standard_normal", "normal", "uniform", "random_sample")
        },
        **{name: row for name, row in FUNCTIONAL.items() if LAYER_NAME.fullmatch(name)},
        "diff": _differences_or_derivative,
        "tensor": TORCH["tensor"],
        "tqdm": progress_bar,
        "SimpleNamespace": namespace,
        "recorded": recorded_call,
        "Value": MICROGRAD_MODULES["micrograd.engine"]["Value"],
        "grad": TRANSFORMS["grad"],
        "value_and_grad": TRANSFORMS["value_and_grad"],
        "norm": lambda call: (prelude("norm") if len(call.args) + len(call.keywords) < 2 else LINALG["norm"])(call),
        "jit": TRANSFORMS["jit"],
        "vmap": TRANSFORMS["vmap"],
    }
    for word in ("float64", "float32", "float16", "double", "shape", "size", "ndim", "random", "copy", "real", "matrix",
                 "mat", "split", "add", "ndarray", "where", "trace", "product", "empty", "e"):  # fmt: skip
        if word in rows and word not in ("where", "trace", "shape", "split", "copy"):
            del rows[word]
    return {
        **{name: Builtin(name, row) for name, row in rows.items()},
        **{name: Const(float(CONSTANTS[name])) for name in BARE_CONSTANTS},
        **{name: Module(path, name) for name, path in ALIASES.items()},
        "None": None,
        "Ellipsis": Ellipsis,
        "object": OBJECT,
    }


OBJECT = Class("object", (), {})
OBJECT.order = (OBJECT,)
BUILTINS: dict[str, Value] = _builtins()
BUILTINS_OF: Mapping[str, Mapping[str, Value]] = {  # by dialect: what its programs write without an import
    "sympy": {
        **BUILTINS,
        **{name: Builtin(name, row) if callable(row) else Const(row) for name, row in SYMPY.items()},
    }
}
WITHOUT_FUNCTIONAL = {name: value for name, value in BUILTINS.items() if name != "F"}


def builtins_of(dialect: str, code: str) -> Mapping[str, Value]:
    """Return the names that a program needs no import for; an F that has no attributes is a force, or an area."""
    if dialect in BUILTINS_OF:
        return BUILTINS_OF[dialect]
    return BUILTINS if "F." in code else WITHOUT_FUNCTIONAL


def member(m: Machine, owner: Module, name: str, node: ast.AST) -> Value:
    """`np.exp`, `torch.nn`: what a module has under a name.

    Raises:
        SourceError: `unknown-function`.
    """
    table = MODULES.get(owner.path, {})
    if f"{owner.path}.{name}" in MODULES:
        return Module(f"{owner.path}.{name}", f"{owner.spelling}.{name}")
    if name in table:
        return _bound(m, f"{owner.spelling}.{name}", table[name], node)
    if owner.path.partition(".")[0] in IGNORED_MODULES:
        return Ignored(name)
    raise unknown_member(m, owner, name, node)


def _bound(m: Machine, name: str, row: Row | Value, node: ast.AST) -> Value:
    """Return the value of a library's name in this program; constants become numbers of the program where they are used."""
    if isinstance(row, SourceClass | FreeSymbol):
        return row.load(m, node)
    if isinstance(row, Object):
        return row.make()
    value = _wrapped(name, row)
    return Const(value.value, m.span(node)) if type(value) is Const else value


def unknown_member(m: Machine, owner: Module, name: str, node: ast.AST) -> SourceError:
    table = MODULES.get(owner.path, {})
    advice = what_to_do(f"{owner.path}.{name}")
    if advice is not None:
        detail = f"`{owner.spelling}.{name}` is not read here."
        return SourceError("unknown-function", detail, span=m.span(node), hint=advice)
    if name in BUILTINS and type(BUILTINS[name]) is Builtin:
        hint = f"`{owner.spelling}` has no `{name}`. Write `{name}(...)` alone: it is known here."
        return SourceError(
            "unknown-function", f"`{owner.spelling}.{name}` is not read here.", span=m.span(node), hint=hint
        )
    guess = closest(name, [word for word in table if not word.startswith("_")])
    span = m.span(node)
    if m.place is None:
        span = replace(span, line=span.end_line, column=max(span.end_column - len(name), 0))
    hint = "Write it with operators and functions that are read here."
    bare = None if guess else closest(name, [word for word, value in BUILTINS.items() if type(value) is Builtin])
    if guess or bare:
        hint = f"Did you mean `{owner.spelling}.{guess}`?" if guess else f"Did you mean `{bare}`?"
    detail = f"`{owner.spelling}.{name}` is not read here."
    return SourceError("unknown-function", detail, span=span, hint=hint, guess=guess)


COMPACT = "@nn.compact"  # of Flax alone
KERAS_WORD = "Dense("  # a layer that only Keras calls so
CALLED_NAME = re.compile(r"(?<![\w.])([A-Z]\w*)\(")


def import_bare_layers(m: Machine, text: str, node: ast.AST) -> None:
    """`model.add(Dense(8))` without the lines that import it: the layers of Keras that the program calls are there.

    So is Flax's `nn` where a method is `@nn.compact`.
    """
    if COMPACT in text and "flax" not in text:
        m.environment.names["nn"] = Module("flax.linen", "nn")
    if KERAS_WORD not in text or "keras" in text or f"class {KERAS_WORD.rstrip('(')}" in text:
        return
    for path in ("keras.models", "keras.layers"):
        names = sorted({name for name in CALLED_NAME.findall(text) if name in MODULES[path]})
        import_names(m, path, [ast.alias(name) for name in names], node)


OTHER_LAYERS = frozenset({"flax"})  # `from flax import linen as nn`: the `nn` of that program is not PyTorch's
IGNORED_MODULES = {
    "matplotlib", "pylab", "seaborn", "logging", "warnings", "time", "os", "sys", "typing", "collections",
    "abc", "dataclasses", "graphviz", "pandas", "sklearn", "IPython", "__future__",
    "argparse", "pathlib", "datetime", "json", "pickle", "re", "string", "plotly", "builtins", "past",
    "torchvision", "numba", "wandb", "contextlib", "enum", "tensorboard", "pprint", "inspect", "gzip", "urllib",
}  # fmt: skip


# A minimizer's result is no formula of its start: it is left out, with a notice. Data of a file are not here.
IGNORED_PARTS = {"scipy.optimize", "keras.datasets", "tensorflow.keras.datasets"}


def import_module(m: Machine, path: str, alias: str | None, node: ast.AST) -> None:
    """`import numpy as np`."""
    top = path.partition(".")[0]
    bound = alias or top
    if path in MODULES:
        m.environment.names[bound] = Module(path if alias else top, bound)
    elif top in MODULES and not alias:
        m.environment.names[bound] = Module(top, bound)
    elif top in IGNORED_MODULES:
        m.environment.names[bound] = Ignored(bound)
    else:
        m.environment.names[bound] = Module(path, bound)


def import_names(m: Machine, path: str, names: Sequence[ast.alias], node: ast.AST) -> None:
    """`from numpy import exp, tanh as th`."""
    table = MODULES.get(path, {})
    top = path.lstrip(".").partition(".")[0]
    for alias in names:
        bound = alias.asname or alias.name
        if alias.name == "*":
            for name, row in table.items():
                m.environment.names.setdefault(name, _bound(m, name, row, node))
        elif alias.name in table:
            m.environment.names[bound] = _bound(m, bound, table[alias.name], node)
        elif f"{path}.{alias.name}" in MODULES:
            m.environment.names[bound] = Module(f"{path}.{alias.name}", bound)
        elif (top in IGNORED_MODULES or path in IGNORED_PARTS) and bound not in m.builtins:
            m.environment.names[bound] = Ignored(bound)
        elif bound in m.builtins and top not in OTHER_LAYERS:
            continue  # `from utils import sigmoid`: the function of that name is known
        elif top not in IGNORED_MODULES:
            m.environment.names[bound] = Module(f"{path}.{alias.name}", bound)
