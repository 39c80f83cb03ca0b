"""The camera rule in embeds of every size, with the pointer over the picture and its buttons with it."""

from __future__ import annotations

from typing import Any

import pytest
from test_camera import ALL, faults_of
from test_overlap import path_of

from chainrule.examples import EXAMPLES
from conftest import Opener, steady

WINDOWS = [(320, 160), (480, 270), (640, 360), (1280, 720)]
# Larger than the window and whole in it; `CAMERA=all` takes every example.
SHORT = ("two-paths", "all-patterns", "univariate-chain", "sigmoid-neuron")


@pytest.mark.parametrize("window", WINDOWS)
def test_under_the_pointer_no_number_of_an_embed_is_cut_covered_or_too_small(
    opened: Opener, window: tuple[int, int]
) -> None:
    width, height = window
    page = opened("/embed?source=x", ready=False, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    faults: dict[str, Any] = {}
    for example in EXAMPLES:
        if not ALL and example.name not in SHORT:
            continue
        for step in (0, 9_999):
            page.goto("about:blank")
            page.goto(f"{opened.service}/embed{path_of(example, step)[1:]}")
            page.wait_for_selector("chain-rule .cr-svg .node")
            page.mouse.move(width / 2, height / 4)
            steady(page, lambda: page.locator("chain-rule .viewport").get_attribute("transform"))
            if found := faults_of(page):
                faults[f"{example.name}, step {step}"] = found
    assert faults == {}
