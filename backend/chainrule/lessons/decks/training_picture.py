"""The training of a scene, as a deck shows it: the curves of the run, or what the scene's picture is after it."""

from __future__ import annotations

import time

from ...export.shapes import DrawnScene, Item, TextLine, TextRun, translated
from ...limits import Limits
from ...run_pictures.curves import curves, height_of
from ...run_pictures.scenes import at_update, sentence, title_of
from ..context import SceneContext
from ..lesson_document import Scene
from ..pictures import PictureRequest, render_picture

__all__ = ["training_picture"]

_WIDTH = 330.0  # of the curves
_WORDS, _SIZE = 26.0, 11.0  # the line of words above them: its height, its letters


def training_picture(scene: Scene, limits: Limits) -> DrawnScene:
    """The run of a scene that trains, at its last update, with its words above it.

    Raises:
        ChainruleError: the scene cannot be trained as it says.
    """
    run = SceneContext(scene.request, limits, time.monotonic() + limits.lesson_seconds, scene.train).run
    last = len(run.iterations) - 1
    if scene.picture is None:
        width, height, title = _WIDTH, height_of(run), title_of(run)
        items = list(curves(run, last, 0.0, _WORDS, width))
    else:
        request = at_update(scene.request, run, last) or scene.request
        after = render_picture(request, PictureRequest(scene.picture, scene.choose), limits)
        width, height, title = max(_WIDTH, after.width), after.height, after.title
        items = [translated(item, (width - after.width) / 2, _WORDS) for item in after.items]
    words = sentence(run, last)
    caption: Item = TextLine("caption", width / 2, _SIZE + 6, (TextRun(words, _SIZE),), "gate", "ink", bold=True)
    return DrawnScene(width, _WORDS + height, (caption, *items), title, words)
