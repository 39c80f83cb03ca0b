"""The Python API: what is exported, how it is typed, what goes in and what comes out."""

from __future__ import annotations

import dataclasses
import doctest
import inspect
import math
import re
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from pathlib import Path
from typing import get_args

import jax
import numpy as np
import pandas
import pytest
import torch

import chainrule
from chainrule.export import EXPORTS
from chainrule.export.options import OptionFields
from chainrule.export.table import ExportFormat
from chainrule.ops.op import Pattern, PatternName
from chainrule.python_api import derivatives, models, traces
from chainrule.python_api import exercise_files as exercises
from chainrule.run_pictures import RUN_EXPORTS
from chainrule.run_pictures.run_exports import RunFormat

SCALE = 3.0


def doubled(x: float) -> float:
    return 2 * x


def scaled(x: float, y: float = 5.0) -> float:
    """A docstring that is no part of the formula."""
    return doubled(x) * y * SCALE


def with_default(x: float, k: float = SCALE) -> float:
    return k * x


def tripled(function: Callable[[float], float]) -> Callable[[float], float]:
    @wraps(function)
    def inner(x: float) -> float:
        return 3 * function(x)

    return inner


@tripled
def decorated(x: float) -> float:
    return x


@lru_cache
def kept(x: float) -> float:
    return x * x


async def later(x: float) -> float:
    return x


class Layer:
    def forward(self, x: float) -> float:
        return x


def test_the_exported_names_are_these() -> None:
    assert chainrule.__all__ == [
        "trace", "train", "costs", "exercise", "export_exercise", "from_torch", "from_jax", "from_onnx", "layer_costs",
        "gradcheck", "hessian", "hvp", "jvp", "render", "render_run",
        "Trace", "Run", "Imported", "Agreement", "CostTable", "CostRow",
        "Node", "Edge", "Function", "Named", "Step", "Large", "AbstractArray", "Limits", "Options",
        "TraceRequest", "ChainruleError", "SourceError", "ShapeError", "InputError", "RequestError", "LimitError",
        "Span", "TextEdit", "__version__",
    ]  # fmt: skip
    assert all(getattr(chainrule, name).__doc__ for name in chainrule.__all__ if name != "__version__")


def test_the_function_and_the_package_have_names_of_their_own() -> None:
    import chainrule.tracing.document as document

    assert document.Trace is chainrule.Trace
    assert callable(chainrule.trace)


def test_the_signature_of_trace_fits_a_screen_and_its_arguments_come_first() -> None:
    assert list(inspect.signature(chainrule.trace).parameters) == [
        "source", "values", "output", "upstream", "view", "open", "closed", "defaults", "partial", "round", "flow",
        "aspect", "mode", "direction", "graph", "shapes_only", "lang", "limits",
    ]  # fmt: skip
    assert len(str(inspect.signature(chainrule.trace))) < 560


def test_the_examples_of_the_docstring_hold() -> None:
    names = {"np": np, "torch": torch, "nn": torch.nn, "jnp": jax.numpy}
    results = [doctest.testmod(module, extraglobs=names) for module in (traces, models, exercises, derivatives)]
    assert all(result.attempted >= 2 and result.failed == 0 for result in results)


def test_values_and_gradients_are_float64_in_full() -> None:
    trace = chainrule.trace("1/x", values={"x": 0})
    assert (trace.value, trace.gradients["x"]) == (math.inf, -math.inf)
    w = np.linspace(0, 1, 10_000).reshape(100, 100)
    gradient = chainrule.trace("sum(W*W)", values={"W": w}).gradients["W"]
    assert isinstance(gradient, np.ndarray)
    assert gradient.dtype == np.float64
    assert np.array_equal(gradient, 2 * w)


