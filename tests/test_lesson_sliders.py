"""What a scene asks to move sliders to is reached by one slider in one drag, and not only at the end of its scale."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chainrule.lessons import LessonCollection
from chainrule.lessons.context import SceneContext
from chainrule.lessons.lesson_document import Scene
from chainrule.limits import DEFAULT

LESSONS = LessonCollection()
MOVED = [
    row.id
    for row in LESSONS.table().lessons
    if re.search(r"^do: (value|gradient) of \w+ ", LESSONS.text(row.id).text, re.MULTILINE)
]


def half_range(value: float) -> float:
    """Half the width of a slider's scale at a value, as `shared/slider.ts` has it."""
    limit = max(5.0, abs(value) * 1.25)
    power = 10.0 ** math.floor(math.log10(limit))
    return next(size * power for size in (1, 2, 5, 10) if size * power >= limit * (1 - 1e-9))


def dragged(scene: Scene) -> Iterator[SceneContext]:
    """The scene with each slider at each of 95 places of its scale, without the outermost ones."""
    numbers: dict[str, Any] = {
        name: start for name, start in scene.request.values.items() if isinstance(start, int | float)
    }
    for name, start in numbers.items():
        for at in range(-47, 48):
            values = {**scene.request.values, name: half_range(start) * at / 50}
            yield SceneContext(replace(scene.request, values=values), DEFAULT)


@pytest.mark.parametrize("id", MOVED)
def test_what_a_slider_is_moved_to_is_reached_in_one_drag(id: str) -> None:
    for scene in LESSONS.lesson(id).scenes:
        wanted = scene.do
        if wanted is None or wanted.condition not in ("value", "gradient") or "[" in (name := wanted.name or ""):
            continue
        bound = float(wanted.value or 0)
        assert any(
            {"above": number > bound, "below": number < bound, "is": number == bound}[wanted.relation or "is"]
            for context in dragged(scene)
            for number in [context.value_of(name) if wanted.condition == "value" else context.gradient_of(name)]
        ), f"{scene.title}: {wanted.text}"
