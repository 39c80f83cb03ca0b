"""The built files that pictures are made with: colours, fonts, the player."""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from ..errors import ChainruleError

__all__ = ["FONTS", "Unbuilt", "font_file", "font_name", "metrics", "picture_font", "static"]

# family, bold -> the font's file name. Weights and slants that are not shipped fall back to these.
FONTS: dict[tuple[str, bool], str] = {
    ("mono", False): "DejaVuSansMono",
    ("mono", True): "DejaVuSansMono-Bold",
    ("serif", False): "DejaVuSerif-Italic",
    ("gate", False): "DejaVuSans",
    ("gate", True): "DejaVuSans-Bold",
}


class Unbuilt(ChainruleError):
    """501: a picture needs a file of the front end that has not been built."""

    title = "The package is not complete"
    status = 501

    def __init__(self, name: str) -> None:
        hint = "In a checkout, run `python3 dev.py run`, or `npm ci && npm run build` in frontend/."
        super().__init__("frontend-missing", f"The front end has not been built: {name} is missing.", hint=hint)


@lru_cache(maxsize=32)
def static(name: str) -> bytes:
    """Return a built file. Raises Unbuilt."""
    place = files("chainrule") / "static"
    for part in name.split("/"):
        place = place / part
    try:
        return place.read_bytes()
    except FileNotFoundError:
        raise Unbuilt(name) from None


def font_name(family: str, bold: bool) -> str:
    """Return the name of a font in the files; a family without bold letters gives its usual ones."""
    return FONTS.get((family, bold)) or FONTS[family, False]


@lru_cache(maxsize=8)
def font_file(name: str) -> str:
    """Return the path of a TTF, for programs that want a file. Raises Unbuilt."""
    with as_file(files("chainrule") / "static" / "fonts" / f"{name}.ttf") as path:
        if not Path(path).is_file():
            raise Unbuilt(f"fonts/{name}.ttf")
        return str(path)


@lru_cache(maxsize=16)
def picture_font(name: str, all_characters: bool) -> str:
    """Return a woff2 as base64: the few characters that most pictures need, or all that we can show."""
    return base64.b64encode(static(f"fonts/{name}.woff2" if all_characters else f"fonts/{name}.picture.woff2")).decode()


@lru_cache(maxsize=1)
def metrics() -> dict[str, dict[str, Any]]:
    """Return the advances in em by font and character."""
    tables_by_name: dict[str, dict[str, Any]] = json.loads(static("fonts/metrics.json"))
    return tables_by_name
