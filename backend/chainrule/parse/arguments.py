"""The arguments of one call, as macros and op rows take them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import SourceError, Span
from .values import Items, Value

if TYPE_CHECKING:
    from .builder import Builder
    from .reader import Reader

__all__ = ["Arguments", "Macro"]


@dataclass(slots=True)
class Arguments:
    """The arguments of one call; a method's owner is the first."""

    name: str
    args: list[Value]
    spans: list[Span]
    keywords: dict[str, tuple[Value, Span]]
    span: Span
    method: bool
    qualified: bool  # written with a module or an owner in front

    def need(self, least: int, most: int | None = None) -> None:
        most = least if most is None else most
        if not least <= len(self.args) <= most:
            words = f"{least}" if least == most else f"{least} to {most}"
            raise SourceError(
                "arguments",
                f"`{self.name}` takes {words} argument{'s' if most != 1 else ''}, not {len(self.args)}.",
                span=self.span,
                hint="Check the commas and brackets.",
            )

    def node(self, reader: Reader, index: int = 0) -> int:
        return reader.builder.node(self.args[index], self.spans[index])

    def nodes(self, reader: Reader) -> tuple[int, ...]:
        return tuple(self.node(reader, i) for i in range(len(self.args)))

    def static(self, reader: Reader, index: int, keyword: str | None = None, default: Any = None) -> Any:
        if index < len(self.args):
            return reader.builder.static(self.args[index], self.spans[index])
        if keyword in self.keywords:
            return reader.builder.static(*self.keywords[keyword])
        return default

    def items(self, builder: Builder) -> tuple[Value, ...]:
        """The parts of the first argument, a list; or all arguments where several are given."""
        if self.args and isinstance(self.args[0], Items):
            return self.args[0].values
        if self.args and isinstance(self.args[0], int) and builder.shape(self.args[0]) and len(self.args) == 1:
            length = builder.shape(self.args[0])[0]
            return tuple(
                builder.emit("index", (self.args[0],), {"key": (i,)}, self.span) for i in range(min(length, 1000))
            )
        raise SourceError(
            "arguments",
            f"`{self.name}` takes a list.",
            span=self.span,
            hint=f"Write `{self.name}([x, y])` with brackets.",
        )


Macro: TypeAlias = "Callable[[Reader, Arguments], Value]"
