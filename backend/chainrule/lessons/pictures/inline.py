"""A picture as SVG that stands in the page itself: its colours are the page's own, by name."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from ...export.shapes import DrawnScene
from ...export.svg import Color, element, n, readable

__all__ = ["PictureDocument", "inline"]


@dataclass(frozen=True, slots=True)
class PictureDocument:
    """A picture beside the graph of a scene."""

    svg: str
    """Picture to be put into the page. Its colours are variables of the page: `--fwd`, `--bwd`, `--ink`."""
    title: str
    """Subject of the picture."""
    description: str
    """The same in words, with its numbers."""


def inline(scene: DrawnScene, color: Color | None = None) -> PictureDocument:
    """Return the document of a picture, its text escaped. color: the colour of a role; None: the page's variable."""
    label = quoteattr(readable(f"{scene.title}. {scene.description}"))
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(scene.width)}" height="{n(scene.height)}" '
        f'viewBox="0 0 {n(scene.width)} {n(scene.height)}" role="img" aria-label={label}>'
    )
    body = "".join(element(item, color or variable_of) for item in scene.items)
    return PictureDocument(f"{opening}{body}</svg>", scene.title, scene.description)


def variable_of(color: str) -> str:
    """The page's own variable for a colour by role."""
    role, _, strength = color.partition("@")
    if not strength:
        return f"var(--{role})"
    return f"color-mix(in srgb, var(--{role}) {round(float(strength) * 100)}%, var(--panel))"
