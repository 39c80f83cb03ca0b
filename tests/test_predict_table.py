"""What the page does about a named mistake: it has a row for each code that the engine can name."""

from __future__ import annotations

import re
from pathlib import Path

from chainrule.diagnostics.gradient_mistakes import MISTAKES as GRADIENT_MISTAKES
from chainrule.exercises import MISTAKES, OTHER

TABLE = Path(__file__).parents[1] / "frontend" / "src" / "page" / "predict" / "mistakes.ts"
WITHOUT = {"unknown", "unreadable", "undecided", "other-name"}  # nothing is known of what went wrong


def test_every_mistake_has_its_place_and_its_small_exercise() -> None:
    rows = set(re.findall(r'^  "?([a-z-]+)"?: \{place:', TABLE.read_text(encoding="utf-8"), re.MULTILINE))
    codes = {mistake.code for mistake in MISTAKES} | {row.code for row in GRADIENT_MISTAKES} | set(OTHER)
    assert rows == codes - WITHOUT
