"""A picture asked for by the page: the state that its user has made of the scene, and the scene's own words."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Annotated, Any

from ...errors import RequestError
from ...export.shapes import DrawnScene
from ...limits import Limits
from ...request import TraceRequest
from ...schema import Bounds, Characters
from ..choices import ChoiceList, ChoiceOption, Choose
from ..context import SceneContext
from ..places import PhraseError
from .picture_table import draw_picture

__all__ = ["PictureRequest", "render_picture"]

LONGEST = 200  # characters
NARROWEST, WIDEST = 200, 10_000  # pixels


MOST_LISTS, MOST_OPTIONS = 4, 40


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """A picture of a state; beside the fields of `TraceRequest`."""

    picture: Annotated[str, Characters(1, LONGEST)]
    """Text after `picture:` in a lesson's file."""
    choose: Choose | None = None
    """Choices of the scene, as the lesson has them."""
    width: Annotated[int, Bounds(NARROWEST, WIDEST)] | None = None
    """Room in pixels: what is wider breaks into lines; null: as wide as the picture is."""

    @classmethod
    def pop_from(cls, fields_by_name: dict[str, Any]) -> PictureRequest:
        """Takes its fields out of a JSON object. Raises: RequestError `missing-field`, `bad-field`."""
        picture, choose, width = (fields_by_name.pop(name, None) for name in ("picture", "choose", "width"))
        if not isinstance(picture, str) or not 0 < len(picture) <= LONGEST:
            raise RequestError("bad-field", f"`picture` is no text of 1 to {LONGEST} characters.")
        if isinstance(width, float) and width.is_integer():
            width = int(width)  # 200.0 is a whole number of JSON
        if width is not None and not (type(width) is int and NARROWEST <= width <= WIDEST):
            raise RequestError("bad-field", f"`width` is no whole number from {NARROWEST} to {WIDEST}.")
        return cls(picture, None if choose is None else _choose(choose), width)


def _choose(json: Any) -> Choose:
    """Raises: RequestError `bad-field`."""
    try:
        lists = [
            ChoiceList(each["name"], [ChoiceOption(one["label"], one["text"]) for one in each["options"]])
            for each in json["lists"]
        ]
        result = Choose(json["template"], lists)
    except (KeyError, TypeError):
        raise RequestError("bad-field", "`choose` is not as a lesson has it.") from None
    texts = [result.template, *(text for each in lists for one in each.options for text in (one.label, one.text))]
    if not all(isinstance(text, str) for text in texts) or len(lists) > MOST_LISTS:
        raise RequestError("bad-field", "`choose` is not as a lesson has it.")
    if not all(0 < len(each.options) <= MOST_OPTIONS and isinstance(each.name, str) for each in lists):
        raise RequestError("bad-field", f"`choose` has lists of 1 to {MOST_OPTIONS} options.")
    return result


def render_picture(request: TraceRequest, picture: PictureRequest, limits: Limits) -> DrawnScene:
    """Raises: RequestError `bad-picture`; ChainruleError: the program cannot be traced."""
    try:
        context = SceneContext(request, limits, time.monotonic() + limits.lesson_seconds, choose=picture.choose)
        return draw_picture(context, picture.picture, math.inf if picture.width is None else picture.width)
    except PhraseError as error:
        raise RequestError("bad-picture", str(error)) from None
