"""A right backward pass is called right in every form in which people write it, and a slip is found at its line."""

from __future__ import annotations

import pytest

import chainrule
from network_forms import NAMES, Form, Slip, forms, program, slips

RIGHT = forms(36)
OF_A_SIZE = {"mean for sum", "twice"}  # beside an error t - p the learning rate may have what they change
WRONG = [
    (form, slip, text)
    for mean in ("", "error")
    for columns in (False, True)
    for target_first in (False, True)
    for form in [Form(columns, target_first, "squares", mean, "tanh", NAMES[0], is_loop=True)]
    for slip, text in slips(form)
    if not target_first or slip.name not in OF_A_SIZE
][::2]


@pytest.mark.parametrize("form", RIGHT, ids=str)
def test_a_right_backward_pass_is_right_in_every_form(form: Form) -> None:
    gradients = chainrule.trace(program(form)).to_dict()["hand_gradients"]
    assert len(gradients) >= 3
    assert {each["verdict"] for each in gradients} == {"right"}, [each["text"] for each in gradients]


@pytest.mark.parametrize(("form", "slip", "text"), WRONG, ids=lambda each: each.name if isinstance(each, Slip) else "")
def test_a_slip_is_found_at_its_line(form: Form, slip: Slip, text: str) -> None:
    gradients = chainrule.trace(text).to_dict()["hand_gradients"]
    wrong = [each for each in gradients if each["verdict"] == "wrong"]
    assert wrong[0]["name"] == slip.line, [each["text"] for each in gradients]
    assert all(each["inherits"] for each in wrong[1:])
