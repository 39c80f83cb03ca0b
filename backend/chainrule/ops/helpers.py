"""Small functions that generated code brings along where NumPy or PyTorch has no one expression for what a row does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..graph import Shape
from .numpy_helpers import NUMPY_HELPERS
from .torch_helpers import TORCH_HELPERS

__all__ = ["HELPERS", "needed", "shape_sum"]

HELPERS: Mapping[str, Mapping[str, str]] = {"numpy": NUMPY_HELPERS, "torch": TORCH_HELPERS}


def needed(language: str, text: str) -> list[str]:
    """Return the definitions of those helpers that `text` calls, in the order of the table."""
    texts_by_name: dict[str, str] = {}
    for name, code in reversed(list(HELPERS[language].items())):  # a helper calls only those before it
        if re.search(rf"\b{name}\(", text):
            texts_by_name[name] = code.strip("\n")
            text += code
    return [texts_by_name[name] for name in HELPERS[language] if name in texts_by_name]


def shape_sum(text: str, shape: Shape, target: Shape, language: str) -> str:
    """`text`, of shape `shape`, summed over the axes along which an argument of shape `target` was broadcast."""
    axis, keep = ("axis", "keepdims") if language == "numpy" else ("dim", "keepdim")
    extra = len(shape) - len(target)
    inner = [extra + i for i, size in enumerate(target) if size == 1 and shape[extra + i] != 1]
    if not extra and not inner:
        return text
    if not target:
        return f"({text}).sum()"
    axes: Any = (*range(extra), *inner)
    along = f"{axis}={axes[0] if len(axes) == 1 else axes}"
    if not inner:
        return f"({text}).sum({along})"
    return f"({text}).sum({along}, {keep}=True)" + (f".reshape({target})" if extra else "")
