"""Data of libraries: the very numbers that scikit-learn 1.9 and nnfs 0.5 give for the same seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import chainrule

IMPORTS = """import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.model_selection import train_test_split
"""
# What the library returned: run in an environment of its own, which the tests do not need.
OF_THE_LIBRARY = json.loads((Path(__file__).parent / "seeded_data.json").read_text(encoding="utf-8"))


def value(program: str) -> Any:
    return np.asarray(chainrule.trace(program).value)


@pytest.mark.parametrize("row", OF_THE_LIBRARY, ids=lambda row: row["line"])
def test_the_numbers_are_the_library_s(row: dict[str, Any]) -> None:
    line = row["line"]
    seed = "np.random.seed(3)\n" if "noise=0.1" in line else ""
    for name, numbers in zip("Xy", row["values"], strict=True):
        assert np.allclose(value(f"{IMPORTS}{seed}{line}\nr = {name} + 0*1.0"), numbers, rtol=0, atol=1e-11)


def test_the_arms_of_the_book_are_its_own() -> None:
    program = (
        "import nnfs\nfrom nnfs.datasets import spiral_data\nnnfs.init()\nX, y = spiral_data(samples=2, classes=2)\n"
    )
    arms = [[0, 0], [-0.6999308466911316, -0.7142106294631958], [0, 0], [0.7647814154624939, -0.6442897915840149]]
    assert np.allclose(value(program + "r = X*1.0"), arms, rtol=0, atol=1e-6)  # the book's numbers have 32 bits
    assert value(program + "r = y*1.0").tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "line",
    [
        "X, y = make_moons(-4)",
        "X, y = make_moons(10**9)",
        "X, y = make_moons(4, noise='much')",
        "X, y = make_circles(4, factor='half')",
        "X, y = make_blobs(4, centers=0)",
        "X, y = make_blobs(4, centers=2, cluster_std=[1.0, 2.0, 3.0])",
        "X, y = make_blobs(4, centers=2, center_box=3)",
        "X, y = make_blobs(-4)",
        "X, y = train_test_split(np.arange(6.), test_size=9)",
        "X, y = train_test_split(np.arange(6.), train_size=0.9, test_size=0.9)",
        "X, y = train_test_split()",
        "X, y, z, w = train_test_split(np.arange(6.), np.arange(5.))",
        "X, y = train_test_split(np.arange(6.), stratify=np.arange(6.))",
    ],
)
def test_what_cannot_be_made_is_refused_at_its_place(line: str) -> None:
    with pytest.raises(chainrule.ChainruleError) as caught:
        chainrule.trace(f"{IMPORTS}{line}\nr = X*1.0")
    assert caught.value.span is not None
    assert caught.value.span.line == 4
    assert caught.value.hint
