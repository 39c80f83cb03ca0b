"""The names of a MATLAB program that are known so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ..notation import tree
from ..notation.tokens import NUMBER, Token
from ..notation.tree import Node
from ..vocabulary import RESERVED
from .matlab_functions import CALLED
from .matlab_statements import has_whole_axis
from .orientation import Orientations

__all__ = ["Scope"]

_LARGE = frozenset(
    {"ones", "zeros", "eye", "rand", "randn", "repmat", "reshape", "linspace", "concatenate", "arange", "array"}
)


class Scope:
    """Names known so far: those with a value are arrays, those defined are functions."""

    def __init__(self, values: frozenset[str], is_julia: bool = False) -> None:
        self.is_julia = is_julia
        self.values = set(values)
        self.inputs = values
        self.functions: set[str] = set()
        self.masks: set[str] = set()
        self.scalars: set[str] = set()
        self.large: set[str] = set()
        self.orientations = Orientations()
        self.symbols = False  # whether `syms` was said: diff is the derivative

    @contextmanager
    def inside(self, parameters: Sequence[str]) -> Iterator[None]:
        """Inside a function its parameters are values."""
        added = {name for name in parameters if name not in self.values}
        hidden = self.functions & set(parameters)
        self.values |= added
        self.functions -= hidden
        yield
        self.values -= added
        self.functions |= hidden

    def is_value(self, name: str) -> bool:
        """Return whether a name holds a value here."""
        return name in self.values and name not in self.functions

    def is_function(self, name: str) -> bool:
        """Return whether a name is a function here."""
        return name in self.functions

    def is_mask(self, name: str) -> bool:
        """Return whether a name holds an array of truth values."""
        return name in self.masks

    def is_array(self, name: str, tokens: Sequence[Token], at: int) -> bool:
        """Return whether the bracket that starts before tokens[at] picks entries of `name`."""
        if name in self.functions:
            return False
        if self.is_value(name):
            return True
        inside = tokens[at]
        places = inside.kind == NUMBER or inside.text in (":", "end")
        is_place = places and tokens[at + 1].text in (")", ",", ":", "-")
        return name not in RESERVED and name not in CALLED and (is_place or has_whole_axis(tokens, at))

    def is_large(self, node: Node) -> bool:
        """Return whether it is a vector or a matrix, as far as its form shows."""
        if self.orientations.of(node) is not None:
            return True
        match node:
            case tree.NamePart(base=base):
                return base in self.large or base[0].isupper()
            case tree.CallPart(function=tree.AttributePart(name="reshape")):  # A(:)
                return True
            case tree.CallPart(function=function):
                return isinstance(function, str) and function in _LARGE
            case tree.TransposePart() | tree.ListingPart():
                return True
            case tree.IndexPart(items=items):
                return any(item is None or (isinstance(item, tree.CodePart) and ":" in item.text) for item in items)
            case tree.ProductPart(factors=factors):
                return any(map(self.is_large, factors))
            case tree.SumPart(terms=terms):
                return any(self.is_large(term) for _, term in terms)
            case tree.NegativePart(value=value) | tree.AttributePart(value=value):
                return self.is_large(value)
        return False
