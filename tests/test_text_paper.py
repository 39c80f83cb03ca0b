"""Formulas as papers and exercises write them: points, entries, updates, states, hinges."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from chainrule.errors import SourceError
from chainrule.read.text import read_text


@pytest.mark.parametrize(
    ("source", "value", "gradients"),
    [
        ("f = x_1 x_2, x = (3, 4)", 12, {"x": [4, 3]}),
        ("f(x) = x_1^2 + x_1 x_2, x = (2, 3)", 10, {"x": [7, 2]}),
        ("y = w_0 x_0 + w_1 x_1, w = [2, -3], x = [-1, -2]", 4, {"w": [-1, -2], "x": [2, -3]}),
        ("f(w, x) = w_0 x_0 + w_1 x_1\nw = [2, -3]\nx = [-1, -2]", 4, {"w": [-1, -2], "x": [2, -3]}),
        ("f = 2*x_1*x_2 + 1\nx = (3, 4)", 25, {"x": [8, 6]}),
        ("f = x·x\nx = (3,4)", 25, {"x": [6, 8]}),
        (r"f(\mathbf{x}) = x_1 x_2^2, \quad \mathbf{x} = (3, 4)", 48, {"x": [16, 24]}),
        ("x1 = 3\nx = [1, 2]\nf = x1*sum(x)", 9, {"x": [3, 3], "x1": 3}),  # a name of its own
        ("L = Σ_i (w x_i - y_i)^2 + x_1, x=(1,2), y=(2,4), w=1", 6, {"x": [-1, -4], "y": [2, 4], "w": -10}),
        ("x = (1, 2, 3), sum(x^2)", 14, {"x": [2, 4, 6]}),
        ("∇f(2,1), where f(x,y) = x^2 y.", 4, {"x": 4, "y": 4}),
        ("Compute ∇f(1,2) for f(x,y) = x^2 + 3xy", 7, {"x": 8, "y": 3}),
        ("Given x=2, y=3: compute f = (x+y)^2 and its gradients", 25, {"x": 10, "y": 10}),
        ("BCE: L = -(y log p + (1-y) log(1-p)), y = 1, p = 0.5", 0.6931471805599453, {"p": -2, "y": 0}),
        ("d/dx [x^2], x = 3", 9, {"x": 6}),
        ("J = (1/2m) Σ_i (θ x_i - y_i)^2, x = [1,2], y=[1,2], θ=0", 1.25, {"theta": -2.5}),
        ("E = 1/2mv^2, m = 2, v = 3", 9, {"m": 4.5, "v": 6}),
        ("h = (1 - t y)_+, t = 1, y = 0.5", 0.5, {"t": -0.5, "y": -1}),
        ("w^+ = w - η ∂E/∂w, E = (w-1)^2, w = 2, η=0.25", 1.5, {"w": 0.5, "eta": -2}),
        ("w5+ = w5 - 0.5 * 0.08, w5 = 1", 0.96, {"w5": 1}),
        (r"w_5^{+} = w_5 - \eta \nabla E, E = (w_5 - 1)^2, w_5 = 2, \eta = 0.25", 1.5, {"eta": -2}),
        ("w_new = w - η dL/dw, L = (wx - y)^2, w = 1, x = 2, y = 3, η = 0.1", 1.4, {"eta": 4}),
        ("Δw_ij = η δ_j x_i, η = 2, δ_j = 3, x_i = 5", 30, {"eta": 15}),
        (
            "f_t = σ(W_f [h, x] + b_f), W_f = [[1,-1,0]], h = [1,1], x = [1], b_f = [0]",
            [0.5],
            {"x": [0], "b_f": [0.25]},
        ),
        (
            "Let f(x,y,z) = (x+y)z with x=-2, y=5, z=-4.\nq = x + y = 3\nf = qz = -12\n"
            "df/dq = z = -4\ndf/dx = df/dq * dq/dx = -4",
            -12,
            {"x": -4, "y": -4, "z": 3},
        ),
        ("y = f(g(x)), g(x) = x^2, f(x) = 3x, x = 2", 12, {"x": 12}),
        ("p = softmax(z), L = p_2, z = [0, 0]", 0.5, {"z": [-0.25, 0.25]}),
        ("z = [0, 0]\np = softmax(z)\nL = p_1 + p_0", 1, {"z": [0, 0]}),
        ("Q: If z = 3x^2 + 2y and x = t^2, y = 4t, find dz/dt at t = 1.", 11, {"t": 20}),
        ("Input x=3, weight w=2, bias b=1: y = wx + b = 7. Loss L = (y - 10)^2 = 9.", 9, {"w": -18, "b": -6}),
        (
            "Consider a neuron with inputs x1 = 2, x2 = -1, weights w1 = 0.5, w2 = 1, bias b = 0 and sigmoid "
            "activation. The target is t = 1 and the loss is L = (y - t)^2.\nz = w1 x1 + w2 x2 + b\ny = sigmoid(z)",
            0.25,
            {"t": 1, "b": -0.25},
        ),
        ("L = Σ_i (y[i] - p[i])², y = [1,2], p = [0,0]", 5, {"y": [2, 4]}),
        ("y[j] = Σ_i W[i,j] x[i] + b[j], W = [[1, 2], [3, 4]], x = [1, 1], b = [0, 1]", [4, 7], {"x": [3, 7]}),
        ("R² = 1 - Σ(y-p)²/Σ(y-m)², y = [1, 3], p = [1, 2], m = 2", 0.5, {"p": [0, 1]}),
        ("focal loss: FL = -(1-p)^γ log(p), γ = 0, p = 0.5", 0.6931471805599453, {"p": -2}),
        ("BCE with logits: L = max(z,0) - z y + log(1+e^{-|z|}), z = 0, y = 1", 0.6931471805599453, {"y": 0}),
        (  # the evaluation trace of Baydin et al., Automatic differentiation in machine learning: a survey
            "v_{-1} = x_1\nv_0 = x_2\nv_1 = ln v_{-1}\nv_2 = v_{-1} × v_0\nv_3 = sin v_0\nv_4 = v_1 + v_2\n"
            "v_5 = v_4 − v_3\ny = v_5\nx_1 = 2, x_2 = 5",
            11.652071455223084,
            {"x_1": 5.5, "x_2": 1.7163378145367738},
        ),
        ("r² = x² + y²\nf = r² + 1, x = 1, y = 2", 6, {"x": 2, "y": 4}),
        ("σ² = (a - b)², s = a/σ, a = 4, b = 2", 2, {"a": -0.5, "b": 1}),
        ("v = 1/d Σ_i x_i, x = [1, 3], g(x) = x - v", [-1, 1], {}),
        ("LN(x) = (x - μ)/√σ², μ = 1/d Σ_i x_i, σ² = 1/d Σ_i (x_i - μ)², x = [1, 3]", [-1, 1], {"x": [0, 0]}),
        # matrices of MATLAB in formulas of paper
        ("f(x, W) = Wx + b\nW = [1 2; 3 4]\nx = [1; 1]\nb = [0; 1]", [3, 8], {"x": [4, 6], "b": [1, 1]}),
        ("y = Wx\nW = [1 2; 3 4]\nx = [1; 1]", [3, 7], {"W": [[1, 1], [1, 1]]}),
        ("W1 = [1 2; 3 4]\nW2 = [1 0]\nx = [1; 1]\nh = W1 x\ny = W2 h", 3, {"x": [1, 2]}),
        ("L = ½‖Wx − y‖², W = [1 2; 3 4], x = [1, 1], y = [1, 0]", 26.5, {"x": [23, 32], "y": [-2, -7]}),
        ("x = [1 2 3]^T\nw = [4 5 6]^T\ny = w^T x", 32, {"x": [4, 5, 6], "w": [1, 2, 3]}),
        ("A = [1 2; 3 4]; x = [1; 1];\ny = A*x", [3, 7], {"x": [4, 6]}),
        # the sign of a transpose beside the sign of a product
        ("w = (3, 4), x = (1, 2)\ny = w^T * x", 11, {"w": [1, 2], "x": [3, 4]}),
        ("x = (1, 2)^T\nw = (3, 4)^T\nL = w^T x", 11, {"x": [3, 4], "w": [1, 2]}),
        ("L = x^T * A * x, A = [[1, 2], [3, 4]], x = (1, 1)", 10, {"x": [7, 13]}),
        ("y = (A*x)^T * b, A = [[1, 2], [3, 4]], x = (1, 1), b = (1, 2)", 17, {"x": [7, 10], "b": [3, 7]}),
        ("V = P*(1 + r)^T, P = 100, r = 1, T = 2", 400, {"r": 400}),
        ("V = P*gamma^T, P = 3, gamma = 2, T = 2", 12, {"gamma": 12}),
        # e with an index is a name
        ("α_ij = exp(e_ij) / Σ_k exp(e_ik), e = [[0, 0], [1, 1]]", [[0.5, 0.5], [0.5, 0.5]], {"e": [[0, 0], [0, 0]]}),
        ("L = Σ_i e_i t_i, e = (1, 2), t = (3, 4)", 11, {"e": [3, 4]}),
        ("E = Σ_i e^{x_i}, x = (0, 0)", 2, {"x": [1, 1]}),
        # square brackets behind a sum with its index
        ("f = Σ_i [x_i² + 1], x = (1, 2)", 7, {"x": [2, 4]}),
        (
            "L = -Σ_i [y_i log p_i + (1 - y_i) log(1 - p_i)], y = (1, 0), p = (0.5, 0.5)",
            1.3862943611198906,
            {"p": [-2, 2]},
        ),
        ("f(x) = Σ_{i=1}^{n-1} [100(x_{i+1} - x_i²)² + (1 - x_i)²]\nx = (0, 0, 0)", 2, {"x": [-2, -2, 0]}),
        # windows
        ("y_i = Σ_k w_k x_{i+k}, w = (1, -1), x = (1, 2, 4)", [-1, -2], {"x": [1, 0, -1], "w": [3, 6]}),
        ("y[i] = Σ_j x[i+j] w[j], w = (1, -1), x = (1, 2, 4)", [-1, -2], {"w": [3, 6]}),
        ("y_i = Σ_{k=1}^{K} w_k x_{i+k-1}, w = (1, 1), x = (1, 2, 4)", [3, 6], {"w": [3, 6]}),
        (
            "y[i,j] = Σ_m Σ_n x[i+m, j+n] w[m,n], w = [[1, 0], [0, 1]], x = [[1, 2, 3], [4, 5, 6]]",
            [[6, 8]],
            {"w": [[3, 5], [9, 11]]},
        ),
        ("C[i,j] = Σ_k A[i,k] B[k,j], A = [[1, 2]], B = [[1], [3]]", [[7]], {"A": [[1, 3]]}),
        ("s = x^T W y, x = [1, 2], W = [[1, 0, 1], [0, 1, 0]], y = [1, 2, 3]", 8, {"x": [4, 2], "y": [1, 2, 1]}),
    ],
)
def test_what_is_written_is_what_is_computed(source: str, value: object, gradients: dict[str, object]) -> None:
    trace = chainrule.trace(source, defaults=True)
    np.testing.assert_allclose(trace.value, value, atol=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(trace.gradients[name], gradient, atol=1e-12, err_msg=name)


@pytest.mark.parametrize(
    ("source", "shapes"),
    [
        ("x^T W y", {"x": 1, "W": 2, "y": 1}),
        ("y = W₂ σ(W₁ x + b₁) + b₂", {"W2": 2, "W1": 2, "x": 1, "b1": 1, "b2": 1}),
        ("Z = W X + b", {"W": 2, "X": 2, "b": 2}),
        ("ŷ = W₂ σ(W₁ x), L = (y - ŷ)ᵀ(y - ŷ)", {"W2": 2, "W1": 2, "x": 1, "y": 1}),  # with a transpose elsewhere
        (r"L = -\log \frac{\exp(q k_+)}{\sum_i \exp(q k_i)}", {"k": 1, "k_plus": 0}),
        ("‖Ax - b‖²", {"A": 2, "x": 1, "b": 1}),
        ("J = 1/2m‖Xw - y‖²", {"X": 2, "w": 1, "y": 1, "m": 0}),
        ("c̃_t = tanh(W_c[h_{t-1}; x_t] + b_c)", {"W_c": 2, "h_t_minus_1": 1, "x_t": 1, "b_c": 1}),
        (r"y_{ij} = \sum_{m}\sum_{n} x_{i+m, j+n} w_{mn}", {"x": 2, "w": 2}),
        (r"y_{ijc} = \sum_{m,n,d} w_{mndc} x_{i+m,j+n,d}", {"x": 3, "w": 4}),
        ("h = tanh(W^T * x + b)", {"W": 2, "x": 1, "b": 1}),
        ("L = Σ_i (x_{i+1} - x_i)²", {"x": 1}),
        ("z = W[i, j] + 1, W = [[1,2],[3,4]], i = 0, j = 1", {"W": 2}),
    ],
)
def test_shapes_are_those_of_the_symbols(source: str, shapes: dict[str, int]) -> None:
    gradients = chainrule.trace(source, defaults=True).gradients
    assert {name: len(getattr(gradients[name], "shape", ())) for name in shapes} == shapes


def test_the_gates_of_a_cell_are_as_long_as_its_state() -> None:
    cell = (
        "z_t = σ(W_z · [h_{t−1}, x_t])\nr_t = σ(W_r · [h_{t−1}, x_t])\n"
        "h̃_t = tanh(W · [r_t * h_{t−1}, x_t])\nh_t = (1 − z_t) * h_{t−1} + z_t * h̃_t"
    )
    trace = chainrule.trace(cell, defaults=True)
    assert trace.gradients["h_t_minus_1"].shape == trace.value.shape


@pytest.mark.parametrize(
    ("source", "rank"),
    [
        ("f_t = σ(W_f [h, x] + b_f)\nc_t = f_t ⊙ c_0", 1),
        ("f = sigmoid(W_f [h, x] + b_f)\nc = f * c0 + 2 * h", 1),
        ("a = tanh(W[h, x] + b)", 1),
        ("y = W[i, j] * 2", 0),
        ("y = W[x, y2] * 2", 0),
        ("x = 1\nz = W[x, y]", 0),
    ],
)
def test_vectors_behind_a_matrix_are_joined_and_indices_choose(source: str, rank: int) -> None:
    assert np.ndim(chainrule.trace(source, defaults=True).value) == rank


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("import numpy as np\nshape = (2, 3)\nx = np.ones(shape)\ny = x.sum()", "shape = (2, 3)"),
        ("f = 1,000 x + 2", "f = 1000*x + 2"),
        ("E = 1/2 m v^2", "E = 1/2*m*v**2"),
    ],
)
def test_what_is_no_vector_stays(source: str, python: str) -> None:
    assert python.replace(" ", "") in read_text(source).text.replace(" ", "")


def test_numbers_of_a_point_are_not_called_thousands() -> None:
    read = read_text("Find the gradient of f(x, y) = x^2 y + sin(y) at (1, 2).")
    assert [note.code for note in read.notices] == ["prose"]


def test_neighbouring_entries_are_refused_and_not_taken_at_0() -> None:
    with pytest.raises(SourceError, match="Neighbouring entries"):
        chainrule.trace("y[n] = Σ_k h[k] x[2*n-k]", defaults=True)
