"""Gradients written by hand that change single entries, and slopes that only have the name of a gradient."""

from __future__ import annotations

import pytest

import chainrule
from judged_gradients import judged, mistakes

LABELS = """
z1 = X.dot(W1) + b1
a1 = np.tanh(z1)
z2 = a1.dot(W2) + b2
exp_scores = np.exp(z2)
probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
OUT = probs
OUT[range(3), y] -= 1
dW2 = (a1.T).dot(OUT)
db2 = np.sum(OUT, axis=0, keepdims=True)
BACK = OUT.dot(W2.T) * (1 - np.power(a1, 2))
dW1 = np.dot(X.T, BACK)
"""
LABELLED = {
    "X": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]], "y": [0, 1, 1], "W1": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]],
    "b1": [[0.1, -0.2, 0.3]], "W2": [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1]], "b2": [[0.05, -0.1]],
}  # fmt: skip
PAIRS = [("delta3", "delta2"), ("delta3", "dz1"), ("dscores", "dhidden"), ("dz2", "dz1"), ("delta_out", "delta_hidden")]


@pytest.mark.parametrize("copied", ["probs", "probs.copy()"])
@pytest.mark.parametrize(("out", "back"), PAIRS)
def test_one_taken_from_the_entry_of_the_label_is_the_slope_of_cross_entropy(out: str, back: str, copied: str) -> None:
    source = LABELS.replace("OUT = probs", f"OUT = {copied}").replace("OUT", out).replace("BACK", back)
    found = judged(source, LABELLED)[1]
    assert {each.name: each.verdict for each in found} == dict.fromkeys((out, "dW2", "db2", back, "dW1"), "right")


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    [
        ("(a1.T).dot(OUT)", "0.5*(a1.T).dot(OUT)", "dW2"),
        ("1 - np.power(a1, 2)", "1 - a1", "BACK"),
        ("np.dot(X.T, BACK)", "np.dot(X.T, BACK*a1)", "dW1"),
    ],
)
@pytest.mark.parametrize(("out", "back"), [("delta3", "dz1"), ("dscores", "dz1")])
def test_a_mistake_behind_the_labels_is_found(out: str, back: str, right: str, wrong: str, name: str) -> None:
    source = LABELS.replace(right, wrong).replace("OUT", out).replace("BACK", back)
    found = {each.name: each for each in judged(source, LABELLED)[1]}
    name = {"BACK": back}.get(name, name)
    assert found[name].verdict == "wrong"
    others = {each.name for each in found.values() if each.verdict == "wrong" and each.inherits is None} - {name}
    assert others == set()


@pytest.mark.parametrize(
    "slope",
    [("1/(1+exp(-z))", "a*(1-a)"), ("tanh(z)", "1-a**2"), ("np.maximum(0, z)", "(z > 0)*1.0")],
)
def test_a_slope_that_has_a_gradients_name_is_not_called_wrong_where_what_is_made_of_it_is_right(
    slope: tuple[str, str],
) -> None:
    source = f"z = W @ x\na = {slope[0]}\nloss = sum((a-t)**2)/2\nda = {slope[1]}\ndz = (a-t)*da\ndW = np.outer(dz, x)"
    values = {"W": [[0.1, 0.2], [0.4, -0.3]], "x": [1.0, 2.0], "t": [1.0, 0.0]}
    found = {each.name: each for each in chainrule.trace(source, values=values).hand_gradients}
    assert [found[name].verdict for name in ("da", "dz", "dW")] == ["undecided", "right", "right"]
    assert found["da"].text == "da is not dloss/da, but dz, made of it, is right."


def test_a_wrong_gradient_stays_wrong_where_something_wrong_is_made_of_it() -> None:
    source = "a = w*x\nloss = sum((a-t)**2)\nda = a - t\ndw = da*x\ndx = 2*da*w"
    values = {"w": [0.1, 0.2], "x": [1.0, 2.0], "t": [1.0, 0.5]}
    found = {each.name: each.verdict for each in chainrule.trace(source, values=values).hand_gradients}
    assert found["dw"] == "wrong"
    assert found["da"] != "undecided"


@pytest.mark.parametrize("constant", ["0.0", "np.nan"])
def test_a_constant_beside_the_entries_is_none_that_is_taken_twice(constant: str) -> None:
    program = f"p = np.pad(x, 2, constant_values={constant})\nL = np.sum(p[2:-2]**2)\ndp = 2*p\ndx = dp[2:-2]*0.3"
    assert mistakes(program, x=[1.0, -2.0])["dx"] not in (None, "overwrote")
