"""Pictures of a scene: each shows the engine's numbers, follows the values, and says what it cannot draw."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from chainrule import trace
from chainrule.errors import ChainruleError
from chainrule.export.shapes import TextLine
from chainrule.lessons import LessonCollection, LessonError, parse
from chainrule.lessons.choices import TABLES, ChoiceList, ChoiceOption, Choose
from chainrule.lessons.pictures import PICTURES, PictureRequest, inline, render_picture
from chainrule.lessons.pictures.kinks import KINKS
from chainrule.limits import DEFAULT
from chainrule.request import TraceRequest
from service import Client

HEAD = "---\ntitle: A test\n---\n## One\n"


def said(source: str, values: dict[str, Any], picture: str, choose: Choose | None = None, **more: Any) -> str:
    """What a picture says to somebody who does not see it."""
    scene = render_picture(TraceRequest(source, values, **more), PictureRequest(picture, choose), DEFAULT)
    ET.fromstring(inline(scene).svg)
    return scene.description


def test_arrays_stand_beside_their_product() -> None:
    source = "W3 = W2 @ W1\ny = W3 @ x"
    text = said(source, {"W1": [[1, -1], [0.5, 2]], "W2": [[2, 0], [1, 1]], "x": [1, 1]}, "arrays W2 @ W1 = W3")
    assert "W3, 2×2: 2.00, −2.00, 1.50, 1.00" in text


def test_templates_hold_each_row_against_the_input() -> None:
    values = {"W": [[1, -1, 1, -1], [1, 1, -1, -1]], "x": [1, 1, -1, -1]}
    assert said("s = W @ x", values, "templates W as 2x2 in s of x").endswith("s: 0.00, 4.00.")


def test_derivative_gradient_and_jacobian_have_their_shapes() -> None:
    text = said("f = x", {"x": 1}, "derivatives x**2 at 1, -2, 3")
    assert re.findall(r"is (a number|3×3|3)", text) == ["a number", "3", "3×3"]


def test_the_choices_are_compared_on_the_same_values() -> None:
    options = [ChoiceOption("a", "sum(s**2)"), ChoiceOption("b", "-log(softmax(s)[1])")]
    choose = Choose("L = <loss>", [ChoiceList("loss", options)])
    text = said("L = sum(s**2)", {"s": [1.0, 2.0]}, "compare gradient of s", choose)
    p = np.exp([1.0, 2.0]) / np.exp([1.0, 2.0]).sum()
    assert f"b, gradient of s: {p[0]:.2f}, −{1 - p[1]:.2f}" in text
    assert "a, gradient of s: 2.00, 4.00" in text


@pytest.mark.parametrize("right", TABLES["unary"], ids=lambda option: option.text)
def test_every_candidate_of_the_search_has_a_curve(right: ChoiceOption) -> None:
    for both in TABLES["binary"]:
        source = f"a = x\nb = {right.text}\nf = {both.text}"
        assert "from −5.00 to 5.00" in said(source, {"x": 1.0, "beta": 0.5}, "curve f over x", defaults=True)


def test_a_curve_has_the_engines_slope_where_x_is() -> None:
    slope = trace("x*sigmoid(x)", {"x": 0.75}).gradients["x"]
    assert said("x*sigmoid(x)", {"x": 0.75}, "curve f over x").endswith(f"near {slope:.2f}.")


def test_a_line_is_written_in_three_notations() -> None:
    source = "z = W @ x\nh = sigmoid(z)\nL = sum((h - t)**2)"
    values = {"W": [[0.5, -1], [1, 0.5]], "x": [1, 2], "t": [1, 0]}
    scene = render_picture(TraceRequest(source, values), PictureRequest("notations net z"), DEFAULT)
    lines = [run.text for item in scene.items for run in getattr(item, "runs", ())]
    assert "∂L/∂W = ∂L/∂z xᵀ" in lines
    assert "W̄ = z̄ xᵀ" in lines
    assert "∂L/∂W = −δz xᵀ" in lines
    assert "δz = −∂L/∂h ⊙ ((1 − h) ⊙ h)" in lines
    assert "∂L/∂b = 1" in lines  # the sum's gradient, the same for each entry


def test_each_symbol_of_a_derivation_has_its_shape_below_it() -> None:
    source = "z = W @ x\nh = sigmoid(z)\nL = sum((h - t)**2)"
    values: dict[str, Any] = {"W": [[0.5, -1, 2], [1, 0.5, 0]], "x": [1, 2, 3], "t": [1, 0]}
    scene = render_picture(TraceRequest(source, values), PictureRequest("notations net z"), DEFAULT)
    lines: list[Any] = [item for item in scene.items if getattr(item, "runs", ())]
    for text, shapes in {
        "∂L/∂W = ∂L/∂z xᵀ": ["2×3", "2", "3"],
        "W̄ = z̄ xᵀ": ["2×3", "2", "3"],
        "∂L/∂x = −Wᵀ δz": ["3", "3×2", "2"],
        "ā = b̄ ⊙ (2a)": ["2", "2", "2"],
    }.items():
        line = next(item for item in lines if item.runs[0].text == unicodedata.normalize("NFD", text))
        width = len(text) * line.runs[0].size
        below = [each for each in lines if 0 < each.y - line.y < 15 and -12 < each.x - line.x < 0.62 * width]
        assert [each.runs[0].text for each in sorted(below, key=lambda each: each.x)] == shapes


def test_a_value_with_two_uses_gets_terms() -> None:
    scene = render_picture(TraceRequest("f = x*x", {"x": 3.0}), PictureRequest("notations"), DEFAULT)
    lines = [run.text for item in scene.items for run in getattr(item, "runs", ())]
    assert lines.count("x̄ += x") == 2


def test_the_symbolic_way_repeats_what_backprop_keeps() -> None:
    text = said("L = (y - sigmoid(w*x + b))**2", {"w": 0.8, "x": 1.5, "b": -0.4, "y": 1.0}, "symbolic w")
    assert "σ(w · x + b) stands there 3 times" in text


@pytest.mark.parametrize("seed", range(5))
def test_the_right_order_is_the_engines_and_the_wrong_one_is_not(seed: int) -> None:
    values = dict(zip("xyz", np.random.default_rng(seed).uniform(1, 3, 3).round(2).tolist(), strict=True))
    source = "q = x*y\nr = q + z\nf = q*r"
    text = said(source, values, "early q")
    for name, gradient in trace(source, values).gradients.items():
        right, wrong = re.findall(rf"gradient of {name}: (\S+), in the wrong order ([^\s;.]+\.\d+)", text)[0]
        assert float(right) == pytest.approx(float(gradient), abs=0.006)
        assert (right == wrong) == (name == "z")


def test_twelve_doublings_have_4096_paths_and_36_wires() -> None:
    source = "y = x\nfor i in range(12):\n    y = y + y\nf = y"
    assert said(source, {"x": 1.0}, "paths x") == "4,096 paths, 36 wires."


TORCH = {
    "relu(x)": lambda x: torch.relu(x).sum(),
    "|x|": lambda x: torch.abs(x).sum(),
    "maximum(x, 0)": lambda x: torch.maximum(x, torch.zeros_like(x)).sum(),
    "clip(x, 0, 1)": lambda x: torch.clamp(x, 0, 1).sum(),
    "leaky_relu(x, 0.1)": lambda x: torch.nn.functional.leaky_relu(x, 0.1).sum(),
    "max of a tie": torch.max,
    "length of x": torch.linalg.norm,
    "√(x·x)": lambda x: torch.sqrt(x * x).sum(),
}
JAX = {
    "relu(x)": lambda x: jax.nn.relu(x).sum(),
    "|x|": lambda x: jnp.abs(x).sum(),
    "maximum(x, 0)": lambda x: jnp.maximum(x, 0).sum(),
    "clip(x, 0, 1)": lambda x: jnp.clip(x, 0, 1).sum(),
    "leaky_relu(x, 0.1)": lambda x: jax.nn.leaky_relu(x, 0.1).sum(),
    "max of a tie": jnp.max,
    "length of x": jnp.linalg.norm,
    "√(x·x)": lambda x: jnp.sqrt(x * x).sum(),
}


@pytest.mark.parametrize("kink", KINKS, ids=lambda kink: kink.text)
def test_the_table_says_what_pytorch_and_jax_answer_at_zero(kink: Any) -> None:
    x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    TORCH[kink.text](x).backward()
    assert x.grad is not None
    np.testing.assert_allclose([float(x.grad[0])], [kink.torch])
    np.testing.assert_allclose([float(jax.grad(JAX[kink.text])(jnp.zeros(2))[0])], [kink.jax], rtol=1e-6)


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        ("painting x", "is no picture"),
        ("arrays nothing", "no value of `nothing`"),
        ("templates x as 2x2", "no row of it"),
        ("curve f over q from 5 to -5", "not above its beginning"),
        ("compare value of f", "has not exactly one `choose`"),
        ("early x", "No gate gives `x`"),
        ("symbolic q", "no variable"),
        ("derivatives x** at 1, 2", "has no derivative"),
        ("kinks now", "takes nothing"),
        ("paths", "no ``"),
    ],
)
def test_what_cannot_be_drawn_is_said(picture: str, what: str) -> None:
    with pytest.raises(ChainruleError, match=re.escape(what)):
        said("f = x*x", {"x": 3.0}, picture)


def test_a_bad_choice_is_an_error_with_its_line() -> None:
    for body, line, what in (
        ("source: f = x\nvalues: {x: 1}\nchoose: loss\n- a: x\n- b: 2*x\n> A.", 7, "no place `<loss>`"),
        ("source: f = <g>\nvalues: {x: 1}\nchoose: g\n- a: x\n> A.", 7, "2 to 12 options"),
        ("source: f = <g>\nvalues: {x: 1}\nchoose: g\n- x\n- b: 2*x\n> A.", 8, "LABEL: TEXT"),
        ("source: f = <g>\nvalues: {x: 1}\nchoose: g from nowhere\n> A.", 7, "none of the lists"),
        ("source: f = x\nvalues: {x: 1}\npicture: kink\n> A.", 7, "is no picture"),
    ):
        with pytest.raises(LessonError, match=re.escape(what)) as caught:
            parse("a.md", HEAD + body)
        assert f"line {line}:" in caught.value.detail


def test_a_choice_is_waited_for() -> None:
    body = "source: f = <g>\nvalues: {x: 1}\nchoose: g\n- one: x\n- two: 2*x\ndo: choose {}\n> A."
    scene = parse("a.md", HEAD + body.replace("{}", "two")).scenes[0]
    assert scene.request.source == "f = x"
    assert scene.do is not None
    assert (scene.do.condition, scene.do.value, scene.do.target) == ("choose", "two", "choice")
    with pytest.raises(LessonError, match="chosen when the scene begins"):
        parse("a.md", HEAD + body.replace("{}", "one"))


# Of every lesson: in the room of a phone nothing is wider, and nothing that is drawn beyond the edge.
PHONE = 360


@pytest.mark.parametrize("id", [row.id for row in LessonCollection().table().lessons])
def test_a_picture_is_no_wider_than_the_room_of_the_page(id: str) -> None:
    for scene in LessonCollection().lesson(id).scenes:
        for width in (PHONE, 740) if scene.picture is not None else ():
            drawn = render_picture(scene.request, PictureRequest(scene.picture or "", scene.choose, width), DEFAULT)
            assert drawn.width <= width + 12, scene.title  # the margin at its end is empty
            free = render_picture(scene.request, PictureRequest(scene.picture or "", scene.choose), DEFAULT)
            assert drawn.description == free.description
            sizes = [run.size for item in drawn.items if isinstance(item, TextLine) for run in item.runs]
            assert min(sizes, default=12.0) >= (10.0 if "notations" in (scene.picture or "") else 12.0)


def test_the_choices_stand_beside_one_another_where_there_is_room() -> None:
    (scene,) = [each for each in LessonCollection().lesson("output-layers").scenes if each.choose is not None]
    drawn = render_picture(scene.request, PictureRequest(scene.picture or "", scene.choose), DEFAULT)
    heads = [item.y for item in drawn.items if isinstance(item, TextLine) and item.bold]
    assert len(heads) == 4
    assert len(set(heads)) == 1


def test_over_http_a_picture_follows_the_values(client: Client) -> None:
    def asked(**change: Any) -> Any:
        return client.post("/api/v1/lessons/picture", {"source": "f = x*x", "picture": "curve f over x", **change})

    first, second = asked(values={"x": 1}), asked(values={"x": 2})
    assert first.status == second.status == 200
    assert "x = 2.00" in second.json()["svg"]
    assert first.json()["svg"] != second.json()["svg"]
    assert asked(values={"x": 1}, picture="nothing").status == 422
    assert asked(values={"x": 1}, width=300).status == 200
    assert asked(values={"x": 1}, width=3).json()["code"] == "bad-field"
    assert asked(values={"x": 1}, choose={"lists": 3}).json()["code"] == "bad-field"
    text = asked(values={"x": 1}, choose={"template": "<", "lists": []}).json()["svg"]
    assert "<script" not in text


def test_every_picture_has_a_form_that_begins_with_its_word() -> None:
    assert all(row.form.split()[0] == word for word, row in PICTURES.items())
