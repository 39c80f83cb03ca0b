"""What is kept of a picture for new values holds no number of the old ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from chainrule.examples import EXAMPLES
from chainrule.request import TraceRequest
from chainrule.tracing import build
from chainrule.tracing.build import clear_caches

LITERALS = {
    "a list": "sum([1, 2, 3] * x)", "an unused argument": "def f(a, b):\n    return a*2\nf(x, y) + x",
    "a loop of which one round is drawn": "for i in range(20000):\n    x = x*0.5 + y\nx", "a seed": "z = x*y\nz",
}  # fmt: skip


def moved(values: dict[str, Any]) -> dict[str, Any]:
    return {name: (np.asarray(value, dtype=float) * 0.7 - 0.3).tolist() for name, value in values.items()}


PROGRAMS = {name: (source, {}) for name, source in LITERALS.items()} | {
    example.name: (example.source, example.values) for example in EXAMPLES
}


@pytest.mark.parametrize("view", ["gates", "functions"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_picture_at_new_values_is_the_one_that_is_made_anew(name: str, view: Any) -> None:
    source, given = PROGRAMS[name]
    values = dict(build(TraceRequest(source, given, defaults=True)).values)
    for upstream in (None, 2.0) if name == "a seed" else (None,):
        request = TraceRequest(source, moved(values), view=view, upstream=upstream, defaults=True)
        build(TraceRequest(source, values, view=view, defaults=True))
        kept = build(request).to_json()
        clear_caches()
        assert build(request).to_json() == kept
