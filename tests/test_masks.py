"""Truth values that are given for a name choose entries; numbers would be places."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import chainrule
from chainrule.errors import InputError

MASKS = ([True, False, True], np.array([True, False, True]), torch.tensor([True, False, True]))


@pytest.mark.parametrize("mask", MASKS, ids=["list", "NumPy", "PyTorch"])
@pytest.mark.parametrize(
    ("source", "value", "gradient"),
    [
        ("L = np.sum(x[m]*2)", 8, [2, 0, 2]),
        ("L = np.sum(x[~m])", 2, [0, 1, 0]),
        ("L = np.sum(x*m)", 4, [1, 0, 1]),
        ("L = np.sum(np.where(m, x, -x))", 2, [1, -1, 1]),
    ],
)
def test_a_mask_chooses_entries(mask: object, source: str, value: float, gradient: list[float]) -> None:
    trace = chainrule.trace(source, values={"x": [1.0, 2.0, 3.0], "m": mask})
    assert trace.value == value
    assert list(trace.gradients["x"]) == gradient


def test_another_mask_is_read_again() -> None:
    for mask, value in (([True, False, True], 4), ([False, True, False], 2), ([1, 0, 1], 5)):
        assert chainrule.trace("L = np.sum(x[m])", values={"x": [1.0, 2.0, 3.0], "m": mask}).value == value


def test_truth_values_and_numbers_are_not_mixed() -> None:
    with pytest.raises(InputError, match="not a number"):
        chainrule.trace("L = np.sum(x*m)", values={"x": [1.0, 2.0], "m": [True, 0.5]})
