"""Scene -> PNG: its SVG through resvg, with the shipped fonts and no others."""

from __future__ import annotations

from .extras import load
from .files import FONTS, font_file
from .palette import Palette
from .shapes import DrawnScene
from .svg import FACES, svg

__all__ = ["png"]


def png(scene: DrawnScene, palette: Palette, *, scale: float = 1.0, transparent: bool = False) -> bytes:
    """Return a scene as a PNG.

    Raises:
        MissingExtra: `resvg_py` is not installed.
    """
    resvg = load("resvg_py", "PNG")
    text = svg(scene, palette, scale=scale, transparent=transparent, fonts=False).decode()
    return bytes(
        resvg.svg_to_bytes(
            svg_string=text,
            skip_system_fonts=True,
            font_files=[font_file(name) for name in FONTS.values()],
            sans_serif_family=FACES["gate"],
            serif_family=FACES["serif"],
            monospace_family=FACES["mono"],
        )
    )
