"""scikit-learn's losses and similarities against plain NumPy, and objects with properties that are set."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule

Y, P = np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.8, 0.3, 0.6, 0.1])
A, B = np.array([[0.9, 0.1, 0.5], [0.2, 0.7, -0.3]]), np.array([[0.2, 0.3, 0.4], [1.0, -0.5, 0.25]])


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)


@pytest.mark.parametrize(
    ("module", "call", "expected"),
    [
        ("sklearn.metrics", "mean_squared_error(y, p)", np.mean((Y - P) ** 2)),
        ("sklearn.metrics", "root_mean_squared_error(y, p)", np.sqrt(np.mean((Y - P) ** 2))),
        ("sklearn.metrics", "mean_absolute_error(y, p)", np.mean(np.abs(Y - P))),
        ("sklearn.metrics", "r2_score(y, p)", 1 - np.sum((Y - P) ** 2) / np.sum((Y - Y.mean()) ** 2)),
        ("sklearn.metrics", "log_loss(y, p)", -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))),
        ("sklearn.metrics", "hinge_loss(y, p)", np.mean(np.maximum(0, 1 - (2 * Y - 1) * P))),
        ("sklearn.metrics.pairwise", "cosine_similarity(a, b)", unit(A) @ unit(B).T),
        ("sklearn.metrics.pairwise", "cosine_similarity(a)", unit(A) @ unit(A).T),
        ("sklearn.metrics.pairwise", "euclidean_distances(a, b)", np.sqrt(apart(A, B))),
        ("sklearn.metrics.pairwise", "linear_kernel(a, b)", A @ B.T),
        ("sklearn.metrics.pairwise", "rbf_kernel(a, b, gamma=0.5)", np.exp(-0.5 * apart(A, B))),
    ],
)
def test_a_measure_is_the_library_s(module: str, call: str, expected: object) -> None:
    name = call.partition("(")[0]
    trace = chainrule.trace(f"from {module} import {name}\n{call}", {"y": Y, "p": P, "a": A, "b": B})
    assert np.allclose(trace.value, expected, rtol=1e-12)


def test_rows_are_joined_below_one_another() -> None:
    trace = chainrule.trace("import numpy as np\nnp.r_[a + 2, a - 2]", {"a": A})
    assert np.array_equal(trace.value, np.r_[A + 2, A - 2])


def test_data_that_are_not_here_are_counted_without_a_fault() -> None:
    text = "from sklearn.datasets import make_classification\nX, y = make_classification(weights=[0.9, 0.1])\n"
    trace = chainrule.trace(text + "import numpy as np\nnp.bincount(y) * w", {"w": 2.0}, defaults=True)
    assert trace.gradients["w"] > 0


PROPERTY = """
class Layer:
    def __init__(self, w):
        self._w = w
    @property
    def w(self):
        return self._w
    @w.setter
    def w(self, value):
        self._w = 2*value
    def forward(self, x):
        return self.w*x
layer = Layer(1.0)
layer.w = v
layer.forward(x)
"""


def test_a_property_is_set_by_its_own_function() -> None:
    trace = chainrule.trace(PROPERTY, {"v": 3.0, "x": 5.0})
    assert trace.value == 30.0
    assert trace.gradients["v"] == 10.0


PERCEPTRON = """
import numpy as np
class Perceptron:
    def __init__(self, inputs):
        self.w = np.zeros(inputs + 1)
    def predict(self, x):
        return 1 if np.dot(x, self.w[1:]) + self.w[0] >= 0 else 0
    def fit(self, X, y):
        for i in range(X.shape[0]):
            error = y[i] - self.predict(X[i])
            self.w[1:] += 0.1*error*X[i]
            self.w[0] += 0.1*error
"""


def test_rows_that_weights_are_multiplied_with_are_rows_of_a_matrix() -> None:
    trace = chainrule.trace(PERCEPTRON, defaults=True)
    assert next(node for node in trace.nodes if node.name == "X").shape == [4, 3]
