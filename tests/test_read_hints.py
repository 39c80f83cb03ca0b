"""What a refusal says to do next, and the edit that repairs it."""

from __future__ import annotations

import pytest

import chainrule
from chainrule.errors import ChainruleError
from chainrule.sentences import translated


def refusal(source: str) -> ChainruleError:
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace(source, defaults=True)
    return caught.value


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("y = np.array([1., 2., 3.]).reshape(2, 2)", "multiply to 3;"),
        ("x = np.ones((2, 3))\ny = np.reshape(x, (4, 2))", "multiply to 6, as in `(3, 2)`"),
        ("x = np.ones((2, 3))\ny = np.reshape(x, (4, -1))", "multiply to 6;"),
        ("x = 3\ny = np.sum(x, axis=1)", "leave `axis` out"),
        ("x = np.array([1., 2.])\ny = x.sum(axis=1)", "axis 0"),
        ("x = np.ones((2, 3))\ny = x.sum(axis=2)", "from 0 to 1"),
        ("x = np.array([1., 2., 3.])\ny = x[3]", "Axis 0 has 3 entries: use an index from 0 to 2."),
        ("W = np.ones((2, 3))\ny = W[0, 5]", "Axis 1 has 3 entries: use an index from 0 to 2."),
        ("x = np.ones((1, 2))\ny = x[1]", "Axis 0 has 1 entry: its index is 0."),
        ("= 2", "such as `y = x + 2`"),
        ("y = np.ones((2, 3)) @ np.ones(2)", "Transpose the first one"),
        ("y = np.ones(3) @ np.ones((2, 3))", "Transpose the second one"),
        ("y = np.ones((2, 3)) @ np.ones((2, 5, 6))", "last but one axis of the second"),
        ("y = np.ones((2, 3)) @ np.ones(4)", "The vector must have 3 entries."),
        ("y = np.concatenate([np.ones((1, 2)), np.ones((1, 3))])", "Join along another axis"),
        ("y = F.conv2d(torch.ones(1, 3, 8, 8), torch.ones(4, 2, 3, 3))", "the shape (4, 3, 3, 3)"),
        ("y = F.conv2d(torch.ones(1, 4, 8, 8), torch.ones(4, 4, 3, 3), groups=2)", "the shape (4, 2, 3, 3)"),
    ],
)
def test_a_refusal_says_what_would_fit(source: str, hint: str) -> None:
    error = refusal(source)
    assert hint in (error.hint or "")
    german = translated(error.detail, "de"), translated(error.hint or "", "de")
    assert " the " not in " ".join(german).lower()


@pytest.mark.parametrize(
    ("source", "place", "edited"),
    [
        ("x = * 2", (4, 5), "x =  2"),
        ("y = 1\nx = *(y + 1)", (4, 5), "x = (y + 1)"),
        ("y = / 2", (4, 5), "y =  2"),
    ],
)
def test_a_sign_with_nothing_left_of_it_can_be_removed(source: str, place: tuple[int, int], edited: str) -> None:
    error = refusal(source)
    assert (error.code, error.hint is not None) == ("syntax", True)
    assert error.fix is not None
    assert (error.fix.span.column, error.fix.span.end_column, error.fix.text) == (*place, "")
    line = source.split("\n")[-1]
    assert line[: place[0]] + line[place[1] :] == edited


def test_the_shape_that_a_hint_offers_fits() -> None:
    assert chainrule.trace("x = np.ones((2, 3))\ny = np.reshape(x, (3, 2)).sum()").value == 6


@pytest.mark.parametrize(
    "call", ["2*f(x)", "2 * inner(x)", "f(x)*f(x)/f(x) + inner(x)"], ids=["a letter", "a word", "both"]
)
def test_a_parameter_of_a_def_that_is_called_is_a_function(call: str) -> None:
    source = (
        f"def square(x):\n    return x**2\ndef outer(f, inner, x):\n    return {call}\ny = outer(square, square, x)"
    )
    assert chainrule.trace(source, values={"x": 3}).value == 18


def test_a_list_whose_array_is_not_used_claims_no_gradient_of_zero() -> None:
    assert "a" not in chainrule.trace("a = [x, 2.0]\nL = a[0]*a[1]", {"x": 1.5}).named
    assert chainrule.trace("a = [x, y]\nL = a[0]*a[1]", {"x": 1.5, "y": 2.0}).named["a"].gradient == [2.0, 1.5]


def test_a_program_that_lost_its_blanks_is_mended_block_by_block() -> None:
    """A function ends with its `return`, a loop before an empty line; under a condition stands one line."""
    flat = [
        "def half(x):", "# a comment", "y = x/2", "return y", "w = 3.0",
        "for i in range(2):", "w = half(w)", "if w > 9:", "w = 9.0", "", "L = w**2",
    ]  # fmt: skip
    source = "\n".join(flat)
    for _ in range(3):
        fix = refusal(source).fix
        assert fix is not None
        lines = source.split("\n")
        lines[fix.span.line - 1 : fix.span.end_line] = fix.text.split("\n")
        source = "\n".join(lines)
    assert chainrule.trace(source).value == pytest.approx((3 / 4) ** 2)
