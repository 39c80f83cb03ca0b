"""tqdm: a progress bar goes through what it is given, and shows nothing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..classes import instantiate
from ..values import Const, Value
from .source_definitions import SourceDefinitions

__all__ = ["MODULES", "progress_bar"]

BAR = SourceDefinitions(
    """
class tqdm:
    def __init__(self, iterable):
        self.iterable = iterable
        self.n = 0
    def __iter__(self):
        return self.iterable
    def __enter__(self):
        return self
    def update(self, *args, **settings):
        pass
    def set_description(self, *args, **settings):
        pass
    def set_description_str(self, *args, **settings):
        pass
    def set_postfix(self, *args, **settings):
        pass
    def set_postfix_str(self, *args, **settings):
        pass
    def write(self, *args, **settings):
        pass
    def refresh(self, *args, **settings):
        pass
    def close(self):
        pass
"""
)


def progress_bar(call: Arguments) -> Value:
    """`tqdm(values, desc="...")`: a bar over the values; what it looks like is left out."""
    values = call.args[0] if call.args else call.keywords.get("iterable")
    if values is None:
        values = range(call.integer(call.keywords.get("total", Const(0))))
    return instantiate(call.machine, BAR.load(call.machine, "tqdm", call.node), [values], {}, call.node)


def _range_bar(call: Arguments) -> Value:
    """`trange(10)`: `tqdm(range(10))`."""
    return progress_bar(Arguments(call.machine, call.name, [range(*map(call.integer, call.args))], {}, call.node))


TQDM: Mapping[str, Any] = {"tqdm": progress_bar, "trange": _range_bar, "tqdm_notebook": progress_bar}
MODULES: Mapping[str, Mapping[str, Any]] = {
    "tqdm": TQDM, "tqdm.auto": TQDM, "tqdm.notebook": TQDM, "tqdm.autonotebook": TQDM, "tqdm.rich": TQDM,
}  # fmt: skip
