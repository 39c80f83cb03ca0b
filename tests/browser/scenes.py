"""What a scene of a lesson wants, done by keyboard: each condition that can be waited for has its keys."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from playwright.sync_api import Locator, Page, expect

import chainrule
from chainrule.lessons.context import SceneContext
from chainrule.lessons.lesson_document import Condition, Scene
from chainrule.limits import DEFAULT
from conftest import retype, until

# How many blanks are open, as the page says it.
OPEN = "[...document.querySelectorAll('.quiz-blanks .blank-sign')].filter(sign => sign.textContent === '?').length"
# The scene's thing is done: the lesson goes on, or offers to.
DONE = "document.body.dataset.scene !== 'ready' || document.querySelector('.lesson-go:not([hidden])') !== null"
PLACES = [place / 2 for place in range(-20, 21)]  # of a slider


def fill(page: Page, scene: Scene) -> None:
    """Type the right answers to what a scene asks for; what is chosen and not typed is shown."""
    texts = answers(scene)
    for text in texts:
        expect(page.locator(".predict-ask")).to_be_visible()
        before = page.evaluate(OPEN)
        page.keyboard.type(text)
        page.keyboard.press("Enter" if text else "ArrowRight")
        until(page, f"document.getElementById('quiz').hidden || {OPEN} < {before}")
    if scene.do is None and all(texts):
        assert "Right" in page.locator(".predict-said").inner_text()


def answers(scene: Scene) -> list[str]:
    """The right answers to what a scene asks for, in the order in which the page asks."""
    request: dict[str, Any] = {
        "view": scene.request.view,
        "output": scene.request.output,
        "upstream": scene.request.upstream,
    }
    request |= {"open": scene.request.open, "closed": scene.request.closed}
    ask: list[dict[str, Any]] = [
        {"kind": each.kind, "edge": each.edge, "node": each.node, "step": each.step} for each in scene.ask
    ]
    trace = chainrule.trace(scene.request.source, values=scene.request.values, **request).to_dict()
    edges, nodes = ({each["id"]: each for each in trace[of]} for of in ("edges", "nodes"))
    return [answer_to(each, edges, nodes) for each in sorted(ask, key=lambda each: each["step"])]


def answer_to(blank: dict[str, Any], edges: dict[str, Any], nodes: dict[str, Any]) -> str:
    if blank["kind"] in ("downstream", "term", "local"):
        return repr(edges[blank["edge"]]["local" if blank["kind"] == "local" else "downstream"])
    if blank["kind"] == "value":
        return repr(nodes[blank["node"]]["value"])
    if blank["kind"] == "shape":
        return "x".join(map(str, edges[blank["edge"]]["shape"]))
    return ""  # chosen, not typed: it is shown


def do(page: Page, scene: Scene) -> None:
    """Do what a scene waits for. The lesson goes on by itself, or offers to, when it is done."""
    condition = scene.do
    assert condition is not None
    KEYS[condition.condition](page, scene, condition)
    until(page, DONE, 30)


def press(target: Locator, key: str = "Enter") -> None:
    target.focus()
    target.press(key)


def play(page: Page, scene: Scene, condition: Condition) -> None:
    for _ in range(200):
        if page.locator(".lesson-todo").is_hidden():
            break
        page.keyboard.press("ArrowRight")


def move_values(page: Page, scene: Scene, condition: Condition) -> None:
    """Type a number into the field of a leaf with which the condition holds."""
    if page.locator("#tabs [data-tab=values]").is_visible():
        press(page.locator("#tabs [data-tab=values]"))
    name, at, number = solution(scene, condition)
    row = page.locator(f'#value-list > li[data-name="{name}"]')
    field = row.locator("input[role=spinbutton]").nth(at)
    field.focus()
    field.press("Control+A")
    page.keyboard.type(f"{number:g}")
    page.keyboard.press("Enter")


def solution(scene: Scene, condition: Condition) -> tuple[str, int, float]:
    """A leaf, the place of one of its entries, and a number for it."""
    leaf, _, index = (condition.name or "").partition("[")
    if index:
        return leaf, int(index.rstrip("]")), float(condition.value or 0) + (condition.relation == "above")
    scalars = [name for name, value in scene.request.values.items() if not isinstance(value, list)]
    for name, place in product(scalars, PLACES):
        context = SceneContext(replace(scene.request, values={**scene.request.values, name: place}), DEFAULT)
        number = {"value": context.value_of, "gradient": context.gradient_of}[condition.condition](leaf)
        bound = float(condition.value or 0)
        if {"above": number > bound, "below": number < bound, "is": math.isclose(number, bound)}[
            condition.relation or "is"
        ]:
            return name, 0, place
    raise AssertionError(f"no leaf alone makes it hold: {condition.text}")


def type_formula(page: Page, scene: Scene, condition: Condition) -> None:
    if page.locator("#tabs [data-tab=formula]").is_visible():
        press(page.locator("#tabs [data-tab=formula]"))
    retype(page, str(condition.value))


def open_function(page: Page, scene: Scene, condition: Condition) -> None:
    target = page.locator(".cr-svg .node.function, .cr-svg .node.kind-function, .cr-svg .node").filter(
        has_text=condition.name or ""
    )
    press(target.first)


def press_button(page: Page, scene: Scene, condition: Condition) -> None:
    kind = {"view": "views", "notation": "notations"}[condition.condition]
    press(page.locator(f'#{kind} [data-{condition.condition}="{condition.value}"]'))


def open_panel(page: Page, scene: Scene, condition: Condition) -> None:
    buttons = {
        "check": "#check-button",
        "code": "#code-button",
        "learn": "#learn-button",
        "explorer": ".lesson-explorer",
    }
    button = page.locator(buttons[str(condition.value)])
    more = page.locator("#more-button")
    if more.is_visible() and not button.is_visible():
        press(more)
    press(button)
    page.locator("dialog[open]").wait_for()
    until(page, DONE, 30)
    page.keyboard.press("Escape")


def choose(page: Page, scene: Scene, condition: Condition) -> None:
    button = page.locator(f'.lesson-choices [data-choice="{condition.value}"]')
    if button.count():
        press(button)
        return
    lists = [each for each in scene.choose.lists if any(o.label == condition.value for o in each.options)]  # type: ignore[union-attr]
    select = page.locator(".lesson-choices label", has_text=lists[-1].name).locator("select")
    select.focus()
    labels = [option.label for option in lists[-1].options]
    select.press("Home")
    for _ in range(labels.index(str(condition.value))):
        select.press("ArrowDown")


def set_rate(page: Page, scene: Scene, condition: Condition) -> None:
    field = page.locator('#learn [aria-label="Learning rate"]').first
    field.focus()
    field.press("Control+A")
    page.keyboard.type(f"{float(condition.value or 0) * 1.2:g}")
    page.keyboard.press("Enter")


def last_update(page: Page, scene: Scene, condition: Condition) -> None:
    slider = page.locator('#learn [aria-label="Update"]')
    slider.wait_for()
    until(page, "document.querySelector('#learn [aria-label=Update]').max > 1", 30)
    slider.focus()
    if condition.relation == "is":
        slider.press("Home")
        for _ in range(int(float(condition.value or 0))):
            slider.press("ArrowRight")
    else:
        slider.press("End")


def select_by_keys(name: str) -> Callable[[Page, Scene, Condition], None]:
    def keys(page: Page, scene: Scene, condition: Condition) -> None:
        select = page.locator(f'#learn [aria-label="{name}"]')
        fold = page.locator("#learn details", has=page.locator(f'[aria-label="{name}"]')).locator("> summary")
        if fold.count() and not select.is_visible():
            press(fold.first)
        at = select.evaluate(
            "(e, value) => [...e.options].findIndex(option => option.value === value)", str(condition.value)
        )
        select.focus()
        select.press("Home")
        for _ in range(at):
            select.press("ArrowDown")

    return keys


def nothing(page: Page, scene: Scene, condition: Condition) -> None:
    """The blanks are filled already."""


KEYS: Mapping[str, Callable[[Page, Scene, Condition], None]] = {
    "step": play,
    "value": move_values,
    "gradient": move_values,
    "fill": nothing,
    "formula": type_formula,
    "open": open_function,
    "view": press_button,
    "notation": press_button,
    "panel": open_panel,
    "choose": choose,
    "lr": set_rate,
    "loss": last_update,
    "update": last_update,
    "optimizer": select_by_keys("Optimizer"),
    "schedule": select_by_keys("Schedule of the learning rate"),
}
