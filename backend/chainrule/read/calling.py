"""Arguments of a call, bound to parameters: of functions of the program, and of the rows of the library tables."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import SourceError
from ..syntax import parse
from .machine import not_in_language
from .suggest import closest
from .values import ArrayView, Const, Items, Number, NumberComparison, ProgramFunction, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["REQUIRED", "Arguments", "bind_parameters", "fresh", "static"]


class _Required:
    def __repr__(self) -> str:
        return "required"


REQUIRED: Any = _Required()
# Settings of the libraries that change nothing in float64 on paper; every function takes them.
WITHOUT_EFFECT = frozenset(
    ("dtype", "out", "device", "requires_grad", "order", "copy", "inplace", "name", "stable", "precision", "layout",
     "pin_memory", "memory_format", "casting", "subok", "preferred_element_type", "retain_graph", "create_graph")
)  # fmt: skip


class Signature(NamedTuple):
    """Parameters as a library function has them. `*rest` takes what is left over."""

    names: tuple[str, ...]
    defaults: Mapping[str, Value]
    star: str | None


@lru_cache(maxsize=2048)
def signature(text: str) -> Signature:
    """Parse `"a, axis=None, keepdims=False, *rest"`."""
    arguments = parse(f"def f({text}): pass").body[0].args  # type: ignore[attr-defined]
    named = [*arguments.posonlyargs, *arguments.args]
    defaults = dict(
        zip([a.arg for a in named[len(named) - len(arguments.defaults) :]], arguments.defaults, strict=True)
    )
    defaults.update({a.arg: d for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d})
    values = {name: _wrapped(ast.literal_eval(default)) for name, default in defaults.items()}
    names = tuple(a.arg for a in (*named, *arguments.kwonlyargs))
    return Signature(names, values, arguments.vararg.arg if arguments.vararg else None)


def _wrapped(value: Any) -> Value:
    if type(value) in (int, float):
        return Const(value)
    return tuple(_wrapped(entry) for entry in value) if isinstance(value, tuple) else value


def fresh(value: Value) -> Value:
    """Return a copy of a constant that more than one program uses: its node belongs to one graph."""
    if type(value) is Const:
        return Const(value.value)
    return tuple(map(fresh, value)) if isinstance(value, tuple) else value


# Names of NumPy's settings in other libraries.
SYNONYMS = {"dim": "axis", "keepdim": "keepdims", "dims": "axes", "input": "a", "x1": "a", "x2": "b", "x": "a",
            "y": "b",
            "other": "b", "exponent": "b", "tensor": "a", "array": "a", "arr": "a", "self": "a", "newshape": "shape",
            "correction": "ddof"}  # fmt: skip


@dataclass(slots=True)
class Arguments:
    """The arguments of one call, as they were written."""

    machine: Machine
    name: str  # the function as it is written
    args: list[Value]
    keywords: dict[str, Value]
    node: ast.AST

    def place(self, index: int) -> ast.AST:
        """Return the syntax node of an argument, for the caret; the whole call where arguments were unpacked."""
        arguments = getattr(self.node, "args", [])
        offset = len(self.args) - len(arguments) if len(self.args) > len(arguments) else 0
        at = index - offset
        return arguments[at] if 0 <= at < len(arguments) and not isinstance(arguments[at], ast.Starred) else self.node

    def bind(self, text: str) -> list[Value]:
        """Return the arguments in the order of the signature `text`; what `*rest` takes comes last, as a list.

        Raises:
            SourceError: `arguments` (too many or too few), `unknown-setting`.
        """
        expected = signature(text)
        names = expected.names
        if not self.keywords and expected.star is None and len(self.args) == len(names):
            return list(self.args)
        bound: dict[str, Value] = {}
        rest: list[Value] = []
        if len(self.args) > len(names):
            if expected.star is None:
                raise self.wrong_count(len(names) - len(expected.defaults), len(names))
            rest = self.args[len(names) :]
        bound.update(zip(names, self.args, strict=False))
        for word, value in self.keywords.items():
            name = word if word in names else SYNONYMS.get(word, word)
            if name not in names:
                if word in WITHOUT_EFFECT:
                    continue
                raise self.unknown_setting(word, names)
            if name in bound:
                raise SourceError(
                    "arguments",
                    f"`{self.name}` gets `{word}` twice.",
                    span=self.machine.span(self.node),
                    hint="Give it once.",
                )
            bound[name] = value
        values: list[Value] = []
        for name in names:
            if name in bound:
                values.append(bound[name])
            elif name in expected.defaults:
                values.append(fresh(expected.defaults[name]))
            else:
                raise self.wrong_count(len(names) - len(expected.defaults), len(names))
        return [*values, rest] if expected.star is not None else values

    def wrong_count(self, least: int, most: int) -> SourceError:
        """Return the error of too many or too few arguments."""
        count = len(self.args)
        words = "one argument" if least == most == 1 else f"{least} arguments" if least == most else (
            f"{least} to {most} arguments"
        )  # fmt: skip
        return SourceError(
            "arguments",
            f"`{self.name}` takes {words}, not {count}.",
            span=self.machine.span(self.node),
            hint="Check the commas and brackets.",
        )

    def unknown_setting(self, word: str, names: Sequence[str]) -> SourceError:
        """Return the error of a keyword that the call does not have, with the nearest one of `names`."""
        settings = [name for name in names if len(name) > 1]
        guess = closest(word, settings)
        node = next((k.value for k in getattr(self.node, "keywords", []) if k.arg == word), self.node)
        return SourceError(
            "unknown-setting",
            f"`{self.name}` has no setting `{word}`.",
            span=self.machine.span(node),
            hint=f"Did you mean `{guess}`?" if guess else f"It has {', '.join(settings) or 'none'}.",
        )

    # values of arguments -----------------------------------------------------------------------------------------

    def static(self, value: Value) -> Any:
        """Return an argument as Python's numbers and lists, known while the program is read."""
        return static(self.machine, value, self.node)

    def integer(self, value: Value, what: str = "This") -> int:
        """Return an argument as a whole number. Raises: SourceError."""
        return self.machine.integer(value, self.node, what)

    def axis(self, value: Value) -> Any:
        """Return an axis, a tuple of them, or None."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, Items | tuple):
            return tuple(self.integer(entry, "An axis") for entry in value)
        return self.integer(value, "An axis")

    def flag(self, value: Value) -> bool:
        """Return whether an argument is true."""
        return self.machine.truth(value, self.node)

    def sizes(self, values: Sequence[Value]) -> tuple[int, ...]:
        """Return a shape given as one tuple or as several numbers."""
        if len(values) == 1 and isinstance(values[0], Items | tuple):
            values = values[0]
        elif len(values) == 1 and type(values[0]) in (Number, ArrayView) and self.machine.shape(values[0], self.node):
            from .array_keys import static_positions

            return tuple(int(size) for size in static_positions(self.machine, values[0], self.node))
        return tuple(self.integer(value, "A size") for value in values)

    def number(self, value: Value) -> int:
        """Return the node of an argument, made if it has none."""
        return self.machine.node(value, self.node)

    def shape(self, value: Value) -> Any:
        """Return the shape of an argument."""
        return self.machine.shape(value, self.node)

    def emit(
        self, op: str, args: Sequence[Value], params: Mapping[str, Any] | None = None, kind: str = "float"
    ) -> Value:
        """Add a gate at the place of the call."""
        return self.machine.emit(op, args, params, self.node, kind)

    def constant(self, value: float) -> Const:
        """Return a number that the call itself brings in."""
        return Const(value, self.machine.span(self.node))

    def refuse(self, detail: str, hint: str) -> SourceError:
        """Return the error of a call that is not read."""
        return not_in_language(detail, self.machine.span(self.node), hint)


def static(m: Machine, value: Value, node: ast.AST) -> Any:
    """Return a value as a setting: None, True, a text, a number, or a tuple of them; a computed one leaves a guard."""
    kind = type(value)
    if value is None or kind in (bool, str) or value is Ellipsis:
        return value
    if kind is Const:
        number = value.value
        return int(number) if type(number) is float and abs(number) < 2**62 and number == int(number) else number
    if kind is Items or kind is tuple or kind is range:
        return tuple(static(m, entry, node) for entry in value)
    if kind in (Number, ArrayView, NumberComparison):
        if not m.shape(value, node):
            return m.integer(value, node, "A setting")
        from .array_keys import static_positions

        return tuple(static_positions(m, value, node).tolist())
    raise SourceError(
        "not-literal",
        "A setting must be a number or a text that is known before anything is computed.",
        span=m.span(node),
        hint="Write it out, such as `axis=0`.",
    )


def bind_parameters(
    m: Machine, function: ProgramFunction, args: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> dict[str, Value]:
    """Return the arguments of a function of the program, by parameter.

    Raises:
        SourceError: `arguments` or `unknown-setting`.
    """
    parameters, name = function.parameters, f"`{function.name}`"
    bound: dict[str, Value] = dict(zip(parameters.names, args, strict=False))
    listed = ", ".join(parameters.names + parameters.keyword_only) or "none"
    if len(args) > len(parameters.names) and parameters.star is None:
        raise SourceError(
            "arguments",
            f"{name} takes {len(parameters.names)} argument{'s' * (len(parameters.names) != 1)}, not {len(args)}.",
            span=m.span(node),
            hint=f"Its parameters are: {listed}.",
        )
    if parameters.star is not None:
        bound[parameters.star] = tuple(args[len(parameters.names) :])
    extra: dict[str, Value] = {}
    for word, value in keywords.items():
        if word in bound and word in parameters.names:
            raise SourceError(
                "arguments", f"{name} gets `{word}` twice.", span=m.span(node), hint=f"Its parameters are: {listed}."
            )
        if word in parameters.names or word in parameters.keyword_only:
            bound[word] = value
        elif parameters.double_star is not None:
            extra[word] = value
        else:
            guess = closest(word, parameters.names + parameters.keyword_only)
            raise SourceError(
                "unknown-setting",
                f"{name} has no free parameter `{word}`.",
                span=m.span(node),
                hint=f"Did you mean `{guess}`?" if guess else f"Its parameters are: {listed}.",
            )
    if parameters.double_star is not None:
        bound[parameters.double_star] = extra
    for word in parameters.names + parameters.keyword_only:
        if word not in bound:
            if word not in function.defaults:
                raise SourceError(
                    "arguments",
                    f"{name} needs a value for `{word}`.",
                    span=m.span(node),
                    hint=f"Its parameters are: {listed}.",
                )
            bound[word] = function.defaults[word]
    return bound
