"""Libraries that only pictures need are loaded when one is asked for."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

from ..errors import ChainruleError

__all__ = ["MissingExtra", "load"]


class MissingExtra(ChainruleError):
    """The installation lacks an optional library."""

    title = "An optional library is not installed"
    status = 501

    def __init__(self, purpose: str, extra: str) -> None:
        hint = f"pip install 'chainrule[{extra}]'"
        super().__init__("missing-extra", f"{purpose} needs a library that is not installed.", hint=hint)


def load(module: str, purpose: str, extra: str = "export") -> Any:
    """Import a module of an extra.

    Raises:
        MissingExtra: with the command that installs it.
    """
    try:
        with warnings.catch_warnings():  # a library's warnings about its own imports do not concern our users
            warnings.simplefilter("ignore", DeprecationWarning)
            return import_module(module)
    except ImportError:
        raise MissingExtra(purpose, extra) from None
