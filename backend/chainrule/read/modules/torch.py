"""PyTorch: what its names mean, and the methods of its tensors."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..values import Value
from .rows import Row

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["TENSOR_METHODS", "TENSOR_PROPERTIES", "TORCH"]

TENSOR_METHODS: dict[str, Row] = {}
TENSOR_PROPERTIES: dict[str, Callable[[Machine, Value, ast.AST], Value]] = {}
TORCH: Mapping[str, Row] = {}
