"""Generated code is run, and gives the gradients of the trace; its lines light up with the steps."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.codegen import LANGUAGES, Code, generate
from chainrule.codegen.names import identifier
from chainrule.examples import EXAMPLES, Example
from programs import ARRAYS, agree, array_values, scalar_program

RUN = [language for language in LANGUAGES if language != "latex"]
Gradients = dict[str, Any]


@pytest.fixture(autouse=True)
def _default_dtype() -> Iterator[None]:
    """The generated code sets PyTorch's default; the other tests must not see it."""
    import torch

    before = torch.get_default_dtype()
    yield
    torch.set_default_dtype(before)


def run(code: Code) -> Gradients:
    """What the program says the gradients are: what it prints by name, else its variables d<name>."""
    printed: Gradients = {}

    def note(*words: Any) -> None:
        if len(words) == 2:
            printed[words[0]] = words[1]

    scope: dict[str, Any] = {"print": note, "__name__": "generated"}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.filterwarnings("ignore", message="The .grad attribute")
        exec(compile(code.text, code.file, "exec"), scope)
    if code.language == "numpy":
        printed = {name[1:]: value for name, value in scope.items() if name[0] == "d" and name[1:] in scope}
    return {name: None if grad is None else np.asarray(grad) for name, grad in printed.items()}


def check(source: str, values: dict[str, Any], language: str, upstream: Any = None, **settings: Any) -> Code:
    trace = chainrule.trace(source, values=values, upstream=upstream, **settings)
    code = generate(source, values, language=language, upstream=upstream, **settings)
    found = run(code)
    for name, wanted in trace.gradients.items():
        got = found.get(identifier(name))
        if got is None:
            assert not np.any(wanted), f"{name} is missing in\n{code.text}"
        else:
            agree(got, full(wanted, got), f"{name} of\n{code.text}")
    every_step_has_lines(code, len(trace.steps))
    return code


def full(wanted: Any, got: Any) -> Any:
    """What travels as a summary is held to the corner only."""
    return got if hasattr(wanted, "corner") else wanted


def every_step_has_lines(code: Code, steps: int) -> None:
    count = len(code.text.splitlines())
    assert all(1 <= line.number <= count for line in code.lines)
    assert {step for line in code.lines for step in line.steps} == set(range(steps)), code.text


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_every_example_runs_and_gives_the_gradients_of_the_trace(example: Example, language: str) -> None:
    for view in dict.fromkeys((example.view, "gates", "functions")):
        check(example.source, example.values, language, example.upstream, view=view)


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("block", range(5))
def test_random_scalar_programs(block: int, language: str) -> None:
    for seed in range(block * 40, block * 40 + 40):
        source, values = scalar_program(seed)
        check(source, values, language, view="functions" if seed % 2 else "gates")


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize(("source", "shapes"), ARRAYS)
def test_array_programs(source: str, shapes: dict[str, tuple[int, ...]], language: str) -> None:
    for view in ("gates", "functions"):
        check(source, array_values(shapes, 1), language, view=view)


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("source", ["sum((x @ w + b)**2)", "sum(max(x, axis=1) * w[0])", "tanh(x) @ w"])
def test_the_units_view_is_written_in_scalars(source: str, language: str) -> None:
    values = {
        "x": [[1.0, 2.0], [0.5, -1.0]],
        "w": [[0.3, 1.0], [2.0, -0.7]],
        **({"b": [1.0, 2.0]} if "b" in source else {}),
    }
    trace = chainrule.trace(source, values=values, view="units")
    code = generate(source, values, language=language, view="units")
    found = run(code)
    for name, wanted in trace.gradients.items():
        for place, number in np.ndenumerate(np.asarray(wanted)):
            got = found.get(f"{name}_{'_'.join(map(str, place))}")
            agree(0.0 if got is None else got, number, code.text)
    every_step_has_lines(code, len(trace.steps))
