"""Data of libraries: the very numbers that scikit-learn 1.9 and nnfs 0.5 give for the same seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import chainrule

IMPORTS = """import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.model_selection import train_test_split
"""
# What the library returned: run in an environment of its own, which the tests do not need.
OF_THE_LIBRARY = [
    (
        "X, y = make_moons(n_samples=4, noise=0.1)",
        [
            [
                [1.825975079043, 0.691647132544],
                [-1.035809502893, -0.022211903091],
                [0.919356100151, 0.044303486794],
                [-0.146456418165, 0.475887262101],
            ],
            [1, 0, 0, 1],
        ],
    ),
    ("X, y = make_moons((1, 2), random_state=5)", [[[1.0, 0.0], [0.0, 0.5], [2.0, 0.5]], [0, 1, 1]]),
    (
        "X, y = make_circles(4, noise=0.05, random_state=1, factor=0.5)",
        [
            [
                [-0.526408587613, -0.053648431108],
                [0.543270381466, -0.115076934844],
                [1.087240588211, -0.038060345045],
                [-0.984048045197, -0.012468518774],
            ],
            [1, 1, 0, 0],
        ],
    ),
    (
        "X, y = make_blobs(n_samples=5, centers=2, random_state=42)",
        [
            [
                [-0.929984807545, 9.781720857351],
                [-2.978672008988, 9.556846171784],
                [4.881841107794, 0.059889439283],
                [-2.743350997776, 8.780149171249],
                [4.176461143416, 1.50743993037],
            ],
            [0, 0, 1, 0, 1],
        ],
    ),
    (
        "X, y = make_blobs(3, centers=[[0, 1], [5, 5]], cluster_std=[0.1, 2.0], random_state=0)",
        [
            [[8.7351159803, 3.045444240247], [0.097873798411, 1.22408931992], [0.176405234597, 1.040015720837]],
            [1, 0, 0],
        ],
    ),
    (
        "X, y = train_test_split(np.arange(12.).reshape(6, 2), test_size=0.3, random_state=4)",
        [[[6.0, 7.0], [0.0, 1.0], [2.0, 3.0], [4.0, 5.0]], [[8.0, 9.0], [10.0, 11.0]]],
    ),
    ("X, y = train_test_split(np.arange(6.), shuffle=False)", [[0.0, 1.0, 2.0, 3.0], [4.0, 5.0]]),
    ("X, y = train_test_split(np.arange(6.), train_size=2, random_state=0)", [[0.0, 4.0], [5.0, 2.0, 1.0, 3.0]]),
]


def value(program: str) -> Any:
    return np.asarray(chainrule.trace(program).value)


@pytest.mark.parametrize(("line", "expected"), OF_THE_LIBRARY, ids=[line for line, _ in OF_THE_LIBRARY])
def test_the_numbers_are_the_library_s(line: str, expected: tuple[Any, Any]) -> None:
    seed = "np.random.seed(3)\n" if "noise=0.1" in line else ""
    for name, numbers in zip("Xy", expected, strict=True):
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