def test_what_a_caller_does_to_an_array_stays_with_the_caller() -> None:
    w = np.ones(3)
    trace = chainrule.trace("sum(w*w)", values={"w": w})
    trace.gradients["w"][:] = 7.0  # type: ignore[index]
    w[:] = 5.0
    assert trace.values["w"].tolist() == [1, 1, 1]  # type: ignore[union-attr]
    assert chainrule.trace("sum(w*w)", values={"w": np.ones(3)}).gradients["w"].tolist() == [2, 2, 2]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (np.array([1, 2]), [1, 2]),
        (np.array([True, False]), [1, 0]),
        (np.float32(0.5), 0.5),
        (np.array(4), 4),
        (torch.tensor([1.0, 2.0], requires_grad=True), [1, 2]),
        (torch.tensor([[1, 2]]), [[1, 2]]),
        (torch.tensor(3.0), 3),
        (pandas.Series([1.0, 2.0]), [1, 2]),
        (pandas.DataFrame({"a": [1, 2], "b": [3, 4]}), [[1, 3], [2, 4]]),
        ((1, 2), [1, 2]),
    ],
    ids=repr,
)
def test_arrays_of_other_libraries_are_values(given: object, taken: object) -> None:
    trace = chainrule.trace("x*1", values={"x": given})  # type: ignore[dict-item]
    assert np.asarray(trace.value).tolist() == taken


@pytest.mark.parametrize(
    "given",
    [np.array([1j]), np.array(["a"]), np.array([None]), np.array([]), np.array([np.nan]), pandas.Series(["a"]), True],
    ids=repr,
)
def test_what_holds_no_real_numbers_is_refused(given: object) -> None:
    with pytest.raises(chainrule.InputError) as caught:
        chainrule.trace("x*1", values={"x": given})  # type: ignore[dict-item]
    assert caught.value.code == "bad-value"


def test_a_function_is_read_by_its_source() -> None:
    assert chainrule.trace(scaled, values={"x": 2}).value == 60
    trace = chainrule.trace(scaled, values={"x": 2, "y": 1})
    assert (trace.value, trace.gradients) == (12, {"x": 6, "y": 12, "SCALE": 4})


def test_a_lambda_is_read_by_its_source() -> None:
    k = 4.0
    pair = (lambda x: x**2, lambda x: k * np.sin(x))
    assert chainrule.trace(pair[0], values={"x": 3}).gradients["x"] == 6
    assert chainrule.trace(pair[1], values={"x": 0}).gradients["x"] == 4
    assert chainrule.trace(lambda x, n=2: x * n, values={"x": 3}).value == 6
    assert chainrule.trace(lambda x, n=2: x * n, values={"x": 3, "n": 5}).value == 15


def test_defaults_are_read_where_they_stand() -> None:
    assert chainrule.trace(with_default, values={"x": 2}).value == 6
    assert chainrule.trace(with_default, values={"x": 2, "k": 5}).value == 10


def test_a_decorator_is_part_of_the_function() -> None:
    assert chainrule.trace(decorated, values={"x": 2}).value == 6
    assert chainrule.trace(kept, values={"x": 3}).value == 9


def test_a_function_is_never_called() -> None:
    called = []

    def f(x: float) -> float:
        called.append(x)
        return x * x

    with pytest.raises(chainrule.ChainruleError):
        chainrule.trace(f, values={"x": 1, "called": "nothing"})
    assert called == []


def weighed(a: float, b: float = 3.0, *, c: float, d: float = 2.0) -> float:
    return a * b * c * d


def test_a_parameter_that_has_only_a_name_is_passed_by_it() -> None:
    assert chainrule.trace(weighed, values={"a": 1, "c": 5}).gradients == {"a": 30.0, "c": 6.0}
    assert chainrule.trace(weighed, values={"a": 1, "c": 5, "b": 2, "d": 7}).value == 70.0


@pytest.mark.parametrize("function", [len, np.sin, lambda *xs: xs[0], int, later, Layer().forward])
def test_a_function_that_cannot_be_read_says_why(function: object) -> None:
    with pytest.raises(chainrule.SourceError) as caught:
        chainrule.trace(function, values={"x": 1})  # type: ignore[arg-type]
    assert caught.value.code in ("no-source", "unreadable-function")
    assert "code object" not in str(caught.value)
    assert caught.value.hint


def test_a_document_reads_back() -> None:
    trace = chainrule.trace("h = tanh(W @ x)\nsum(h/0)", values={"W": np.eye(2), "x": [1, 0]}, view="functions")
    again = chainrule.Trace.from_json(trace.to_json())
    assert again == trace
    assert hash(again) == hash(trace)
    assert again.to_json() == trace.to_json()
    assert np.array_equal(again.gradients["W"], trace.gradients["W"], equal_nan=True)
    assert chainrule.render(again, "svg") == chainrule.render(trace, "svg")


@pytest.mark.parametrize("text", ["", "[]", "{}", "3", '{"source": 3}', "null", "{" * 9])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(chainrule.InputError) as caught:
        chainrule.Trace.from_json(text)
    assert caught.value.code == "bad-document"


