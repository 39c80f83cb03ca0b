"""Values in the form of a call, P(B | A) and max_a' Q(s', a'), and names of several words in LaTeX."""

from __future__ import annotations

import pytest

import chainrule
from chainrule.read.text import read_text


def test_bayes_rule_with_its_numbers() -> None:
    source = """P(A) = 0.01, P(B|A) = 0.9, P(B|¬A) = 0.05
P(B) = P(B|A)P(A) + P(B|¬A)(1 - P(A))
P(A|B) = P(B|A)P(A)/P(B)"""
    traced = chainrule.trace(source)
    assert traced.value == pytest.approx(0.009 / (0.009 + 0.05 * 0.99), rel=1e-12)


@pytest.mark.parametrize(
    ("source", "python"),
    [
        (r"P(A|B) = \frac{P(B|A) P(A)}{P(B)}", "P_A_given_B = P_B_given_A*P_A/P_B"),
        (r"P(A \mid B) = \frac{P(A \cap B)}{P(B)}", "P_A_given_B = P_A_and_B/P_B"),
        ("P(A ∩ B) = P(A) P(B|A)", "P_A_and_B = P_A*P_B_given_A"),
        ("P(B) = Σ_i P(B|A_i) P(A_i)", "P_B = sum(P_B_given_A*P_A)"),
        (
            "P(H_1|E) = P(E|H_1) P(H_1) / Σ_j P(E|H_j) P(H_j)",
            "P_H1_given_E = P_E_given_H[0]*P_H[0]/sum(P_E_given_H*P_H)",
        ),
        ("δ = r + γ max_{a'} Q(s', a') - Q(s, a)", "delta = r + gamma*max(Q_next) - Q_s_a"),
        (
            "Q(s,a) ← Q(s,a) + α (r + γ max_{a'} Q(s',a') − Q(s,a))",
            "Q_s_a = Q_s_a + alpha*(r + gamma*max(Q_next) - Q_s_a)",
        ),
        (
            r"Q(s_t,a_t) \leftarrow Q(s_t,a_t) + \alpha [r_{t+1} + \gamma \max_a Q(s_{t+1},a) - Q(s_t,a_t)]",
            "Q_s_a = Q_s_a + alpha*(r_t_plus_1 + gamma*max(Q_next) - Q_s_a)",
        ),
        ("L = (r + γ max_{a'} Q(s', a'; θ⁻) - Q(s, a; θ))^2", "L = (r + gamma*max(Q_next) - Q_s_a)**2"),
        ("V(s) = max_a Q(s, a)", "V = max(Q_s)"),
        ("P = V^2/R", "P = V**2/R"),
        ("F = P(1 + r)^n", "F = P*(1 + r)**n"),
        ("P(x) = x^2 + 1\nP(2)", "def P(x): return x**2 + 1\nP(2)"),
        ("KL = Σ_i P(i) log(P(i)/Q(i))", "KL = sum(P*log(P/Q))"),
    ],
)
def test_how_a_value_with_arguments_is_read(source: str, python: str) -> None:
    assert read_text(source).text.strip() == python


@pytest.mark.parametrize(
    ("source", "python"),
    [
        (r"w_{new} = w - \text{learning rate} \cdot g", "w_new = w - learning_rate*g"),
        (
            r"\text{Precision} = \frac{\text{true positives}}{\text{true positives} + \text{false positives}}",
            "Precision = true_positives/(true_positives + false_positives)",
        ),
        (
            r"\text{new weight} = \text{old weight} - \eta \times \text{gradient}",
            "new_weight = old_weight - eta*gradient",
        ),
        (
            r"y = W_{\text{hidden layer}} x + W_{\text{output layer}} h",
            "y = W_hidden_layer*x + W_output_layer*h",
        ),
        (r"y = \text{loss_a} + 2 \text{loss\_b}", "y = loss_a + 2*loss_b"),
        (r"f(x) = x^2 \text{ and } g(x) = 2x", "def f(x): return x**2\ndef g(x): return 2*x"),
        (r"\text{Forward pass} \\ z = wx + b", "z = w*x + b"),
        (r"L = \frac{1}{2}(y-t)^2 \quad\text{(squared error)}", "L = 1/2*(y - t)**2"),
        (r"\text{IoU} = \frac{TP}{TP + FP + FN}", "IoU = TP/(TP + FP + FN)"),
        (r"R^2 = 1 - \frac{SS_{res}}{SS_{tot}}", "R2 = 1 - SS_res/SS_tot"),
        (r"ReLU(x) = \max(0, x)", "def ReLU(x): return maximum(0, x)"),
        (r"y = ReLU(x) + SiLU(\frac{x}{2})", "y = relu(x) + silu(x/2)"),
        (r"y = ABx + \sigma(x)", "y = A*B*x + sigmoid(x)"),
    ],
)
def test_names_of_words_in_latex(source: str, python: str) -> None:
    assert read_text(source).text.strip() == python
