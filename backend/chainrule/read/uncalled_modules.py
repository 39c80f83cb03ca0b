"""Modules pasted without a call: `class Net(nn.Module)` alone, or `net = Net()` and nothing more.

The module that no other line uses is made and called with names that have no value: `net = Net()`, `net(x)`.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import ChainruleError, SourceError
from .classes import call, instantiate
from .module_inputs import METHODS, assume_inputs, is_module, own_method
from .modules.parameters import named_parameters
from .uncalled_flax import INITIALISES, call_uncalled_linen
from .uncalled_keras import call_uncalled_model
from .values import BoundMethod, Class, FreeObject, Instance, ProgramFunction, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["call_uncalled_module"]

NAME = "net"  # of the object that is made; what its parameters are called by


def call_uncalled_module(m: Machine, statements: Sequence[ast.stmt]) -> bool:
    """Call the module that no line calls; False where the program has none.

    Raises:
        SourceError: `empty`: its constructor takes what the program does not say.
    """
    module = _object(m)
    if module is not None:
        m.last, m.has_last = _called(m, module, statements), True
        return True
    statement = _main_class(m, statements)
    if statement is None:
        return call_uncalled_model(m, statements)
    cls = m.globals.names[statement.name]
    settings = _constructor_arguments(m, cls, statement)
    unknown = [name for name, value in settings.items() if type(value) is FreeObject]
    try:
        module = instantiate(m, cls, [], settings, statement)
        m.globals.names.setdefault(NAME, module)
        result = _called(m, module, statements)
    except ChainruleError as error:
        if not unknown:
            raise
        raise _not_made(m, statement, list(settings), unknown) from error
    addition = f"`{NAME} = {statement.name}()` and a call of it are added: no line makes one or calls it."
    m.note("uncalled-module", addition, statement)
    m.last, m.has_last = result, True
    return True


def _called(m: Machine, module: Instance, statements: Sequence[ast.stmt]) -> Value:
    """Call a module with names that have no value."""
    if module.cls.find(INITIALISES) is not None:
        return call_uncalled_linen(m, module, statements)
    method = own_method(module)
    node: ast.AST = statements[-1] if method is None else method
    names = ["x"] if method is None else _names_without_default(method)
    leaves = {name: _leaf(m, name) for name in names}
    assume_inputs(m, module, list(leaves.values()), {}, node)
    function = module.cls.find("forward")
    if method is None or type(function) is not ProgramFunction:
        return call(m, module, list(leaves.values()), {}, node)
    function.hidden = True
    m.named_scopes = m.scopes + 2
    return call(m, BoundMethod(module, function), [], leaves, node)


def _object(m: Machine) -> Instance | None:
    """Return the last module of the outermost names that has parameters: no loss, no activation."""
    objects = [value for value in m.globals.names.values() if is_module(value)]
    return next((value for value in reversed(objects) if named_parameters(m, value)), None)


def _main_class(m: Machine, statements: Sequence[ast.stmt]) -> ast.ClassDef | None:
    """Return the last class of modules that no line outside of it names."""
    classes = [each for each in statements if isinstance(each, ast.ClassDef) and _is_module_class(m, each.name)]
    named: set[str] = set()
    for statement in statements:
        own = statement.name if isinstance(statement, ast.ClassDef) else None
        named |= {part.id for part in ast.walk(statement) if isinstance(part, ast.Name) and part.id != own}
    return next((each for each in reversed(classes) if each.name not in named), None)


def _is_module_class(m: Machine, name: str) -> bool:
    cls = m.globals.names.get(name)
    if type(cls) is not Class:
        return False
    is_called = any(cls.find(each) is not None for each in METHODS)
    return is_called and any(cls.find(each) is not None for each in ("named_parameters", INITIALISES))


def _constructor_arguments(m: Machine, cls: Class, statement: ast.ClassDef) -> dict[str, Value]:
    """Return what the constructor takes: the program's settings, `Config()`, or names without a value."""
    constructor = cls.find("__init__")
    names: list[str] = []
    if type(constructor) is ProgramFunction:
        names = [name for name in constructor.parameters.names[1:] if name not in constructor.defaults]
    arguments: dict[str, Value] = {name: _leaf(m, name) for name in names}
    settings = _settings(m)
    if len(names) == 1 and settings is not None and type(arguments[names[0]]) is FreeObject:
        arguments[names[0]] = instantiate(m, settings, [], {}, statement)
    return arguments


def _not_made(m: Machine, statement: ast.ClassDef, names: Sequence[str], unknown: Sequence[str]) -> SourceError:
    listed = ", ".join(f"`{name}`" for name in unknown)
    return SourceError(
        "empty",
        f"No line makes an object of `{statement.name}`: its constructor takes {listed}, which the text does not say.",
        span=m.span(statement),
        hint=f"Add `{NAME} = {statement.name}({', '.join(names)})` with what it takes, and a call, `{NAME}(x)`.",
    )


def _settings(m: Machine) -> Class | None:
    """Return the one class of settings, all of which have defaults: `@dataclass class Config`."""
    classes = [cls for cls in m.classes if cls.annotations and cls.find("forward") is None]
    classes = [cls for cls in classes if all(cls.find(name) is not None for name in cls.annotations)]
    return classes[0] if len(classes) == 1 else None


def _names_without_default(method: ast.FunctionDef) -> list[str]:
    arguments = method.args
    return [part.arg for part in arguments.args[1 : len(arguments.args) - len(arguments.defaults)]]


def _leaf(m: Machine, name: str) -> Value:
    value = m.lookup(name)
    return FreeObject(name) if value is None or type(value) is ProgramFunction else value