def test_a_document_that_leaves_arrays_out_says_so() -> None:
    trace = chainrule.trace("sum(x)", values={"x": np.ones(5_000)})
    with pytest.raises(chainrule.InputError, match="4,096") as caught:
        chainrule.Trace.from_json(trace.to_json())
    assert "trace its source again" in str(caught.value.hint)


TYPED = """
import chainrule
trace = chainrule.trace("x*y", values={"x": 1, "y": [1.0]})
reveal_type(trace.value)
reveal_type(trace.gradients["x"])
reveal_type(trace.nodes[0].value)
chainrule.trace("x*y", view="gate")
chainrule.render(trace, "bmp")
reveal_type(trace.nodes[0].pattern)
reveal_type(chainrule.train("(w-3)**2", values={"w": 1}).loss)
"""


def test_the_types_are_those_of_numbers(tmp_path: Path) -> None:
    file = tmp_path / "typed.py"
    file.write_text(TYPED, encoding="utf-8")
    root = Path(chainrule.__file__).parent.parent.parent
    words = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(root / "pyproject.toml"), str(file)]
    said = subprocess.run(words, capture_output=True, text=True, check=False, cwd=root).stdout
    assert 'typed.py:4: note: Revealed type is "float | numpy.ndarray[' in said, said
    assert 'typed.py:5: note: Revealed type is "float | numpy.ndarray[' in said
    assert "Literal['NaN']" in said
    assert 'typed.py:7: error: Argument "view"' in said
    assert 'typed.py:8: error: Argument 2 to "render"' in said
    assert "typed.py:9: note: Revealed type is \"Literal['leaf']" in said
    assert "float64" in said.split("typed.py:10")[1]


def exported_annotations() -> Iterator[tuple[str, object]]:
    """What `__all__` exports, one annotation at a time: of signatures, properties, methods and attributes."""
    for name in chainrule.__all__:
        exported = getattr(chainrule, name)
        members: dict[str, object] = {"": exported}
        if inspect.isclass(exported):
            for attribute, annotation in inspect.get_annotations(exported).items():
                yield f"{name}.{attribute}", annotation
            members = {f".{each}": member for each, member in vars(exported).items() if each not in MADE_BY_DATACLASSES}
        for member_name, member in members.items():
            function = member.fget if isinstance(member, property) else getattr(member, "func", member)
            function = getattr(function, "__func__", function)
            if inspect.isfunction(function) and not re.match(r"\._[a-z]", member_name):
                for parameter, annotation in function.__annotations__.items():
                    yield f"{name}{member_name}({parameter})", annotation


MADE_BY_DATACLASSES = ("__init__", "__eq__", "__replace__", "__getstate__", "__setstate__")
UNTYPED = re.compile(r"\bAny\b|\bndarray\b(?!\[)")


def test_nothing_exported_is_typed_as_any_but_json() -> None:
    untyped = {name for name, annotation in exported_annotations() if UNTYPED.search(str(annotation))}
    assert untyped == {"Trace.to_dict(return)", "Run.to_dict(return)"}  # JSON, as `json.loads` gives it


def test_the_names_in_types_are_those_of_the_tables() -> None:
    assert get_args(PatternName) == tuple(Pattern)
    assert get_args(ExportFormat) == tuple(EXPORTS)
    assert get_args(RunFormat) == tuple(RUN_EXPORTS)


def test_the_keywords_of_a_picture_are_the_fields_of_its_options() -> None:
    keywords = {name: annotation.__forward_arg__ for name, annotation in OptionFields.__annotations__.items()}
    assert keywords == {each.name: each.type for each in dataclasses.fields(chainrule.Options)}


def test_every_exported_name_has_a_docstring_and_a_short_signature() -> None:
    for name in chainrule.__all__:
        exported = getattr(chainrule, name)
        if inspect.isclass(exported) or inspect.isfunction(exported):
            assert inspect.getdoc(exported), name
        if inspect.isfunction(exported):
            assert len(str(inspect.signature(exported))) < 800, name


def test_a_traceback_shows_the_place_the_hint_and_the_code() -> None:
    with pytest.raises(chainrule.ChainruleError) as caught:
        chainrule.trace("x*")
    shown = "".join(traceback.format_exception_only(caught.value))
    assert shown.endswith("The formula stops too early.\nx*\n ^\nSomething must follow `*`.\ncode: syntax\n")
