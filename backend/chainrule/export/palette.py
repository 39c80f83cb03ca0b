"""The page's own colours, read from the tokens.css that the front-end build puts beside the fonts."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, TypeAlias

from .files import static

__all__ = ["THEMES", "Palette", "Theme", "palette"]

Theme: TypeAlias = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOR = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-fA-F]{6}(?:[0-9a-fA-F]{2})?)\s*;")


class Palette:
    """Colours by role, each as opaque "#rrggbb": what is translucent on the page is mixed with what lies under it."""

    def __init__(self, roles: dict[str, str]) -> None:
        self.roles = MappingProxyType(roles)
        self._resolved: dict[str, str] = {}

    def __getitem__(self, color: str) -> str:
        resolved = self._resolved.get(color)
        if resolved is None:
            resolved = self._resolved[color] = self._mixed(color)
        return resolved

    def _mixed(self, color: str) -> str:
        role, _, strength = color.partition("@")
        colour = self.roles[role]
        if strength:
            return _over(colour[:7], self.roles["panel"], float(strength))
        return _over(colour[:7], self.roles["bg"], int(colour[7:], 16) / 255) if len(colour) == 9 else colour

    def rgb(self, color: str) -> tuple[float, float, float]:
        """Return red, green and blue, each from 0 to 1."""
        red, green, blue = (part / 255 for part in bytes.fromhex(self[color][1:]))
        return red, green, blue


def _over(top: str, under: str, strength: float) -> str:
    pairs = zip(bytes.fromhex(top[1:]), bytes.fromhex(under[1:]), strict=True)
    return "#" + bytes(round(a * strength + b * (1 - strength)) for a, b in pairs).hex()


@lru_cache(maxsize=2)
def palette(theme: Theme) -> Palette:
    """Return the colours of a theme, from the page's own style sheet.

    Raises:
        FrontendMissing: the package was not built.
    """
    text = re.sub(r"/\*.*?\*/", "", static("tokens.css").decode(), flags=re.DOTALL)
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for selector, body in _RULE.findall(text):
        # The dark colours stand twice in the file, for the system's wish and for the user's; either will do.
        target = dark if "dark" in selector or "not(" in selector else light
        target.update(_COLOR.findall(body))
    return Palette(light if theme == "light" else {**light, **dark})
