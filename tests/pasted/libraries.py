"""The names that a program finds when the oracle runs it: the real libraries, in float64 and without side effects.

Only the texts of these tests are run here; the product itself never runs any.
"""

from __future__ import annotations

import abc
import builtins
import collections
import copy
import dataclasses
import enum
import functools
import itertools
import math
import operator
import os
import random
import re
import statistics
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

__all__ = ["namespace"]

PLAIN = re.findall(
    r"\w+",
    """
    ArithmeticError AssertionError AttributeError Exception False IndexError KeyError None NotImplementedError
    RuntimeError StopIteration True TypeError ValueError ZeroDivisionError __build_class__ abs all any bool callable
    classmethod dict divmod enumerate filter float frozenset getattr hasattr int isinstance issubclass iter len list
    map max min next object ord chr pow property range repr reversed round set setattr slice sorted staticmethod str
    sum super tuple type zip hash id vars
    """,
)
ELEMENTWISE = re.findall(
    r"\w+",
    """
    exp log sqrt sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh arctanh arccosh sign floor ceil log2 log10
    log1p expm1 square maximum minimum where dot matmul zeros ones eye array mean var std prod cumsum outer transpose
    reshape concatenate stack clip sinc pi e inf arange linspace norm power hypot
    """,
)


class Nothing:
    """What stands for plotting and the like: every use of it does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self

    def __iter__(self) -> Any:
        return iter((self, self))

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *args: object) -> None:
        return None


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


def softmax(s: Any, axis: int = -1) -> Any:
    e = np.exp(s - np.max(s, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def total(x: Any, *args: Any, **kwargs: Any) -> Any:
    """`sum` as a bare name: Python's for what is iterated, NumPy's for arrays, which agree wherever both make sense."""
    if isinstance(x, np.ndarray) or (args and isinstance(args[0], int) and not isinstance(x, list)) or kwargs:
        return np.sum(x, *args, **kwargs)
    return sum(x, *args)


def largest(*args: Any, **kwargs: Any) -> Any:
    """`max` as a bare name, elementwise between arrays."""
    if "key" in kwargs:
        return max(*args, **kwargs)
    if len(args) == 1:
        return np.max(args[0], **kwargs)
    return functools.reduce(np.maximum, args)


def smallest(*args: Any, **kwargs: Any) -> Any:
    if len(args) == 1:
        return np.min(args[0], **kwargs)
    return functools.reduce(np.minimum, args)


def product(a: Any, b: Any) -> Any:
    """Letters side by side: the matrix product where shapes say so, else the product."""
    if np.ndim(a) and np.ndim(b):
        return np.matmul(a, b)
    return np.multiply(a, b)


@functools.cache
def _modules() -> dict[str, Any]:
    import scipy
    import scipy.integrate
    import scipy.linalg
    import scipy.signal
    import scipy.spatial.distance
    import scipy.special
    import scipy.stats

    loaded: dict[str, Any] = {
        "numpy": np,
        "abc": abc,
        "enum": enum,
        "math": math,
        "scipy": scipy,
        "random": random,
        "collections": collections,
        "itertools": itertools,
        "functools": functools,
        "types": types,
        "typing": typing,
        "dataclasses": dataclasses,
        "copy": copy,
        "operator": operator,
        "statistics": statistics,
        "autograd": types.SimpleNamespace(numpy=np),
    }
    return loaded


def _torch() -> dict[str, Any]:
    import torch

    functional = torch.nn.functional
    return {"torch": torch, "F": functional, "nn": torch.nn, "optim": torch.optim, "Tensor": torch.Tensor}


@functools.cache
def _jax() -> dict[str, Any]:
    # Every operation is compiled for each shape it meets and then runs once: compile without optimizing.
    os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true")
    import jax

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_platforms", "cpu")
    import jax.numpy as jnp

    return {
        "jax": jax,
        "jnp": jnp,
        "grad": jax.grad,
        "jit": jax.jit,
        "vmap": jax.vmap,
        "value_and_grad": jax.value_and_grad,
        "random": jax.random,
        "nn": jax.nn,
        "lax": jax.lax,
    }


@functools.cache
def _micrograd() -> dict[str, Any]:
    """micrograd itself, with the methods that its own lecture adds to `Value`."""
    import micrograd
    import micrograd.engine
    import micrograd.nn
    from micrograd.engine import Value

    def unary(name: str, forward: Callable[[float], float], slope: Callable[[float, float], float]) -> None:
        def method(self: Any) -> Any:
            out = Value(forward(self.data), (self,), name)

            def backward() -> None:
                self.grad += slope(self.data, out.data) * out.grad

            out._backward = backward
            return out

        if not hasattr(Value, name):
            setattr(Value, name, method)

    unary("exp", math.exp, lambda x, y: y)
    unary("tanh", math.tanh, lambda x, y: 1 - y * y)
    unary("log", math.log, lambda x, y: 1 / x)
    unary("sigmoid", lambda x: 1 / (1 + math.exp(-x)), lambda x, y: y * (1 - y))
    return {"micrograd": micrograd, "Value": Value, "nn": micrograd.nn}


def namespace(library: str) -> dict[str, Any]:
    """A fresh set of global names for one run; a row is run some hundred times for its differences."""
    names, builtin = _names(library)
    return {**names, "__builtins__": dict(builtin)}


@functools.cache
def _names(library: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The global names of a library, and the builtin ones."""
    names: dict[str, Any] = {"np": np, "numpy": np, "math": math, "plt": Nothing(), "xrange": range}
    modules = dict(_modules())
    if library == "torch":
        names.update(_torch())
        modules["torch"] = names["torch"]
    elif library == "jax":
        names.update(_jax())
        modules["jax"] = names["jax"]
    elif library == "micrograd":
        names.update(_micrograd())
        modules["micrograd"] = names["micrograd"]
        names["random"] = random
    else:
        names.update({name: getattr(np, name) for name in ELEMENTWISE if hasattr(np, name)})
        names.update(
            {"sigmoid": sigmoid, "softmax": softmax, "sum": total, "max": largest, "min": smallest, "mul": product},
            relu=lambda x: np.maximum(0, x),
            ln=np.log,
            scipy=modules["scipy"],
            norm=np.linalg.norm,
            erf=modules["scipy"].special.erf,
        )
    names["__name__"] = "__main__"
    return names, _builtins(modules)


def _builtins(modules: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: getattr(builtins, name) for name in PLAIN}

    def load(
        name: str, _globals: Any = None, _locals: Any = None, names: Iterable[str] | None = (), level: int = 0
    ) -> Any:
        top, *rest = name.split(".")
        found = modules.get(top, None)
        if found is None:
            return Nothing()
        if not names:
            return found
        for part in rest:
            found = getattr(found, part)
        return found

    plain["__import__"] = load
    plain["print"] = lambda *args, **kwargs: None
    plain["input"] = lambda *args: ""
    return plain
