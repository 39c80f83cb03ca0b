"""Numbers that a dictionary, an object or a list of lists holds are leaves with a name and a gradient."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import chainrule

OBJECTS = """class Layer:
    def __init__(self, w, b):
        self.w, self.b = w, b
    def __call__(self, x):
        return self.w*x + self.b
first, second = Layer(0.5, 0.1), Layer(-1.2, 2.0)
x = 1.5
y = second(first(x))
"""
ROWS = """inputs = [1, 2, 3, 2.5]
weights = [[0.2, 0.8, -0.5, 1], [0.5, -0.91, 0.26, -0.5], [-0.26, -0.27, 0.17, 0.87]]
biases = [2, 3, 0.5]
layer_outputs = []
for neuron_weights, neuron_bias in zip(weights, biases):
    neuron_output = 0
    for n_input, weight in zip(inputs, neuron_weights):
        neuron_output += n_input*weight
    neuron_output += neuron_bias
    layer_outputs.append(neuron_output)
total = sum(layer_outputs)
"""
NETWORK = """import numpy as np
def init_network():
    network = {}
    network['W1'] = np.array([[0.1, 0.3], [0.2, 0.4]])
    network['b1'] = np.array([0.1, 0.2])
    return network
def forward(network, x):
    return np.dot(x, network['W1']) + network['b1']
network = init_network()
x = np.array([1.0, 0.5])
y = np.sum(forward(network, x))
"""


@pytest.mark.parametrize(
    ("program", "gradients"),
    [
        ("params = {'w': 0.5, 'b': 0.1}\nx = 2.0\ny = params['w']*x + params['b']", {"w": 2, "x": 0.5, "b": 1}),
        (
            "import numpy as np\np = {'W': np.array([[0.5, 1.0]]), 'b': 0.1}\nx = np.array([2.0, 1.0])\n"
            "y = np.sum(p['W'] @ x + p['b'])",
            {"W": [[2, 1]], "b": 1, "x": [0.5, 1]},
        ),
        (NETWORK, {"W1": [[1, 1], [0.5, 0.5]], "b1": [1, 1], "x": [0.4, 0.6]}),
        (OBJECTS, {"w": -1.8, "b": -1.2, "w_2": 0.85, "b_2": 1, "x": -0.6}),
        (ROWS, {"inputs": [0.44, -0.38, -0.07, 1.37], "weights": [[1, 2, 3, 2.5]] * 3, "biases": [1, 1, 1]}),
    ],
)
def test_what_a_program_holds_is_a_leaf_by_its_key(program: str, gradients: dict[str, Any]) -> None:
    trace = chainrule.trace(program)
    assert trace.gradients.keys() == gradients.keys()
    for name, gradient in gradients.items():
        np.testing.assert_allclose(trace.gradients[name], gradient, atol=1e-12)


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("def f(x):\n    return x**2 if x > 0 else -x\ntotal = sum(map(f, [1.0, -2.0, 3.0]))", 12),
        (
            "class A:\n    def go(self, x):\n        return 3*x\nclass B(A):\n    def go(self, x):\n"
            "        return 2*super().go(x)\nx = 0.7\ny = B().go(x)",
            4.2,
        ),
    ],
)
def test_the_result_of_a_program_of_constants_is_drawn_and_no_part_of_it(program: str, value: float) -> None:
    assert chainrule.trace(program).value == pytest.approx(value)


def test_a_key_that_is_set_again_keeps_its_name() -> None:
    program = "p = {}\np['w'] = 1.0\np['w'] = 0.5\nq = {'w': 2.0}\ny = p['w']*q['w']"
    assert chainrule.trace(program).gradients == {"w": 2.0, "q_w": 0.5}


def test_what_was_tried_and_taken_back_leaves_no_name() -> None:
    """The class beside the program is tried, and fails behind the leaf that it makes."""
    program = "import numpy as np\nX = np.array([1.0, 2.0])\nZ = X/2\nclass Net:\n    def __init__(self):\n"
    program += "        self.W = np.array([[1.0, 2.0], [3.0, 4.0]])\n    def forward(self, x):\n"
    program += "        return undefined_layer(self.W @ x)"
    assert set(chainrule.trace(program).gradients) == {"X"}
